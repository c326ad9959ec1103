//! Blocks become lines of the text grammar; marks of placement only where the grammar would place otherwise.

/// Size from which a centred line is a title, in half points: 小二.
const TITLE_SIZE: u32 = 36;

/// A block of the document.
#[derive(Debug, Clone)]
pub(crate) enum Block {
    Line(Line),
    Table(TableText),
    /// A picture by its name.
    Picture(String),
}

/// A paragraph, or a line of one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) align: Align,
    /// Size of its text in half points; 0 when it is not known.
    pub(crate) size: u32,
}

/// A table in the grammar, and its rows as plain text for a table around it.
#[derive(Debug, Clone)]
pub(crate) struct TableText {
    pub(crate) lines: Vec<String>,
    pub(crate) plain: Vec<String>,
}

/// How a line stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Align {
    #[default]
    Start,
    Centre,
    End,
}

impl Align {
    pub(crate) fn of(value: Option<&str>) -> Self {
        match value {
            Some("center") => Self::Centre,
            Some("right" | "end") => Self::End,
            _ => Self::Start,
        }
    }
}

/// The text of all blocks, blank lines collapsed.
pub(crate) fn write(blocks: &[Block]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut previous = String::new();
    let mut started = false;
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Line(line) => {
                let text = tidy(&line.text);
                if text.is_empty() {
                    blank(&mut out);
                    continue;
                }
                started |= begins_text(&text, line.align);
                let mark = mark(line, &text, &previous, blocks.get(at + 1..).unwrap_or_default(), started);
                out.push(format!("{mark}{text}"));
                previous = text;
            }
            Block::Table(table) => {
                if out.last().is_some_and(|l| l.starts_with('|')) {
                    out.push(String::new());
                }
                out.extend(table.lines.iter().cloned());
                previous.clear();
                started = true;
            }
            Block::Picture(name) => out.push(format!("【图：{name}】")),
        }
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    let mut text = out.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn blank(out: &mut Vec<String>) {
    if out.last().is_some_and(|l| !l.is_empty()) {
        out.push(String::new());
    }
}

/// Without blanks at both ends and control characters; a bar at the start would open a table.
fn tidy(text: &str) -> String {
    let clean: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    match clean.strip_prefix('|') {
        Some(rest) => format!("｜{rest}"),
        None => clean,
    }
}

/// Whether running text has begun, so that centred lines are no longer head and title.
fn begins_text(text: &str, align: Align) -> bool {
    align == Align::Start && (text.chars().count() > 28 || text.ends_with(['。', '：', '；']))
}

/// 【居中】 or 【居右】 where the grammar would set the line otherwise.
fn mark(line: &Line, text: &str, previous: &str, rest: &[Block], started: bool) -> &'static str {
    let mut next = rest.iter().filter_map(|b| match b {
        Block::Line(l) if l.text.trim().is_empty() => None,
        Block::Line(l) => Some(Some(tidy(&l.text))),
        Block::Table(_) | Block::Picture(_) => Some(None),
    });
    let next = next.next();
    match line.align {
        Align::Start => "",
        Align::End => {
            let above_table = rest.iter().find(|b| !matches!(b, Block::Line(l) if l.text.trim().is_empty()));
            if matches!(above_table, Some(Block::Table(_))) && started { "【居右】" } else { "" }
        }
        Align::Centre => {
            let signature = is_date(text)
                || in_brackets(text)
                || next.flatten().is_some_and(|n| is_date(&n) || is_proxy(&n));
            let own = !started
                || line.size >= TITLE_SIZE
                || signature
                || is_annex_label(previous)
                || is_chapter(text)
                || text.starts_with('【');
            if own { "" } else { "【居中】" }
        }
    }
}

/// 2026年11月3日 and the like.
pub(crate) fn is_date(text: &str) -> bool {
    text.chars().count() <= 20 && text.contains('年') && text.contains('月') && text.ends_with('日')
}

fn is_proxy(text: &str) -> bool {
    matches!(text, "（代章）" | "(代章)")
}

fn in_brackets(text: &str) -> bool {
    text.starts_with(['（', '(']) && text.ends_with(['）', ')'])
}

fn is_annex_label(text: &str) -> bool {
    text.strip_prefix("附件").is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit() || c == '：'))
}

fn is_chapter(text: &str) -> bool {
    let rest = text.strip_prefix('第').unwrap_or_default();
    let after = rest.trim_start_matches(|c: char| "一二三四五六七八九十百零〇0123456789".contains(c));
    after.len() < rest.len() && after.starts_with(['编', '章', '节'])
}
