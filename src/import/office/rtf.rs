//! Reads Rich Text Format (Microsoft, version 1.9.1): paragraphs, headings by outline level, rows of tables, bold and italic;
//! fonts, colours, pictures and headers are left out.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::import::imported::{ImportError, Imported};
use crate::import::writer::{Writer, Written};
use crate::notebook::{BlockKind, SpanKind};

/// The deepest nesting of groups.
const MOST_DEPTH: usize = 500;

/// Groups that are not text.
const LEFT_OUT: [&str; 22] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "object",
    "listtable",
    "listoverridetable",
    "themedata",
    "datastore",
    "generator",
    "xmlnstbl",
    "fldinst",
    "pntext",
];

pub(in crate::import) fn import(bytes: &[u8]) -> Result<Imported, ImportError> {
    if !bytes.starts_with(b"{\\rtf") {
        return Err(ImportError::Damaged("it does not begin like a Rich Text file"));
    }
    let mut reader = Reader {
        bytes,
        at: 0,
        encoding: WINDOWS_1252,
        pending: Vec::new(),
        skip: 0,
        writer: Writer::default(),
        // The default of `\uc`: one fallback character.
        groups: vec![Group { stand_ins: 1, ..Group::default() }],
        row: false,
    };
    reader.read()?;
    reader.flush();
    let Written { text, blocks, spans } = reader.writer.finish();
    Ok(Imported::of(text, blocks, spans))
}

