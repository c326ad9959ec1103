//! Keys that move to another machine, are lost, or are renewed: what office and unit then see and can do.

use app::{Command, Effect, Fate, HandOut, Moment, Protection, State, update};
use ledger::{Change, Content, EntryId, RecordState, Role};

/// Office and unit at machines of their own.
struct Two {
    office: State,
    unit: State,
    deeds: u32,
}

impl Two {
    /// The office has made its key and the task file; the unit has begun from it, filled in and submitted.
    fn begun() -> Self {
        let today = "2026-11-26".parse().expect("a day");
        let mut two = Self { office: State::new(today), unit: State::new(today), deeds: 0 };
        let organ = "办公室".to_owned();
        two.office(Command::Start { role: Role::Office, person: String::new(), organ, unit: None });
        two
    }

    fn moment(&mut self) -> Moment {
        self.deeds += 1;
        let mut entropy = [9; 32];
        entropy.iter_mut().zip(self.deeds.to_le_bytes()).for_each(|(byte, from)| *byte = from);
        Moment { today: self.office.today, seconds: 36_000 + self.deeds, entropy }
    }

    fn office(&mut self, command: Command) -> Vec<Effect> {
        let moment = self.moment();
        tests::first::take_in(&mut self.office, command, &moment)
    }

    fn unit(&mut self, command: Command) -> Vec<Effect> {
        let moment = self.moment();
        tests::first::take_in(&mut self.unit, command, &moment)
    }

    fn task(&mut self) -> Vec<u8> {
        file(self.office(Command::HandOut { what: HandOut::Task, protection: Protection::Plain }))
    }

    /// The unit begins from the task file and submits.
    fn unit_begins(&mut self) {
        let bytes = self.task();
        self.unit(take(bytes));
        let first = self.office.book.as_ref().and_then(|book| book.units().next().map(|(id, _)| id.clone()));
        self.unit(Command::ChooseUnit(first.expect("the roster has units")));
        let moment = self.moment();
        let book = self.unit.book.as_mut().expect("the unit has a book");
        let found = book.records_of("self-check").next();
        let (id, record) = found.map(|(id, record)| (id.clone(), record.clone())).expect("it was begun");
        let content = Content::Record(ledger::Record { state: RecordState::Submitted, ..record });
        let edit = book.edit(moment.stamp(), Change::Put { id, content: Box::new(content) });
        book.apply(&edit).expect("a record can be written");
    }

    fn submission(&mut self) -> Vec<u8> {
        file(self.unit(Command::HandOut { what: HandOut::Submission, protection: Protection::Office }))
    }

    fn office_takes(&mut self, bytes: Vec<u8>) -> (Fate, String) {
        self.office(take(bytes));
        last(&self.office)
    }

    fn unit_takes(&mut self, bytes: Vec<u8>) -> (Fate, String) {
        self.unit(take(bytes));
        last(&self.unit)
    }
}

fn take(bytes: Vec<u8>) -> Command {
    Command::TakeIn { name: "file".into(), bytes, passphrase: None }
}

fn last(state: &State) -> (Fate, String) {
    state
        .inbox
        .last()
        .map(|outcome| (outcome.fate, outcome.message.clone()))
        .expect("the file is in the list")
}

fn file(effects: Vec<Effect>) -> Vec<u8> {
    let mut files = effects.into_iter().filter_map(|effect| {
        if let Effect::Download { bytes, .. } | Effect::Keep { bytes, .. } = effect {
            Some(bytes)
        } else {
            None
        }
    });
    files.next().expect("a file is made")
}

/// A state with the book of this file open.
fn opened(bytes: Vec<u8>, moment: &Moment) -> State {
    let mut state = State::new(moment.today);
    update(&mut state, take(bytes), moment);
    assert!(state.book.is_some(), "the book opens");
    state
}

#[test]
fn the_book_that_the_user_keeps_carries_the_keys_to_another_machine() {
    let mut two = Two::begun();
    two.office(Command::MakeKey);
    two.unit_begins();
    let first = two.submission();
    assert_eq!(two.office_takes(first).0, Fate::Taken);
    // The unit's machine and the office's are replaced; both open what they kept.
    let (unit, office) = (file(two.unit(Command::SaveBook(None))), file(two.office(Command::SaveBook(None))));
    let moment = two.moment();
    (two.unit, two.office) = (opened(unit, &moment), opened(office, &moment));
    let second = two.submission();
    let (fate, message) = two.office_takes(second);
    assert!(fate == Fate::Same || fate == Fate::Newer, "{fate:?}: {message}");
}

#[test]
fn nothing_of_the_keys_travels_in_a_file_that_is_handed_out() {
    let mut two = Two::begun();
    two.office(Command::MakeKey);
    two.unit_begins();
    let (task, _) = (two.task(), two.submission());
    let plain = file(two.unit(Command::HandOut { what: HandOut::Submission, protection: Protection::Plain }));
    let local = |state: &State| state.book.as_ref().map(|book| book.local.clone()).expect("a book");
    let secrets =
        [local(&two.office).secret_key, local(&two.office).signing_key, local(&two.unit).signing_key];
    for bytes in [task, plain] {
        let opened = exchange::open(&bytes, &exchange::Keys::default()).expect("a plain file opens");
        let text = String::from_utf8_lossy(&opened.parcel.payload).into_owned();
        for secret in &secrets {
            assert!(!secret.is_empty() && !text.contains(secret.as_str()));
        }
        assert!(!text.to_uppercase().contains("SECRET"));
    }
}

