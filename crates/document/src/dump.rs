//! A stable text picture of a document for goldens and for reading differences.

use std::fmt::Write as _;

use crate::document::{
    Annex, Block, Document, PictureBlock, Placement, Seal, TableBlock, TableCell, TextBlock,
};

/// The document line by line: one `key: value` or one block a line, newlines inside texts as `\n`.
#[must_use]
pub fn dump(document: &Document) -> String {
    let mut out = Dump(String::new());
    let head = &document.head;
    out.optional("copy", head.copy_number.as_deref());
    out.optional("marking", head.marking.as_deref());
    out.optional("urgency", head.urgency.as_deref());
    out.each("mark", &head.issuer_marks);
    out.optional("number", head.document_number.as_deref());
    out.each("signatory", &head.signatories);
    out.optional("issue", head.issue.as_deref());
    let main = &document.main;
    out.line("title", &main.title);
    out.each("to", &main.addressees);
    out.blocks(&main.body);
    out.optional("editor note", main.editor_note.as_deref());
    out.each("attachment", &main.attachment_notes);
    out.each("present", &main.attendance.present);
    out.each("absent", &main.attendance.absent);
    out.each("observer", &main.attendance.observers);
    out.each("issuer", &main.issuers);
    out.each("signer title", &main.signer_titles);
    if !main.issuers.is_empty() || !main.signer_titles.is_empty() {
        let seal = match main.seal {
            Seal::Sealed => "sealed",
            Seal::Unsealed => "unsealed",
            Seal::Chop => "chop",
        };
        out.line("seal", if main.proxy_seal { "proxy" } else { seal });
    }
    out.optional("dated", main.dated.map(|d| d.to_string()).as_deref());
    out.optional("note", main.note.as_deref());
    main.annexes.iter().for_each(|annex| out.annex(annex));
    if let Some(imprint) = &document.imprint {
        out.line("imprint", "");
        out.each("to", &imprint.addressees);
        out.each("report", &imprint.report_to);
        out.each("send", &imprint.send_to);
        out.each("distribute", &imprint.distribute_to);
        out.each("cc", &imprint.cc);
        out.optional("printer", imprint.printer.as_deref());
        out.optional("printed", imprint.printed.map(|d| d.to_string()).as_deref());
        out.optional("copies", imprint.copies.as_deref());
    }
    out.0
}

struct Dump(String);

impl Dump {
    fn line(&mut self, key: &str, value: &str) {
        let value = value.replace('\\', "\\\\").replace('\n', "\\n");
        let space = if value.is_empty() { "" } else { " " };
        writeln!(self.0, "{key}:{space}{value}").expect("writing to a string cannot fail");
    }

    fn optional(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(key, value);
        }
    }

    fn each(&mut self, key: &str, values: &[String]) {
        values.iter().for_each(|value| self.line(key, value));
    }

    fn annex(&mut self, annex: &Annex) {
        let mut key = if annex.issued { "issued".to_owned() } else { "annex".to_owned() };
        if let Some(number) = annex.number {
            key.push_str(&format!(" {number}"));
        }
        if annex.landscape {
            key.push_str(" landscape");
        }
        self.line(&key, &annex.title);
        self.blocks(&annex.body);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => self.text(text),
                Block::Table(table) => self.table(table),
                Block::Picture(picture) => self.picture(picture),
            }
        }
    }

    fn text(&mut self, block: &TextBlock) {
        let level = block.level.map_or_else(|| "p".to_owned(), |n| format!("h{n}"));
        let place = match block.placement {
            Placement::Indented => "",
            Placement::Flush => " flush",
            Placement::Centred => " centred",
            Placement::Right => " right",
        };
        let heading = if block.heading.is_empty() { String::new() } else { format!("[{}]", block.heading) };
        self.line(&format!("{level}{place}"), &format!("{heading}{}", block.text));
    }

    fn picture(&mut self, block: &PictureBlock) {
        let caption = if block.caption.is_empty() { String::new() } else { format!(" | {}", block.caption) };
        self.line("picture", &format!("{}{caption}", block.name));
    }

    fn table(&mut self, table: &TableBlock) {
        let widths: Vec<String> = table.widths.iter().map(u32::to_string).collect();
        self.line("table", &format!("widths {} head {}", widths.join(" "), table.header_rows));
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(cell).collect();
            self.line("row", &cells.join(" | "));
        }
    }
}

fn cell(cell: &TableCell) -> String {
    let mut out = String::new();
    if cell.span > 1 || cell.rows > 1 {
        out.push_str(&format!("{{{}x{}}}", cell.span.max(1), cell.rows.max(1)));
    }
    out.push_str(match (cell.label, cell.centred) {
        (true, _) => "*",
        (false, true) => "=",
        (false, false) => "",
    });
    out.push_str(&cell.text);
    out
}
