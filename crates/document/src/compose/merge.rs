//! Head and text side by side: equal parts are printed once, and where they differ the head counts and a notice says so.

use super::{HeadFields, blank, filled};
use crate::text::{Expect, Known, Notice, NoticeKind, Parsed, parse_known};

/// Reads the text with what the head knows. A signature or 版记 that differs from the head's stays in the text.
pub(super) fn read(head: &HeadFields, text: &str) -> (Parsed, Vec<Notice>) {
    // A record's first line may well be a label with a colon; only real documents are addressed to someone.
    let whole = !head.is_record();
    let mut expect = Expect {
        head: whole,
        title: blank(head.title.as_deref()),
        addressees: head.addressees.is_empty() && whole,
        signature: whole,
        imprint: whole,
        broken_lines: whole,
    };
    let known = Known { title: head.title.as_deref().unwrap_or_default(), addressees: &head.addressees };
    let mut parsed = parse_known(text, expect, known);
    let mut differing = Vec::new();
    if signature_differs(head, &parsed) {
        expect.signature = false;
        differing.push((line_of(&parsed.places, "issuers"), "发文机关署名"));
    }
    if imprint_differs(head, &parsed) {
        expect.imprint = false;
        let line = ["cc", "printed"].map(|key| line_of(&parsed.places, key)).into_iter().find(|l| *l > 0);
        differing.push((line.unwrap_or(0), "版记"));
    }
    if !differing.is_empty() {
        parsed = parse_known(text, expect, known);
    }
    let mut notices = std::mem::take(&mut parsed.notices);
    notices.extend(
        differing
            .into_iter()
            .map(|(line, part)| Notice { line, kind: NoticeKind::Differs { part, typed: None } }),
    );
    (parsed, notices)
}

fn signature_differs(head: &HeadFields, parsed: &Parsed) -> bool {
    let named = !head.issuers.is_empty() && !parsed.issuers.is_empty();
    let issuers = named && !same(&head.issuers, &parsed.issuers);
    let dated = matches!((head.dated, parsed.dated), (Some(own), Some(found)) if own != found);
    issuers || dated
}

fn imprint_differs(head: &HeadFields, parsed: &Parsed) -> bool {
    let Some(found) = &parsed.imprint else { return false };
    let cc = !head.cc.is_empty() && !found.cc.is_empty() && !same(&head.cc, &found.cc);
    let own = filled(head.printer.as_ref());
    let printer =
        matches!((&own, &found.printer), (Some(own), Some(found)) if squeeze(own) != squeeze(found));
    let printed = matches!((head.printed, found.printed), (Some(own), Some(found)) if own != found);
    cc || printer || printed
}

fn squeeze(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '，' | '、' | '。' | '（' | '）' | '(' | ')');
    text.chars().filter(kept).collect()
}

fn same(own: &[String], found: &[String]) -> bool {
    squeeze(&own.concat()) == squeeze(&found.concat())
}

fn line_of(places: &[(&'static str, u32)], key: &str) -> u32 {
    places.iter().find(|(k, _)| *k == key).map_or(0, |(_, line)| *line)
}

/// Takes what the head gives, else what the text holds; a difference becomes a notice with the text's words.
#[derive(Debug)]
pub(super) struct Merge<'a> {
    places: &'a [(&'static str, u32)],
    notices: &'a mut Vec<Notice>,
}

impl<'a> Merge<'a> {
    pub(super) fn new(places: &'a [(&'static str, u32)], notices: &'a mut Vec<Notice>) -> Self {
        Self { places, notices }
    }

    pub(super) fn one(
        &mut self,
        own: &Option<String>,
        found: Option<String>,
        key: &str,
        part: &'static str,
    ) -> Option<String> {
        let Some(own) = filled(own.as_ref()) else { return found };
        if let Some(found) = found
            && squeeze(&own) != squeeze(&found)
        {
            self.differs(found, key, part);
        }
        Some(own)
    }

    pub(super) fn many(
        &mut self,
        own: &[String],
        found: Vec<String>,
        key: &str,
        part: &'static str,
    ) -> Vec<String> {
        if own.is_empty() {
            return found;
        }
        if !found.is_empty() && !same(own, &found) {
            self.differs(found.join("、"), key, part);
        }
        own.to_vec()
    }

    fn differs(&mut self, typed: String, key: &str, part: &'static str) {
        let line = line_of(self.places, key);
        self.notices.push(Notice { line, kind: NoticeKind::Differs { part, typed: Some(typed) } });
    }
}
