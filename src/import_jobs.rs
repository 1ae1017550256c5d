//! The jobs `text` and `import`: sources without a window.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};

use claimbook::import::{Found, Imported, Part};
use claimbook::notebook::{Block, BlockKind, counted, visible};
use claimbook::store;
use claimbook::workspace::{Clock, Isolation, Progress, Workspace, details_of, import_file};

/// Prints what would be imported of a file.
pub fn text(file: &Path, part: Part, blocks: bool, json: bool) -> Result<ExitCode, String> {
    let imported = import_file(file, part, &Isolation::own_program(), &Progress::default())?;
    for notice in &imported.notices {
        eprintln!("claimbook: {notice}");
    }
    let text = if json {
        serde_json::to_string_pretty(&as_json(&imported, true)).map_err(|error| error.to_string())?
    } else if blocks {
        imported.blocks.iter().map(|block| line(&imported, block)).collect::<Vec<_>>().join("\n")
    } else {
        imported.text
    };
    super::print(&visible(&text))?;
    Ok(ExitCode::SUCCESS)
}

/// Adds files to a notebook, which is made where there is none, and prints what became of each.
pub fn import(files: &[PathBuf], notebook: &Path, part: Part, json: bool) -> Result<ExitCode, String> {
    let mut workspace = match notebook.exists() {
        true => Workspace::new(super::load(notebook)?, Some(notebook.to_owned()), Clock::System),
        false => Workspace::empty(Clock::System),
    };
    let isolation = Isolation::own_program();
    let mut rows = Vec::new();
    let mut failed = 0;
    for file in files {
        match import_file(file, part, &isolation, &Progress::default()) {
            Ok(imported) => {
                let row = as_json(&imported, false);
                let known = workspace.source_with_text(&imported.text).map(|known| known.title().to_owned());
                if let Some(title) = known {
                    rows.push((file, Err(format!("is there already, as “{title}”"))));
                } else {
                    let details = details_of(file, &imported);
                    workspace.add_document(imported, details);
                    rows.push((file, Ok(row)));
                }
            }
            Err(error) => {
                failed += 1;
                rows.push((file, Err(error)));
            }
        }
    }
    store::save(notebook, workspace.notebook()).map_err(|error| error.to_string())?;
    if json {
        let rows: Vec<Value> = rows
            .into_iter()
            .map(|(file, row)| match row {
                Ok(row) => json!({"file": file.display().to_string(), "imported": row}),
                Err(error) => json!({"file": file.display().to_string(), "error": error}),
            })
            .collect();
        super::print(&serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?)?;
    } else {
        let lines: Vec<String> = rows.iter().map(|(file, row)| told(file, row)).collect();
        super::print(&visible(&lines.join("\n")))?;
    }
    Ok(if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn told(file: &Path, row: &Result<Value, String>) -> String {
    match row {
        Err(error) => format!("{}: {error}", file.display()),
        Ok(row) => {
            let text = |name: &str| row[name]["value"].as_str().unwrap_or("unknown").to_owned();
            let count = |name: &str, what: &str| counted(row[name].as_u64().unwrap_or(0) as usize, what);
            let warnings: Vec<&str> = row["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let warnings = if warnings.is_empty() { String::new() } else { format!("; {}", warnings.join(" ")) };
            format!(
                "{}: “{}”, published {}, {}, {}{warnings}",
                file.display(),
                text("title"),
                text("published"),
                count("block_count", "block"),
                count("words", "word")
            )
        }
    }
}

fn stated<T: ToString>(stated: &Option<(T, String)>) -> Value {
    match stated {
        Some((value, from)) => json!({"value": value.to_string(), "from": from}),
        None => Value::Null,
    }
}

fn as_json(imported: &Imported, with_text: bool) -> Value {
    let Found { title, author, publisher, published, modified, url, language } = &imported.found;
    let title = title.clone().or_else(|| imported.title.clone().map(|title| (title, "the first heading".to_owned())));
    let mut value = json!({
        "title": stated(&title),
        "author": stated(author),
        "publisher": stated(publisher),
        "published": stated(published),
        "modified": stated(modified),
        "url": stated(url),
        "language": stated(language),
        "words": imported.text.split_whitespace().count(),
        "block_count": imported.blocks.len(),
        "warnings": imported.notices,
    });
    if with_text {
        let blocks: Vec<Value> = imported
            .blocks
            .iter()
            .map(|block| json!({"kind": kind(block.kind), "text": &imported.text[block.range.start..block.range.end]}))
            .collect();
        value["blocks"] = Value::Array(blocks);
        value["text"] = Value::String(imported.text.clone());
    }
    value
}

fn kind(kind: BlockKind) -> String {
    match kind {
        BlockKind::Heading(level) => format!("heading {level}"),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::ListItem { depth, number: Some(number) } => format!("item {depth} no. {number}"),
        BlockKind::ListItem { depth, number: None } => format!("item {depth}"),
        BlockKind::Quote => "quote".to_owned(),
        BlockKind::Preformatted => "preformatted".to_owned(),
        BlockKind::TableRow => "row".to_owned(),
    }
}

/// A block in a line: what it is, and its text.
fn line(imported: &Imported, block: &Block) -> String {
    let text = &imported.text[block.range.start..block.range.end];
    format!("{}\t{}", kind(block.kind), text.replace('\n', "⏎"))
}
