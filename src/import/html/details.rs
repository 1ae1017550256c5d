//! Finds a page's author, publisher, address, language and dates, from machine-readable metadata down to the first date in the
//! text.

use dom_query::{Document, NodeRef};
use jiff::civil::Date;
use regex::Regex;

use crate::import::dates::{first_day, machine_day};
use crate::import::imported::Found;
use crate::import::patterns::{ADDRESS_DAY, AUTHOR, DATE_MODIFIED, DATE_PUBLISHED, DAY, PUBLISHER, SAVED_FROM, WEEKDAY_BEFORE};
use crate::notebook::FETCHED;

/// Names of meta elements that hold the day of publication, the most reliable first; after htmldate's list (Barbaresi 2020).
const PUBLISHED: [&str; 44] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "article.published",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "prism.publicationdate",
    "eprints.date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "rnews:datepublished",
    "originalpublicationdate",
    "article_date_original",
    "shareaholic:article_published_time",
    "publication_date",
    "publication-date",
    "published_date",
    "published-date",
    "published_time",
    "publish_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "rbpubdate",
    "pdate",
    "ptime",
    "date_published",
    "dateposted",
    "displaydate",
    "date_created",
    "date",
    "og:pubdate",
];

const MODIFIED: [&str; 8] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
];

const AUTHORS: [&str; 7] =
    ["citation_author", "author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "byl"];
const SITES: [&str; 6] =
    ["og:site_name", "application-name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "publisher"];

/// Names, in lower case, and contents of meta elements, in the order of the page.
pub(super) struct Metas(Vec<(String, String)>);

impl Metas {
    pub(super) fn of(page: &Document) -> Self {
        let meta = |node: &NodeRef<'_>| {
            let name = ["property", "name", "itemprop"].into_iter().find_map(|name| node.attr(name))?;
            let content = node.attr("content")?;
            let content = content.trim();
            (!content.is_empty()).then(|| (name.trim().to_ascii_lowercase(), content.to_owned()))
        };
        Self(page.select("meta").nodes().iter().filter_map(meta).collect())
    }

    fn first<T>(&self, names: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<(T, String)> {
        names.iter().find_map(|wanted| {
            let values = self.0.iter().filter(|(name, _)| name == wanted);
            values.filter_map(|(name, content)| Some((read(content)?, format!("meta element “{name}”")))).next()
        })
    }
}

/// Finds the details of a page, except its title, before the article is extracted. `address` is the one that the page came
/// from; empty if unknown.
pub(super) fn details(page: &Document, source: &str, address: &str) -> Found {
    let metas = Metas::of(page);
    let structured = structured(page);
    let language = page.select("html").attr("lang").map(|lang| lang.trim().to_owned()).filter(|lang| !lang.is_empty());
    let month_first =
        language.as_deref().is_none_or(|lang| matches!(lang.to_ascii_lowercase().as_str(), "en" | "en-us" | "en_us"));
    let url = page_address(page, &metas, source, address);
    let known = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty() && text.chars().count() < 200);
    let author = |text: &str| known(text).filter(|text| !text.starts_with("http"));
    // A republished page often gives the new day in only one of the two: the earlier one is the day of publication.
    let in_metas = metas.first(&PUBLISHED, |text| plausible(machine_day(text)));
    let in_data = stated(&structured, &DATE_PUBLISHED, |text| plausible(machine_day(text)), "structured data (JSON-LD)");
    let published = in_metas
        .into_iter()
        .chain(in_data)
        .min_by_key(|(day, _)| *day)
        .or_else(|| url.as_ref().and_then(|(url, _)| Some((day_in_address(url)?, "the address".to_owned()))))
        .or_else(|| day_in_page(page, month_first));
    Found {
        title: None,
        author: metas.first(&AUTHORS, author).or_else(|| stated(&structured, &AUTHOR, author, "structured data (JSON-LD)")),
        publisher: metas
            .first(&SITES, known)
            .or_else(|| stated(&structured, &PUBLISHER, known, "structured data (JSON-LD)"))
            .or_else(|| url.as_ref().and_then(|(url, _)| Some((host(url)?, "the address".to_owned())))),
        modified: metas
            .first(&MODIFIED, |text| plausible(machine_day(text)))
            .or_else(|| stated(&structured, &DATE_MODIFIED, |text| plausible(machine_day(text)), "structured data (JSON-LD)")),
        published,
        url,
        language: language.map(|language| (language.replace('_', "-"), "the page’s lang attribute".to_owned())),
    }
}

/// Returns the name in a byline, without “By” before it and the date and time after it; `None` if no name remains.
pub(super) fn name_of(byline: &str) -> Option<String> {
    const BEFORE: [&str; 12] = [
        "by ",
        "written by ",
        "posted by ",
        "published by ",
        "words by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "door ",
        "text: ",
        "author: ",
    ];
    const NO_NAMES: [&str; 5] = ["last updated", "updated", "published", "posted", "last modified"];
    let mut name = crate::notebook::in_one_line(byline);
    // Prefixes may follow one another: “Text: by …”.
    while let Some(before) =
        BEFORE.iter().find(|before| name.get(..before.len()).is_some_and(|start| start.eq_ignore_ascii_case(before)))
    {
        name.drain(..before.len());
    }
    for pattern in [&DAY, &WEEKDAY_BEFORE] {
        if let Some(found) = pattern.as_ref().and_then(|pattern| pattern.find(&name)) {
            name.truncate(found.start());
        }
    }
    let name = name.trim_end_matches([' ', ',', '|', '·', '•', '-', '–', '—', '/', ':']).trim_end_matches(" on").to_owned();
    (!name.is_empty() && !NO_NAMES.iter().any(|other| name.eq_ignore_ascii_case(other))).then_some(name)
}

/// Keeps a date only if its year is from 1950 to 2100.
fn plausible(date: Option<Date>) -> Option<Date> {
    date.filter(|date| (1950..=2100).contains(&date.year()))
}

fn structured(page: &Document) -> String {
    page.select("script[type=\"application/ld+json\"]").nodes().iter().map(|node| node.text().to_string()).collect()
}

fn stated<T>(text: &str, wanted: &Option<Regex>, read: impl Fn(&str) -> Option<T>, from: &str) -> Option<(T, String)> {
    let found = wanted.as_ref()?.captures_iter(text).find_map(|found| read(found.get(1)?.as_str().trim()))?;
    Some((found, from.to_owned()))
}

fn page_address(page: &Document, metas: &Metas, source: &str, address: &str) -> Option<(String, String)> {
    let is_web = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    let head: String = source.chars().take(4_000).collect();
    let saved = SAVED_FROM.as_ref().and_then(|pattern| {
        let found = pattern.captures(&head)?;
        Some((found.get(1).or(found.get(2))?.as_str().to_owned(), "the program that saved the page".to_owned()))
    });
    let canonical =
        page.select("link[rel=canonical]").attr("href").map(|to| (to.trim().to_owned(), "the page’s canonical link".to_owned()));
    let given = Some((address.to_owned(), FETCHED.to_owned()));
    let graph = metas.first(&["og:url"], |text| Some(text.to_owned()));
    [canonical, saved, graph, given].into_iter().flatten().find(|(url, _)| is_web(url))
}

fn day_in_address(url: &str) -> Option<Date> {
    let found = ADDRESS_DAY.as_ref()?.captures(url)?;
    plausible(machine_day(&format!("{}-{}-{}", &found[1], &found[2], &found[3])))
}

/// Returns the host of an address without `www.`, as the name of the site.
fn host(url: &str) -> Option<String> {
    let host = url.split("//").nth(1)?.split(['/', '?', '#', ':']).next()?;
    Some(host.trim_start_matches("www.").to_owned()).filter(|host| !host.is_empty())
}

/// Finds the day of publication in the page: in elements marked as dates, then in elements named like a byline, then in the
/// text.
fn day_in_page(page: &Document, month_first: bool) -> Option<(Date, String)> {
    let marked =
        page.select("[itemprop=datePublished], [itemprop=dateCreated], [pubdate], abbr.published, time.published, .dtpublished");
    let found = marked.nodes().iter().find_map(|node| {
        let machine = ["datetime", "content", "title"].into_iter().find_map(|name| machine_day(&node.attr(name)?));
        plausible(machine.or_else(|| first_day(&node.text(), month_first)))
    });
    if let Some(day) = found {
        return Some((day, "a date marked as the publication date".to_owned()));
    }
    let times = page.select("time");
    let time = times.nodes().iter().find_map(|node| {
        let machine = node.attr("datetime").and_then(|day| machine_day(&day));
        plausible(machine.or_else(|| first_day(&node.text(), month_first)))
    });
    if let Some(day) = time {
        return Some((day, "the first time element".to_owned()));
    }
    const NEAR: [&str; 9] = ["date", "time", "meta", "byline", "publi", "posted", "stamp", "datum", "fecha"];
    let near = page.select("[class], [id]");
    let near = near.nodes().iter().find_map(|node| {
        let names = format!("{} {}", node.attr_or("class", ""), node.attr_or("id", "")).to_ascii_lowercase();
        if !NEAR.iter().any(|word| names.contains(word)) {
            return None;
        }
        let text = node.text();
        (text.len() < 300).then(|| plausible(first_day(&text, month_first)))?
    });
    if let Some(day) = near {
        return Some((day, "a line that looks like a byline".to_owned()));
    }
    let body = page.select("body");
    let text: String = body.nodes().iter().flat_map(visible).collect::<String>();
    Some((plausible(first_day(&text, month_first))?, "the first date in the text: check it".to_owned()))
}

/// Returns the first 60 KB of a page's text, without scripts and styles, to be searched for a date.
fn visible(body: &NodeRef<'_>) -> Option<String> {
    const FAR: usize = 60_000;
    let mut found = String::new();
    for node in body.descendants_it().filter(NodeRef::is_text) {
        let is_hidden =
            node.parent().is_some_and(|parent| ["script", "style", "noscript"].into_iter().any(|name| parent.has_name(name)));
        if !is_hidden {
            found.push_str(&node.text());
            found.push('\n');
        }
        if found.len() > FAR {
            break;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_names() {
        let name = |byline: &str| name_of(byline).unwrap_or_default();
        assert_eq!(name("By Mia\n\t Holt  March 25, 2026"), "Mia Holt");
        assert_eq!(name("Written by Mia Holt | Monday, February 29, 2016 @ 11:10 PM UTC"), "Mia Holt");
        assert_eq!(name("Von Jan Maier, 3. Mai 2026"), "Jan Maier");
        assert_eq!(name("Byron Smith and Onno Mays"), "Byron Smith and Onno Mays");
        assert_eq!(name("Posted by Mia Holt on 2026-03-02"), "Mia Holt");
        assert_eq!((name_of("2 March 2026"), name_of("Last Updated: January 7, 2025")), (None, None));
    }

    /// A republished page gives the new day in one field and the first day in the other.
    #[test]
    fn of_two_days_of_publication_the_earlier_one_counts() {
        let published = |meta: &str, data: &str| {
            let page = format!(
                r#"<html><head><meta property="article:published_time" content="{meta}">
                <script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{data}"}}</script></head></html>"#
            );
            details(&Document::from(page.as_str()), &page, "").published.map(|(day, from)| (day.to_string(), from))
        };
        let expected = |day: &str, from: &str| Some((day.to_owned(), from.to_owned()));
        assert_eq!(published("2026-03-07", "2026-03-06"), expected("2026-03-06", "structured data (JSON-LD)"));
        assert_eq!(published("2026-03-06", "2026-03-07"), expected("2026-03-06", "meta element “article:published_time”"));
        assert_eq!(published("2026-03-06", "2026-03-06"), expected("2026-03-06", "meta element “article:published_time”"));
    }
}
