//! The sample's round while it is being made: who writes what into the book, and on which day.

use std::collections::{BTreeMap, BTreeSet};

use expr::Date;
use form::Catalogue;
use ledger::{
    Author, Book, Content, Entry, EntryId, Record, RecordState, Round, Unit, Version, VersionId, roster,
};
use serde_json::{Map, Value};
use templates::Pack;

use super::fill::{agree, complete};
use super::random::Random;
use super::texts::{Facts, Scene, Texts};
use super::{Sample, self_check};
use crate::forms::{CompiledForms, common_context, figures};

/// Somebody who writes: the replica their versions are named after, and who they are.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    pub(super) replica: String,
    pub(super) author: Author,
}

/// A year's supervision with its days, all of them counted back from the day the sample is seen on.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) id: EntryId,
    pub(super) year: i32,
    pub(super) period_start: Date,
    pub(super) period_end: Date,
    pub(super) due: Date,
}

/// Everything at hand while the sample is made.
pub(super) struct World<'a> {
    pub(super) pack: &'a Pack,
    pub(super) texts: Texts,
    pub(super) book: Book,
    pub(super) sample: Sample,
    pub(super) catalogue: Catalogue,
    /// Replica whose versions stay open: the book's own.
    pub(super) own: String,
    compiled: CompiledForms,
    counters: BTreeMap<String, u64>,
    numbers: BTreeMap<(String, EntryId), usize>,
}

/// A record to be made: whose, about what, answered with what.
pub(super) struct Wanted<'a> {
    pub(super) form: &'a str,
    pub(super) plan: &'a Plan,
    pub(super) unit: &'a EntryId,
    pub(super) about: Option<EntryId>,
    pub(super) answers: Map<String, Value>,
    pub(super) day: Date,
}

impl Plan {
    /// The round whose self-checks were due so many days before `today` (negative: are due after it).
    pub(super) fn due_before(today: Date, days: i64, replica: &str) -> Self {
        let due = today.plus_days(-days);
        let period_end = due.plus_days(-10);
        let year = period_end.year();
        let period_start = Date::new(year, 1, 1).unwrap_or(period_end);
        Self { id: EntryId(format!("round-{year}-{replica}")), year, period_start, period_end, due }
    }

    /// The round of the year before.
    pub(super) fn before(&self, replica: &str) -> Self {
        let day = |month, day| Date::new(self.year - 1, month, day).unwrap_or(self.period_start);
        Self {
            id: EntryId(format!("round-{}-{replica}", self.year - 1)),
            year: self.year - 1,
            period_start: day(1, 1),
            period_end: day(11, 20),
            due: day(11, 30),
        }
    }
}

impl<'a> World<'a> {
    /// An empty world; `None` when the pack has no catalogue.
    pub(super) fn new(pack: &'a Pack, sample: &Sample, own: &str) -> Option<Self> {
        Some(Self {
            pack,
            texts: Texts::shipped(),
            book: Book::default(),
            sample: *sample,
            catalogue: crate::forms::catalogue(pack, None)?,
            own: own.to_owned(),
            compiled: CompiledForms::default(),
            counters: BTreeMap::new(),
            numbers: BTreeMap::new(),
        })
    }

