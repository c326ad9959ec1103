//! The application's whole state in one value.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use exchange::Opened;
use expr::Date;
use ledger::roster::Proposal;
use ledger::trust::{Place, Standing};
use ledger::{Book, Change, Edit, EntryId, Letter, Sender, VersionId};
use templates::{Pack, text};

use crate::doubts::{self, Doubt};
use crate::draft::{self, Typeset};
use crate::effect::Deed;
use crate::forms::{CompiledForms, OpenForm};
use crate::replay::{self, Replay};
use crate::route::Route;
use crate::view::Proof;

/// Everything the application knows. The shell keeps one and hands it to `update` and the views.
pub struct State {
    /// The templates.
    pub pack: Pack,
    /// The open book; `None` on the start page.
    pub book: Option<Book>,
    /// Where the user is.
    pub route: Route,
    /// What the user must know now; one at a time, the newest.
    pub notice: Option<Notice>,
    /// Outcomes of the files dropped last.
    pub inbox: Vec<FileOutcome>,
    /// Whether anything changed since the book was last saved as a file.
    pub unsaved_to_file: bool,
    /// The day of the last command, for views.
    pub today: Date,
    /// Whether the question about first files of senders is on screen.
    pub(crate) asking: bool,
    /// The masked copy that waits for an answer to what was not masked.
    pub(crate) masking: Option<Masking>,
    /// The letter that waits for an answer to what speaks against issuing it.
    pub(crate) issuing: Option<Issuing>,
    /// The file about whose protection the user is asked.
    pub(crate) handing: Option<crate::command::HandOut>,
    /// What the notice on screen hangs on, with that notice: one that the shell put in its place hangs on nothing.
    pub(crate) reason: Option<(Reason, Notice)>,
    /// How far the self-check of a unit's own book is, wherever the user is.
    pub(crate) own_check: Option<OwnCheck>,
    /// Changes that take back what was done, newest last.
    pub(crate) undo: Vec<Change>,
    /// Changes that do again what was taken back, newest last.
    pub(crate) redo: Vec<Change>,
    /// Where the text is typed whose edit is the newest step; `None` when the newest step is no edit of a text.
    pub(crate) typing: Option<String>,
    /// Whether the command at work goes on with the newest step.
    pub(crate) goes_on: bool,
    /// Compiled forms, by form and round.
    pub(crate) compiled: CompiledForms,
    /// The roster that is looked at before it is taken in.
    pub(crate) proposed_roster: Option<ProposedRoster>,
    /// The record on screen.
    pub(crate) open_form: Option<OpenForm>,
    /// Why the record on screen cannot be shown, in words; `None` while it can.
    pub(crate) form_fault: Option<String>,
    /// The document on screen.
    pub(crate) open_letter: Option<OpenLetter>,
    /// The page that shows the house style, while the settings are on screen.
    pub(crate) house_sample: Option<Rc<Typeset>>,
}

/// A masked copy that is asked about before it leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Masking {
    /// What leaves.
    pub what: crate::command::Masked,
    /// What looks like a person or a number in it and is not masked.
    pub suspects: Rc<Vec<redact::Suspect>>,
}

/// A letter that is asked about before it is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuing {
    /// The letter.
    pub letter: EntryId,
    /// What speaks against issuing it.
    pub doubts: Rc<Vec<Doubt>>,
}

/// A roster that somebody gave, and what it would change.
pub(crate) struct ProposedRoster {
    /// Name of the file.
    pub(crate) file: String,
    /// What stands in it.
    pub(crate) text: Rc<str>,
    /// What taking it in would do, as it is shown.
    pub(crate) proposal: Rc<Proposal>,
}

