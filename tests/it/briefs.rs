//! Briefs: what is written keeps its thread to the sentences through edits, files, merges and damage.

use claimbook::export::ReportFormat;
use claimbook::export::report::Texts;
use claimbook::import::{Part, Request, import};
use claimbook::notebook::*;
use claimbook::workspace::{ClaimField, Clock, DraftFrom, Workspace, brief_report, contents, import_text};
use claimbook::writing::{BriefChange, Standing, changes, offers};
use jiff::civil::date;
use proptest::prelude::*;

use crate::common::arbitrary_notebook;

const TODAY: jiff::civil::Date = date(2026, 11, 30);

/// A workspace with two checked claims, and a brief whose paragraph cites both.
struct Desk {
    workspace: Workspace,
    claims: [ClaimId; 2],
    brief: BriefId,
    block: BriefBlockId,
}

fn desk() -> Desk {
    let mut workspace = Workspace::empty(Clock::fixed());
    let text = "Acme delivered more than 135,000 cars in 2024. Its goal for 2025 is 300,000 cars.";
    let details = Details { title: "Deliveries".into(), publisher: "The desk".into(), ..Details::default() };
    workspace.sources().add(import_text(text).unwrap(), details);
    let document = workspace.notebook().documents.at(0).unwrap().id;
    let split = text.find(". ").unwrap() + 1;
    let claim = |workspace: &mut Workspace, range, statement: &str, number: &str| {
        workspace.selection.document = Some(document);
        let passage = Passage::new(workspace.notebook().documents.get(document).unwrap(), range).unwrap();
        let claim = Claim {
            statement: statement.into(),
            subject: "Acme".into(),
            measure: "cars delivered".into(),
            quantity: claimbook::reading::stated_quantity(number.into()),
            status: Status::Checked,
            ..Claim::at(workspace.new_id(), passage)
        };
        let id = claim.id;
        workspace.edit(Edit::new("add").insert(claim)).unwrap();
        id
    };
    let happened = TextRange { start: 0, end: split };
    let aimed = TextRange { start: split + 1, end: text.len() };
    let delivered = claim(&mut workspace, happened, "Acme delivered more than 135,000 cars", "more than 135,000 cars");
    let goal = claim(&mut workspace, aimed, "Acme aims for 300,000 cars", "300,000 cars");
    let (brief, block) = workspace.briefs().add("Abroad").unwrap();
    let mut desk = Desk { workspace, claims: [delivered, goal], brief, block };
    desk.write("They delivered , and want .");
    desk.refer(15, Target::Claim(delivered, ClaimPart::Number));
    let end = desk.block().text.len() - 1;
    desk.refer(end, Target::Claim(goal, ClaimPart::Number));
    desk
}

impl Desk {
    fn block(&self) -> BriefBlock {
        self.workspace.notebook().brief_blocks.get(self.block).unwrap().clone()
    }

    fn write(&mut self, text: &str) {
        let mut block = self.block();
        block.replace(TextRange { start: 0, end: block.text.len() }, text);
        self.workspace.briefs().write(block).unwrap();
    }

    fn refer(&mut self, at: usize, target: Target) {
        let range = TextRange { start: at, end: at };
        self.workspace.briefs().refer(self.block, range, target, None).unwrap();
    }

    fn standings(&self, index: usize) -> Vec<&'static str> {
        let look = self.workspace.look().brief(self.brief);
        look.reference(self.block, index).unwrap().standings.iter().map(Standing::label).collect()
    }

    fn set_number(&mut self, claim: usize, number: &str) {
        self.workspace.claims().type_into(self.claims[claim], ClaimField::Quantity, number.into()).unwrap();
    }

    fn markdown(&self) -> String {
        let (report, _) = brief_report(self.workspace.notebook(), self.brief, Texts::Context, TODAY).unwrap();
        String::from_utf8(ReportFormat::of_ending("md").unwrap().write(&report).unwrap().bytes).unwrap()
    }
}

#[test]
fn a_reference_shows_its_number_with_bound_and_unit() {
    let desk = desk();
    assert_eq!(desk.block().text, "They delivered more than 135,000 cars, and want 300,000 cars.");
    let counts = desk.workspace.look().brief_counts(desk.brief);
    assert_eq!((counts.all, counts.live, counts.in_words().as_str()), (2, 2, ""));
    assert_eq!(check(desk.workspace.notebook()), []);
}