    /// A random sequence for one matter of one unit.
    pub(super) fn random(&self, unit: &EntryId, matter: u64) -> Random {
        let name =
            unit.0.bytes().fold(matter, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        Random::new(self.sample.seed, name)
    }

    fn count(&mut self, replica: &str) -> u64 {
        let counter = self.counters.entry(replica.to_owned()).or_default();
        *counter += 1;
        *counter
    }

    /// Versions and ids made by the book's own hand so far.
    pub(super) fn own_count(&self) -> u64 {
        self.counters.get(&self.own).copied().unwrap_or(0)
    }

    /// What is said of a unit in figures, in whatever paper of the round.
    pub(super) fn facts(&self, plan: &Plan, unit: &EntryId) -> Facts {
        let mut random = self.random(unit, 32);
        let branches = random.between(6, 26);
        let known = self.book.round(&plan.id).and_then(|round| round.facts.get(unit));
        let known = |key: &str| known.and_then(|facts| facts.get(key)?.as_u64()).unwrap_or_default() as usize;
        Facts::from([
            ("branches", branches),
            ("party_members", branches * random.between(22, 34)),
            ("research_branches", branches * 6 / 10),
            ("general_branches", random.below(4)),
            ("member_plan", random.between(2, 14)),
            ("prior_findings", known("prior_findings")),
        ])
    }

    /// Writes an entry as somebody did it on a day. What others wrote is closed, the book's own work stays open.
    pub(super) fn write(&mut self, hand: &Hand, id: &EntryId, content: Content, day: Date) {
        let number = self.count(&hand.replica);
        let entry = self
            .book
            .entries
            .entry(id.clone())
            .or_insert_with(|| Entry { id: id.clone(), versions: BTreeMap::new() });
        let parents: BTreeSet<VersionId> = entry.heads().into_iter().map(|(head, _)| head.clone()).collect();
        let minutes = number * 7 % 480;
        let version = Version {
            parents,
            author: hand.author.clone(),
            at: format!("{day}T{:02}:{:02}:00", 9 + minutes / 60, minutes % 60),
            received: String::new(),
            sealed: hand.replica != self.own,
            content,
        };
        entry.versions.insert(VersionId(format!("{}-{number}", hand.replica)), version);
    }

    /// Writes an entry as somebody who had not seen what others wrote: a second version that waits to be settled.
    pub(super) fn write_apart(&mut self, hand: &Hand, id: &EntryId, change: impl FnOnce(&mut Content)) {
        let number = self.count(&hand.replica);
        let Some(entry) = self.book.entries.get_mut(id) else { return };
        let Some((_, seen)) = entry.current() else { return };
        let mut version = Version { author: hand.author.clone(), sealed: true, ..seen.clone() };
        change(&mut version.content);
        entry.versions.insert(VersionId(format!("{}-{number}", hand.replica)), version);
    }

    /// A new id of somebody's.
    pub(super) fn fresh_id(&mut self, hand: &Hand, kind: &str) -> EntryId {
        let number = self.count(&hand.replica);
        EntryId(format!("{kind}-{}-{number}", hand.replica))
    }

    /// The units of the sample, all of which take part: branches first, then institutes, most of them under a branch.
    pub(super) fn enrol(&mut self, office: &Hand, day: Date) -> Vec<(EntryId, Unit)> {
        let wanted = self.sample.units.clamp(1, MOST_UNITS);
        let units: Vec<(EntryId, Unit)> =
            (1..=wanted).map(|serial| (EntryId(format!("unit-{serial:03}")), self.made_up(serial))).collect();
        for (id, unit) in &units {
            self.write(office, id, Content::Unit(unit.clone()), day);
        }
        units
    }

    fn made_up(&self, serial: usize) -> Unit {
        let names = &self.texts.units;
        let of = |pattern: &str, name: &str| pattern.replace("{name}", name);
        if let Some(name) = names.branches.get(serial - 1) {
            let (full, branch) = (of(&names.branch, name), of(&names.short_branch, name));
            let named = |organ: &str| format!("{organ}分党组");
            return self.unit(&named(&full), named(&branch), branch, BRANCH, &names.supervisor);
        }
        let numbered = |pattern: &str| pattern.replace("{serial}", &serial.to_string());
        let (name, short_name) = (numbered(&names.unit), numbered(&names.short_unit));
        // Every sixth institute belongs to no branch.
        let branch =
            names.branches.get(serial % names.branches.len().max(1)).filter(|_| !serial.is_multiple_of(6));
        match branch.map(|name| of(&names.short_branch, name)) {
            Some(branch) => {
                let supervisor = format!("{branch}分党组");
                self.unit(&name, short_name, branch, "院属单位党委", &supervisor)
            }
            None => self.unit(&name, short_name, String::new(), "院直管单位", &names.supervisor),
        }
    }

    fn unit(&self, name: &str, short_name: String, branch: String, kind: &str, supervisor: &str) -> Unit {
        Unit {
            name: name.to_owned(),
            party_name: roster::party_name(&short_name, kind),
            short_name,
            branch,
            kind: kind.to_owned(),
            supervised_by: supervisor.to_owned(),
            city: self.texts.units.city.clone(),
            ..Unit::default()
        }
    }

    /// Opens a round; `facts` are what the office knows of each unit.
    pub(super) fn open_round(
        &mut self,
        office: &Hand,
        plan: &Plan,
        units: &[(EntryId, Unit)],
        facts: BTreeMap<EntryId, BTreeMap<String, Value>>,
        office_key: String,
    ) {
        let texts = &self.texts;
        let round = Round {
            sample: true,
            proposed: Default::default(),
            year: plan.year,
            title: templates::text_with("round.title", &[("year", &plan.year.to_string())]),
            theme: texts.theme.clone(),
            office: texts.office.name.clone(),
            issuer: texts.office.issuer.clone(),
            self_check_due: plan.due.to_string(),
            period_start: plan.period_start.to_string(),
            period_end: plan.period_end.to_string(),
            catalogue: self.pack.catalogue("default").unwrap_or_default(),
            office_key,
            contact: texts.office.contact.clone(),
            units: units.iter().map(|(id, _)| id.clone()).collect(),
            holidays: BTreeMap::new(),
            fact_texts: crate::facts::texts(
                units.iter().map(|(id, unit)| (id, unit.short_name.as_str())),
                &facts,
            ),
            facts,
        };
        let day = plan.due.plus_days(-45);
        self.write(office, &plan.id.clone(), Content::Round(Box::new(round)), day);
    }

    /// Makes a record complete and writes it. Returns its id.
    pub(super) fn record(&mut self, hand: &Hand, wanted: Wanted<'_>, random: &mut Random) -> EntryId {
        let id = self.fresh_id(hand, wanted.form);
        let mut record = self.draft(&wanted);
        record.about.clone_from(&wanted.about);
        if let Some(live) = self.live(hand, &record, wanted.day) {
            let mut live = live;
            complete(&mut live, &self.texts, random, wanted.day);
            agree(&mut live);
            record.answers.clone_from(&live.answers().0);
            record.form.clone_from(&live.form().definition().form);
        }
        self.write(hand, &id, Content::Record(record), wanted.day);
        id
    }

    fn draft(&mut self, wanted: &Wanted<'_>) -> Record {
        let serial = self.numbers.entry((wanted.form.to_owned(), wanted.unit.clone())).or_default();
        *serial += 1;
        let name = self.book.unit(wanted.unit).map(|unit| unit.short_name.clone()).unwrap_or_default();
        let pattern = self.pack.kinds().of(wanted.form).and_then(|kind| kind.number.as_ref());
        let number = pattern.map(|pattern| pattern.number(wanted.plan.year, &name, *serial));
        Record {
            form: wanted.form.to_owned(),
            round: wanted.plan.id.clone(),
            unit: wanted.unit.clone(),
            number: number.unwrap_or_default(),
            state: RecordState::Submitted,
            submitted_on: wanted.day.to_string(),
            answers: wanted.answers.clone().into_iter().collect(),
            ..Record::default()
        }
    }

    /// The live form of a record, with the defaults a new one starts from.
    pub(super) fn live(&mut self, hand: &Hand, record: &Record, day: Date) -> Option<form::Live> {
        let form = self.compiled.form(self.pack, &self.book, record)?;
        let (round, unit) = (self.book.round(&record.round), self.book.unit(&record.unit));
        let mut context = common_context(self.pack, round, unit, record, day);
        context.insert("user".to_owned(), hand.author.name.clone().into());
        if let Some(about) = record.about.as_ref().and_then(|id| Some((id, self.book.record(id)?))) {
            let finding = ledger::Finding::read(self.pack.kinds(), about.0, about.1);
            context.insert("finding".to_owned(), crate::context::finding_data(&finding, ""));
        }
        let mut answers = form.fresh_answers(&context);
        answers.0.extend(record.answers.clone());
        Some(form.open(answers, &context))
    }

    /// Writes a unit's submitted self-check with so many problems in it, complete and with its figures.
    pub(super) fn submit_self_check(
        &mut self,
        hand: &Hand,
        plan: &Plan,
        unit: &EntryId,
        day: Date,
        problems: usize,
    ) -> EntryId {
        let mut random = self.random(unit, u64::from(plan.year.unsigned_abs()));
        let id = self_check_id(plan, unit);
        let answers = self_check::answers(self, plan, unit, day, problems, &mut random);
        let wanted = Wanted { form: "self-check", plan, unit, about: None, answers, day };
        let mut record = self.draft(&wanted);
        record.number.clear();
        if let Some(mut live) = self.live(hand, &record, day) {
            complete(&mut live, &self.texts, &mut random, day);
            record.answers.clone_from(&live.answers().0);
            record.form.clone_from(&live.form().definition().form);
            record.figures = figures(&live);
        }
        self.write(hand, &id, Content::Record(record), day);
        id
    }

    /// One of the variants of a form's answers, with its phrases varied.
    pub(super) fn scripted(
        &self,
        form: &str,
        random: &mut Random,
        day: Date,
        (plan, unit): (&Plan, &EntryId),
    ) -> Map<String, Value> {
        let variants = self.texts.records.get(form).map(Vec::as_slice).unwrap_or_default();
        let chosen = random.pick(variants).cloned().unwrap_or_default();
        let facts = self.facts(plan, unit);
        let scene = &mut Scene { random, day, year: plan.year, facts: &facts };
        let varied = self.texts.vary_answers(&chosen, scene);
        if let Value::Object(answers) = varied { answers } else { Map::new() }
    }
}

const BRANCH: &str = "分院分党组";
/// No sample is larger; beyond it a roster is refused too.
const MOST_UNITS: usize = 5_000;

/// Id of a unit's self-check, as the application names it when it opens one.
pub(super) fn self_check_id(plan: &Plan, unit: &EntryId) -> EntryId {
    EntryId::derived("self-check", &[&plan.id, unit])
}
