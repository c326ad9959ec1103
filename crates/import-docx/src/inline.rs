//! What stands inside a paragraph: text, fields, notes, pictures, boxes.

use crate::lines::{Block, Line};
use crate::notice::NoticeKind;
use crate::read::{Walker, alternative, plain};
use crate::scripts::{self, Script};
use crate::xml::Element;

/// Largest picture file taken, in bytes.
const MOST_PICTURE: u64 = 20 * 1024 * 1024;

/// A field that is open.
#[derive(Debug, Default)]
pub(crate) struct Field {
    code: String,
    /// The code is over and the result follows.
    result: bool,
    /// A table of contents, whose result is left out.
    pub(crate) contents: bool,
}

/// A paragraph while its runs are read.
#[derive(Debug, Default)]
pub(crate) struct Inline {
    pub(crate) text: String,
    /// Size of its largest run, in half points.
    pub(crate) size: Option<u32>,
    /// Text boxes that hang on it.
    pub(crate) before: Vec<Block>,
    /// Pictures in it.
    pub(crate) after: Vec<Block>,
    /// Something in it was deleted with tracking, or is hidden.
    pub(crate) left_out: bool,
    /// A page or column ended here: what follows is a line of its own.
    ended: bool,
    /// Where the characters of the run that is read stand.
    script: Option<Script>,
}

/// Fields that mark something and never have a result.
const SILENT: [&str; 9] = ["XE", "TC", "TA", "RD", "SET", "PRIVATE", "ASK", "PRINT", "NOTEREF"];

impl Walker<'_, '_> {
    /// Reads what an element of a paragraph holds.
    pub(crate) fn inline(&mut self, element: &Element, line: &mut Inline) {
        for child in element.elements() {
            match child.name {
                "w:r" => self.run(child, line),
                "w:del" | "w:moveFrom" => self.deleted_inside(child, line),
                "w:ins" | "w:moveTo" => {
                    self.inserted(child);
                    self.inline(child, line);
                }
                "w:sdt" => {
                    if !self.is_prompt(child) {
                        self.inline(child, line);
                    }
                }
                "w:fldSimple" => {
                    let code = child.attribute("instr").unwrap_or_default().to_owned();
                    self.fields.push(Field { code, result: false, contents: false });
                    self.begin_result(line);
                    self.inline(child, line);
                    self.fields.pop();
                }
                "m:oMath" => self.formula(child, line),
                "w:pPr" | "w:rPr" | "w:sdtPr" | "w:sdtEndPr" => {}
                _ => self.content(child, line),
            }
        }
    }

    fn run(&mut self, run: &Element, line: &mut Inline) {
        let properties = run.child("w:rPr");
        let reading = self.styles.reading(properties);
        if reading.hidden {
            let text = plain(run);
            if !text.trim().is_empty() {
                self.notices.add(NoticeKind::Hidden, &text);
            }
            line.left_out = true;
            return;
        }
        if run.child("w:t").is_some() {
            let size = properties.and_then(|p| p.val("w:sz")).and_then(|v| v.parse().ok());
            line.size = line.size.max(size);
        }
        line.script = reading.script.or_else(|| shifted(properties, run));
        for child in run.elements() {
            self.content(child, line);
        }
        line.script = None;
    }

    /// What was deleted inside a paragraph; a number may go with it.
    fn deleted_inside(&mut self, element: &Element, line: &mut Inline) {
        line.left_out = true;
        self.deleted(element);
    }

    /// The text of a run, in characters that stand above or below the line where it does.
    fn words(&mut self, text: &str, line: &mut Inline) {
        let Some(script) = line.script else { return self.say(text, line) };
        let (written, whole) = script.write(text);
        if !whole {
            self.notices.add(NoticeKind::Script, text);
        }
        self.say(&written, line);
    }

