//! Somebody at a machine of their own: the application, and what they do with it.

use std::rc::Rc;

use app::view::{FieldKind, FieldView, Tone, form_page};
use app::{Command, Effect, Moment, State, update};
use expr::Date;
use ledger::Book;
use serde_json::{Value, json};

/// More steps than any form takes; an end for a form that cannot be filled.
const MOST_STEPS: usize = 2_000;

/// A person with the application open.
pub(crate) struct Person {
    pub(crate) state: State,
    name: &'static str,
    today: Date,
    /// Everything done so far: the clock and the randomness of the next deed follow from it.
    deeds: u32,
    /// Texts typed so far, so that no two are the same.
    typed: usize,
}

impl Person {
    /// Somebody on the start page.
    pub(crate) fn new(name: &'static str, today: Date) -> Self {
        Self { state: State::new(today), name, today, deeds: 0, typed: 0 }
    }

    /// Somebody with a book of their own open.
    pub(crate) fn with_book(name: &'static str, book: Book, today: Date) -> Self {
        Self { state: State::with_book(book, today), name, today, deeds: 0, typed: 0 }
    }

    fn moment(&mut self) -> Moment {
        self.deeds += 1;
        let mut entropy = [0; 32];
        let name = self.name.bytes().chain(self.deeds.to_le_bytes());
        entropy.iter_mut().zip(name).for_each(|(byte, from)| *byte = from);
        Moment { today: self.today, seconds: 9 * 3600 + self.deeds, entropy }
    }

    /// Another day comes.
    pub(crate) fn on(&mut self, today: Date) {
        self.today = today;
    }

    /// Does something.
    pub(crate) fn does(&mut self, command: Command) -> Vec<Effect> {
        let moment = self.moment();
        update(&mut self.state, command, &moment)
    }

    /// Takes in a file, and says yes when it is the first of its sender.
    pub(crate) fn takes_in(&mut self, file: Command) {
        let moment = self.moment();
        tests::first::take_in(&mut self.state, file, &moment);
    }

    /// Does something that gives a file: its name and bytes.
    pub(crate) fn gets_file(&mut self, command: Command) -> Result<(String, Vec<u8>), String> {
        let what = format!("{command:?}");
        let effects = self.does(command);
        let file = effects.into_iter().find_map(|effect| {
            if let Effect::Download { name, bytes, .. } = effect { Some((name, bytes)) } else { None }
        });
        file.ok_or_else(|| format!("{}: no file from {what}: {}", self.name, self.told()))
    }

    /// What the person was told last.
    pub(crate) fn told(&self) -> String {
        self.state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    /// The book.
    pub(crate) fn book(&self) -> &Book {
        self.state.book.as_ref().expect("a book is open")
    }

    /// Answers a field of the form on screen.
    pub(crate) fn answers(&mut self, path: &str, value: Value) {
        self.does(Command::Answer { path: path.to_owned(), value });
    }

    /// Fills the form on screen: first what is given, then everything it still asks for, one step after the other.
    pub(crate) fn fills(&mut self, given: &serde_json::Map<String, Value>) -> Result<(), String> {
        for (path, value) in given {
            self.answers(path, value.clone());
        }
        for _ in 0..MOST_STEPS {
            let shown = self.does(Command::NextUnanswered).into_iter();
            let next = shown
                .filter_map(|effect| if let Effect::Focus(path) = effect { Some(path) } else { None })
                .next();
            match next.or_else(|| self.table_to_lengthen()) {
                Some(path) => self.answers_somehow(&path)?,
                None => return self.is_content(),
            }
        }
        Err(format!("{}: the form never ends", self.name))
    }

    /// A table that wants more rows than it has, brought on screen.
    fn table_to_lengthen(&mut self) -> Option<String> {
        let wrong = form_page(&self.state)?.side.problems;
        let paths = wrong.into_iter().filter(|problem| problem.tone == Tone::Bad).map(|problem| problem.path);
        for path in paths.filter(|path| !path.is_empty()) {
            self.does(Command::ShowField(path.clone()));
            let field = find(form_page(&self.state)?.fields(), &path);
            if field.is_some_and(|field| field.kind == FieldKind::Table) {
                return Some(path);
            }
        }
        None
    }

    fn is_content(&self) -> Result<(), String> {
        let page = form_page(&self.state).ok_or("no form is on screen")?;
        let wrong: Vec<String> = page
            .side
            .problems
            .iter()
            .filter(|problem| problem.tone == Tone::Bad)
            .map(|problem| format!("{}: {}", problem.path, problem.message))
            .collect();
        if wrong.is_empty() { Ok(()) } else { Err(format!("{}: {}", self.name, wrong.join("; "))) }
    }

    fn answers_somehow(&mut self, path: &str) -> Result<(), String> {
        let page = form_page(&self.state).ok_or("no form is on screen")?;
        let field =
            find(page.fields(), path).ok_or_else(|| format!("{}: {path} is not on screen", self.name))?;
        if field.kind == FieldKind::Table {
            // An empty row is no answer yet: its first cell comes before another row.
            let empty = field.rows.iter().find(|row| row.cells.iter().all(|cell| cell.value.is_empty()));
            let first = empty.and_then(|row| row.cells.iter().find(|cell| !cell.read_only)).cloned();
            match first {
                Some(cell) => {
                    let value = self.some_value(&cell);
                    self.answers(&cell.path, value);
                }
                None => {
                    self.does(Command::AddRow(path.to_owned()));
                }
            }
            return Ok(());
        }
        let value = self.some_value(&field);
        self.answers(path, value);
        Ok(())
    }

    fn some_value(&mut self, field: &FieldView) -> Value {
        self.typed += 1;
        let n = self.typed;
        match field.kind {
            FieldKind::Number => json!(1),
            FieldKind::Date => json!(self.today.plus_days(-20)),
            FieldKind::Time => json!(format!("{:02}:{:02}", 8 + n / 60 % 12, n % 60)),
            FieldKind::Choice => json!(field.choices.first()),
            FieldKind::Choices => json!(field.choices.iter().take(2).collect::<Vec<_>>()),
            _ if field.appearance == "long" => {
                json!(format!("第{n}项按照年度安排逐项落实，召开会议研究，明确责任人和完成时限。").repeat(4))
            }
            FieldKind::Text | FieldKind::Table | FieldKind::Group => json!(format!("同志{n}")),
        }
    }
}

/// The field, group member or cell at a path.
fn find<'a>(fields: impl IntoIterator<Item = &'a Rc<FieldView>>, path: &str) -> Option<Rc<FieldView>> {
    fields.into_iter().find_map(|field| {
        if field.path == path {
            return Some(field.clone());
        }
        find(&field.fields, path).or_else(|| field.rows.iter().find_map(|row| find(&row.cells, path)))
    })
}
