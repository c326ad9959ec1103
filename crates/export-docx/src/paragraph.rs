//! A paragraph of the flow becomes a docx-rs paragraph: its style by name, its exact numbers as direct formatting.

use docx_rs::{
    AlignmentType, BorderType, BreakType, FieldCharType, InstrNUMPAGES, InstrPAGE, InstrText, LineSpacing,
    LineSpacingType, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, RunFonts, SpecialIndentType, Tab,
    TabValueType,
};
use document::flow::{Align, FontRole, Fonts, Indent, Paragraph, Rgb, Role, Rule, Run, RunContent, TabAlign, Twips};

use crate::limits;
use crate::styles::{Look, Styles};
use crate::text::{self, Piece};

/// Writes one paragraph.
pub(crate) fn paragraph(source: &Paragraph, styles: &Styles<'_>) -> docx_rs::Paragraph {
    let look = styles.look(source.role);
    let mut target = docx_rs::Paragraph::new()
        .style(styles.id(source.role))
        .align(alignment(source.align))
        .line_spacing(spacing(source.line, source.before, source.after))
        .snap_to_grid(false)
        .size(limits::half_points(source.mark_half_pt));
    target.property.indent = Some(indent(&source.indent, look.indent));
    if source.keep_next {
        target = target.keep_next(true);
    }
    if source.keep_lines {
        target = target.keep_lines(true);
    }
    if source.page_break_before {
        target = target.page_break_before(true);
    }
    target.property.tabs = source.tabs.iter().map(tab).collect();
    target.property.borders = borders(source.rule_above, source.rule_below);
    for run in &source.runs {
        target = add_run(target, run, styles, look);
    }
    target
}

/// A paragraph without words that is as good as invisible: after a table, in an empty section or header.
pub(crate) fn tiny() -> docx_rs::Paragraph {
    docx_rs::Paragraph::new()
        .line_spacing(spacing(limits::TINY_LINE, 0, 0))
        .snap_to_grid(false)
        .size(2)
}

/// Where text stands in its measure.
pub(crate) fn alignment(align: Align) -> AlignmentType {
    match align {
        Align::Left => AlignmentType::Left,
        Align::Centre => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
        Align::Justify => AlignmentType::Both,
        Align::Distribute => AlignmentType::Distribute,
    }
}

/// Exact line height and the white around the paragraph.
pub(crate) fn spacing(line: Twips, before: Twips, after: Twips) -> LineSpacing {
    LineSpacing::new()
        .before(limits::distance(before))
        .after(limits::distance(after))
        .line(limits::size(line))
        .line_rule(LineSpacingType::Exact)
}

/// Indents. A first line the style has is written even when it is zero, or the style's would show.
///
/// docx-rs drops `firstLineChars`, so the value travels as `leftChars`, which this crate never uses, and
/// `finish` gives it its right name.
pub(crate) fn indent(own: &Indent, inherited: Indent) -> docx_rs::Indent {
    let first = limits::signed(own.first_line);
    let special = if first < 0 {
        Some(SpecialIndentType::Hanging(-first))
    } else if first > 0 || inherited.first_line != 0 {
        Some(SpecialIndentType::FirstLine(first))
    } else {
        None
    };
    let characters = own.first_line_chars.or(inherited.first_line_chars.map(|_| 0));
    let characters = characters.map(|hundredths| limits::signed(hundredths.saturating_abs()));
    docx_rs::Indent::new(Some(limits::signed(own.left)), special, Some(limits::signed(own.right)), characters)
}

fn tab(tab: &document::flow::Tab) -> Tab {
    let value = match tab.align {
        TabAlign::Left => TabValueType::Left,
        TabAlign::Right => TabValueType::Right,
        TabAlign::Centre => TabValueType::Center,
    };
    Tab::new().val(value).pos(limits::count(tab.at))
}

fn borders(above: Option<Rule>, below: Option<Rule>) -> Option<ParagraphBorders> {
    if above.is_none() && below.is_none() {
        return None;
    }
    let mut borders = ParagraphBorders::with_empty();
    for (rule, position) in [(above, ParagraphBorderPosition::Top), (below, ParagraphBorderPosition::Bottom)] {
        if let Some(rule) = rule.filter(|rule| rule.eighths > 0) {
            let border = ParagraphBorder::new(position)
                .val(BorderType::Single)
                .size(limits::eighths(rule.eighths))
                .space(0)
                .color(rule.colour.hex());
            borders = borders.set(border);
        }
    }
    Some(borders)
}