/// The document on screen, typeset and proof-read once per edit.
pub(crate) struct OpenLetter {
    pub(crate) id: EntryId,
    /// What pages and findings were made from, so that an unrelated change costs nothing.
    key: LetterKey,
    pub(crate) typeset: Option<Rc<Typeset>>,
    pub(crate) proof: Rc<Proof>,
    pub(crate) error: Option<String>,
    /// Whether the data behind it changed since it was composed; `None` until somebody looked.
    pub(crate) stale: Option<bool>,
    /// What speaks against issuing it, in words.
    pub(crate) doubts: Rc<Vec<Doubt>>,
    /// What the last file taken in could not bring along, in words.
    pub(crate) imported: Vec<String>,
}

/// Fields of a head that may speak against issuing the letter as soon as they are typed.
const DOUBTED: [&str; 3] = ["dated", "printed", "document_number"];

/// What of a letter its pages and findings depend on.
#[derive(PartialEq)]
struct LetterKey {
    head: serde_json::Map<String, serde_json::Value>,
    text: String,
    ignored: BTreeSet<String>,
    inputs: BTreeMap<String, serde_json::Value>,
    pictures: BTreeMap<String, EntryId>,
}

impl LetterKey {
    fn of(letter: &Letter) -> Self {
        Self {
            head: letter.head.clone(),
            text: letter.text.clone(),
            ignored: letter.ignored.clone(),
            inputs: letter.inputs.clone(),
            pictures: letter.pictures.clone(),
        }
    }

    fn same_words(&self, other: &Self) -> bool {
        self.head == other.head && self.text == other.text && self.pictures == other.pictures
    }
}

/// Something the user must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How serious it is.
    pub tone: crate::view::Tone,
    /// What happened and what to do.
    pub text: String,
}

/// What a notice hangs on: when that is gone, the notice goes, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A command was not carried out; the next one that is makes it history.
    Refused,
    /// Something was removed and can be taken back at once, until the book changes again.
    Removed,
    /// A file waits for the user.
    Waits(String),
    /// Something was done that needs a look at the place where it was done.
    Place,
}

/// Progress of the unit's own self-check, for the places at the left.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OwnCheck {
    /// The record, its version and the day it was worked out for.
    of: (EntryId, Option<VersionId>, Date),
    /// Items answered.
    pub(crate) answered: usize,
    /// Items asked.
    pub(crate) relevant: usize,
    /// Problems the unit named.
    pub(crate) problems: usize,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOutcome {
    /// Its name.
    pub file: String,
    /// What became of it.
    pub fate: Fate,
    /// In words.
    pub message: String,
    /// Digest of the file; empty when it was not opened.
    pub digest: String,
    /// 数据校验码 of the self-check it carries; empty when it carries none.
    pub code: String,
    /// Who vouches for it; `None` when it was not opened or is a book.
    pub vouched: Option<Vouched>,
    /// What it would do, when it waits because nothing of its sender came before; `None` for all others.
    pub(crate) question: Option<String>,
    /// Kept so that the user need not choose the file again.
    pub(crate) held: Option<Waiting>,
}

impl FileOutcome {
    /// Of a file about which nothing else is known.
    pub(crate) fn of(file: &str, fate: Fate, message: String) -> Self {
        let (file, digest, code) = (file.to_owned(), String::new(), String::new());
        let message = crate::view::visible(&message);
        Self { file, fate, message, digest, code, vouched: None, question: None, held: None }
    }
}

/// A file that waits for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// For a passphrase.
    Locked(Rc<[u8]>),
    /// For somebody who asks its sender.
    Held(Rc<Opened>),
}

impl Waiting {
    /// What it takes, in bytes.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Locked(bytes) => bytes.len(),
            Self::Held(opened) => {
                let parcel = &opened.parcel;
                parcel.payload.len() + parcel.attachments.iter().map(|file| file.bytes.len()).sum::<usize>()
            }
        }
    }
}

/// Who vouches for a file, as far as the book knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// Whom it is from, as it says.
    pub sender: Sender,
    /// How its signature stands to what is known of them.
    pub standing: Standing,
    /// Where it stands among their files.
    pub place: Place,
    /// Fingerprint of the key that signed it; empty when none did.
    pub fingerprint: String,
}

