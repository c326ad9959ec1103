//! Commands: everything a user can do, in the user's words.

use std::collections::{BTreeMap, BTreeSet};

use ledger::life::{LetterEvent, RecordEvent};
use ledger::{EntryId, ReviewDecision, Role, Sender};
use proof::Finding;
use serde_json::Value;

use crate::route::Route;

/// Something the user did.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Start an empty book in a role.
    Start {
        /// Role.
        role: Role,
        /// Person's name; may be empty.
        person: String,
        /// Office or team name; a unit's name comes from the roster.
        organ: String,
        /// The unit, for a unit's book.
        unit: Option<EntryId>,
    },
    /// 载入示例: replace the book by the sample as one role sees it.
    LoadSample(Role),
    /// Close the book and go back to the start page; what is stored stays in the user's files only.
    CloseBook,
    /// Take in a file: a book on the start page, otherwise any exchange file.
    TakeIn {
        /// File name as it came.
        name: String,
        /// Content.
        bytes: Vec<u8>,
        /// Passphrase the user gave for it.
        passphrase: Option<String>,
    },
    /// Take in a text file whose text the shell has read: a roster, or the text of a document.
    TakeInText {
        /// File name as it came.
        name: String,
        /// Its text.
        text: String,
    },
    /// Take in a file that was held back: somebody asked its sender over the telephone. Named by its digest.
    Accept(String),
    /// Leave a file that was held back; what was odd about it stays noted.
    Leave(String),
    /// Decide about the first files of senders later.
    AskLater,
    /// Somebody compared a sender's fingerprint over the telephone.
    ConfirmKey(Sender),
    /// The unit of a book that began from a task file names itself, or corrects a wrong choice while nothing was handed over.
    ChooseUnit(EntryId),
    /// A team whose book began from a pack says what it is called and who keeps the records.
    NameTeam {
        /// Name of the team.
        organ: String,
        /// Name of the person.
        person: String,
    },
    /// Begin a new list of file outcomes (the user dropped a new batch).
    ClearInbox,
    /// Go somewhere.
    Go(Route),
    /// Answer a field of the record on screen; a path such as `a01_01` or `evidence.2.number`. `null` clears.
    Answer {
        /// Path of the field.
        path: String,
        /// Value.
        value: Value,
    },
    /// Add a row to a table field of the record on screen.
    AddRow(String),
    /// Remove a row (`evidence.2`) of the record on screen.
    RemoveRow(String),
    /// Remove the rows that a table of the record on screen has beyond those it may have.
    KeepRows(String),
    /// Show the next item without an answer.
    NextUnanswered,
    /// Show a field named in a problem.
    ShowField(String),
    /// Start a record of a form about a unit.
    NewRecord {
        /// Form name.
        form: String,
        /// Unit.
        unit: EntryId,
        /// What it is about, when it is about another record.
        about: Option<EntryId>,
    },
    /// Start a working paper on an item of the form on screen: which item it is, what was found and what it goes against
    /// are taken over.
    StartPaper(String),
    /// Remove a record or a draft.
    Remove(EntryId),
    /// Something happened to a record.
    Record(EntryId, RecordEvent),
    /// The office decides about a submission.
    Review {
        /// Record.
        record: EntryId,
        /// Decision.
        decision: ReviewDecision,
        /// Why.
        reason: String,
    },
    /// Choose what holds when people worked apart.
    Settle {
        /// Entry.
        entry: EntryId,
        /// Chosen version.
        version: String,
        /// Parts taken from other versions: name of the part, version.
        parts: Vec<(String, String)>,
    },
    /// Draft a document from a template.
    Compose {
        /// Template name.
        letter: String,
        /// Unit, for documents about one.
        unit: Option<EntryId>,
        /// Findings it carries; empty takes those marked for feedback.
        findings: Vec<EntryId>,
    },
    /// Draft a document about a record from a template.
    ComposeAbout {
        /// Template name.
        letter: String,
        /// The record.
        record: EntryId,
    },
    /// Answer a question of the template of the letter on screen.
    LetterInput {
        /// Question.
        id: String,
        /// Answer.
        value: String,
    },
    /// Edit a head field of the letter on screen; list fields take one name per line.
    LetterHead {
        /// Key.
        key: String,
        /// Text.
        value: String,
    },
    /// Edit the text of the letter on screen.
    LetterText(String),
    /// Compose the letter on screen again from the data of now, keeping the user's edits.
    LetterRefresh,
    /// Something happened to the letter on screen.
    Letter(LetterEvent),
    /// Issue the letter on screen in spite of what speaks against it and was shown.
    IssueAnyway,
    /// Do not issue it yet.
    LeaveIssue,
    /// Start an empty document of one's own (自拟公文) in a format.
    NewDocument {
        /// Style sheet.
        style: String,
    },
    /// Replace the text of the letter on screen by that of a file.
    ImportText {
        /// File name as it came.
        name: String,
        /// Content: a Word file, or a text in UTF-8.
        bytes: Vec<u8>,
    },
    /// Add a picture to the letter on screen.
    AddPicture {
        /// File name as it came.
        name: String,
        /// Content.
        bytes: Vec<u8>,
    },
    /// Put one finding of proof-reading right in the letter on screen.
    Correct(Box<Finding>),
    /// Put everything right that certainly can be.
    CorrectAll,
    /// Leave a finding as it is, by the name its view gives it.
    Ignore(String),
    /// Look at an ignored finding again.
    Unignore(String),
    /// Change the house style of all documents.
    EditHouse {
        /// Setting.
        setting: String,
        /// Value; empty means the standard's own, yes is `true`.
        value: String,
    },
    /// Go back to the standard's own style.
    ResetHouse,
    /// Hand the letter on screen to the user as a Word file.
    ExportDocx,
    /// Hand a record to the user as a Word file.
    ExportRecord(EntryId),
    /// Hand out a copy without personal particulars (脱敏).
    ExportMasked(Masked),
    /// Hands out a copy without personal particulars, with these masked as well; nothing more is asked.
    MaskAlso(Masked, BTreeSet<String>),
    /// Does not hand out what is asked about.
    LeaveMasked,
    /// Print the letter on screen.
    Print,
    /// Edit a field of the current round.
    EditRound {
        /// Field name.
        field: String,
        /// Value.
        value: String,
    },
    /// Open a round for a year.
    OpenRound {
        /// Year.
        year: i32,
    },
    /// Take over last year's answer to a field of the form on screen.
    TakeLastYear(String),
    /// Take over last year's words and choices where the part of the form on screen is blank.
    TakeLastYears,
    /// Note who received a file that was handed out, and when.
    NoteReceipt {
        /// Hash of the file.
        file: String,
        /// In words; blank takes the note back.
        receipt: String,
    },
    /// Look at a round; the newest comes back when a file is taken in, a year begins or the book is opened anew.
    ShowRound(EntryId),
    /// Make the office's key pair, so that submissions can be sealed to it.
    MakeKey,
    /// Make another key pair, because the one before was lost or came into wrong hands.
    RenewKey,
    /// Take a transition of a record's life cycle.
    Happen {
        /// Record.
        record: EntryId,
        /// The transition, by its name.
        does: String,
        /// Answers to what it asks.
        answers: BTreeMap<String, String>,
    },
    /// Open the document or sheet that an event leads to; it is made first when it is not there yet.
    Follow(EntryId),
    /// Ask how a file is to be protected before it is handed out.
    AskHandOut(HandOut),
    /// Hand out no file after all.
    LeaveHandOut,
    /// Hand out a file.
    HandOut {
        /// Which.
        what: HandOut,
        /// How it is protected.
        protection: Protection,
    },
    /// Hand the whole book to the user as a file; `None` leaves it unsealed.
    SaveBook(Option<String>),
    /// Change who uses the book.
    EditProfile {
        /// Field name: `person`, `organ`.
        field: String,
        /// Value.
        value: String,
    },
    /// 核定: the office confirms the list of items (自查内容清单) of the current round.
    ConfirmCatalogue,
    /// 核定: the office confirms the days of the current round that the product proposed.
    ConfirmDays,
    /// 核定: the office confirms its roster.
    ConfirmRoster,
    /// A text was typed.
    Typed {
        /// The edit of the text.
        edit: Box<Command>,
        /// Whether it is the same stretch of typing as the edit before: both are then one step to take back.
        goes_on: bool,
    },
    /// Take in the roster that is shown; `only` leaves units that it does not list out of the current round.
    TakeRoster {
        /// Whether only its units take part.
        only: bool,
    },
    /// Let units take part in the current round, or leave them out.
    TakePart {
        /// Units.
        units: Vec<EntryId>,
        /// Whether they take part.
        takes: bool,
    },
    /// Leave the roster that is shown.
    LeaveRoster,
    /// Take the last change back.
    Undo,
    /// The same, asked for by the keys: what is on screen is not taken away with it.
    UndoTyped,
    /// Do it again.
    Redo,
    /// Close the notice.
    Dismiss,
    /// The clock shows another day; nobody did anything.
    NewDay,
}

