//! Whatever is imported, the document satisfies its rules, and no text is lost.

use claimbook::import::{Format, Request, import};
use claimbook::notebook::{Details, IdSource, Notebook, check};
use claimbook::reading::{Context, draft, parse_period, parse_quantity, sentence_at, word_at};
use proptest::prelude::*;

fn is_sound(source: &str, format: Format) -> Result<(), TestCaseError> {
    let Ok(imported) = import(source.as_bytes(), Request::of(format)) else { return Ok(()) };
    let mut ids = IdSource::new(1);
    let mut notebook = Notebook::new(ids.next(1));
    let document = imported.into_document(ids.next(1), Details::default());
    // Between the blocks there is only white space: every word is in a block.
    let mut end = 0;
    for block in document.blocks.iter() {
        prop_assert!(document.text[end..block.range.start].trim().is_empty(), "{:?}", document);
        end = block.range.end;
    }
    prop_assert!(document.text[end..].trim().is_empty(), "{:?}", document);
    notebook.documents.push(document).unwrap();
    prop_assert_eq!(check(&notebook), vec![]);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_becomes_a_sound_document(source in "([-#>*_`\\[\\]()!|<> 0-9.a-cé小\n\t\r\u{ad}\\\\]|&shy;|&#13;|&lt;|<div>|</div>){0,120}") {
        is_sound(&source, Format::Markdown)?;
    }

    #[test]
    fn any_text_becomes_a_sound_document(source in "\\PC{0,40}(\n|\r\n|\r| \n\n)\\PC{0,60}\n[a-z. ]{0,200}") {
        is_sound(&source, Format::PlainText)?;
    }

    #[test]
    fn any_bytes_are_a_document_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        import(&bytes, Request::of(Format::Markdown)).ok();
        import(&bytes, Request::of(Format::PlainText)).ok();
    }

    #[test]
    fn nothing_typed_into_a_field_panics(text in "\\PC{0,40}") {
        if let Ok(quantity) = parse_quantity(&text) {
            prop_assert!(quantity.value.low() <= quantity.value.high());
        }
        if let Ok(period) = parse_period(&text, Some(jiff::civil::date(2025, 3, 1))) {
            prop_assert!(period.start < period.end);
        }
        draft(&text, &Context { published: Some(jiff::civil::date(9999, 12, 31)), publisher: text.clone(), language: None });
    }

    #[test]
    fn numbers_and_units_in_any_order_do_not_panic(text in "[0-9.,'\u{a0} %~<>=+$€kmbn万-]{0,16}[a-z ]{0,12}") {
        parse_quantity(&text).ok();
        draft(&format!("It sold {text} in 2025"), &Context::default());
    }

    #[test]
    fn words_and_sentences_lie_on_characters(text in "\\PC{0,60}", at in 0..200usize) {
        for range in [word_at(&text, at), sentence_at(&text, at)] {
            prop_assert!(text.get(range.start..range.end).is_some(), "{range:?} of {text:?}");
        }
    }
}