fn add_run(target: docx_rs::Paragraph, run: &Run, styles: &Styles<'_>, look: &Look) -> docx_rs::Paragraph {
    let dressed = |content: docx_rs::Run| dress(content, run, styles, look);
    match &run.content {
        RunContent::Text(words) => add_text(target, words, dressed),
        RunContent::Tab => target.add_run(dressed(docx_rs::Run::new().add_tab())),
        RunContent::LineBreak => target.add_run(dressed(docx_rs::Run::new().add_break(BreakType::TextWrapping))),
        RunContent::PageNumber => add_field(target, &InstrText::PAGE(InstrPAGE::new()), dressed),
        RunContent::PageCount => add_field(target, &InstrText::NUMPAGES(InstrNUMPAGES::new()), dressed),
    }
}

fn add_text(
    target: docx_rs::Paragraph,
    words: &str,
    dressed: impl Fn(docx_rs::Run) -> docx_rs::Run,
) -> docx_rs::Paragraph {
    let pieces = text::pieces(words);
    if pieces.is_empty() {
        return target;
    }
    let filled = pieces.into_iter().fold(docx_rs::Run::new(), |run, piece| match piece {
        Piece::Text(words) => run.add_text(words),
        Piece::Break => run.add_break(BreakType::TextWrapping),
        Piece::Tab => run.add_tab(),
    });
    target.add_run(dressed(filled))
}

/// A complex field with a cached value, because WPS shows an empty field as nothing until it is updated.
fn add_field(
    target: docx_rs::Paragraph,
    instruction: &InstrText,
    dressed: impl Fn(docx_rs::Run) -> docx_rs::Run,
) -> docx_rs::Paragraph {
    let mark = |kind| docx_rs::Run::new().add_field_char(kind, false);
    target
        .add_run(dressed(mark(FieldCharType::Begin)))
        .add_run(dressed(docx_rs::Run::new().add_instr_text(instruction.clone())))
        .add_run(dressed(mark(FieldCharType::Separate)))
        .add_run(dressed(docx_rs::Run::new().add_text("1")))
        .add_run(dressed(mark(FieldCharType::End)))
}

/// Fonts and size always; the rest where it or the style says something.
fn dress(content: docx_rs::Run, run: &Run, styles: &Styles<'_>, look: &Look) -> docx_rs::Run {
    let mut dressed = content.fonts(styles.fonts(run.font)).size(limits::half_points(run.half_pt));
    if run.colour != Rgb::BLACK || look.colour != Rgb::BLACK {
        dressed = dressed.color(run.colour.hex());
    }
    if run.tracking != 0 || look.tracking != 0 {
        dressed = dressed.character_spacing(limits::signed(run.tracking));
    }
    if run.scale_percent != 100 || look.scale_percent != 100 {
        dressed = dressed.stretch(limits::percent(run.scale_percent));
    }
    if run.bold {
        dressed = dressed.bold();
    }
    dressed
}

/// All four font slots and the hint that quotes, dashes and dots take the Chinese font.
pub(crate) fn run_fonts(family: &str) -> RunFonts {
    let family = text::line(family);
    RunFonts::new()
        .ascii(&*family)
        .hi_ansi(&*family)
        .east_asia(&*family)
        .cs(&*family)
        .hint("eastAsia")
}

/// The family of a typeface class.
pub(crate) fn family(fonts: &Fonts, role: FontRole) -> &str {
    match role {
        FontRole::FangSong => &fonts.fang_song,
        FontRole::KaiTi => &fonts.kai_ti,
        FontRole::HeiTi => &fonts.hei_ti,
        FontRole::SongTi => &fonts.song_ti,
        FontRole::XiaoBiaoSong => &fonts.xiao_biao_song,
    }
}

/// Whether the paragraph shows words, so that its look can stand for its role.
pub(crate) fn first_words(paragraph: &Paragraph) -> Option<&Run> {
    paragraph.runs.iter().find(|run| match &run.content {
        RunContent::Text(words) => !words.trim().is_empty(),
        RunContent::PageNumber | RunContent::PageCount => true,
        RunContent::Tab | RunContent::LineBreak => false,
    })
}

/// Roles in the order of the style list.
pub(crate) const ROLES: [Role; 16] = [
    Role::Body,
    Role::IssuerMark,
    Role::Head,
    Role::Title,
    Role::Addressees,
    Role::Heading1,
    Role::Heading2,
    Role::Heading3,
    Role::Heading4,
    Role::AttachmentNote,
    Role::Signature,
    Role::Note,
    Role::Annex,
    Role::Imprint,
    Role::Cell,
    Role::Furniture,
];