/// The state of a group, which groups inside it inherit.
#[derive(Clone, Default)]
struct Group {
    is_left_out: bool,
    bold: bool,
    italic: bool,
    /// The number of fallback characters after each Unicode character (`\uc`).
    stand_ins: usize,
    level: Option<u8>,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    encoding: &'static Encoding,
    /// Bytes in the file's encoding that have not been decoded yet.
    pending: Vec<u8>,
    /// The number of fallback characters still to be skipped.
    skip: usize,
    writer: Writer,
    groups: Vec<Group>,
    /// Whether a row of a table is being written.
    row: bool,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), ImportError> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    let group = self.groups.last().cloned().unwrap_or_default();
                    self.groups.push(group);
                    if self.groups.len() > MOST_DEPTH {
                        return Err(ImportError::Damaged("it is nested far deeper than any real document"));
                    }
                }
                b'}' => {
                    self.flush();
                    let closed = self.groups.pop();
                    self.styled(&closed.unwrap_or_default());
                    if self.groups.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        Ok(())
    }

    fn group(&mut self) -> Option<&mut Group> {
        self.groups.last_mut()
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.groups.last().is_some_and(|group| group.is_left_out) {
            self.pending.push(byte);
        }
    }

    /// Decodes and writes the pending bytes.
    fn flush(&mut self) {
        let bytes = std::mem::take(&mut self.pending);
        if !bytes.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&bytes);
            self.write(&text);
        }
    }

    fn write(&mut self, text: &str) {
        let Some(group) = self.groups.last().filter(|group| !group.is_left_out) else { return };
        if !self.writer.is_in_block() && !self.row {
            let kind = group.level.map(BlockKind::Heading);
            self.writer.begin(kind);
        }
        self.writer.write(text);
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(first);
        }
        let begin = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) && self.at - begin < 32 {
            self.at += 1;
        }
        let word = String::from_utf8_lossy(&self.bytes[begin..self.at]).into_owned();
        let number = self.parameter();
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&word, number);
    }

    fn parameter(&mut self) -> Option<i32> {
        let begin = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) && self.at - begin < 11 {
            self.at += 1;
        }
        std::str::from_utf8(&self.bytes[begin..self.at]).ok()?.parse().ok()
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).and_then(|digits| std::str::from_utf8(digits).ok());
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                self.at = (self.at + 2).min(self.bytes.len());
                if let Some(byte) = byte {
                    self.byte(byte);
                }
            }
            b'*' => {
                // `\*` marks a group that readers ignore if they do not know it; this reader knows none of them.
                if let Some(group) = self.group() {
                    group.is_left_out = true;
                }
            }
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("\u{2011}"),
            b'-' => {}
            b'\r' | b'\n' => self.paragraph(),
            other => self.byte(other),
        }
    }

    fn text(&mut self, text: &str) {
        self.flush();
        self.write(text);
    }

    fn paragraph(&mut self) {
        self.flush();
        if self.row { self.writer.write_words(" ") } else { self.writer.close_block() }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if LEFT_OUT.contains(&word) {
            self.flush();
            if let Some(group) = self.group() {
                group.is_left_out = true;
            }
            return;
        }
        match word {
            "ansicpg" => {
                let label = format!("windows-{}", number.unwrap_or(1252));
                self.encoding = Encoding::for_label(label.as_bytes()).or(code_page(number)).unwrap_or(WINDOWS_1252);
            }
            "uc" => {
                if let Some(group) = self.group() {
                    group.stand_ins = number.unwrap_or(1).clamp(0, 16) as usize;
                }
            }
            "u" => {
                let code = number.map_or(0, |number| if number < 0 { number + 65_536 } else { number }) as u32;
                self.unicode(code);
                self.skip = self.groups.last().map_or(1, |group| group.stand_ins);
            }
            "par" | "sect" | "page" => self.paragraph(),
            "line" => {
                self.flush();
                self.writer.line_break();
            }
            "tab" => self.text(" "),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "pard" => {
                self.flush();
                if let Some(group) = self.group() {
                    group.level = None;
                }
            }
            "outlinelevel" => {
                if let Some(group) = self.group() {
                    group.level = number.filter(|level| (0..9).contains(level)).map(|level| (level as u8 + 1).min(6));
                }
            }
            "trowd" => {
                self.flush();
                if !self.row {
                    self.writer.begin(Some(BlockKind::TableRow));
                }
                self.row = true;
            }
            "cell" => {
                self.flush();
                self.writer.tab();
            }
            "row" => {
                self.flush();
                self.row = false;
                self.writer.close_block();
            }
            "b" => self.style(number != Some(0), |group| &mut group.bold, SpanKind::Strong),
            "i" => self.style(number != Some(0), |group| &mut group.italic, SpanKind::Emphasis),
            "plain" => {
                self.style(false, |group| &mut group.bold, SpanKind::Strong);
                self.style(false, |group| &mut group.italic, SpanKind::Emphasis);
            }
            _ => {}
        }
    }

    /// Writes a UTF-16 code unit; for the first half of a surrogate pair, looks ahead for the second.
    fn unicode(&mut self, code: u32) {
        self.flush();
        match char::from_u32(code) {
            Some(character) => self.write(&character.to_string()),
            None if (0xd800..0xdc00).contains(&code) => {
                let rest = self.bytes.get(self.at..(self.at + 24).min(self.bytes.len())).unwrap_or_default();
                let rest = String::from_utf8_lossy(rest);
                let second = rest.find("\\u").and_then(|at| {
                    let digits: String = rest[at + 2..].chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
                    digits.parse::<i32>().ok().map(|number| if number < 0 { number + 65_536 } else { number } as u16)
                });
                let pair = second.and_then(|second| char::decode_utf16([code as u16, second]).next()?.ok());
                if let Some(character) = pair {
                    self.write(&character.to_string());
                }
            }
            // The second half of a surrogate pair that is already written.
            None => {}
        }
    }

    fn style(&mut self, on: bool, of: fn(&mut Group) -> &mut bool, kind: SpanKind) {
        self.flush();
        let Some(group) = self.groups.last_mut() else { return };
        if std::mem::replace(of(group), on) != on && !group.is_left_out {
            if on { self.writer.open_span(kind) } else { self.writer.close_span() }
        }
    }

    /// Closes the spans that a group opened.
    fn styled(&mut self, closed: &Group) {
        let (bold, italic) = self.groups.last().map_or((false, false), |group| (group.bold, group.italic));
        for (was, is) in [(closed.italic, italic), (closed.bold, bold)] {
            if was && !is && !closed.is_left_out {
                self.writer.close_span();
            }
        }
    }
}

/// Code pages whose encodings are not called `windows-N`.
fn code_page(number: Option<i32>) -> Option<&'static Encoding> {
    let label: &[u8] = match number? {
        932 => b"shift_jis",
        936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        10_000 => b"macintosh",
        65_001 => b"utf-8",
        _ => return None,
    };
    Encoding::for_label(label)
}