impl Command {
    /// Whether it may change the book, so that it has no place in a window that only looks on. Making a document out of
    /// the book changes nothing; drafting one does.
    #[must_use]
    pub fn changes_book(&self) -> bool {
        match self {
            Self::Typed { edit, .. } => edit.changes_book(),
            Self::Start { .. }
            | Self::LoadSample(_)
            | Self::CloseBook
            | Self::ClearInbox
            | Self::Go(_)
            | Self::ShowRound(_)
            | Self::AskHandOut(_)
            | Self::LeaveHandOut
            | Self::NextUnanswered
            | Self::ShowField(_)
            | Self::ExportDocx
            | Self::ExportRecord(_)
            | Self::ExportMasked(_)
            | Self::MaskAlso(..)
            | Self::LeaveMasked
            | Self::LeaveIssue
            | Self::NewDay
            | Self::Print
            | Self::SaveBook(_)
            | Self::LeaveRoster
            | Self::AskLater
            | Self::Dismiss => false,
            Self::TakeIn { .. }
            | Self::TakeInText { .. }
            | Self::Accept(_)
            | Self::Leave(_)
            | Self::ConfirmKey(_)
            | Self::ChooseUnit(_)
            | Self::NameTeam { .. }
            | Self::Answer { .. }
            | Self::NoteReceipt { .. }
            | Self::TakeLastYear(_)
            | Self::TakeLastYears
            | Self::AddRow(_)
            | Self::RemoveRow(_)
            | Self::KeepRows(_)
            | Self::NewRecord { .. }
            | Self::StartPaper(_)
            | Self::Remove(_)
            | Self::Record(..)
            | Self::Review { .. }
            | Self::Settle { .. }
            | Self::Compose { .. }
            | Self::ComposeAbout { .. }
            | Self::LetterInput { .. }
            | Self::LetterHead { .. }
            | Self::LetterText(_)
            | Self::LetterRefresh
            | Self::Letter(_)
            | Self::IssueAnyway
            | Self::NewDocument { .. }
            | Self::ImportText { .. }
            | Self::AddPicture { .. }
            | Self::Correct(_)
            | Self::CorrectAll
            | Self::Ignore(_)
            | Self::Unignore(_)
            | Self::EditHouse { .. }
            | Self::ResetHouse
            | Self::EditRound { .. }
            | Self::OpenRound { .. }
            | Self::MakeKey
            | Self::RenewKey
            | Self::HandOut { .. }
            | Self::Happen { .. }
            | Self::Follow(_)
            | Self::EditProfile { .. }
            | Self::ConfirmCatalogue
            | Self::ConfirmDays
            | Self::ConfirmRoster
            | Self::TakeRoster { .. }
            | Self::TakePart { .. }
            | Self::Undo
            | Self::UndoTyped
            | Self::Redo => true,
        }
    }