#[test]
fn a_corrected_claim_is_followed_through() {
    let mut desk = desk();
    desk.set_number(1, "330,000 cars");
    assert_eq!(desk.standings(1), ["changed"]);
    assert_eq!(desk.workspace.look().brief_counts(desk.brief).in_words(), "1 changed");
    // No file says the new number before somebody accepted it; it says that there is one.
    let before = desk.markdown();
    assert!(before.contains("300,000 cars[^2] (changed since)") && before.contains("careful with: 1 changed since"), "{before}");
    desk.workspace.briefs().accept(desk.block, 1).unwrap();
    assert_eq!(desk.block().text, "They delivered more than 135,000 cars, and want 330,000 cars.");
    assert!(desk.standings(1).is_empty() && !desk.markdown().contains("changed"));
    assert_eq!(desk.workspace.undo().as_deref(), Some("take the new number"));
    desk.workspace.briefs().keep(desk.block, 1).unwrap();
    // Kept words are not asked about again, but they are no longer what the claim says.
    assert_eq!(desk.standings(1), ["not as the claim says"]);
    assert_eq!(desk.block().text, "They delivered more than 135,000 cars, and want 300,000 cars.");
}

#[test]
fn words_follow_or_stay_as_the_writer_says() {
    let mut desk = desk();
    desk.workspace.briefs().set_mode(desk.block, 0, ReferenceMode::Follow).unwrap();
    desk.workspace.briefs().set_mode(desk.block, 1, ReferenceMode::Frozen).unwrap();
    desk.set_number(0, "more than 140,000 cars");
    desk.set_number(1, "1 car");
    assert!(desk.standings(0).is_empty() && desk.standings(1).is_empty());
    let written = desk.markdown();
    assert!(written.contains("more than 140,000 cars[^1], and want 300,000 cars[^2]"), "{written}");
}

#[test]
fn a_bound_that_is_typed_away_is_seen() {
    let mut desk = desk();
    let mut block = desk.block();
    let at = block.references[0].at;
    block.replace(TextRange { start: at.start, end: at.start + "more than ".len() }, "");
    desk.workspace.briefs().write(block).unwrap();
    assert_eq!(desk.block().words(&desk.block().references[0]), "135,000 cars");
    assert_eq!(desk.standings(0), ["not as the claim says"]);
}

#[test]
fn a_brief_without_its_claims_is_still_a_text() {
    let mut desk = desk();
    desk.workspace.claims().delete(desk.claims[1]).unwrap();
    assert_eq!(desk.standings(1), ["lost"]);
    assert!(desk.markdown().contains("and want 300,000 cars (its source is lost)"), "{}", desk.markdown());
    assert_eq!(check(desk.workspace.notebook()), []);
    assert!(check_all(desk.workspace.notebook())[0].what.contains("does not exist any more"));
    desk.workspace.undo();
    assert!(desk.standings(1).is_empty());
}

#[test]
fn states_of_claims_reach_the_brief() {
    let mut desk = desk();
    let [delivered, goal] = desk.claims;
    desk.workspace.checks().contradict(goal, delivered, "").unwrap();
    assert_eq!((desk.standings(0), desk.standings(1)), (vec!["disputed"], vec!["disputed"]));
    desk.workspace.undo();
    desk.workspace.checks().update(goal, delivered, "").unwrap();
    assert_eq!(desk.standings(0), ["superseded"]);
    let (report, counts) = brief_report(desk.workspace.notebook(), desk.brief, Texts::Context, TODAY).unwrap();
    assert_eq!((counts.doubtful, report.evidence.len()), (1, 2));
}

#[test]
fn results_carry_their_bounds_and_name_what_they_rest_on() {
    let mut desk = desk();
    desk.write("Left are .");
    let [delivered, goal] = desk.claims;
    let calculation = Calculation { operation: Operation::Difference, of: vec![goal, delivered], by: None };
    desk.refer(9, Target::Calculation(calculation));
    assert_eq!(desk.block().text, "Left are less than 165,000 cars.");
    let written = desk.markdown();
    assert!(written.contains("less than 165,000 cars[^1]"), "{written}");
    // The note of the result leads on to the sentences.
    assert!(
        written.contains("[^1]: less than 165,000 cars · 300,000 cars (cars delivered) less more than 135,000 cars"),
        "{written}"
    );
    assert!(written.contains("“Acme delivered more than 135,000 cars in 2024.”"));
    desk.set_number(0, "more than 200,000 cars");
    assert_eq!(desk.standings(0), ["changed"]);
}

