//! Reads XML as a stream of tags and texts, with names without prefixes and a limit on depth.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::import::imported::ImportError;

const MOST_DEPTH: usize = 500;

/// An opening tag.
#[derive(Debug, Clone)]
pub(in crate::import) struct Tag {
    /// The name without its prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute, named without its prefix.
    pub(in crate::import) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The number in an attribute; `None` if it is missing or not a number.
    pub(in crate::import) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }
}

pub(in crate::import) enum Token {
    Open(Tag),
    Close(String),
    Text(String),
}

/// A stream of tokens. An empty element yields an opening and a closing token.
pub(in crate::import) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// The name of an empty element whose closing token is due.
    closing: Option<String>,
}

impl<'a> Xml<'a> {
    pub(in crate::import) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        Self { reader, depth: 0, closing: None }
    }

    /// The next token; `None` at the end.
    pub(in crate::import) fn next(&mut self) -> Result<Option<Token>, ImportError> {
        if let Some(name) = self.closing.take() {
            return Ok(Some(Token::Close(name)));
        }
        loop {
            let event = self.reader.read_event().map_err(|_| ImportError::Damaged("its XML is invalid"))?;
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MOST_DEPTH {
                        return Err(ImportError::Damaged("it is nested far deeper than any real document"));
                    }
                    Token::Open(tag(&start))
                }
                Event::Empty(start) => {
                    let tag = tag(&start);
                    self.closing = Some(tag.name.clone());
                    Token::Open(tag)
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::Close(end.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Token::Text(text.into_inner().into_owned()),
                Event::CData(text) => Token::Text(text.into_inner().into_owned()),
                Event::GeneralRef(name) => Token::Text(entity(&name)),
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// Skips everything up to the end of the element that was just opened.
    pub(in crate::import) fn skip(&mut self) -> Result<(), ImportError> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Some(Token::Open(_)) => depth += 1,
                Some(Token::Close(_)) => depth -= 1,
                Some(Token::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }
}

fn tag(start: &BytesStart<'_>) -> Tag {
    let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        (attribute.key.local_name().as_ref().to_owned(), value)
    };
    // Duplicate attributes are invalid; the first one counts.
    let attributes = start.attributes().with_checks(false).flatten().map(attribute).collect();
    Tag { name: start.local_name().as_ref().to_owned(), attributes }
}

/// Resolves a reference; an unknown one stays as it is written.
fn entity(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => digits.parse().ok(),
    });
    match (number.and_then(char::from_u32), name) {
        (Some(character), _) => character.to_string(),
        (_, "amp") => "&".to_owned(),
        (_, "lt") => "<".to_owned(),
        (_, "gt") => ">".to_owned(),
        (_, "quot") => "\"".to_owned(),
        (_, "apos") => "'".to_owned(),
        (_, "nbsp") => "\u{a0}".to_owned(),
        _ => format!("&{name};"),
    }
}