    /// Where a text is typed that this command edits; `None` when it edits none.
    pub(crate) fn typed_into(&self) -> Option<String> {
        if let Self::Answer { path, value: Value::String(_) } = self {
            Some(format!("answer {path}"))
        } else if let Self::LetterText(_) = self {
            Some("text".to_owned())
        } else if let Self::LetterHead { key, .. } = self {
            Some(format!("head {key}"))
        } else if let Self::LetterInput { id, .. } = self {
            Some(format!("input {id}"))
        } else if let Self::EditRound { field, .. } = self {
            Some(format!("round {field}"))
        } else if let Self::EditProfile { field, .. } = self {
            Some(format!("profile {field}"))
        } else {
            None
        }
    }
}

/// Files that people hand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOut {
    /// 任务文件: office → units.
    Task,
    /// 督查组工作包: office → team, with the submissions received.
    Team,
    /// 自查报送: unit → office.
    Submission,
    /// 督查记录: team → office.
    Records,
    /// 反馈: to one unit.
    Feedback(EntryId),
    /// 反馈: to each unit for which something waits, a file each.
    AllFeedback,
}

/// What is handed out without personal particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Masked {
    /// The letter on screen, as a Word file.
    Letter,
    /// A record, as a Word file.
    Record(EntryId),
    /// A copy of the whole book to look at; sealed with the passphrase if there is one.
    Book(Option<String>),
}

/// How a file is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protection {
    /// Sealed to the office's key from the task file; nobody else can read it.
    Office,
    /// Sealed with a passphrase.
    Passphrase(String),
    /// Not sealed.
    Plain,
}
