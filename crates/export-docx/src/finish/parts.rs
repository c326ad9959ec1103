//! The small parts around the text: content types, relationships, settings, font table, properties.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use document::flow::{Flow, PictureKind};

use super::furniture_name;
use crate::picture;
use crate::section::{Body, Place, relationship};
use crate::styles::Styles;
use crate::text::{escaped, family_name};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// `[Content_Types].xml`.
pub(super) fn content_types(flow: &Flow, body: &Body<'_>) -> String {
    let kinds: BTreeSet<PictureKind> = flow.pictures.iter().map(|picture| picture.kind).collect();
    let pictures: String = kinds.into_iter().map(default_type).collect();
    let mut out = format!(
        r#"{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{pictures}<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/><Override PartName="/word/settings.xml" ContentType="{WORD}.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="{WORD}.fontTable+xml"/>"#
    );
    for (index, part) in body.furniture.iter().enumerate() {
        let name = furniture_name(part.place, index);
        let kind = place_name(part.place);
        add(&mut out, format_args!(r#"<Override PartName="/word/{name}" ContentType="{WORD}.{kind}+xml"/>"#));
    }
    out.push_str(r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"#);
    out
}

/// The content type of all pictures of one kind.
fn default_type(kind: PictureKind) -> String {
    let name = picture::file_name(0, kind);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    format!(r#"<Default Extension="{extension}" ContentType="{}"/>"#, kind.media_type())
}

/// `_rels/.rels`.
pub(super) fn package_relationships() -> String {
    format!(
        r#"{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="{OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>"#
    )
}

/// `word/_rels/document.xml.rels`.
pub(super) fn relationships(flow: &Flow, body: &Body<'_>) -> String {
    let mut out = format!(
        r#"{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{OFFICE}/settings" Target="settings.xml"/><Relationship Id="rId3" Type="{OFFICE}/fontTable" Target="fontTable.xml"/>"#
    );
    for (index, part) in body.furniture.iter().enumerate() {
        let (id, kind) = (relationship(index), place_name(part.place));
        let name = furniture_name(part.place, index);
        add(&mut out, format_args!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{name}"/>"#));
    }
    for (index, picture) in flow.pictures.iter().enumerate() {
        let (id, name) =
            (relationship(body.furniture.len() + index), picture::file_name(index, picture.kind));
        add(&mut out, format_args!(r#"<Relationship Id="{id}" Type="{OFFICE}/image" Target="{name}"/>"#));
    }
    out.push_str("</Relationships>");
    out
}

fn place_name(place: Place) -> &'static str {
    match place {
        Place::Header => "header",
        Place::Footer => "footer",
    }
}

/// `docProps/core.xml`: title and issuing organ. No dates, because the core has no clock.
pub(super) fn core_properties(flow: &Flow) -> String {
    let (title, author) = (escaped(&flow.title), escaped(&flow.author));
    format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy></cp:coreProperties>"#
    )
}

/// `docProps/app.xml`.
pub(super) fn app_properties() -> String {
    format!(
        r#"{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Ducha</Application></Properties>"#
    )
}

/// `word/settings.xml`.
///
/// Mirrored margins change places on even pages. Compatibility mode 15 keeps Word out of its older layouts; punctuation keeps its full cell; a line broken by
/// hand in justified text is not stretched. Nothing asks for fields to be updated: WPS ignores it and Word asks.
pub(super) fn settings(flow: &Flow) -> String {
    let odd_and_even = if flow.odd_and_even { "<w:evenAndOddHeaders/>" } else { "" };
    let mirrored = if flow.mirrored { "<w:mirrorMargins/>" } else { "" };
    let compatible: String = [
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
    ]
    .iter()
    .map(|(name, value)| {
        format!(r#"<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>"#)
    })
    .collect();
    format!(
        r#"{DECLARATION}<w:settings xmlns:w="{MAIN}"><w:zoom w:percent="100"/>{mirrored}<w:defaultTabStop w:val="420"/>{odd_and_even}<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{compatible}</w:compat></w:settings>"#
    )
}

#[derive(serde::Deserialize)]
struct Family {
    name: String,
    alternatives: String,
    family: String,
}

#[derive(serde::Deserialize)]
struct Families {
    fonts: Vec<Family>,
}

static FAMILIES: LazyLock<Families> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/fonts.json"))
        .expect("the embedded font list is tested to parse")
});

/// `word/fontTable.xml`: the families in use, each with the other names the same typeface goes by.
pub(super) fn font_table(styles: &Styles<'_>) -> String {
    let families = styles.families();
    let mut used = vec![
        &families.fang_song,
        &families.kai_ti,
        &families.hei_ti,
        &families.song_ti,
        &families.xiao_biao_song,
    ];
    used.extend(&families.latin);
    used.retain(|name| !family_name(name).is_empty());
    used.sort();
    used.dedup();
    let mut out = format!(r#"{DECLARATION}<w:fonts xmlns:w="{MAIN}">"#);
    for name in used {
        let known = FAMILIES.fonts.iter().find(|family| family.name == *name);
        let family = known.map_or("auto", |family| family.family.as_str());
        add(&mut out, format_args!(r#"<w:font w:name="{}">"#, escaped(&family_name(name))));
        if let Some(known) = known {
            add(&mut out, format_args!(r#"<w:altName w:val="{}"/>"#, escaped(&known.alternatives)));
        }
        // 0x86 is the Chinese character set; the family of digits and letters has the Western one.
        let charset = if families.latin.as_ref() == Some(name) { "00" } else { "86" };
        add(
            &mut out,
            format_args!(
                r#"<w:charset w:val="{charset}"/><w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>"#
            ),
        );
    }
    out.push_str("</w:fonts>");
    out
}

/// Appends formatted text; writing to a string cannot fail.
fn add(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes whatever is written to it");
}