#[test]
fn free_numbers_are_found_with_what_they_could_rest_on() {
    let mut desk = desk();
    desk.write("In 2024 some 135,000 cars, and 165,000 were left of the two goals.");
    let look = desk.workspace.look().brief(desk.brief);
    let block = desk.block();
    let free: Vec<&str> = look.free(desk.block).iter().map(|free| &block.text[free.at.start..free.at.end]).collect();
    assert_eq!(free, ["some 135,000 cars", "165,000"]);
    drop(look);
    let offered = offers(desk.workspace.notebook(), "165,000", &desk.claims);
    assert_eq!(offered[0].words, "less than 165,000 cars");
    assert!(matches!(&offered[0].target, Target::Calculation(calculation) if calculation.operation == Operation::Difference));
    let offered = offers(desk.workspace.notebook(), "135,000 cars", &[]);
    assert_eq!(offered[0].target, Target::Claim(desk.claims[0], ClaimPart::Number));
    // It is only a number.
    desk.workspace.briefs().refer(desk.block, TextRange { start: 31, end: 38 }, Target::Plain, Some("165,000")).unwrap();
    assert_eq!(desk.workspace.look().brief_counts(desk.brief).free, 1);
}

#[test]
fn blocks_divide_join_and_move_with_their_references() {
    let mut desk = desk();
    let at = desk.block().text.find(", and").unwrap();
    let next = desk.workspace.briefs().split(desk.block, at + 2).unwrap().unwrap();
    let texts = |desk: &Desk| desk.workspace.notebook().blocks_of(desk.brief).map(|block| block.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&desk), ["They delivered more than 135,000 cars, ", "and want 300,000 cars."]);
    assert_eq!(desk.workspace.notebook().brief_blocks.get(next).unwrap().references.len(), 1);
    assert!(desk.workspace.briefs().move_blocks(&[next], false).unwrap());
    assert!(!desk.workspace.briefs().move_blocks(&[next], false).unwrap());
    assert_eq!(texts(&desk)[0], "and want 300,000 cars.");
    desk.workspace.briefs().move_before(&[next], None).unwrap();
    let (into, meet) = desk.workspace.briefs().join(next).unwrap().unwrap();
    assert_eq!((into, meet), (desk.block, at + 2));
    assert_eq!(desk.block().references.len(), 2);
    assert!(desk.workspace.look().brief_counts(desk.brief).live == 2);
    desk.workspace.briefs().remove_blocks(&[desk.block]).unwrap();
    assert_eq!(texts(&desk), [""]);
    while desk.workspace.undo().is_some() {}
    assert!(desk.workspace.notebook().briefs.is_empty() && desk.workspace.notebook().brief_blocks.is_empty());
}

#[test]
fn merging_claims_keeps_the_thread() {
    let mut desk = desk();
    let [delivered, goal] = desk.claims;
    desk.workspace.claims().merge(delivered, goal).unwrap();
    assert_eq!(desk.block().references[1].target, Target::Claim(delivered, ClaimPart::Number));
    assert_eq!(desk.standings(1), ["changed"]);
}

#[test]
fn two_people_who_write_in_different_blocks_have_no_conflict() {
    let mut base = desk();
    let at = base.block().text.find(", and").unwrap();
    let next = base.workspace.briefs().split(base.block, at + 2).unwrap().unwrap();
    let before = base.workspace.notebook().clone();
    let (mut mine, mut theirs) = (before.clone(), before.clone());
    let edited = |notebook: &mut Notebook, id, text: &str| {
        let mut block = notebook.brief_blocks.get(id).unwrap().clone();
        block.replace(TextRange { start: 0, end: 0 }, text);
        Edit::new("write").put(block).apply(notebook).unwrap();
    };
    edited(&mut mine, base.block, "Mine: ");
    edited(&mut theirs, next, "Theirs: ");
    // One side deletes the claim that both blocks never cited anew: the words stay, and the claim is gone.
    theirs.removal_of_claims("delete", &[base.claims[0]]).apply(&mut theirs).unwrap();
    let merged = merge(&before, &mine, &theirs, &Choices::new());
    assert_eq!((merged.conflicts.len(), merged.kept.len()), (0, 0));
    assert!(!merged.notebook.claims.contains(base.claims[0]));
    let texts: Vec<&str> = merged.notebook.blocks_of(base.brief).map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["Mine: They delivered more than 135,000 cars, ", "Theirs: and want 300,000 cars."]);
    // The other side cites it anew: it comes back.
    let mut block = mine.brief_blocks.get(next).unwrap().clone();
    block.refer(TextRange { start: 0, end: 0 }, "135,000", Target::Claim(base.claims[0], ClaimPart::Number), "x".into());
    Edit::new("cite").put(block).apply(&mut mine).unwrap();
    let merged = merge(&before, &mine, &theirs, &Choices::new());
    assert!(merged.notebook.claims.contains(base.claims[0]), "{:?}", merged.kept);
    assert_eq!(check(&merged.notebook), []);
}

