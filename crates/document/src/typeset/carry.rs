//! Lines of the last paragraph that are carried over to the signature's page (7.3.5.5).

use super::Setter;
use crate::flow::{Item, Paragraph, Run, RunContent};
use crate::layout::line_start;

impl Setter<'_> {
    /// Divides the last paragraph set so that as many of its lines as are asked for begin the next page. The last
    /// resort: a word processor can't be told to break a paragraph at a line, so that it becomes two.
    pub(super) fn divide_last(&mut self) {
        let (carry, width) = (self.adjust.carry, self.page.text_width());
        let Some(Item::Paragraph(last)) = self.items.last_mut() else { return };
        if let Some(rest) = (carry > 0).then(|| divide(last, width, carry)).flatten() {
            self.items.push(Item::Paragraph(rest));
        }
    }
}

/// Takes the last lines off a paragraph; `None` when it has no more than one.
fn divide(paragraph: &mut Paragraph, width: i32, carry: usize) -> Option<Paragraph> {
    let (run, chars) = line_start(paragraph, width, carry)?;
    let mut rest = paragraph.clone();
    rest.runs = paragraph.runs.split_off(run);
    if let Some(first) = rest.runs.first_mut()
        && let RunContent::Text(text) = &mut first.content
    {
        let at = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
        let after = text.split_off(at);
        let before = Run { content: RunContent::Text(std::mem::replace(text, after)), ..first.clone() };
        paragraph.runs.push(before);
    }
    rest.indent.first_line = 0;
    rest.indent.first_line_chars = None;
    rest.page_break_before = true;
    rest.anchor = None;
    paragraph.keep_next = false;
    Some(rest)
}
