//! `claimbook terms`: the names that the claims of a notebook use; renames and merges them.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};

use claimbook::notebook::{Notebook, TermKind, counted, visible};
use claimbook::store;
use claimbook::workspace::{Clock, NameError, NameRow, Workspace, look_alikes, names, uses};

use super::notebooks;
use super::output::{Outcome, print, print_json};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A notebook
    file: PathBuf,
    /// List pairs of names that look alike, with the reason
    #[arg(long, conflicts_with_all = ["merge", "rename"])]
    alike: bool,
    /// A name that becomes another spelling of the one after --into
    #[arg(long, value_name = "NAME", requires = "into")]
    merge: Option<String>,
    /// The name that stays
    #[arg(long, value_name = "NAME", requires = "merge")]
    into: Option<String>,
    /// Give a name another one everywhere; the old one stays as a spelling
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], conflicts_with = "merge")]
    rename: Option<Vec<String>>,
    /// The kind of the names, if a name is used for several: subject, measure or voice
    #[arg(long)]
    kind: Option<String>,
    /// How many seconds to wait if the notebook is open elsewhere
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u64,
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let kind = self.kind.as_deref().map(kind_called).transpose()?;
        let change = |from: &str, to: &str, change: Change| self.change(kind, (from, to), change);
        match (&self.merge, &self.into, self.rename.as_deref()) {
            (Some(from), Some(into), _) => {
                change(from, into, |workspace, kind, (from, into)| workspace.terms().merge(kind, into, from))
            }
            (_, _, Some([from, to])) => change(from, to, |workspace, kind, (from, to)| workspace.terms().rename(kind, from, to)),
            _ => self.list(kind),
        }
    }

    fn list(&self, kind: Option<TermKind>) -> Outcome {
        let notebook = notebooks::load(&self.file)?;
        let kinds = TermKind::ALL.iter().copied().filter(|other| kind.is_none_or(|kind| kind == *other));
        let lists: Vec<Vec<NameRow>> = kinds.map(|kind| names(&notebook, kind)).collect();
        if self.alike {
            let pairs: Vec<_> = lists.iter().flat_map(|rows| look_alikes(&notebook, rows)).collect();
            if self.json {
                let pair =
                    |pair: &claimbook::workspace::LookAlike| json!({"a": pair.a, "b": pair.b, "why": pair.why.to_string()});
                print_json(&pairs.iter().map(pair).collect::<Vec<Value>>())?;
            } else {
                let lines: Vec<String> = pairs.iter().map(|pair| format!("{} ~ {}: {}", pair.a, pair.b, pair.why)).collect();
                print(&visible(&lines.join("\n")))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let rows = || lists.iter().flatten();
        if self.json {
            print_json(&rows().map(|row| as_json(&notebook, row)).collect::<Vec<Value>>())?;
        } else {
            let lines: Vec<String> = rows().map(|row| line(&notebook, row)).collect();
            print(&visible(&lines.join("\n")))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Changes names in the file, as a window would: behind its lock, with the unsaved work of a crash.
    fn change(&self, kind: Option<TermKind>, (from, to): (&str, &str), change: Change) -> Outcome {
        if store::stamp(&store::resolved(&self.file)).is_none() {
            // Otherwise a notebook would be made, only to find that nothing in it has this name.
            return Err(notebooks::load(&self.file).map(|_| ()).map_or_else(|error| error, |()| String::new()));
        }
        let door = notebooks::door(&self.file, "terms", Duration::from_secs(self.wait));
        let changed = door.change(Clock::System, |workspace| -> Result<(TermKind, usize, String), String> {
            let kind = match kind {
                Some(kind) => kind,
                None => kind_of(workspace.notebook(), from)?,
            };
            known(workspace.notebook(), kind, from)?;
            if self.merge.is_some() {
                known(workspace.notebook(), kind, to)?;
            }
            let claims = uses(workspace.notebook(), kind, from);
            change(workspace, kind, (from, to)).map_err(|error| error.to_string())?;
            Ok((kind, claims, workspace.notebook().shown_name(kind, to).to_owned()))
        });
        let changed = changed.map_err(|error| error.to_string())?;
        for note in &changed.notes {
            eprintln!("claimbook: {}", visible(note));
        }
        let (kind, claims, shown) = changed.value?;
        let of = counted(claims, "claim");
        print(&visible(&format!("{}: “{from}” is “{shown}” now; {of}", kind.label())))?;
        Ok(ExitCode::SUCCESS)
    }
}

type Change = fn(&mut Workspace, TermKind, (&str, &str)) -> Result<(), NameError>;

fn kind_called(name: &str) -> Result<TermKind, String> {
    let wanted = name.trim().to_lowercase();
    let kind = TermKind::ALL.iter().copied().find(|kind| kind.noun() == wanted || kind.plural() == wanted);
    kind.ok_or_else(|| format!("“{name}” is no kind of name: subject, measure or voice"))
}

/// Refuses a name that nobody uses: it is a slip.
fn known(notebook: &Notebook, kind: TermKind, name: &str) -> Result<(), String> {
    if uses(notebook, kind, name) > 0 || notebook.vocabulary().term(kind, name).is_some() {
        return Ok(());
    }
    Err(format!("no claim has a {} “{name}”", kind.noun()))
}

/// The only kind that a name is used for.
fn kind_of(notebook: &Notebook, name: &str) -> Result<TermKind, String> {
    let is_used = |kind: &TermKind| uses(notebook, *kind, name) > 0 || notebook.vocabulary().term(*kind, name).is_some();
    let kinds: Vec<TermKind> = TermKind::ALL.iter().copied().filter(is_used).collect();
    match &kinds[..] {
        [kind] => Ok(*kind),
        [] => Err(format!("no claim has a subject, measure or voice “{name}”")),
        several => {
            let named: Vec<&str> = several.iter().map(|kind| kind.noun()).collect();
            Err(format!("“{name}” is a {}: say which with --kind", named.join(" and a ")))
        }
    }
}

fn as_json(notebook: &Notebook, row: &NameRow) -> Value {
    let term = row.term.and_then(|id| notebook.terms.get(id));
    let parent = term.and_then(|term| notebook.terms.get(term.parent?)).map(|parent| parent.name.clone());
    json!({
        "kind": row.kind.noun(),
        "name": row.name,
        "aliases": term.map(|term| term.aliases.clone()).unwrap_or_default(),
        "parent": parent,
        "counts": term.map(|term| term.counts.clone()).unwrap_or_default(),
        "claims": row.claims,
        "sources": row.sources,
        "charts": row.charts,
        "written": row.written,
    })
}

fn line(notebook: &Notebook, row: &NameRow) -> String {
    let term = row.term.and_then(|id| notebook.terms.get(id));
    let also = term.filter(|term| !term.aliases.is_empty()).map(|term| format!("; also {}", term.aliases.join(", ")));
    format!(
        "{}\t{}{}\t{}{}",
        row.kind.noun(),
        "  ".repeat(row.depth),
        row.name,
        counted(row.claims, "claim"),
        also.unwrap_or_default()
    )
}
