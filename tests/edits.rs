//! Whatever is done can be undone, and no edit breaks a rule of the notebook.

mod common;

use claimbook::notebook::{Notebook, check};
use claimbook::workspace::{Clock, Workspace};
use common::arbitrary_notebook;
use common::steps::{perform, step};
use proptest::prelude::*;

fn undo_all(workspace: &mut Workspace) -> usize {
    std::iter::from_fn(|| workspace.undo()).count()
}

fn assert_same(a: &Notebook, b: &Notebook) {
    assert!(a == b, "{a:#?}\n\nis not\n\n{b:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn undo_all_is_the_start_and_redo_all_is_the_end(notebook in arbitrary_notebook(), steps in proptest::collection::vec(step(), 0..60)) {
        let mut workspace = Workspace::new(notebook.clone(), None, Clock::fixed());
        for step in steps {
            let told = format!("{step:?}");
            perform(&mut workspace, step);
            let problems = check(workspace.notebook());
            prop_assert!(problems.is_empty(), "{}: {:?}", told, problems);
        }
        while workspace.redo().is_some() {}
        let end = workspace.notebook().clone();
        let count = undo_all(&mut workspace);
        assert_same(workspace.notebook(), &notebook);
        for _ in 0..count {
            prop_assert!(workspace.redo().is_some());
        }
        assert_same(workspace.notebook(), &end);
    }
}
