//! Named paragraph styles, learnt from the document itself: a style looks like the first paragraph of its role.
//!
//! So the style list needs no measures of its own, and a user who applies "heading 1" in Word gets what this
//! document's first-level headings look like.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use document::flow::{Align, Flow, FontRole, Fonts, Indent, Item, Paragraph, Rgb, Role, Run, Section, Twips};
use docx_rs::{CharacterSpacing, Color, RunFonts, RunProperty, Stretch, Style, StyleType};

use crate::limits;
use crate::paragraph::{ROLES, alignment, family, first_words, indent, run_fonts, spacing};

/// Id of the style every other is based on.
pub(crate) const BASE: &str = "Normal";

/// What a style says; paragraphs and runs write what differs.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) align: Align,
    pub(crate) indent: Indent,
    pub(crate) line: Twips,
    pub(crate) before: Twips,
    pub(crate) after: Twips,
    pub(crate) font: FontRole,
    pub(crate) half_pt: u16,
    pub(crate) colour: Rgb,
    pub(crate) tracking: Twips,
    pub(crate) scale_percent: u16,
}

/// What a run says for itself: fonts and size always, the rest where it or the style of its paragraph does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CharacterStyle {
    font: FontRole,
    half_pt: u16,
    colour: Option<u32>,
    tracking: Option<Twips>,
    scale_percent: Option<u16>,
    bold: bool,
}

/// One line of `data/styles.json`.
#[derive(Debug, serde::Deserialize)]
struct Entry {
    role: Role,
    id: String,
    name: String,
    font: FontRole,
    /// Level in Word's navigation pane, from 0; absent means body text.
    outline: Option<usize>,
}

#[derive(Debug, serde::Deserialize)]
struct Entries {
    styles: Vec<Entry>,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let entries: Entries = serde_json::from_str(include_str!("../data/styles.json"))
        .expect("the embedded style list is tested to parse");
    entries.styles
});

/// The styles of one document.
#[derive(Debug)]
pub(crate) struct Styles<'a> {
    looks: BTreeMap<Role, Look>,
    families: &'a Fonts,
    fonts: BTreeMap<FontRole, RunFonts>,
    /// Look of running text, which the base style and absent roles take over.
    base: Look,
    /// Every look a run of the document has, in order.
    character_styles: Vec<CharacterStyle>,
    /// Anchors that page fields can lead to.
    anchors: BTreeSet<u32>,
}

impl<'a> Styles<'a> {
    /// Learns every role's look from the first paragraph of it that has words.
    pub(crate) fn learn(flow: &'a Flow) -> Self {
        let mut looks = BTreeMap::new();
        for section in &flow.sections {
            each_paragraph(section, &mut |paragraph| {
                if !looks.contains_key(&paragraph.role)
                    && let Some(run) = first_words(paragraph)
                {
                    looks.insert(paragraph.role, learn(paragraph, run));
                }
            });
        }
        let base = looks.get(&Role::Body).cloned().unwrap_or_else(|| plain(flow));
        for entry in ENTRIES.iter() {
            looks.entry(entry.role).or_insert_with(|| Look { font: entry.font, ..base.clone() });
        }
        let fonts =
            [FontRole::FangSong, FontRole::KaiTi, FontRole::HeiTi, FontRole::SongTi, FontRole::XiaoBiaoSong]
                .map(|role| {
                    let own = family(&flow.fonts, role);
                    // Page numbers are half-width digits of 宋体 (5.2.2, 7.5) whatever the house takes elsewhere.
                    let latin = flow.fonts.latin.as_deref().filter(|_| role != FontRole::SongTi);
                    (role, run_fonts(own, latin.unwrap_or(own)))
                });
        let mut styles = Self {
            looks,
            families: &flow.fonts,
            fonts: BTreeMap::from(fonts),
            base,
            character_styles: Vec::new(),
            anchors: anchors(flow),
        };
        let mut character_styles = BTreeSet::new();
        for section in &flow.sections {
            each_paragraph(section, &mut |paragraph| {
                let look = styles.look(paragraph.role);
                character_styles.extend(paragraph.runs.iter().map(|run| CharacterStyle::of(run, look)));
            });
        }
        styles.character_styles = character_styles.into_iter().collect();
        styles
    }

    /// Whether a paragraph of the body has this anchor.
    pub(crate) fn has_anchor(&self, anchor: u32) -> bool {
        self.anchors.contains(&anchor)
    }

    /// Number of a run's look.
    pub(crate) fn character_style(&self, role: Role, run: &Run) -> usize {
        let character_style = CharacterStyle::of(run, self.look(role));
        self.character_styles.binary_search(&character_style).unwrap_or_default()
    }

    /// Every look as docx-rs writes it, by number.
    pub(crate) fn character_styles(&self) -> impl Iterator<Item = RunProperty> {
        self.character_styles.iter().map(|character_style| {
            let mut property = RunProperty::new()
                .fonts(self.fonts(character_style.font))
                .size(limits::half_points(character_style.half_pt));
            property.color = character_style.colour.map(|colour| Color::new(Rgb(colour).hex()));
            property.character_spacing =
                character_style.tracking.map(|it| CharacterSpacing::new(limits::signed(it)));
            property.stretch = character_style.scale_percent.map(|it| Stretch::new(limits::percent(it)));
            if character_style.bold { property.bold() } else { property }
        })
    }

    /// Look of a role.
    pub(crate) fn look(&self, role: Role) -> &Look {
        self.looks.get(&role).unwrap_or(&self.base)
    }

