//! Who may open and change what. One rule for every page, the search, the address bar and the commands: who fills in a form
//! or drafts a document stands in its template (`roles`), and a unit sees what is about itself.

use ledger::book::form_name;
use ledger::{Book, Content, EntryId, Record, Role};
use templates::Pack;

use crate::command::{Command, HandOut, Masked};
use crate::life::Next;
use crate::received::is_received;
use crate::route::Route;
use crate::state::State;

/// A role as templates name it.
pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Unit => "unit",
        Role::Inspector => "inspector",
        Role::Office => "office",
    }
}

/// Whether a role may write an entry: fill in its form, edit its text, remove it.
pub(crate) fn writes(pack: &Pack, book: &Book, content: &Content) -> bool {
    let role = book.local.profile.role;
    match content {
        Content::Record(record) => fills_in(pack, role, &record.form) && is_own(book, &record.unit),
        Content::Letter(letter) => drafts(pack, role, &letter.letter),
        Content::Unit(_) | Content::Round(_) | Content::Review(_) => role == Role::Office,
        Content::Picture(_) | Content::Removed => true,
        // What was decided stays decided; the next step answers it.
        Content::Event(_) => false,
        // A kind of entry that a later version brings.
        _ => false,
    }
}

/// Whether a role fills in a form; one that names no roles is everybody's.
pub(crate) fn fills_in(pack: &Pack, role: Role, form: &str) -> bool {
    pack.form(form_name(form)).is_ok_and(|form| form.roles.is_empty() || is_named(&form.roles, role))
}

/// Whether a role drafts documents of a template. The office keeps the book of the round and may draft any.
pub(crate) fn drafts(pack: &Pack, role: Role, letter: &str) -> bool {
    role == Role::Office
        || pack.letter(form_name(letter)).is_ok_and(|template| is_named(&template.about.roles, role))
}

/// What an event leads to.
fn next_of<'p>(pack: &'p Pack, book: &Book, event: &EntryId) -> Option<Next<'p>> {
    let Some(Content::Event(event)) = book.content(event) else { return None };
    Next::of(pack.kinds().life(&book.record(&event.record)?.form)?.transition(&event.does)?)
}

/// Whether a role makes what a transition leads to.
pub(crate) fn makes(pack: &Pack, role: Role, next: Next<'_>) -> bool {
    match next {
        Next::Letter(name) => drafts(pack, role, name),
        Next::Form(name) => fills_in(pack, role, name),
    }
}

fn is_named(roles: &[String], role: Role) -> bool {
    roles.iter().any(|named| named == role_name(role))
}

fn is_own(book: &Book, unit: &EntryId) -> bool {
    let profile = &book.local.profile;
    profile.role != Role::Unit || profile.unit.as_ref().is_none_or(|own| own == unit)
}

/// Whether a role may open an entry. A team and an office open everything in their books; a unit what it writes itself and
/// the documents and records it received.
pub(crate) fn reads(pack: &Pack, book: &Book, content: &Content) -> bool {
    let received = match content {
        Content::Letter(letter) => letter.unit.as_ref().is_some_and(|unit| is_own(book, unit)),
        Content::Record(record) => is_sent(pack, book, record),
        Content::Unit(_)
        | Content::Round(_)
        | Content::Review(_)
        | Content::Event(_)
        | Content::Picture(_)
        | Content::Removed
        | _ => false,
    };
    book.local.profile.role != Role::Unit || received || writes(pack, book, content)
}

/// Whether a record in a unit's book was sent to it as it is.
fn is_sent(pack: &Pack, book: &Book, record: &Record) -> bool {
    pack.kinds().is_sent(&record.form) && is_own(book, &record.unit)
}

/// Whether a role may go to a place.
pub(crate) fn visits(pack: &Pack, book: &Book, route: &Route) -> bool {
    let role = book.local.profile.role;
    let opens = |id: &EntryId| book.content(id).is_none_or(|content| reads(pack, book, content));
    match route {
        Route::Task | Route::Fill(_) | Route::Problems | Route::Submit => role == Role::Unit,
        Route::Units | Route::AboutUnit(_) | Route::Verify(..) | Route::Findings => role != Role::Unit,
        Route::Register(name) => crate::places::has_register(pack, role, name),
        Route::HandOver => role == Role::Inspector,
        Route::Round | Route::Overview | Route::Figure(_) | Route::Roster => role == Role::Office,
        Route::Record(id, _) | Route::Letter(id) => opens(id),
        Route::Welcome
        | Route::Settle(_)
        | Route::Letters
        | Route::Received
        | Route::Inbox
        | Route::Rectification
        | Route::Settings => true,
    }
}