#[test]
fn a_renewed_key_still_opens_what_was_sealed_to_the_one_before() {
    let mut two = Two::begun();
    two.office(Command::MakeKey);
    two.unit_begins();
    let before = two.submission();
    two.office(Command::RenewKey);
    assert_eq!(two.office_takes(before).0, Fate::Taken);
    // The unit takes the new task file in and seals to the new key from then on.
    let task = two.task();
    assert_eq!(two.unit_takes(task).0, Fate::Newer);
    let after = two.submission();
    let secret = two.office.book.as_ref().map(|book| book.local.secret_key.clone()).expect("a book");
    let identities = [secret.parse().expect("a key")];
    assert!(exchange::open(&after, &exchange::Keys { passphrase: None, identities: &identities }).is_ok());
}

/// Nobody loses the secret half by taking a step back, and with it every file on its way.
#[test]
fn undoing_the_making_of_a_key_keeps_what_opens_its_files() {
    let mut two = Two::begun();
    two.office(Command::MakeKey);
    two.unit_begins();
    let submission = two.submission();
    two.office(Command::Undo);
    assert_eq!(two.office_takes(submission).0, Fate::Taken);
}

/// The office puts a backup from before its keys back: sealed files do not open any more, and the way out is a new task file.
#[test]
fn a_lost_office_key_is_replaced_by_a_new_task_file() {
    let mut two = Two::begun();
    let backup = file(two.office(Command::SaveBook(None)));
    two.office(Command::MakeKey);
    two.unit_begins();
    let sealed = two.submission();
    let moment = two.moment();
    two.office = opened(backup, &moment);
    let (fate, message) = two.office_takes(sealed);
    assert_eq!(fate, Fate::Refused);
    assert!(message.contains("最新的任务文件重新生成文件"), "{message}");
    // A new key, a new task file. It is signed anew, so the unit is asked before it takes it in.
    two.office(Command::MakeKey);
    let task = two.task();
    let (fate, message) = two.unit_takes(task);
    assert_eq!(fate, Fate::Held, "{message}");
    assert!(message.contains("识别码与以前不同"), "{message}");
    let held = two.unit.inbox.last().map(|outcome| outcome.digest.clone()).expect("it waits");
    two.unit(Command::Accept(held));
    assert!(matches!(last(&two.unit).0, Fate::Newer | Fate::Conflict), "{:?}", last(&two.unit));
    let again = two.submission();
    assert_eq!(two.office_takes(again).0, Fate::Taken);
    let unit = two.unit.book.as_ref().and_then(|book| book.local.profile.unit.clone()).expect("a unit");
    let id = |book: &ledger::Book| -> Option<EntryId> {
        book.records_of("self-check").find(|(_, record)| record.unit == unit).map(|(id, _)| id.clone())
    };
    assert!(two.office.book.as_ref().and_then(id).is_some(), "the submission arrived");
}

#[test]
fn a_submission_put_back_into_the_book_that_made_it_is_called_by_its_name() {
    let mut two = Two::begun();
    two.office(Command::MakeKey);
    two.unit_begins();
    let sealed = two.submission();
    let plain = file(two.unit(Command::HandOut { what: HandOut::Submission, protection: Protection::Plain }));
    // The newest file of a stream is known exactly, an older one by what sealed it.
    let (fate, message) = two.unit_takes(plain);
    assert_eq!(fate, Fate::Refused);
    assert!(message.contains("本工作簿生成的") && message.contains("自查报送文件"), "{message}");
    let (fate, message) = two.unit_takes(sealed);
    assert_eq!(fate, Fate::Refused);
    assert!(message.contains("加密给办公室") && message.contains("直接发送"), "{message}");
    let newest = two.submission();
    let (_, message) = two.unit_takes(newest);
    assert!(message.contains("本工作簿第3次生成的自查报送文件"), "{message}");
}

/// Nothing of a sender came before: whose file it says it is, its fingerprint and what it would do are shown, and the book
/// stays as it was until somebody says yes. A fresh book is no exception.
#[test]
fn the_first_file_of_a_sender_waits_for_a_yes() {
    let mut two = Two::begun();
    let task = two.task();
    let moment = two.moment();
    update(&mut two.unit, take(task), &moment);
    assert!(two.unit.book.is_none(), "a book began from a file that nobody has looked at");
    let asked = app::view::first_files(&two.unit);
    assert_eq!((asked.len(), asked[0].fingerprint.len()), (1, 27));
    assert!(asked[0].who.ends_with("办公室"), "{}", asked[0].who);
    assert!(asked[0].does.contains("新增督查安排1项"), "{}", asked[0].does);
    update(&mut two.unit, Command::AskLater, &moment);
    assert!(
        two.unit.inbox.is_empty() && two.unit.book.is_none(),
        "what is not answered leaves nothing behind"
    );

    two.office(Command::MakeKey);
    two.unit_begins();
    let submission = two.submission();
    let before = two.office.book.clone();
    let moment = two.moment();
    update(&mut two.office, take(submission.clone()), &moment);
    let asked = app::view::first_files(&two.office);
    assert_eq!((last(&two.office).0, asked.len()), (Fate::Held, 1));
    assert!(asked[0].does.contains("新增自查情况1项"), "{}", asked[0].does);
    assert_eq!(two.office.book, before, "nothing happens before the answer");
    update(&mut two.office, take(submission), &moment);
    assert_eq!(last(&two.office).0, Fate::Same, "the same file is asked about once");
    let digest = asked[0].digest.clone();
    update(&mut two.office, Command::Accept(digest), &moment);
    assert_eq!(last(&two.office).0, Fate::Taken);
    let next = two.submission();
    let moment = two.moment();
    update(&mut two.office, take(next), &moment);
    assert!(app::view::first_files(&two.office).is_empty(), "who is known is not asked about again");
}