    /// Style id of a role.
    pub(crate) fn id(&self, role: Role) -> &'static str {
        ENTRIES.iter().find(|entry| entry.role == role).map_or(BASE, |entry| entry.id.as_str())
    }

    /// The font slots of a typeface class.
    pub(crate) fn fonts(&self, role: FontRole) -> RunFonts {
        self.fonts.get(&role).cloned().unwrap_or_default()
    }

    /// Families in use, for the font table.
    pub(crate) fn families(&self) -> &'a Fonts {
        self.families
    }

    /// `word/styles.xml` as docx-rs writes it.
    pub(crate) fn part(&self) -> docx_rs::Styles {
        let fonts = self.fonts(FontRole::FangSong);
        let size = limits::half_points(self.base.half_pt);
        let mut styles =
            docx_rs::Styles::new().default_fonts(fonts).default_size(size).add_style(self.base_style());
        for role in ROLES {
            if let Some(entry) = ENTRIES.iter().find(|entry| entry.role == role) {
                styles = styles.add_style(self.style(entry));
            }
        }
        styles
    }

    /// The base: running text without indents, on the grid's line, but not bound to it.
    fn base_style(&self) -> Style {
        let mut style = Style::new(BASE, StyleType::Paragraph)
            .name("Normal")
            .align(alignment(Align::Justify))
            .snap_to_grid(false)
            .line_spacing(spacing(self.base.line, 0, 0));
        style.paragraph_property = style.paragraph_property.widow_control(false);
        style
    }

    fn style(&self, entry: &Entry) -> Style {
        let look = self.look(entry.role);
        let mut style = Style::new(&*entry.id, StyleType::Paragraph)
            .name(&*entry.name)
            .based_on(BASE)
            .align(alignment(look.align))
            .line_spacing(spacing(look.line, look.before, look.after));
        if let Some(level) = entry.outline {
            style = style.outline_lvl(level).next("BodyText");
        }
        style.paragraph_property.indent = Some(indent(&look.indent, Indent::default()));
        style.run_property = self.run_property(look);
        style
    }

    fn run_property(&self, look: &Look) -> RunProperty {
        let mut property =
            RunProperty::new().fonts(self.fonts(look.font)).size(limits::half_points(look.half_pt));
        if look.colour != Rgb::BLACK {
            property = property.color(look.colour.hex());
        }
        if look.tracking != 0 {
            property = property.spacing(limits::signed(look.tracking));
        }
        if look.scale_percent != 100 {
            property = property.stretch(limits::percent(look.scale_percent));
        }
        property
    }
}

impl CharacterStyle {
    fn of(run: &Run, look: &Look) -> Self {
        let colour = (run.colour != Rgb::BLACK || look.colour != Rgb::BLACK).then_some(run.colour.0);
        let scaled = run.scale_percent != 100 || look.scale_percent != 100;
        Self {
            font: run.font,
            half_pt: run.half_pt,
            colour,
            tracking: (run.tracking != 0 || look.tracking != 0).then_some(run.tracking),
            scale_percent: scaled.then_some(run.scale_percent),
            bold: run.bold,
        }
    }
}

/// Anchors of the paragraphs that stand in the body itself; cells may fall away.
fn anchors(flow: &Flow) -> BTreeSet<u32> {
    let items = flow.sections.iter().flat_map(|section| &section.items);
    let found = items.filter_map(|item| match item {
        Item::Paragraph(paragraph) => paragraph.anchor,
        Item::Table(_) => None,
    });
    found.collect()
}

fn learn(paragraph: &Paragraph, run: &Run) -> Look {
    Look {
        align: paragraph.align,
        indent: paragraph.indent,
        line: paragraph.line,
        before: paragraph.before,
        after: paragraph.after,
        font: run.font,
        half_pt: run.half_pt,
        colour: run.colour,
        tracking: run.tracking,
        scale_percent: run.scale_percent,
    }
}

/// Running text of a document that has none: the grid's pitch and 16 pt, the standard's size.
fn plain(flow: &Flow) -> Look {
    let pitch = flow.sections.iter().find_map(|section| section.page.line_pitch);
    Look {
        align: Align::Justify,
        indent: Indent::default(),
        line: pitch.unwrap_or(579),
        before: 0,
        after: 0,
        font: FontRole::FangSong,
        half_pt: 32,
        colour: Rgb::BLACK,
        tracking: 0,
        scale_percent: 100,
    }
}

/// Visits every paragraph of a section, body first, then furniture.
fn each_paragraph<'a>(section: &'a Section, visit: &mut impl FnMut(&'a Paragraph)) {
    for item in &section.items {
        match item {
            Item::Paragraph(paragraph) => visit(paragraph),
            Item::Table(table) => table
                .rows
                .iter()
                .flat_map(|row| &row.cells)
                .flat_map(|cell| &cell.paragraphs)
                .for_each(&mut *visit),
        }
    }
    let furniture = [section.first.as_ref(), Some(&section.odd), Some(&section.even)];
    for furniture in furniture.into_iter().flatten() {
        let turned = furniture.turned.iter().map(|turned| &turned.paragraph);
        furniture.header.iter().chain(&furniture.footer).chain(turned).for_each(&mut *visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_exactly_one_named_style() {
        let named: std::collections::BTreeSet<Role> = ENTRIES.iter().map(|entry| entry.role).collect();
        assert_eq!(named, ROLES.into_iter().collect());
        assert_eq!(ENTRIES.len(), ROLES.len());
        assert!(ENTRIES.iter().all(|entry| entry.id.is_ascii()));
    }
}