    /// One thing inside a run.
    fn content(&mut self, child: &Element, line: &mut Inline) {
        match child.name {
            "w:t" => self.words(&child.text(), line),
            "w:tab" | "w:ptab" => self.say("\u{3000}", line),
            "w:br" if matches!(child.attribute("type"), Some("page" | "column")) => {
                line.ended = !line.text.is_empty();
            }
            "w:br" | "w:cr" => self.say("\n", line),
            "w:noBreakHyphen" => self.words("-", line),
            "w:sym" => {
                let sign = symbol(
                    child.attribute("font").unwrap_or_default(),
                    child.attribute("char").unwrap_or_default(),
                );
                if sign.is_none() {
                    self.notices.add(NoticeKind::Symbol, "");
                }
                self.say(&sign.unwrap_or('□').to_string(), line);
            }
            "w:fldChar" => self.field(child.attribute("fldCharType").unwrap_or_default(), line),
            "w:instrText" => {
                if let Some(field) = self.fields.last_mut() {
                    field.code.push_str(&child.text());
                }
            }
            "w:footnoteReference" => self.note("footnotes", child, line),
            "w:endnoteReference" => self.note("endnotes", child, line),
            "w:commentReference" => self.notices.add(NoticeKind::Comment, ""),
            "w:delText" => {
                line.left_out = true;
                self.notices.add(NoticeKind::Deletion, &child.text());
            }
            "w:ruby" => self.ruby(child, line),
            "w:txbxContent" => self.text_box(child, line),
            "a:blip" => self.picture(child.attribute("r:embed"), child.attribute("r:link"), line),
            "v:imagedata" => self.picture(child.attribute("r:id").or(child.attribute("r:pict")), None, line),
            "c:chart" | "dgm:relIds" => self.notices.add(NoticeKind::Chart, ""),
            "o:OLEObject" | "w:control" => self.notices.add(NoticeKind::Object, ""),
            "mc:AlternateContent" => {
                if let Some(chosen) = alternative(child) {
                    self.inline(chosen, line);
                }
            }
            "m:oMath" => self.formula(child, line),
            // A paragraph never stands inside a run but for a damaged file: its text counts all the same.
            "w:p" | "w:tbl" => self.say(&plain(child), line),
            "w:softHyphen" | "w:rPr" | "w:delInstrText" | "w:pgNum" | "w:tabs" => {}
            "w:r" | "w:del" | "w:moveFrom" | "w:ins" | "w:moveTo" | "w:sdt" | "w:fldSimple" => {
                // Reached through an element that is not known, such as a shape or a bidirectional wrapper.
                let wrapper = std::slice::from_ref(child);
                wrapper.iter().for_each(|one| self.wrapped(one, line));
            }
            _ => self.inline(child, line),
        }
    }

    fn wrapped(&mut self, child: &Element, line: &mut Inline) {
        match child.name {
            "w:r" => self.run(child, line),
            "w:del" | "w:moveFrom" => self.deleted_inside(child, line),
            "w:ins" | "w:moveTo" => {
                self.inserted(child);
                self.inline(child, line);
            }
            _ => self.inline(child, line),
        }
    }

    /// Text that shows, unless a field's code or a table of contents is being read.
    fn say(&mut self, text: &str, line: &mut Inline) {
        if self.fields.iter().any(|f| f.contents) {
            return;
        }
        if self.fields.iter().any(|f| !f.result) {
            if !text.trim().is_empty() {
                self.notices.add(NoticeKind::FieldCode, text);
            }
            return;
        }
        if std::mem::take(&mut line.ended) && !line.text.is_empty() {
            line.text.push('\n');
        }
        line.text.push_str(text);
    }