#[test]
fn published_versions_say_what_changed() {
    let mut desk = desk();
    let edition = desk.workspace.briefs().publish(desk.brief).unwrap().unwrap();
    desk.set_number(1, "330,000 cars");
    desk.workspace.briefs().accept(desk.block, 1).unwrap();
    let mut more = desk.workspace.briefs().new_block(desk.brief, BriefBlockKind::Paragraph);
    more.replace(TextRange { start: 0, end: 0 }, "A new paragraph.");
    desk.workspace.briefs().insert_behind(Some(desk.block), vec![more], "add").unwrap();
    let notebook = desk.workspace.notebook();
    let edition = notebook.editions.get(edition).unwrap();
    let blocks: Vec<&BriefBlock> = notebook.blocks_of(desk.brief).collect();
    let listed: Vec<String> = changes(edition, &blocks).iter().map(BriefChange::sentence).collect();
    assert_eq!(listed, ["300,000 cars → 330,000 cars", "New: A new paragraph."]);
    assert_eq!((edition.hash.len(), edition.title.as_str()), (64, "Abroad"));
}

#[test]
fn a_draft_says_nothing_without_a_reference() {
    let notebook = claimbook::store::decode(include_str!("../../saves/xiaomi-overseas.ron")).unwrap();
    let mut workspace = Workspace::new(notebook, None, Clock::fixed());
    let contents = contents(workspace.notebook(), &DraftFrom::Everything, TODAY).unwrap();
    let brief = workspace.briefs().draft("All of it", &contents).unwrap();
    let notebook = workspace.notebook();
    assert_eq!(check(notebook), []);
    let blocks: Vec<&BriefBlock> = notebook.blocks_of(brief).collect();
    let figures = blocks.iter().filter(|block| matches!(block.kind, BriefBlockKind::Figure(_))).count();
    assert!(figures >= 3 && blocks.len() > 30, "{figures} figures, {} blocks", blocks.len());
    for block in &blocks {
        let says = matches!(block.kind, BriefBlockKind::Paragraph | BriefBlockKind::Finding { .. });
        assert!(!says || !block.references.is_empty(), "{}", block.text);
    }
    let look = workspace.look().brief(brief);
    for block in blocks.iter().filter(|block| !block.kind.has_picture()) {
        let words = |free: &claimbook::writing::FreeNumber| block.text[free.at.start..free.at.end].to_owned();
        let free: Vec<String> = look.free(block.id).iter().map(words).collect();
        assert!(free.len() <= block.references.len(), "{free:?} in {}", block.text);
    }
    let changed = look.counts(blocks.iter().copied());
    assert_eq!((changed.changed, changed.lost), (0, 0));
    // The same claims give the same text.
    drop(look);
    let again = workspace.briefs().draft("All of it", &contents).unwrap();
    let texts = |id| workspace.notebook().blocks_of(id).map(|block| block.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(brief), texts(again));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn every_word_of_a_brief_is_in_every_file(notebook in arbitrary_notebook()) {
        let brief = notebook.briefs.at(0).unwrap().id;
        let (report, _) = brief_report(&notebook, brief, Texts::Context, TODAY).unwrap();
        let mut known = 0;
        for (evidence, _) in report.references() {
            prop_assert!(evidence <= known, "notes count up in the order of the text");
            known = known.max(evidence + 1);
        }
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for ending in ["html", "docx", "odt"] {
            let bytes = ReportFormat::of_ending(ending).unwrap().write(&report).unwrap().bytes;
            prop_assert_eq!(&bytes, &ReportFormat::of_ending(ending).unwrap().write(&report).unwrap().bytes);
            let name = format!("report.{ending}");
            let request = Request { name: &name, part: Part::WholePage, ..Request::default() };
            let text = flat(&import(&bytes, request).unwrap().text);
            for (_, words) in report.references() {
                let words = flat(&visible(words));
                prop_assert!(text.contains(&words), "{} is not in {}", words, ending);
            }
        }
    }
}
