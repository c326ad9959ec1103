//! One page as SVG.

use std::fmt::Write as _;

use document::flow::{FontRole, Fonts, Picture};
use document::{Mark, Page, PictureMark, RuleMark};

/// The page as one `<svg>` element; user units are twips, the drawn size is that of the paper. `pictures` are those of
/// the flow that was laid out.
#[must_use]
pub fn svg(page: &Page, fonts: &Fonts, pictures: &[Picture]) -> String {
    let mut out = String::new();
    let (width, height) = (page.width, page.height);
    let mm = |twips: i32| f64::from(twips) * 25.4 / 1440.0;
    write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.1}mm\" height=\"{:.1}mm\" viewBox=\"0 0 {width} {height}\">",
        mm(width),
        mm(height)
    )
    .expect("writing to a string cannot fail");
    page.rules.iter().for_each(|r| rule(r, &mut out));
    page.pictures.iter().for_each(|p| picture(p, pictures, &mut out));
    let mut marks = page.marks.as_slice();
    // Marks of one look follow each other: a group says it once.
    while let Some((first, _)) = marks.split_first() {
        let count = marks.iter().take_while(|m| same_look(m, first)).count();
        let (group, rest) = marks.split_at(count);
        open_group(first, fonts, &mut out);
        group.iter().for_each(|m| text(m, &mut out));
        out.push_str("</g>");
        marks = rest;
    }
    out.push_str("</svg>");
    out
}

fn same_look(a: &Mark, b: &Mark) -> bool {
    (a.font, a.half_pt, a.colour, a.bold) == (b.font, b.half_pt, b.colour, b.bold)
}

fn open_group(mark: &Mark, fonts: &Fonts, out: &mut String) {
    let bold = if mark.bold { " font-weight=\"bold\"" } else { "" };
    let family = font_stack(mark.font, fonts);
    let (size, colour) = (i32::from(mark.half_pt) * 10, mark.colour.hex());
    write!(out, "<g font-size=\"{size}\" fill=\"#{colour}\" font-family=\"")
        .expect("writing to a string cannot fail");
    escape(&family, out);
    write!(out, "\"{bold} xml:space=\"preserve\">").expect("writing to a string cannot fail");
}

fn rule(rule: &RuleMark, out: &mut String) {
    let RuleMark { x, y, width, height, colour } = rule;
    write!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"#{}\"/>",
        colour.hex()
    )
    .expect("writing to a string cannot fail");
}

/// A picture inside the page itself, so that the file stays one file.
fn picture(mark: &PictureMark, pictures: &[Picture], out: &mut String) {
    let Some(picture) = pictures.get(mark.picture) else { return };
    let PictureMark { x, y, width, height, .. } = mark;
    write!(
        out,
        "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" href=\"{}\"><title>",
        picture.data_url()
    )
    .expect("writing to a string cannot fail");
    escape(&picture.name, out);
    out.push_str("</title></image>");
}

/// One stretch of text. `textLength` makes it as wide as computed whatever font stands in.
fn text(mark: &Mark, out: &mut String) {
    let count = mark.text.chars().count();
    let source = mark.source_line.map(|n| format!(" data-line=\"{n}\"")).unwrap_or_default();
    let scaled = mark.scale_percent != 100;
    let fitted = match (count > 1, scaled) {
        (false, false) => String::new(),
        (_, true) => format!(" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", mark.width),
        (true, false) => format!(" textLength=\"{}\"", mark.width),
    };
    let turned =
        if mark.turned { format!(" transform=\"rotate(90 {} {})\"", mark.x, mark.y) } else { String::new() };
    write!(out, "<text x=\"{}\" y=\"{}\"{fitted}{turned}{source}>", mark.x, mark.y)
        .expect("writing to a string cannot fail");
    escape(&mark.text, out);
    out.push_str("</text>");
}

/// Families to try for a font role: the document's own, its namesakes, free stand-ins.
#[must_use]
pub fn font_stack(role: FontRole, fonts: &Fonts) -> String {
    let (own, rest) = match role {
        FontRole::FangSong => (
            &fonts.fang_song,
            "'仿宋_GB2312', '仿宋', FangSong, STFangsong, '华文仿宋', '方正仿宋_GBK', 'FandolFang R', FandolFang, serif",
        ),
        FontRole::KaiTi => (
            &fonts.kai_ti,
            "'楷体_GB2312', '楷体', KaiTi, STKaiti, '华文楷体', 'FandolKai', 'AR PL KaitiM GB', serif",
        ),
        FontRole::HeiTi => (
            &fonts.hei_ti,
            "'黑体', SimHei, STHeiti, '华文黑体', 'FandolHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif",
        ),
        FontRole::SongTi => {
            (&fonts.song_ti, "'宋体', SimSun, STSong, '华文宋体', 'FandolSong', 'Noto Serif CJK SC', serif")
        }
        FontRole::XiaoBiaoSong => (
            &fonts.xiao_biao_song,
            "'方正小标宋简体', 'FZXiaoBiaoSong-B05S', '方正小标宋_GBK', STZhongsong, '华文中宋', 'FandolSong', '宋体', SimSun, serif",
        ),
    };
    let own: String = own.chars().filter(|c| !matches!(c, '\'' | '"' | '\\' | ';')).collect();
    format!("'{own}', {rest}")
}

/// Text safe inside elements and double-quoted attributes.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}
