//! Imports many sources at once: folders, bibliographies with their files, sources that are already there; all in one step.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use claimbook::import::Part;
use claimbook::notebook::{Details, check};
use claimbook::store::{self, Originals};
use claimbook::workspace::{
    Batch, Clock, Intake, NotTaken, Origin, Progress, Refusal, RowState, TakenSource, Wanted, Workspace, carry_over,
};
use jiff::civil::date;

fn put(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

fn page(title: &str, text: &str) -> String {
    format!(
        "<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )
}

fn add(workspace: &mut Workspace, path: &Path) -> (Arc<Batch>, Vec<TakenSource>) {
    let batch = Batch::new(vec![Origin::File(path.to_owned())]);
    let intake = Intake { originals: Originals::of(Some(&path.with_extension("ron")), None), ..Intake::default() };
    let jobs = batch.read(&intake, &Progress::default());
    let taken = workspace.sources().take(jobs);
    batch.finish(&taken);
    (batch, taken)
}

#[test]
fn a_folder_is_added_in_one_step_and_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("sources");
    put(&sources, "a.html", &page("Boats", "The two new boats were delivered in October, the company said."));
    put(&sources, "deep/er/b.md", "# Shops\n\nThe group runs 90 shops.");
    put(&sources, "copy.md", "# Shops\n\nThe group runs 90 shops.");
    put(&sources, "broken.pdf", "%PDF-1.4 and nothing else");
    put(&sources, ".hidden.md", "not to be read");
    put(&sources, "picture.png", "not to be read");
    let mut workspace = Workspace::empty(Clock::fixed());
    let (batch, _) = add(&mut workspace, &sources);
    let states = |batch: &Batch| -> Vec<(String, &'static str)> {
        let told = |state: &RowState| match state {
            RowState::Added(_) => "added",
            RowState::Known(_) => "known",
            RowState::Failed(_) => "failed",
            _ => "other",
        };
        let name = |origin: &Origin| origin.to_string().rsplit('/').next().unwrap().to_owned();
        batch.rows().iter().map(|row| (name(&row.origin), told(&row.state))).collect()
    };
    assert_eq!(
        states(&batch),
        [("a.html", "added"), ("broken.pdf", "failed"), ("copy.md", "added"), ("b.md", "known")].map(|(a, b)| (a.to_owned(), b))
    );
    assert_eq!(workspace.notebook().documents.len(), 2);
    assert_eq!(check(workspace.notebook()), []);
    let again = add(&mut workspace, &sources).0;
    assert!(states(&again).iter().all(|(_, state)| *state != "added"));
    assert_eq!(workspace.undo().as_deref(), Some("add 2 sources"));
    assert_eq!(workspace.notebook().documents.len(), 0);
}

#[test]
fn a_bibliography_brings_its_files_and_corrects_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export");
    put(
        &export,
        "files/1/boats.html",
        &page("Boats - The Quay", "The two new boats were delivered in October, the company said."),
    );
    put(folder.path(), "secret.md", "What no bibliography gets to name.");
    let list = put(
        &export,
        "refs.ris",
        "TY  - NEWS\nTI  - New boats for the harbour\nAU  - Holt, Mia\nT2  - The Quay Gazette\nDA  - 2026/03/02\nL1  - files/1/boats.html\nER  -\n\
         TY  - NEWS\nTI  - Shops\nPB  - The Desk\nDA  - 2025/01/31\nER  -\n\
         TY  - NEWS\nTI  - Nowhere to be found\nL1  - ../secret.md\nER  -\n",
    );
    let mut workspace = Workspace::empty(Clock::fixed());
    let shops = claimbook::workspace::import_text("# Shops\n\nThe group runs 90 shops.").unwrap();
    let shops = workspace.sources().add(shops, Details::default());
    let (batch, taken) = add(&mut workspace, &list);
    assert_eq!(batch.rows().len(), 3);
    let (id, _) = taken[0].result.as_ref().unwrap();
    let boats = &workspace.notebook().documents.get(*id).unwrap().details;
    assert_eq!((boats.title.as_str(), boats.author.as_str()), ("New boats for the harbour", "Mia Holt"));
    assert_eq!((boats.published, boats.file_name.as_str()), (Some(date(2026, 3, 2)), "boats.html"));
    assert_eq!(boats.found_in["published"], "the bibliography refs.ris");
    let shops = &workspace.notebook().documents.get(shops).unwrap().details;
    assert_eq!((shops.publisher.as_str(), shops.published), ("The Desk", Some(date(2025, 1, 31))));
    assert!(matches!(&taken[1].result, Err(NotTaken::Known(known)) if known.contains("were added to")));
    assert!(matches!(&taken[2].result, Err(NotTaken::Refused(Refusal::NoFile))));
    workspace.undo();
    assert_eq!(workspace.notebook().documents.len(), 1);
    assert_eq!(workspace.notebook().documents.at(0).unwrap().details.publisher, "");
}

