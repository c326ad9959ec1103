//! The one place that makes docx-rs's output valid, complete, deterministic and small.
//!
//! Each part is read once and written once ([`mend`]); the small parts around them are written here as text
//! ([`parts`]); [`pack`] makes the archive. What docx-rs 0.4.22 does that a reader of the file would stumble
//! over, and what is done about it:
//!
//! | docx-rs | mended |
//! |---|---|
//! | children of `pPr`, `rPr`, `sectPr`, `style`, `tblPr`, `tcPr`… in an order the schema forbids | sorted by the schema's order ([`crate::order`]) |
//! | `w:type` on every `w:gridCol` | dropped |
//! | `firstLineChars`, `hangingChars` accepted and not written | travel as `leftChars`, renamed |
//! | no `tblHeader` | added to the rows that repeat |
//! | `tblpPr` without `topFromText`, `bottomFromText`; no `tblOverlap` | added |
//! | a `Normal` style of its own, without `w:default` and without our settings | dropped; ours is the default |
//! | no `kinsoku`, `overflowPunct`, `autoSpaceDE`, `autoSpaceDN` | added to `Normal`, which every style is based on |
//! | no `w:lang` | added to the document defaults |
//! | styles of our own not marked `customStyle` | marked |
//! | paragraph ids from a counter that survives the document, refreshed through a hash map | dropped, nothing refers to them |
//! | empty `rPr`, `tblBorders`; `w:dirty="false"`; namespaces nobody uses | dropped |
//! | core properties without title, with author "unknown"; settings, font table and relationships that cannot be set; parts nobody needs (comments, numbering with a clashing list, web settings) | not used: [`parts`] writes the few that are needed |
//! | more than nine headers get each other's relationship ids (sorted as text) | not used: [`crate::section`] numbers them |
//! | archive without compression | deflate, fixed time, fixed order |
//!
//! | pictures decoded on the way, with a panic for a bad one; every `docPr` has id 1 | never given any ([`crate::picture`]) |
//! | bookmarks | numbered anew and written once each, in the body only |
//!
//! Text is cleaned and cut at newlines before docx-rs sees it ([`crate::text`]), because it deletes newlines and
//! passes on characters XML forbids; its unescaped entry points (bookmarks, colours, custom properties…) are
//! never given user text.

mod mend;
mod pack;
mod parts;

use document::flow::Flow;
use docx_rs::BuildXML;

use crate::DocxError;
use crate::picture;
use crate::section::{Body, Place};
use crate::styles::Styles;

/// Builds, mends and packs every part of the file.
pub(crate) fn package(flow: &Flow, styles: &Styles<'_>, body: &Body<'_>) -> Result<Vec<u8>, DocxError> {
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), parts::content_types(flow, body).into_bytes()),
        ("_rels/.rels".to_owned(), parts::package_relationships().into_bytes()),
        ("docProps/core.xml".to_owned(), parts::core_properties(flow).into_bytes()),
        ("docProps/app.xml".to_owned(), parts::app_properties().into_bytes()),
        ("word/_rels/document.xml.rels".to_owned(), parts::relationships(flow, body).into_bytes()),
        ("word/settings.xml".to_owned(), parts::settings(flow).into_bytes()),
        ("word/fontTable.xml".to_owned(), parts::font_table(styles).into_bytes()),
    ];
    let character_styles = character_styles(styles)?;
    let placed_pictures = picture::placed_pictures(flow, body.furniture.len());
    let mut add = |name: String, built: &[u8], additions: mend::Additions<'_>| -> Result<(), DocxError> {
        let mended =
            mend::mend(&name, built, mend::Additions { character_styles: &character_styles, ..additions })?;
        files.push((name, mended.into_bytes()));
        Ok(())
    };
    let whole = mend::Additions {
        repeats: &body.repeats,
        pictures: &placed_pictures,
        bookmarks: true,
        ..mend::Additions::default()
    };
    add("word/styles.xml".to_owned(), &styles.part().build(), mend::Additions::default())?;
    add("word/document.xml".to_owned(), &body.document.build(), whole)?;
    for (index, part) in body.furniture.iter().enumerate() {
        add(
            format!("word/{}", furniture_name(part.place, index)),
            &part.build(styles),
            mend::Additions::default(),
        )?;
    }
    for (index, picture) in flow.pictures.iter().enumerate() {
        files.push((format!("word/{}", picture::file_name(index, picture.kind)), picture.bytes.clone()));
    }
    pack::pack(&files)
}

/// The inside of every run look's `rPr`, mended once for all runs that have it.
fn character_styles(styles: &Styles<'_>) -> Result<Vec<String>, DocxError> {
    let inside = |property: docx_rs::RunProperty| {
        let whole = mend::mend("word/document.xml", &property.build(), mend::Additions::default())?;
        let inside = whole.strip_prefix("<w:rPr>").and_then(|rest| rest.strip_suffix("</w:rPr>"));
        Ok(inside.unwrap_or_default().to_owned())
    };
    styles.character_styles().map(inside).collect()
}

/// File name of the nth furniture part.
fn furniture_name(place: Place, index: usize) -> String {
    match place {
        Place::Header => format!("header{}.xml", index + 1),
        Place::Footer => format!("footer{}.xml", index + 1),
    }
}