impl Vouched {
    /// Whether somebody has to decide about the file because nothing proves or disproves whom it is from: the first key of
    /// a sender, or none. What nobody signed is asked about each time, for nothing tells that two of them are from one sender.
    pub(crate) fn is_first(&self) -> bool {
        matches!(self.standing, Standing::First | Standing::Unsigned)
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// 收下.
    Taken,
    /// 重复.
    Same,
    /// 新版.
    Newer,
    /// 有冲突: kept, to be settled.
    Conflict,
    /// 旧件: an older file than the newest; nothing changed.
    Older,
    /// 接续不上: it does not follow the files before; all of it is kept.
    Forked,
    /// 待核实: not merged, because the signature is not the sender's.
    Held,
    /// Needs a passphrase.
    Locked,
    /// 拒收.
    Refused,
}

/// Undo steps kept.
pub(crate) const UNDO_MAX: usize = 1_000;

impl State {
    /// A fresh application with the shipped templates.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self {
            pack: Pack::shipped(),
            book: None,
            route: Route::Welcome,
            notice: None,
            proposed_roster: None,
            inbox: Vec::new(),
            unsaved_to_file: false,
            today,
            asking: false,
            masking: None,
            issuing: None,
            handing: None,
            reason: None,
            own_check: None,
            undo: Vec::new(),
            redo: Vec::new(),
            typing: None,
            goes_on: false,
            compiled: CompiledForms::default(),
            open_form: None,
            form_fault: None,
            open_letter: None,
            house_sample: None,
        }
    }

    /// The application with a book.
    #[must_use]
    pub fn with_book(book: Book, today: Date) -> Self {
        Self::resumed(Replay::new(book), today)
    }

    /// The application with a book read back from storage and what can still be taken back in it.
    #[must_use]
    pub fn resumed(replay: Replay, today: Date) -> Self {
        let mut state = Self::new(today);
        state.route = crate::view::home(&state.pack, replay.book.local.profile.role);
        state.book = Some(replay.book);
        (state.undo, state.redo) = (replay.undo, replay.redo);
        crate::update::reckon_opened(&mut state);
        state.refresh();
        state
    }

    /// Takes over what another window did to the same book. `false` when it does not fit; the book must then be read anew.
    pub fn follow(&mut self, deed: Deed, edits: &[Edit]) -> bool {
        let Some(book) = self.book.take() else { return false };
        let mut replay =
            Replay { book, undo: std::mem::take(&mut self.undo), redo: std::mem::take(&mut self.redo) };
        let fits = replay.step(deed, edits).is_ok();
        self.book = Some(replay.book);
        (self.undo, self.redo) = (replay.undo, replay.redo);
        self.open_form = None;
        self.typing = None;
        self.refresh();
        fits
    }

    /// Takes over the day of a command. A form that is open is judged by the new one from here on, and the letter on screen
    /// is looked at again.
    pub(crate) fn set_today(&mut self, today: Date) {
        if std::mem::replace(&mut self.today, today) != today {
            self.open_form = None;
            self.refresh_form();
            self.doubt_letter();
        }
    }

    /// What the notice on screen hangs on.
    pub(crate) fn reason_on_screen(&self) -> Option<&Reason> {
        let (reason, notice) = self.reason.as_ref()?;
        (self.notice.as_ref() == Some(notice)).then_some(reason)
    }

    /// Whether the notice on screen offers to take back what it tells of.
    #[must_use]
    pub fn offers_undo(&self) -> bool {
        self.reason_on_screen() == Some(&Reason::Removed)
    }

    pub(crate) fn say(&mut self, tone: crate::view::Tone, text: impl Into<String>) {
        self.notice = Some(Notice { tone, text: crate::view::visible(&text.into()) });
    }

    pub(crate) fn say_term(&mut self, tone: crate::view::Tone, key: &'static str) {
        self.say(tone, text(key));
    }

    /// Remembers how to take a change back.
    pub(crate) fn remember(&mut self, inverse: Change) {
        self.redo.clear();
        replay::remember(&mut self.undo, inverse);
    }

    /// Makes what is on screen follow the book: the open form, the open letter.
    pub(crate) fn refresh(&mut self) {
        self.refresh_form();
        self.refresh_own_check();
        self.refresh_house();
        self.refresh_letter();
    }

    pub(crate) fn refresh_form(&mut self) {
        let Some(book) = &self.book else {
            (self.open_form, self.form_fault) = (None, None);
            return;
        };
        let wanted = crate::view::record_on_screen(&self.pack, book, &self.route);
        let up_to_date = match (&mut self.open_form, &wanted) {
            (Some(open), Some(id)) => {
                let mut same =
                    |open: &OpenForm| open.matches(book) && self.compiled.is_current(&self.pack, book, open);
                open.id == *id && (open.is_in_step() || same(open))
            }
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !up_to_date {
            let record = wanted.as_ref().and_then(|id| book.record(id));
            self.form_fault = record.and_then(|record| self.compiled.fault(&self.pack, book, record));
            let before = self.open_form.take();
            let opened = wanted.and_then(|id| self.compiled.open(&self.pack, book, &id, self.today));
            self.open_form = opened.map(|open| open.turned_as(before));
        }
    }

    /// Counts how far the unit's own self-check is: from the form on screen, or from one opened for this when another is.
    fn refresh_own_check(&mut self) {
        let own =
            self.book.as_ref().and_then(|book| Some((book, crate::view::own_self_check(&self.pack, book)?)));
        let Some((book, id)) = own else {
            self.own_check = None;
            return;
        };
        let version =
            book.entries.get(&id).and_then(ledger::Entry::current).map(|(version, _)| version.clone());
        let of = (id, version, self.today);
        let on_screen = self.open_form.as_ref().filter(|open| open.id == of.0);
        // An open version changes without a new name; only on its own pages is it typed into.
        if on_screen.is_none() && self.own_check.as_ref().is_some_and(|known| known.of == of) {
            return;
        }
        let opened = match on_screen {
            Some(_) => None,
            None => self.compiled.open(&self.pack, book, &of.0, self.today),
        };
        self.own_check = on_screen.or(opened.as_ref()).map(|open| {
            let total = open.live.progress().total;
            let problems = open.live.answers_of_items("problem");
            OwnCheck { of, answered: total.answered, relevant: total.relevant, problems }
        });
    }

    /// Puts the book's house style over all style sheets.
    fn refresh_house(&mut self) {
        let house = self.book.as_ref().map(crate::house::of).unwrap_or_default();
        if *self.pack.house() != house {
            self.pack.set_house(house);
            self.open_letter = None;
            self.house_sample = None;
        }
        if self.route != Route::Settings {
            self.house_sample = None;
        } else if self.house_sample.is_none() {
            self.house_sample = crate::house::sample(&self.pack).map(Rc::new);
        }
    }

    fn refresh_letter(&mut self) {
        let Route::Letter(id) = &self.route else {
            self.open_letter = None;
            return;
        };
        let shown = self.book.as_ref().and_then(|book| Some((book, book.letter(id)?)));
        let Some((book, letter)) = shown else {
            self.open_letter = None;
            return;
        };
        let before = self.open_letter.take().filter(|open| open.id == *id);
        // What speaks against issuing it is looked for again when its day changes; while something does, with every change.
        let typed =
            |open: &OpenLetter| (DOUBTED.map(|key| open.key.head.get(key).cloned()), open.key.inputs.clone());
        let dated = before.as_ref().map(typed);
        let doubted = before.as_ref().is_some_and(|open| !open.doubts.is_empty());
        let opened = open_letter((&self.pack, book), id, letter, before);
        let looked = opened.stale.is_some();
        let redated = dated != Some(typed(&opened));
        self.open_letter = Some(opened);
        if !looked {
            self.look_behind_letter();
        }
        if !looked || redated || doubted {
            self.doubt_issue();
        }
    }

    /// Finds what speaks against issuing the letter on screen.
    fn doubt_issue(&mut self) {
        let Route::Letter(id) = &self.route else { return };
        let Some(book) = &self.book else { return };
        let open = book.letter(id).filter(|letter| letter.state != ledger::LetterState::Issued);
        let found =
            open.map(|letter| doubts::of(&self.pack, book, &mut self.compiled, (id, letter), self.today));
        if let Some(open) = &mut self.open_letter {
            open.doubts = Rc::new(found.unwrap_or_default());
        }
    }

    /// Compares the letter on screen with what the data of now would make of it.
    fn look_behind_letter(&mut self) {
        let Route::Letter(id) = &self.route else { return };
        let Some(letter) = self.book.as_ref().and_then(|book| book.letter(id)).cloned() else { return };
        let stale = crate::update::is_stale(self, &letter);
        if let Some(open) = &mut self.open_letter {
            open.stale = Some(stale);
        }
    }

    /// Lets the next refresh look again whether the data behind the letter on screen changed.
    pub(crate) fn doubt_letter(&mut self) {
        if let Some(open) = &mut self.open_letter {
            open.stale = None;
        }
    }

    /// Names of units by id, for lists.
    pub(crate) fn unit_name(&self, id: &EntryId) -> String {
        self.book
            .as_ref()
            .and_then(|book| book.unit(id))
            .map_or_else(|| unknown_unit(id), |unit| crate::view::visible(&unit.short_name))
    }

    /// Counts of outcomes of the last batch of files.
    #[must_use]
    pub fn inbox_counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for outcome in &self.inbox {
            let key = match outcome.fate {
                Fate::Taken | Fate::Newer => "taken",
                Fate::Same => "same",
                Fate::Conflict => "conflict",
                Fate::Older => "older",
                Fate::Forked => "forked",
                Fate::Held => "held",
                Fate::Locked => "locked",
                Fate::Refused => "refused",
            };
            *counts.entry(key).or_default() += 1;
        }
        counts
    }
}

