//! A paragraph of the flow becomes a docx-rs paragraph: its style by name, its exact numbers as direct formatting.

use document::flow::{
    Align, FontRole, Fonts, Indent, Paragraph, Role, Rule, Run, RunContent, TabAlign, Twips,
};
use docx_rs::{
    AlignmentType, BookmarkEnd, BookmarkStart, BorderType, Break, BreakType, FieldChar, FieldCharType,
    InstrNUMPAGES, InstrPAGE, InstrText, Justification, LineSpacing, LineSpacingType, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, ParagraphChild, ParagraphStyle, RunChild, RunFonts, RunStyle,
    SpecialIndentType, Sz, Tab, TabLeaderType, TabValueType, Text,
};

use crate::limits;
use crate::styles::Styles;
use crate::text::{self, Piece};

/// Writes one paragraph.
///
/// Fields are set in place: docx-rs's paragraphs are kilobytes large and its builders move them at every step.
pub(crate) fn paragraph(source: &Paragraph, styles: &Styles<'_>) -> docx_rs::Paragraph {
    let look = styles.look(source.role);
    let mut target = docx_rs::Paragraph::new();
    let property = &mut target.property;
    property.style = Some(ParagraphStyle::new(Some(styles.id(source.role))));
    property.alignment = Some(Justification::new(alignment(source.align).to_string()));
    property.line_spacing = Some(line_spacing(source));
    property.snap_to_grid = Some(false);
    property.run_property.sz = Some(Sz::new(limits::half_points(source.mark_half_pt)));
    property.indent = Some(indent(&source.indent, look.indent));
    property.keep_next = source.keep_next.then_some(true);
    property.keep_lines = source.keep_lines.then_some(true);
    property.page_break_before = source.page_break_before.then_some(true);
    property.tabs = source.tabs.iter().map(tab).collect();
    property.borders = borders(source.rule_above, source.rule_below);
    if let Some(anchor) = source.anchor {
        let (id, name) = (usize::try_from(anchor).unwrap_or_default(), bookmark(anchor));
        target.children.push(ParagraphChild::BookmarkStart(BookmarkStart::new(id, name)));
    }
    for run in &source.runs {
        let character_style = styles.character_style(source.role, run);
        target.children.extend(
            contents(&run.content, styles).into_iter().map(|children| styled(children, character_style)),
        );
    }
    if let Some(anchor) = source.anchor {
        let id = usize::try_from(anchor).unwrap_or_default();
        target.children.push(ParagraphChild::BookmarkEnd(BookmarkEnd::new(id)));
    }
    target
}

/// Exact lines, but for a line with a picture: Word and WPS would cut the picture off at an exact height.
fn line_spacing(source: &Paragraph) -> LineSpacing {
    let spacing = spacing(source.line, source.before, source.after);
    let pictured = source.runs.iter().any(|run| matches!(run.content, RunContent::Picture { .. }));
    if pictured { spacing.line_rule(LineSpacingType::AtLeast) } else { spacing }
}

/// Name of the bookmark that page references lead to; Word hides names that begin with a low line.
fn bookmark(anchor: u32) -> String {
    format!("_Toc{anchor:09}")
}

