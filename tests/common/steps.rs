//! Random user actions on a notebook.
#![allow(dead_code, reason = "each test file uses its part")]

use claimbook::notebook::{ReadState, RelationKind, TermKind};
use claimbook::workspace::{ClaimField, InOrder, TextSelection, Workspace, names};
use proptest::prelude::*;

/// A user action; the numbers choose the records that it acts on.
#[derive(Debug, Clone)]
pub enum Step {
    MakeClaim(usize, usize, usize),
    Tag(usize),
    NameTag(usize, String),
    DeleteTag(usize),
    DeleteClaim(usize),
    Duplicate(usize),
    Merge(usize, usize),
    Split(usize),
    AddPassage(usize),
    Relate(usize, usize, usize),
    Settle(usize, usize),
    EditClaim(usize, String),
    RemoveDocument(usize),
    File(usize, usize, usize),
    AddModel,
    RestOnClaim(usize, usize),
    DeleteModel,
    RenameName(usize, usize, String),
    MergeNames(usize, usize, usize),
    SplitName(usize, usize),
    PutUnder(usize, usize, usize),
    Undo,
    Redo,
    EndBurst,
}

/// Generates any step.
pub fn step() -> impl Strategy<Value = Step> {
    let n = 0..20usize;
    prop_oneof![
        4 => (n.clone(), 0..400usize, 1..60usize).prop_map(|(a, b, c)| Step::MakeClaim(a, b, c)),
        1 => n.clone().prop_map(Step::Tag),
        1 => (n.clone(), "[a-c]{1,2}").prop_map(|(a, name)| Step::NameTag(a, name)),
        1 => n.clone().prop_map(Step::DeleteTag),
        1 => n.clone().prop_map(Step::DeleteClaim),
        1 => n.clone().prop_map(Step::Duplicate),
        2 => (n.clone(), n.clone()).prop_map(|(a, b)| Step::Merge(a, b)),
        1 => n.clone().prop_map(Step::Split),
        1 => n.clone().prop_map(Step::AddPassage),
        2 => (n.clone(), n.clone(), 0..4usize).prop_map(|(a, b, c)| Step::Relate(a, b, c)),
        1 => (n.clone(), 0..3usize).prop_map(|(a, way)| Step::Settle(a, way)),
        2 => (n.clone(), "[a-z ]{0,6}").prop_map(|(a, text)| Step::EditClaim(a, text)),
        1 => n.clone().prop_map(Step::RemoveDocument),
        1 => (n.clone(), 0..3usize, 0..3usize).prop_map(|(a, folder, state)| Step::File(a, folder, state)),
        1 => Just(Step::AddModel),
        1 => (n.clone(), n.clone()).prop_map(|(a, b)| Step::RestOnClaim(a, b)),
        1 => Just(Step::DeleteModel),
        2 => (0..3usize, n.clone(), "[a-d]").prop_map(|(kind, a, to)| Step::RenameName(kind, a, to)),
        2 => (0..3usize, n.clone(), n.clone()).prop_map(|(kind, a, b)| Step::MergeNames(kind, a, b)),
        1 => (0..3usize, n.clone()).prop_map(|(kind, a)| Step::SplitName(kind, a)),
        1 => (0..3usize, n.clone(), n.clone()).prop_map(|(kind, a, b)| Step::PutUnder(kind, a, b)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => Just(Step::EndBurst),
    ]
}

fn pick<T: Copy>(all: &[T], number: usize) -> Option<T> {
    all.get(number % all.len().max(1)).copied()
}

fn all_names(workspace: &Workspace, kind: TermKind) -> Vec<String> {
    names(workspace.notebook(), kind).into_iter().map(|row| row.name).collect()
}

/// Performs a step, if there is something for it to act on.
pub fn perform(workspace: &mut Workspace, step: Step) {
    let notebook = workspace.notebook();
    let claims: Vec<_> = notebook.claims.iter().map(|claim| claim.id).collect();
    let tags: Vec<_> = notebook.tags.iter().map(|tag| tag.id).collect();
    let documents: Vec<_> = notebook.documents.iter().map(|document| document.id).collect();
    let assumptions: Vec<_> = notebook.assumptions.iter().map(|assumption| assumption.id).collect();
    let models: Vec<_> = notebook.models.iter().map(|model| model.id).collect();
    let claim = |number| pick(&claims, number);
    let done = match step {
        Step::MakeClaim(document, start, length) => {
            let Some(id) = pick(&documents, document) else { return };
            let text = workspace.notebook().documents.get(id).unwrap().text.clone();
            let clamp = |byte: usize| (0..=byte.min(text.len())).rev().find(|&byte| text.is_char_boundary(byte)).unwrap();
            workspace.selection.document = Some(id);
            workspace.selection.text = Some(TextSelection { anchor: clamp(start + length), head: clamp(start) });
            let range = workspace.selection.text.unwrap().range();
            workspace.claims().make(id, range);
            Ok(())
        }
        Step::Tag(tag) => {
            pick(&tags, tag).map(|tag| workspace.claims().apply_tag(tag));
            Ok(())
        }
        Step::NameTag(number, name) => {
            claim(number).map(|claim| workspace.tags().give_by_name(claim, &name));
            Ok(())
        }
        Step::DeleteTag(tag) => pick(&tags, tag).map_or(Ok(()), |tag| workspace.tags().delete(tag)),
        Step::DeleteClaim(number) => claim(number).map_or(Ok(()), |claim| workspace.claims().delete(claim)),
        Step::Duplicate(number) => {
            claim(number).map(|claim| workspace.claims().duplicate(claim));
            Ok(())
        }
        Step::Merge(a, b) => claim(a).zip(claim(b)).map_or(Ok(()), |(a, b)| workspace.claims().merge(a, b)),
        Step::Split(number) => claim(number).map_or(Ok(()), |claim| workspace.claims().split(claim)),
        Step::AddPassage(number) => {
            workspace.selection.claim = claim(number);
            workspace.claims().add_passage()
        }
        Step::Relate(a, b, kind) => {
            claim(a).zip(claim(b)).map_or(Ok(()), |(a, b)| workspace.relations().add(a, RelationKind::ALL[kind], b))
        }
        Step::Settle(number, way) => {
            let found = workspace.look().checked().unwrap();
            let Some(checked) = found.get(number % found.len().max(1)) else { return };
            let claims = &checked.finding.claims;
            match (way, claims.as_slice(), checked.decision) {
                (_, _, Some(decision)) => workspace.checks().ask_again(&checked.finding, decision),
                (0, [a, b], _) => workspace.checks().update(*a, *b, "later"),
                (1, [a, b], _) => workspace.checks().contradict(*a, *b, ""),
                _ => workspace.checks().dismiss(&checked.finding, "right"),
            }
        }
        Step::EditClaim(number, statement) => {
            claim(number).map_or(Ok(()), |id| workspace.claims().type_into(id, ClaimField::Statement, statement))
        }
        Step::RemoveDocument(number) => pick(&documents, number).map_or(Ok(()), |id| workspace.sources().remove(&[id])),
        Step::File(number, folder, state) => pick(&documents, number).map_or(Ok(()), |id| {
            let state = [ReadState::Unread, ReadState::Read, ReadState::PutAway][state % 3];
            workspace.sources().set_state(&[id], state)?;
            let beside = pick(&documents, number / 3).map_or(InOrder::End, [InOrder::Before, InOrder::After][number % 2]);
            workspace.sources().place(&[id], beside, ["", "a", "a/b"][folder % 3])
        }),
        Step::AddModel => {
            workspace.models().add("m");
            Ok(())
        }
        Step::RestOnClaim(assumption, number) => pick(&assumptions, assumption)
            .zip(claim(number))
            .map_or(Ok(()), |(assumption, claim)| workspace.assumptions().rest_on_claim(assumption, claim)),
        Step::DeleteModel => pick(&models, 0).map_or(Ok(()), |model| workspace.models().delete(model)),
        Step::RenameName(kind, number, to) => {
            let kind = TermKind::ALL[kind];
            all_names(workspace, kind).get(number).map(|name| workspace.terms().rename(kind, name, &to));
            Ok(())
        }
        Step::MergeNames(kind, a, b) => {
            let (kind, names) = (TermKind::ALL[kind], all_names(workspace, TermKind::ALL[kind]));
            names.get(a).zip(names.get(b)).map(|(a, b)| workspace.terms().merge(kind, a, b));
            Ok(())
        }
        Step::SplitName(kind, number) => {
            let kind = TermKind::ALL[kind];
            let aliases: Vec<String> = workspace.notebook().terms.iter().flat_map(|term| term.aliases.clone()).collect();
            aliases.get(number).map_or(Ok(()), |alias| workspace.terms().split(kind, alias))
        }
        Step::PutUnder(kind, a, b) => {
            let (kind, names) = (TermKind::ALL[kind], all_names(workspace, TermKind::ALL[kind]));
            names.get(a).zip(names.get(b)).map(|(a, b)| workspace.terms().put_under(kind, a, Some(b)));
            Ok(())
        }
        Step::Undo => {
            workspace.undo();
            Ok(())
        }
        Step::Redo => {
            workspace.redo();
            Ok(())
        }
        Step::EndBurst => {
            workspace.end_burst();
            Ok(())
        }
    };
    assert_eq!(done, Ok(()));
}
