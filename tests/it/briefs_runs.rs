//! From a corrected claim to the outcome of a model in a brief: the input waits, the kept run is out of date, a new run brings the number.

use claimbook::notebook::*;
use claimbook::workspace::{ClaimField, Clock, Forecasts, Workspace, import_text};
use claimbook::writing::Standing;

/// A model whose target rests on a claim, and a brief that cites an outcome of it.
struct Desk {
    workspace: Workspace,
    claim: ClaimId,
    target: AssumptionId,
    model: ModelId,
    brief: BriefId,
    block: BriefBlockId,
}

fn desk() -> Desk {
    let mut workspace = Workspace::empty(Clock::fixed());
    let text = "The chain wants 9,000 stores by the end of 2029.";
    workspace.sources().add(import_text(text).unwrap(), Details { title: "Plans".into(), ..Details::default() });
    let document = workspace.notebook().documents.at(0).unwrap().id;
    workspace.selection.document = Some(document);
    let passage = Passage::new(workspace.notebook().documents.get(document).unwrap(), TextRange { start: 0, end: text.len() });
    let claim = Claim {
        statement: "The chain wants 9,000 stores".into(),
        quantity: claimbook::reading::stated_quantity("9,000 stores".into()),
        kind: ClaimKind::Target,
        status: Status::Checked,
        ..Claim::at(workspace.new_id(), passage.unwrap())
    };
    let id = claim.id;
    workspace.edit(Edit::new("add").insert(claim)).unwrap();
    let model = workspace.models().add("Stores").unwrap();
    let target = workspace.notebook().models.get(model).unwrap().input("target").unwrap();
    workspace.assumptions().rest_on_claim(target, id).unwrap();
    let (brief, block) = workspace.briefs().add("Plans").unwrap();
    let mut desk = Desk { workspace, claim: id, target, model, brief, block };
    let outcome = desk.outcome_of_a_new_run();
    desk.workspace.briefs().refer(block, TextRange { start: 0, end: 0 }, outcome, None).unwrap();
    desk
}

impl Desk {
    /// Keeps a run, and returns the middle of its last period.
    fn outcome_of_a_new_run(&mut self) -> Target {
        let model = self.workspace.notebook().models.get(self.model).unwrap().clone();
        let computed = Forecasts::default().compute(self.workspace.notebook(), &model, None).unwrap();
        let run = self.workspace.models().keep_run(&model, None, &computed).unwrap();
        let output = self.workspace.notebook().runs.get(run).unwrap().outputs[0].clone();
        let period = output.rows.last().unwrap().period;
        Target::Outcome(Outcome { run, driver: output.driver, period, shows: OutcomePart::Median })
    }

    fn correct(&mut self, number: &str) {
        self.workspace.claims().type_into(self.claim, ClaimField::Quantity, number.into()).unwrap();
    }

    fn standings(&self) -> Vec<Standing> {
        self.workspace.look().brief(self.brief).reference(self.block, 0).unwrap().standings.clone()
    }

    fn target(&self) -> Assumption {
        self.workspace.notebook().assumptions.get(self.target).unwrap().clone()
    }

    fn text(&self) -> String {
        self.workspace.notebook().brief_blocks.get(self.block).unwrap().text.clone()
    }
}

#[test]
fn a_corrected_claim_reaches_the_model_and_its_outcome() {
    let mut desk = desk();
    assert_eq!((desk.standings(), desk.text().as_str()), (vec![], "about 9,000 stores"));
    desk.correct("12,000 stores");
    // The input does not change by itself: it waits, and the outcome says so.
    let moved = desk.workspace.notebook().claim_moved(&desk.target()).unwrap();
    assert_eq!((moved.before.as_str(), moved.now.as_str()), ("9,000 stores", "12,000 stores"));
    let told = desk.standings()[0].sentence(desk.workspace.notebook());
    assert!(told.contains("the claim behind “Target” said 9,000 stores and now says 12,000 stores"), "{told}");
    let counts = desk.workspace.look().brief_counts(desk.brief);
    assert_eq!((counts.live, counts.stale()), (0, 1));
    desk.workspace.assumptions().take_from_claim(desk.target).unwrap();
    assert_eq!(desk.workspace.notebook().claim_moved(&desk.target()), None);
    assert_eq!(desk.target().value.in_words(), "12,000");
    let told = desk.standings()[0].sentence(desk.workspace.notebook());
    assert!(told.contains("“Target” was 9,000 store and is now 12,000 store"), "{told}");
    // A new run has a new number, which is taken with its run.
    let new = desk.outcome_of_a_new_run();
    assert!(matches!(&desk.standings()[..], [Standing::Changed { now, .. }] if now == "about 12,000 stores"));
    desk.workspace.briefs().accept(desk.block, 0).unwrap();
    assert_eq!((desk.standings(), desk.text().as_str()), (vec![], "about 12,000 stores"));
    assert_eq!(desk.workspace.notebook().brief_blocks.get(desk.block).unwrap().references[0].target, new);
    assert_eq!(check(desk.workspace.notebook()), []);
}

#[test]
fn an_outcome_that_is_kept_stays_that_of_its_run() {
    let mut desk = desk();
    desk.correct("12,000 stores");
    desk.workspace.assumptions().take_from_claim(desk.target).unwrap();
    desk.workspace.briefs().keep(desk.block, 0).unwrap();
    assert_eq!(desk.standings(), []);
    desk.outcome_of_a_new_run();
    assert_eq!((desk.standings(), desk.text().as_str()), (vec![], "about 9,000 stores"));
}

#[test]
fn words_that_follow_change_with_the_latest_run() {
    let mut desk = desk();
    desk.workspace.briefs().set_mode(desk.block, 0, ReferenceMode::Follow).unwrap();
    desk.correct("12,000 stores");
    desk.workspace.assumptions().take_from_claim(desk.target).unwrap();
    let new = desk.outcome_of_a_new_run();
    let look = desk.workspace.look().brief(desk.brief);
    let block = look.as_read(desk.workspace.notebook().brief_blocks.get(desk.block).unwrap()).into_owned();
    assert_eq!((block.text.as_str(), &block.references[0].target), ("about 12,000 stores", &new));
}

/// Notebooks of older versions do not say what a claim said when its number was taken.
#[test]
fn an_input_of_an_old_notebook_waits_too() {
    let mut desk = desk();
    let forgets = Assumption { seen: String::new(), ..desk.target() };
    desk.workspace.edit(Edit::new("as in format 10").put(forgets)).unwrap();
    // Each letter is an edit.
    for typed in ["9,00", "9", "", "1", "12,000 stores"] {
        desk.correct(typed);
    }
    assert_eq!(desk.workspace.notebook().claim_moved(&desk.target()).map(|moved| moved.before).as_deref(), Some("9,000 stores"));
    // One's own value is one's own.
    desk.workspace.assumptions().keep_own(desk.target).unwrap();
    assert_eq!(desk.workspace.notebook().claim_moved(&desk.target()), None);
    assert!(claimbook::workspace::is_changed(desk.workspace.notebook(), &desk.target()));
    // It comes back with the claim when that is undone.
    while desk.workspace.undo().is_some() {
        if desk.workspace.notebook().claims.is_empty() {
            break;
        }
        assert_eq!(check(desk.workspace.notebook()), []);
    }
}
