//! Briefs of random notebooks: a block of every kind, and a reference of every sort.

use claimbook::notebook::*;
use jiff::civil::date;
use rust_decimal::Decimal;

/// A brief with a block of every kind, whose words are those of the claims.
pub fn add_brief(notebook: &mut Notebook, ids: &mut IdSource) {
    let brief: BriefId = ids.next(1);
    notebook.briefs.push(Brief { id: brief, title: "Abroad \"soon\"?".into(), subtitle: String::new() }).unwrap();
    let claims: Vec<ClaimId> = notebook.claims.iter().map(|claim| claim.id).collect();
    let series = notebook.series.at(0).map(|series| series.id);
    let figure: BriefBlockId = ids.next(1);
    let run = notebook.runs.at(0).map(|run| run.id);
    let targets = targets(&claims, notebook.documents.at(0).unwrap().id, figure, run);
    let kinds = [
        BriefBlockKind::Heading(1),
        BriefBlockKind::Paragraph,
        BriefBlockKind::Item,
        BriefBlockKind::Numbered,
        BriefBlockKind::Quote,
        BriefBlockKind::Table("kind:fact \"x\"".into()),
        BriefBlockKind::Finding { rule: 1, claims: claims.iter().copied().take(2).collect() },
        series.map_or(BriefBlockKind::Figure(ChartKey::AllSeries), |series| {
            BriefBlockKind::Figure(ChartKey::Series(series, SeriesChart::Timeline))
        }),
    ];
    let mut blocks = Vec::new();
    for (place, kind) in kinds.into_iter().enumerate() {
        let id = if matches!(kind, BriefBlockKind::Figure(_)) { figure } else { ids.next(1) };
        let mut block = BriefBlock { kind, ..BriefBlock::empty(id, brief) };
        let said = notebook.claims.at(place).map_or("Nothing yet", |claim| claim.statement.as_str());
        block.replace(TextRange { start: 0, end: 0 }, &format!("{said} 小 "));
        for target in targets.iter().skip(place).step_by(2) {
            let end = block.text.len();
            let seen = "about 1.5 \"m\"".to_owned();
            block.refer(TextRange { start: end, end }, "1.5 million", target.clone(), seen);
            block.replace(TextRange { start: block.text.len(), end: block.text.len() }, ", ");
        }
        let whole = TextRange { start: 0, end: block.text.len() };
        block.mark(whole, &MarkStyle::Strong, true);
        block.mark(whole, &MarkStyle::Link("https://example.org/?a=(b)\"".into()), place == 1);
        blocks.push(block);
    }
    let published = blocks.iter().map(PublishedBlock::from).collect();
    let edition = Edition {
        id: ids.next(1),
        brief,
        made: date(2026, 11, 30),
        title: "Abroad?".into(),
        hash: "0".repeat(64),
        blocks: published,
    };
    notebook.editions.push(edition).unwrap();
    blocks.into_iter().for_each(|block| notebook.brief_blocks.push(block).unwrap());
}

fn targets(claims: &[ClaimId], source: DocumentId, figure: BriefBlockId, run: Option<RunId>) -> Vec<Target> {
    let mut targets = vec![Target::Source(source), Target::Figure(figure), Target::Plain];
    for (claim, part) in claims.iter().zip(ClaimPart::ALL.iter().cycle()) {
        targets.push(Target::Claim(*claim, *part));
    }
    if let [one, two, ..] = claims {
        for operation in Operation::ALL {
            let by = matches!(operation, Operation::Product | Operation::Quotient).then_some(Decimal::new(25, 1));
            targets.push(Target::Calculation(Calculation { operation: *operation, of: vec![*one, *two], by }));
        }
    }
    let period = Period::year(2026).unwrap();
    let parts =
        [OutcomePart::Median, OutcomePart::Range, OutcomePart::Chance(Decimal::TWO), OutcomePart::ChanceWords(Decimal::TWO)];
    let outcome = |shows| run.map(|run| Target::Outcome(Outcome { run, driver: "sales".into(), period, shows }));
    targets.extend(parts.into_iter().filter_map(outcome));
    targets
}
