//! The claims as structured data (schema.org `Claim`, JSON-LD): data that programs can read, not a script that runs.

use serde_json::{Value, json};

use crate::export::report::{Evidence, Report};
use crate::notebook::is_hidden;

/// The element with the data; empty if there are no claims.
pub(super) fn script(report: &Report) -> String {
    if report.evidence.is_empty() {
        return String::new();
    }
    let graph: Vec<Value> =
        report.evidence.iter().filter(|evidence| evidence.claim.is_some()).map(|evidence| claim(report, evidence)).collect();
    let data = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    format!("<script type=\"application/ld+json\">{}</script>\n", harmless(&data))
}

/// JSON in which nothing can end the element or begin a comment, and nothing steers the screen of somebody who reads the file; a
/// program reads the same.
fn harmless(data: &str) -> String {
    let mut out = String::with_capacity(data.len());
    for letter in data.chars() {
        if matches!(letter, '<' | '>' | '&') || is_hidden(letter) {
            let mut units = [0; 2];
            letter.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(letter);
        }
    }
    out
}

fn claim(report: &Report, evidence: &Evidence) -> Value {
    let mut claim = json!({
        "@type": "Claim",
        "@id": format!("#c-{}", evidence.key),
        "identifier": evidence.key,
        "text": evidence.statement,
        "additionalType": evidence.kind,
    });
    let voice = evidence.voices.last().cloned();
    if let Some(voice) = voice {
        claim["author"] = json!({ "@type": "Thing", "name": voice });
    }
    let appearances: Vec<Value> = evidence
        .quotations
        .iter()
        .map(|quotation| {
            let source = &report.sources[quotation.source];
            let mut work = json!({ "@type": "CreativeWork", "name": source.title });
            let mut put = |key: &str, value: &str| {
                if !value.is_empty() {
                    work[key] = json!(value);
                }
            };
            put("url", if quotation.link.is_empty() { &source.url } else { &quotation.link });
            put("publisher", &source.publisher);
            put("author", &source.author);
            put("datePublished", &source.published.map(|day| day.to_string()).unwrap_or_default());
            json!({ "@type": "Quotation", "text": quotation.quote, "isPartOf": work })
        })
        .collect();
    claim["appearance"] = json!(appearances);
    claim
}