#[test]
fn what_is_stopped_keeps_what_was_read_and_what_is_cancelled_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for place in 0..5 {
        put(folder.path(), &format!("{place}.md"), &format!("# Text {place}\n\nWords."));
    }
    let batch = Batch::new(vec![Origin::File(folder.path().to_owned())]);
    batch.stop();
    assert!(batch.read(&Intake::default(), &Progress::default()).is_empty());
    batch.finish(&[]);
    assert!(batch.is_done() && batch.rows().iter().all(|row| row.state == RowState::Skipped));
}

/// A source can be imported again in another way from its original, and the original is copied to wherever the notebook is saved.
#[test]
fn originals_go_where_the_notebook_goes() {
    let folder = tempfile::tempdir().unwrap();
    let notebook = folder.path().join("a.ron");
    let path = put(folder.path(), "a.html", &page("Boats", "The two new boats were delivered in October, the company said."));
    let mut workspace =
        Workspace::new(Workspace::empty(Clock::fixed()).notebook().clone(), Some(notebook.clone()), Clock::fixed());
    let batch = Batch::new(vec![Origin::File(path)]);
    let jobs = batch.read(&Intake { originals: workspace.file().originals(), ..Intake::default() }, &Progress::default());
    workspace.sources().take(jobs);
    let original = workspace.notebook().documents.at(0).unwrap().original.clone().unwrap();
    assert!(store::originals_folder(&notebook).join(original.file_name()).is_file());
    let elsewhere = folder.path().join("elsewhere.ron");
    let done = workspace.file().save_task(elsewhere.clone()).run(&Progress::default()).unwrap();
    assert_eq!(done.missing, Vec::<String>::new());
    assert!(store::originals_folder(&elsewhere).join(original.file_name()).is_file());
    std::fs::remove_dir_all(store::originals_folder(&notebook)).unwrap();
    let done = workspace.file().save_task(folder.path().join("third.ron")).run(&Progress::default()).unwrap();
    assert!(done.missing[0].contains("missing"), "{:?}", done.missing);
}

/// A source that is imported again replaces the version that it came from, even if a later version replaced that one.
#[test]
fn a_source_read_in_another_way_keeps_its_place_among_versions() {
    let folder = tempfile::tempdir().unwrap();
    let first = put(folder.path(), "a.html", &page("Boats", "The two new boats were delivered in October, the company said."));
    let second = put(folder.path(), "b.html", &page("Boats", "The three new boats were delivered in October, the company said."));
    let originals = Originals::of(Some(&folder.path().join("n.ron")), None);
    let intake = Intake { originals, ..Intake::default() };
    let mut workspace = Workspace::empty(Clock::fixed());
    let origin = Origin::File(first);
    let jobs = Batch::new(vec![origin]).read(&intake, &Progress::default());
    let old = *workspace.sources().take(jobs)[0].result.as_ref().map(|(id, _)| id).unwrap();
    let take = |workspace: &mut Workspace, old, source| {
        let document = workspace.notebook().documents.get(old).unwrap().clone();
        let carry = carry_over(&document, &workspace.look().passages_in(old), source);
        workspace.versions().take(carry).unwrap().document.unwrap()
    };
    let newer = take(&mut workspace, old, intake.file(&second, &Wanted::default(), &Progress::default()).unwrap());
    let original = workspace.notebook().documents.get(old).unwrap().original.clone().unwrap();
    let wanted = Wanted { part: Part::WholePage, ..Wanted::default() };
    let anew = take(&mut workspace, old, intake.again(&original, &wanted, "", &Progress::default()).unwrap());
    assert_eq!(check(workspace.notebook()), []);
    let documents = &workspace.notebook().documents;
    assert!(documents.get(old).is_none());
    assert_eq!(documents.get(newer).unwrap().replaces, Some(anew));
    let details = &documents.get(anew).unwrap().details;
    assert_eq!((details.found_in["text"].as_str(), details.file_name.as_str()), ("the whole page", "a.html"));
}

/// A bibliography does not overwrite what the user typed, and a record with another date is another source.
#[test]
fn records_do_not_know_better_than_people() {
    let folder = tempfile::tempdir().unwrap();
    let mut workspace = Workspace::empty(Clock::fixed());
    let text = claimbook::workspace::import_text("# Annual report\n\nThe group wants 900 shops in five years.").unwrap();
    let id = workspace.sources().add(text, Details { author: "Typed by hand".into(), ..Details::default() });
    workspace.claims().make(id, (15, 55).into()).unwrap();
    let record = |day: &str| format!("TY  - RPRT\nTI  - Annual report\nAU  - Holt, Mia\nDA  - {day}\nER  -\n");
    add(&mut workspace, &put(folder.path(), "a.ris", &record("2024/03/01")));
    let details = workspace.notebook().documents.get(id).unwrap().details.clone();
    assert_eq!((details.author.as_str(), details.published), ("Typed by hand", Some(date(2024, 3, 1))));
    let claim = workspace.notebook().claims.at(0).unwrap();
    assert!(claim.understood_period().is_some(), "“in five years” counts from the day of publication");
    let (_, taken) = add(&mut workspace, &put(folder.path(), "b.ris", &record("2025/03/01")));
    assert!(matches!(taken[0].result, Err(NotTaken::Refused(Refusal::NoFile))));
}