/// The field that Word and WPS know as a table of contents: it wraps the lines set here, which are its cached
/// value, so that nothing asks for an update and an update, when somebody wants one, finds the headings.
pub(crate) fn wrap_contents(lines: &mut [docx_rs::Paragraph]) {
    let plain = |child| {
        let mut run = Box::new(docx_rs::Run::new());
        run.children = vec![child];
        ParagraphChild::Run(run)
    };
    let mark = |kind| plain(RunChild::FieldChar(FieldChar::new(kind)));
    let instruction = InstrText::Unsupported(r#"TOC \o "1-2" \h \z \u"#.to_owned());
    if let Some(first) = lines.first_mut() {
        let opening = [
            mark(FieldCharType::Begin),
            plain(RunChild::InstrText(Box::new(instruction))),
            mark(FieldCharType::Separate),
        ];
        first.children.splice(0..0, opening);
    }
    if let Some(last) = lines.last_mut() {
        last.children.push(mark(FieldCharType::End));
    }
}

/// Whether a line of contents shows anything, so that the field around it has a value.
pub(crate) fn shows(source: &Paragraph) -> bool {
    source.runs.iter().any(|run| match &run.content {
        RunContent::Text(words) => text::pieces(words).iter().any(|it| matches!(it, Piece::Text(_))),
        RunContent::PageNumber | RunContent::PageCount | RunContent::PageOf { .. } => true,
        RunContent::Tab | RunContent::LineBreak | RunContent::Picture { .. } => false,
    })
}

/// A paragraph without words that is as good as invisible: after a table, in an empty section or header.
pub(crate) fn tiny() -> docx_rs::Paragraph {
    let mut target = docx_rs::Paragraph::new();
    target.property.line_spacing = Some(spacing(limits::TINY_LINE, 0, 0));
    target.property.snap_to_grid = Some(false);
    target.property.run_property.sz = Some(Sz::new(2));
    target
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
    let stop = Tab::new().val(value).pos(limits::count(tab.at));
    if tab.leader { stop.leader(TabLeaderType::Dot) } else { stop }
}

fn borders(above: Option<Rule>, below: Option<Rule>) -> Option<ParagraphBorders> {
    if above.is_none() && below.is_none() {
        return None;
    }
    let mut borders = ParagraphBorders::with_empty();
    for (rule, position) in [(above, ParagraphBorderPosition::Top), (below, ParagraphBorderPosition::Bottom)]
    {
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

/// The content of each run that a run of the flow becomes: a field is five, text that is empty is none.
fn contents(content: &RunContent, styles: &Styles<'_>) -> Vec<Vec<RunChild>> {
    match content {
        RunContent::Text(words) => {
            let children: Vec<RunChild> = text::pieces(words).into_iter().map(child).collect();
            if children.is_empty() { Vec::new() } else { vec![children] }
        }
        RunContent::Tab => vec![vec![child(Piece::Tab)]],
        RunContent::LineBreak => vec![vec![child(Piece::Break)]],
        RunContent::PageNumber => field(InstrText::PAGE(InstrPAGE::new()), 1),
        RunContent::PageOf { anchor, page } if !styles.has_anchor(*anchor) => {
            vec![vec![RunChild::Text(Text::new(page.to_string()))]]
        }
        RunContent::PageOf { anchor, page } => {
            field(InstrText::Unsupported(format!(r"PAGEREF {} \h", bookmark(*anchor))), *page)
        }
        RunContent::Picture { picture, width, height } => {
            vec![vec![crate::picture::stand_in(*picture, *width, *height)]]
        }
        RunContent::PageCount => field(InstrText::NUMPAGES(InstrNUMPAGES::new()), 1),
    }
}

fn child(piece: Piece) -> RunChild {
    match piece {
        Piece::Text(words) => RunChild::Text(Text::new(words)),
        Piece::Break => RunChild::Break(Break::new(BreakType::TextWrapping)),
        Piece::Tab => RunChild::Tab(Tab::new()),
    }
}

/// A complex field with a cached value, because WPS shows an empty field as nothing until it is updated.
fn field(instruction: InstrText, value: u32) -> Vec<Vec<RunChild>> {
    let mark = |kind| vec![RunChild::FieldChar(FieldChar::new(kind))];
    vec![
        mark(FieldCharType::Begin),
        vec![RunChild::InstrText(Box::new(instruction))],
        mark(FieldCharType::Separate),
        vec![RunChild::Text(Text::new(value.to_string()))],
        mark(FieldCharType::End),
    ]
}

/// A run whose look is a number for now: a document has few looks and many runs, so each look is written once
/// and `finish` puts it in.
fn styled(children: Vec<RunChild>, character_style: usize) -> ParagraphChild {
    let mut run = Box::new(docx_rs::Run::new());
    run.run_property.style = Some(RunStyle::new(character_style.to_string()));
    run.children = children;
    ParagraphChild::Run(run)
}

/// All four font slots and the hint that quotes, dashes and dots take the Chinese font. `latin` is the family of
/// digits and letters.
pub(crate) fn run_fonts(family: &str, latin: &str) -> RunFonts {
    let (family, latin) = (text::family_name(family), text::family_name(latin));
    RunFonts::new().ascii(&*latin).hi_ansi(&*latin).east_asia(&*family).cs(&*family).hint("eastAsia")
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
        RunContent::PageNumber | RunContent::PageCount | RunContent::PageOf { .. } => true,
        RunContent::Tab | RunContent::LineBreak | RunContent::Picture { .. } => false,
    })
}

/// Roles in the order of the style list.
pub(crate) const ROLES: [Role; 19] = [
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
    Role::ContentsTitle,
    Role::Contents1,
    Role::Contents2,
    Role::Imprint,
    Role::Cell,
    Role::Furniture,
];