/// A letter made ready for the screen; what was made before is kept where the letter did not change.
fn open_letter(
    (pack, book): (&Pack, &Book),
    id: &EntryId,
    letter: &Letter,
    before: Option<OpenLetter>,
) -> OpenLetter {
    let key = LetterKey::of(letter);
    let (stale, imported, doubts) = before
        .as_ref()
        .map_or_else(Default::default, |open| (open.stale, open.imported.clone(), Rc::clone(&open.doubts)));
    // What was typed may be wrong beside what proof-reading finds on the pages.
    let entered = doubts::entries::findings(pack, book, id, letter);
    let proof = |typeset: &Typeset| {
        let findings: Vec<_> = entered.iter().chain(&typeset.findings).cloned().collect();
        Rc::new(Proof::of(letter, &findings, &typeset.pages))
    };
    if let Some(open) = before.filter(|open| open.key.same_words(&key)) {
        if open.key == key {
            return open;
        }
        let proof = open.typeset.as_ref().map(|typeset| proof(typeset)).unwrap_or_default();
        return OpenLetter { key, proof, ..open };
    }
    let id = id.clone();
    match draft::typeset(pack, book, letter) {
        Ok(typeset) => {
            let proof = proof(&typeset);
            let typeset = Some(Rc::new(typeset));
            OpenLetter { id, key, typeset, proof, error: None, stale, doubts, imported }
        }
        Err(error) => {
            let (proof, error) = (Rc::default(), Some(error.message()));
            OpenLetter { id, key, typeset: None, proof, error, stale, doubts, imported }
        }
    }
}

/// What a unit is called that is not in the roster.
fn unknown_unit(id: &EntryId) -> String {
    let id = crate::view::visible(&id.0);
    if id.is_empty() { id } else { templates::text_with("flaw.unknown_unit", &[("id", &id)]) }
}
