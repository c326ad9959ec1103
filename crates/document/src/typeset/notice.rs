//! What the typesetter did on its own and the writer should know.

use serde::Serialize;

use super::fit::Adjust;
use crate::document::Document;
use crate::style::{HeadLayout, StyleSheet};

/// Something set otherwise than written, so that the pages keep the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// 主送机关 were so many that page 1 would have shown no text: they stand in the imprint (7.3.2).
    AddresseesMoved,
    /// A letter shows the mark of the 主办 only (10.1); the others' marks are not printed.
    MarksLeftOut,
    /// A letter's imprint has neither printing office nor date of printing (10.1).
    PrinterLeftOut,
    /// Text lines stand closer, so that no page is left without text or half empty (7.3.5.5).
    LinesCloser {
        /// Twips taken from every line.
        twips: i32,
    },
    /// Text lines stand further apart, for the same reason.
    LinesWider {
        /// Twips added to every line.
        twips: i32,
    },
}

impl Notice {
    /// What was done and why, in Chinese.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::AddresseesMoved => "主送机关较多，首页显示不了正文，已按规定将主送机关移至版记".to_owned(),
            Self::MarksLeftOut => "信函格式只印主办机关的发文机关标志，其余机关标志未印".to_owned(),
            Self::PrinterLeftOut => "信函格式的版记不印印发机关和印发日期，已略去".to_owned(),
            Self::LinesCloser { twips } => lines("缩小", twips),
            Self::LinesWider { twips } => lines("放大", twips),
        }
    }

    /// What a change of line heights is called; positive is closer.
    pub(super) fn lines(closer: i32) -> Option<Self> {
        match closer {
            0 => None,
            1.. => Some(Self::LinesCloser { twips: closer }),
            _ => Some(Self::LinesWider { twips: -closer }),
        }
    }
}

fn lines(change: &str, twips: i32) -> String {
    let hundredths = i64::from(twips) * 5;
    let (points, rest) = (hundredths / 100, hundredths % 100);
    format!("为避免首页无正文、署名或版记单独成页、页面大段空白，行距{change}了{points}.{rest:02}磅")
}

/// What was done to this document with this adjustment.
pub(super) fn notices(document: &Document, sheet: &StyleSheet, adjust: Adjust) -> Vec<Notice> {
    let marks = sheet.head.layout == HeadLayout::Letter && document.head.issuer_marks.len() > 1;
    let printed = document.imprint.as_ref().is_some_and(|i| i.printer.is_some() || i.printed.is_some());
    [
        marks.then_some(Notice::MarksLeftOut),
        (printed && !sheet.imprint.printer).then_some(Notice::PrinterLeftOut),
        adjust.move_addressees.then_some(Notice::AddresseesMoved),
    ]
    .into_iter()
    .flatten()
    .collect()
}