    fn field(&mut self, kind: &str, line: &mut Inline) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "separate" => self.begin_result(line),
            "end" => {
                let Some(field) = self.fields.pop() else { return };
                let name = field.code.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
                if !field.result && !name.is_empty() && !SILENT.contains(&name.as_str()) {
                    self.notices.add(NoticeKind::FieldCode, &field.code);
                }
            }
            _ => {}
        }
    }

    fn begin_result(&mut self, line: &mut Inline) {
        let nested = self.fields.iter().any(|f| f.contents);
        let Some(field) = self.fields.last_mut() else { return };
        field.result = true;
        if field.code.trim_start().to_ascii_uppercase().starts_with("TOC") && !nested {
            field.contents = true;
            self.notices.add(NoticeKind::Contents, "");
            line.before.push(Block::Line(Line { text: "【目录】".to_owned(), ..Line::default() }));
        }
    }

    fn note(&mut self, kind: &'static str, child: &Element, line: &mut Inline) {
        let id = child.attribute("id").unwrap_or_default().to_owned();
        match self.notes.get(&(kind, id)).cloned() {
            Some(text) => {
                self.notices.add(NoticeKind::Footnote, &text);
                self.say(&format!("（注：{text}）"), line);
            }
            None => self.notices.add(NoticeKind::MissingNote, ""),
        }
    }

    fn ruby(&mut self, ruby: &Element, line: &mut Inline) {
        let base = ruby.child("w:rubyBase").map(plain).unwrap_or_default();
        let sound = ruby.child("w:rt").map(plain).unwrap_or_default();
        self.notices.add(NoticeKind::Ruby, &base);
        self.say(&base, line);
        if !sound.trim().is_empty() {
            self.say(&format!("（{}）", sound.trim()), line);
        }
    }

    fn formula(&mut self, formula: &Element, line: &mut Inline) {
        let text = scripts::formula(formula);
        self.notices.add(NoticeKind::Formula, &text);
        self.say(&text, line);
    }

    /// The text of a box stands before the paragraph it hangs on. Fields outside go on behind it.
    fn text_box(&mut self, content: &Element, line: &mut Inline) {
        let outside = std::mem::take(&mut self.fields);
        let mut blocks = Vec::new();
        self.blocks(content, &mut blocks);
        self.fields = outside;
        let filled = |b: &Block| match b {
            Block::Line(l) => !l.text.trim().is_empty(),
            Block::Table(_) | Block::Picture(_) => true,
        };
        if blocks.iter().any(filled) {
            self.notices.add(NoticeKind::TextBox, &plain(content));
            blocks.retain(filled);
            line.before.append(&mut blocks);
        }
    }

    fn picture(&mut self, id: Option<&str>, link: Option<&str>, line: &mut Inline) {
        let Some(related) = id.or(link).and_then(|id| self.relationships.get(id)).cloned() else {
            if id.or(link).is_some_and(|id| !id.is_empty()) {
                self.notices.add(NoticeKind::MissingPicture, "");
            }
            return;
        };
        if related.external {
            self.notices.add(NoticeKind::LinkedPicture, &related.target);
            return;
        }
        if let Some(name) = self.named.get(&related.target) {
            line.after.push(Block::Picture(name.clone()));
            return;
        }
        // A picture beyond the limits does not make the text unreadable.
        let Ok(Some(bytes)) = self.package.bytes(&related.target, MOST_PICTURE) else {
            self.notices.add(NoticeKind::MissingPicture, &related.target);
            return;
        };
        let name = self.picture_name(&related.target);
        if !bytes.starts_with(b"\x89PNG") && !bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            self.notices.add(NoticeKind::OtherPicture, &name);
        }
        self.named.insert(related.target, name.clone());
        self.pictures.push((name.clone(), bytes));
        line.after.push(Block::Picture(name));
    }

    /// The file's own name, made one that stands between the marks of the grammar and that no other picture has.
    fn picture_name(&self, target: &str) -> String {
        let file = target.rsplit('/').next().unwrap_or_default();
        let name: String =
            file.chars().filter(|c| !c.is_control() && !matches!(c, '【' | '】' | '|')).take(60).collect();
        let name = if name.trim().is_empty() { "图片".to_owned() } else { name.trim().to_owned() };
        let taken = |name: &str| self.pictures.iter().any(|(n, _)| n == name);
        if !taken(&name) {
            return name;
        }
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name.as_str(), ""));
        let numbered = (2..).map(|n| format!("{stem}-{n}.{extension}"));
        numbered.map(|n| n.trim_end_matches('.').to_owned()).find(|n| !taken(n)).unwrap_or(name)
    }
}

/// Digits and signs that are moved up or down by hand instead of being set as superscript or subscript.
fn shifted(properties: Option<&Element>, run: &Element) -> Option<Script> {
    let by: i32 = properties?.val("w:position")?.parse().ok()?;
    let text = plain(run);
    let text = text.trim();
    let index = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '−'));
    match by {
        4.. if index => Some(Script::Above),
        ..=-4 if index => Some(Script::Below),
        _ => None,
    }
}

/// The character of a symbol font, as far as forms use them.
fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    let low = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let font = font.to_ascii_lowercase();
    let sign = if font.starts_with("wingdings 2") {
        match low {
            0x52 | 0x53 => Some('☑'),
            0x54 => Some('☒'),
            0xA3 | 0x2A => Some('□'),
            0x50 => Some('✓'),
            0x4F => Some('✗'),
            _ => None,
        }
    } else if font.starts_with("wingdings") {
        match low {
            0xFE | 0x52 => Some('☑'),
            0xFD | 0x78 => Some('☒'),
            0xA8 | 0x6F | 0x71 | 0x72 => Some('□'),
            0xFC => Some('✓'),
            0xFB => Some('✗'),
            0x6C => Some('●'),
            0x6E | 0xA7 => Some('■'),
            0x75 => Some('◆'),
            0xAB => Some('★'),
            0xD8 => Some('➢'),
            0xE0 => Some('→'),
            _ => None,
        }
    } else if font == "symbol" {
        match low {
            0xB7 => Some('·'),
            0xB4 => Some('×'),
            0xB0 => Some('°'),
            0xB1 => Some('±'),
            0xA3 => Some('≤'),
            0xB3 => Some('≥'),
            0x20..=0x40 => char::from_u32(low),
            _ => None,
        }
    } else if low == code {
        char::from_u32(code)
    } else {
        None
    };
    sign.filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c))
}
