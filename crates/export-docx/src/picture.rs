//! Pictures: their files in the package, and the drawing that stands in a run.
//!
//! docx-rs decodes every picture and panics over a bad one, so a picture never meets it: the run holds a symbol
//! that no document of ours has otherwise ([`stand_in`]), and `finish` puts the drawing in its place.

use document::flow::{Flow, Picture, PictureKind, Twips};
use docx_rs::{RunChild, Sym};

use crate::limits;
use crate::text::escaped;

/// EMU in a twip.
const EMU: i64 = 635;

/// What stands for a picture until `finish` comes by: its index and its size on paper.
pub(crate) fn stand_in(picture: usize, width: Twips, height: Twips) -> RunChild {
    let (width, height) = (limits::size(width), limits::size(height));
    RunChild::Sym(Sym::new(picture.to_string(), format!("{width}x{height}")))
}

/// File name of the nth picture inside `word/`.
pub(crate) fn file_name(index: usize, kind: PictureKind) -> String {
    let extension = match kind {
        PictureKind::Png => "png",
        PictureKind::Jpeg => "jpeg",
    };
    format!("media/image{}.{extension}", index + 1)
}

/// One of the pictures the body may show.
#[derive(Debug)]
pub(crate) struct PlacedPicture {
    /// Relationship id of its file.
    pub(crate) relationship: String,
    /// Its name, for readers who do not see it; escaped.
    name: String,
}

/// The pictures of a flow; their relationships follow those of the furniture.
pub(crate) fn placed_pictures(flow: &Flow, furniture: usize) -> Vec<PlacedPicture> {
    let placed = |(index, picture): (usize, &Picture)| PlacedPicture {
        relationship: crate::section::relationship(furniture + index),
        name: escaped(&picture.name),
    };
    flow.pictures.iter().enumerate().map(placed).collect()
}

/// The drawing for a stand-in's two attributes; `None` when the flow has no such picture. `number` is the drawing's
/// own id, which no other drawing of the document may have.
pub(crate) fn drawing(
    placed_pictures: &[PlacedPicture],
    index: &str,
    size: &str,
    number: usize,
) -> Option<String> {
    let PlacedPicture { relationship, name } = placed_pictures.get(index.parse::<usize>().ok()?)?;
    let (width, height) = size.split_once('x')?;
    let emu = |twips: &str| Some(twips.parse::<i64>().ok()? * EMU);
    let (width, height) = (emu(width)?, emu(height)?);
    Some(format!(
        concat!(
            r#"<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">"#,
            r#"<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="图片 {number}" descr="{name}"/>"#,
            r#"<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>"#,
            r#"<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">"#,
            r#"<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>"#,
            r#"<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"#,
            r#"<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>"#,
            r#"</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"#,
        ),
        width = width,
        height = height,
        number = number,
        name = name,
        relationship = relationship,
    ))
}
