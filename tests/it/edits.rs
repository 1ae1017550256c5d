//! Every edit can be undone, and no edit breaks a rule of the notebook.

use claimbook::notebook::{Notebook, check};
use claimbook::store::{decode, encode};
use claimbook::workspace::{Clock, Workspace};
use common::arbitrary_notebook;
use common::steps::{Step, perform, step};
use proptest::prelude::*;

use crate::common;

fn undo_all(workspace: &mut Workspace) -> usize {
    std::iter::from_fn(|| workspace.undo()).count()
}

fn assert_same(a: &Notebook, b: &Notebook) {
    assert!(a == b, "{a:#?}\n\nis not\n\n{b:#?}");
}

/// Performs steps, checks every rule after each, and saves and reads the notebook in between.
fn check_edits(notebook: &Notebook, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut workspace = Workspace::new(notebook.clone(), None, Clock::fixed());
    for (number, step) in steps.into_iter().enumerate() {
        let told = format!("{step:?}");
        perform(&mut workspace, step);
        let problems = check(workspace.notebook());
        prop_assert!(problems.is_empty(), "{}: {:?}", told, problems);
        if number % 10 == 9 {
            let text = encode(workspace.notebook()).unwrap();
            assert_same(&decode(&text).map_err(|error| TestCaseError::fail(error.to_string()))?, workspace.notebook());
        }
    }
    while workspace.redo().is_some() {}
    let end = workspace.notebook().clone();
    let count = undo_all(&mut workspace);
    assert_same(workspace.notebook(), notebook);
    for _ in 0..count {
        prop_assert!(workspace.redo().is_some());
    }
    assert_same(workspace.notebook(), &end);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn undo_all_is_the_start_and_redo_all_is_the_end(notebook in arbitrary_notebook(), steps in proptest::collection::vec(step(), 100)) {
        check_edits(&notebook, steps)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "at length: 100,000 edits"]
    fn undo_and_redo_at_length(notebook in arbitrary_notebook(), steps in proptest::collection::vec(step(), 100)) {
        check_edits(&notebook, steps)?;
    }
}
