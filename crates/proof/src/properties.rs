//! Properties over texts nobody would write: proof-reading never panics and every place it names exists.

use document::{HeadFields, StyleSheet, compose};
use proptest::prelude::*;

use std::sync::LazyLock;

use crate::{Lexicon, Place, Subject, proofread};

const STYLE: &str = include_str!("../../../templates/styles/document.json");
const WORDS: &str = include_str!("../../../templates/rules/proof.json");
const VOCABULARY: &str = include_str!("../../../templates/rules/spelling.json");

/// Read once for all cases.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::from_json(WORDS, VOCABULARY).unwrap());

/// Pieces that rules look for, so that random texts come near their edges.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("2021年10月".to_owned()),
        Just("二〇二一年十月八日".to_owned()),
        Just("10-20%".to_owned()),
        Just("“四个".to_owned()),
        Just("《关于".to_owned()),
        Just("（以下简称".to_owned()),
        Just("\n| 合计 | 3 | 9999999999999 |\n".to_owned()),
        Just("\n（二）".to_owned()),
        Just("、等……".to_owned()),
        Just("习近平新时".to_owned()),
        Just("共5个，其中".to_owned()),
        Just("<<".to_owned()),
        "[、。，；：“”‘’《》〈〉（）()\"'0-9a-z.%～—月日年号的了二 \u{3000}\n]{0,12}",
        "\\PC{0,8}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read_without_panic_and_places_exist(title in text(), note in text(), body in text()) {
        let head = HeadFields {
            kind: Some("通知".to_owned()),
            title: Some(title),
            note: Some(note),
            ..HeadFields::default()
        };
        let document = compose(&head, &body);
        let style = StyleSheet::load("document", &|_| Some(STYLE.to_owned())).unwrap();
        let subject = Subject { head: &head, text: &body, document: &document, style: &style, pages: None };
        for finding in proofread(&subject, &LEXICON) {
            prop_assert!(!finding.message.is_empty());
            if let Place::Text { line, range } = finding.place {
                let line = body.split('\n').nth(line as usize - 1);
                prop_assert!(range.start <= range.end);
                prop_assert!(line.is_some_and(|l| range.end <= l.chars().count()), "{finding:?}");
                prop_assert_eq!(finding.fix.is_some(), finding.corrected(&body).is_some());
            }
        }
    }
}
