//! The style sheet: every number of how a document looks, read from data with its clause of GB/T 9704-2012.

mod elements;
mod house;
mod load;
mod page;

use serde::{Deserialize, Serialize};

use crate::flow::{Fonts, PageSetup};

pub use elements::{
    AddresseeStyle, AnnexStyle, AttachmentNoteStyle, AttendanceStyle, ImprintStyle, PageNumberForm,
    PageNumberPlace, PageNumberStyle, SignatureStyle, TableStyle, TitleStyle,
};
pub use house::{HouseStyle, Latin, Profile};
pub use page::{
    BodyStyle, FontStyle, GridStyle, HeadLayout, HeadStyle, IssueStyle, LetterStyle, MarkStyle, NumberStyle,
    PageStyle, RedRuleStyle,
};

/// A style sheet could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// No sheet has this name.
    #[error("unknown style `{0}`")]
    Unknown(String),
    /// The sheet is not JSON, lacks a number or has a key that nothing reads.
    #[error("style `{name}`: {reason}")]
    Malformed {
        /// Name of the sheet.
        name: String,
        /// What the reader found.
        reason: String,
    },
    /// Sheets extend each other in a circle or too deep.
    #[error("style `{0}` extends too deep")]
    TooDeep(String),
}

/// All numbers of one format. Lengths are twips unless a name says otherwise; `clause` cites the source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StyleSheet {
    /// Name by which documents ask for it.
    pub style: String,
    /// Name for readers.
    pub name: String,
    /// Paper and margins.
    pub page: PageStyle,
    /// Lines and characters.
    pub grid: GridStyle,
    /// Families of the font roles.
    pub fonts: FontStyle,
    /// 正文.
    pub body: BodyStyle,
    /// 版头 as a whole.
    pub head: HeadStyle,
    /// 发文机关标志.
    pub mark: MarkStyle,
    /// 发文字号 and 签发人.
    pub number: NumberStyle,
    /// 红色分隔线.
    pub red_rule: RedRuleStyle,
    /// Double rules of 信函格式.
    pub letter: LetterStyle,
    /// Issue line of bulletins and minutes.
    pub issue: IssueStyle,
    /// 标题.
    pub title: TitleStyle,
    /// 主送机关.
    pub addressees: AddresseeStyle,
    /// 附件说明.
    pub attachment_note: AttachmentNoteStyle,
    /// 出席, 请假 and 列席.
    pub attendance: AttendanceStyle,
    /// 署名, 成文日期 and room for the seal.
    pub signature: SignatureStyle,
    /// 附件 pages.
    pub annex: AnnexStyle,
    /// 版记.
    pub imprint: ImprintStyle,
    /// 页码.
    pub page_number: PageNumberStyle,
    /// Tables in the text.
    pub table: TableStyle,
}

impl StyleSheet {
    /// Reads the sheet `name`, following `extends`. `source` finds a sheet's JSON by its name.
    pub fn load(name: &str, source: &dyn Fn(&str) -> Option<String>) -> Result<Self, StyleError> {
        Self::load_for(name, source, &HouseStyle::default())
    }

    /// Families of the preset in force; the first preset when the named one is missing.
    #[must_use]
    pub fn families(&self) -> Fonts {
        let presets = &self.fonts.presets;
        let preset = presets.get(&self.fonts.preset).or_else(|| presets.values().next());
        let mut families = preset.cloned().unwrap_or_else(|| Fonts {
            fang_song: "仿宋".to_owned(),
            kai_ti: "楷体".to_owned(),
            hei_ti: "黑体".to_owned(),
            song_ti: "宋体".to_owned(),
            xiao_biao_song: "方正小标宋简体".to_owned(),
            latin: None,
        });
        if self.fonts.latin.is_some() {
            families.latin.clone_from(&self.fonts.latin);
        }
        families
    }

    /// Page set-up of the sheet's own pages, upright unless its paper is wider than high.
    #[must_use]
    pub fn portrait(&self) -> PageSetup {
        let p = &self.page;
        PageSetup {
            width: p.width,
            height: p.height,
            landscape: p.width > p.height,
            top: p.top,
            bottom: p.bottom,
            left: p.left,
            right: p.right,
            header: p.header,
            footer: p.footer,
            // What is left of the text area beside whole lines LibreOffice shares out above and below the text; below
            // the head of a letter, whose height is its own, that would move the number away from its rule.
            line_pitch: (self.head.layout != HeadLayout::Letter).then_some(self.grid.line),
        }
    }

    /// Page set-up of pages turned a quarter counter-clockwise: the portrait left edge becomes the top (clause 8).
    #[must_use]
    pub fn landscape(&self) -> PageSetup {
        let p = &self.page;
        PageSetup {
            width: p.height,
            height: p.width,
            landscape: true,
            top: p.left,
            bottom: p.right,
            left: p.area_bottom,
            right: p.area_top,
            header: p.header,
            // The number stands between text area and edge; 737 keeps it clear of both.
            footer: p.right / 2,
            // 156 mm are no whole number of lines either.
            line_pitch: None,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The sheets as shipped.
    pub(crate) fn sheet(name: &str) -> StyleSheet {
        StyleSheet::load(name, &shipped).unwrap()
    }

    /// A sheet as an office has it.
    pub(crate) fn sheet_for(name: &str, house: &HouseStyle) -> StyleSheet {
        StyleSheet::load_for(name, &shipped, house).unwrap()
    }

    pub(crate) fn shipped(name: &str) -> Option<String> {
        let text = match name {
            "document" => include_str!("../../../templates/styles/document.json"),
            "upward" => include_str!("../../../templates/styles/upward.json"),
            "letter" => include_str!("../../../templates/styles/letter.json"),
            "form" => include_str!("../../../templates/styles/form.json"),
            "minutes" => include_str!("../../../templates/styles/minutes.json"),
            "bulletin" => include_str!("../../../templates/styles/bulletin.json"),
            "order" => include_str!("../../../templates/styles/order.json"),
            "form-landscape" => include_str!("../../../templates/styles/form-landscape.json"),
            "profiles/b" => include_str!("../../../templates/styles/profiles/b.json"),
            "profiles/c" => include_str!("../../../templates/styles/profiles/c.json"),
            _ => return None,
        };
        Some(text.to_owned())
    }

    #[test]
    fn every_shipped_sheet_reads_and_keeps_the_type_area() {
        for name in ["document", "upward", "letter", "form", "minutes", "bulletin", "order"] {
            let sheet = sheet(name);
            assert_eq!(sheet.style, name);
            assert_eq!((sheet.portrait().text_width(), sheet.portrait().text_height()), (8845, 12756));
            assert_eq!((sheet.landscape().text_width(), sheet.landscape().text_height()), (12756, 8845));
        }
        assert_eq!(sheet("letter").title.half_pt, 44, "inherited");
    }

    #[test]
    fn circles_and_unknown_keys_are_refused() {
        let circle = |_: &str| Some(r#"{"extends":"a"}"#.to_owned());
        assert_eq!(StyleSheet::load("a", &circle), Err(StyleError::TooDeep("a".to_owned())));
        assert_eq!(StyleSheet::load("none", &shipped), Err(StyleError::Unknown("none".to_owned())));
        let typo = |name: &str| match name {
            "x" => Some(r#"{"extends":"document","page":{"widht":1}}"#.to_owned()),
            other => shipped(other),
        };
        assert!(matches!(StyleSheet::load("x", &typo), Err(StyleError::Malformed { .. })));
    }
}