/// Whether the user's role may carry out a command, as far as that depends on what the command is about.
pub(crate) fn may(state: &State, command: &Command) -> bool {
    let Some(book) = &state.book else { return true };
    let (pack, role) = (&state.pack, book.local.profile.role);
    let writes_to = |id: &EntryId| {
        book.content(id).is_none_or(|content| writes(pack, book, content)) && !is_received(pack, book, id)
    };
    match command {
        Command::Go(route) => visits(pack, book, route),
        Command::Answer { .. }
        | Command::TakeLastYear(_)
        | Command::TakeLastYears
        | Command::AddRow(_)
        | Command::RemoveRow(_)
        | Command::KeepRows(_) => {
            let open = state.open_form.as_ref();
            open.is_none_or(|open| may_fill(open.live.form().definition(), book, &open.id))
        }
        Command::Remove(id) | Command::Record(id, _) => writes_to(id),
        Command::NewRecord { form, .. } => fills_in(pack, role, form),
        Command::StartPaper(_) => fills_in(pack, role, pack.kinds().form(ledger::Part::Finding)),
        Command::Compose { letter, .. } | Command::ComposeAbout { letter, .. } => drafts(pack, role, letter),
        Command::Follow(event) => next_of(pack, book, event).is_none_or(|next| makes(pack, role, next)),
        Command::ExportRecord(id) | Command::ExportMasked(Masked::Record(id)) => {
            book.content(id).is_none_or(|content| reads(pack, book, content))
        }
        Command::LetterInput { .. }
        | Command::LetterHead { .. }
        | Command::LetterText(_)
        | Command::LetterRefresh
        | Command::Letter(_)
        | Command::IssueAnyway
        | Command::ImportText { .. }
        | Command::AddPicture { .. }
        | Command::Correct(_)
        | Command::CorrectAll => {
            if let Route::Letter(id) = &state.route {
                writes_to(id)
            } else {
                true
            }
        }
        Command::Review { .. }
        | Command::EditRound { .. }
        | Command::OpenRound { .. }
        | Command::MakeKey
        | Command::RenewKey
        | Command::ConfirmCatalogue
        | Command::ConfirmDays
        | Command::ConfirmRoster
        | Command::TakeRoster { .. }
        | Command::TakePart { .. }
        | Command::LeaveRoster => role == Role::Office,
        // Teams and the office write to units.
        Command::AskHandOut(what @ (HandOut::Feedback(_) | HandOut::AllFeedback))
        | Command::HandOut { what: what @ (HandOut::Feedback(_) | HandOut::AllFeedback), .. } => {
            role == Role::Office || (role == Role::Inspector && matches!(what, HandOut::Feedback(_)))
        }
        // The arrangement is the office's.
        Command::AskHandOut(HandOut::Task | HandOut::Team) => role == Role::Office,
        Command::Typed { edit, .. } => may(state, edit),
        // What is about no entry, or about what everybody may see.
        Command::Start { .. }
        | Command::LoadSample(_)
        | Command::CloseBook
        | Command::TakeIn { .. }
        | Command::TakeInText { .. }
        | Command::Accept(_)
        | Command::Leave(_)
        | Command::AskLater
        | Command::ConfirmKey(_)
        | Command::ChooseUnit(_)
        | Command::NameTeam { .. }
        | Command::ClearInbox
        | Command::NextUnanswered
        | Command::ShowField(_)
        | Command::Settle { .. }
        | Command::NewDocument { .. }
        | Command::Ignore(_)
        | Command::Unignore(_)
        | Command::EditHouse { .. }
        | Command::ResetHouse
        | Command::ExportDocx
        | Command::ExportMasked(Masked::Letter | Masked::Book(_))
        | Command::MaskAlso(..)
        | Command::LeaveMasked
        | Command::LeaveIssue
        | Command::NewDay
        | Command::Print
        // The life cycle says who may.
        | Command::Happen { .. }
        | Command::ShowRound(_)
        | Command::NoteReceipt { .. }
        | Command::AskHandOut(_)
        | Command::LeaveHandOut
        | Command::HandOut { .. }
        | Command::SaveBook(_)
        | Command::EditProfile { .. }
        | Command::Undo
        | Command::UndoTyped
        | Command::Redo
        | Command::Dismiss => true,
    }
}

/// The same as [`writes`] for the form on screen, whose definition need not be read again for every key.
pub(crate) fn may_fill(form: &form::Definition, book: &Book, id: &EntryId) -> bool {
    let named = form.roles.is_empty() || is_named(&form.roles, book.local.profile.role);
    named && book.record(id).is_none_or(|record| is_own(book, &record.unit))
}
