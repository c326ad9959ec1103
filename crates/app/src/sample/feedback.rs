//! What follows a visit in the sample: the feedback letter and the unit's rectification.

use expr::Date;
use ledger::kinds::Meaning;
use ledger::{Content, EntryId, Event, Finding, Letter, LetterState, Role};
use serde_json::{Map, Value, json};

use super::random::Random;
use super::texts::Scene;
use super::world::{Hand, Plan, Wanted, World};

/// A letter to be drafted.
pub(super) struct LetterWanted<'a> {
    pub(super) plan: &'a Plan,
    pub(super) unit: &'a EntryId,
    pub(super) findings: Vec<EntryId>,
    pub(super) day: Date,
    pub(super) state: LetterState,
    /// Running number of an issued letter.
    pub(super) serial: Option<usize>,
}

/// Drafts a feedback letter from the shipped template, as a team would, and brings it to its state.
pub(super) fn letter(world: &mut World<'_>, hand: &Hand, wanted: LetterWanted<'_>) -> Option<EntryId> {
    let mut letter = composed(world, &wanted)?;
    letter.state = wanted.state;
    if let Some(serial) = wanted.serial {
        let number = world.texts.office.number.replace("{serial}", &serial.to_string());
        let number = number.replace("{year}", &wanted.plan.year.to_string());
        letter.head.insert("document_number".to_owned(), number.into());
    }
    let id = world.fresh_id(hand, "feedback-letter");
    world.write(hand, &id, Content::Letter(Box::new(letter)), wanted.day);
    Some(id)
}

fn composed(world: &World<'_>, wanted: &LetterWanted<'_>) -> Option<Letter> {
    let template = world.pack.letter("feedback-letter").ok()?;
    let engine = world.pack.engine();
    let (plan, unit) = (wanted.plan, wanted.unit);
    let about = crate::query::About {
        round: &plan.id,
        unit: Some(unit),
        record: None,
        chosen: wanted.findings.as_slice(),
    };
    let data = crate::query::letter_names(world.pack, &world.book, &template, about, wanted.day);
    let mut data = data.ok()?;
    let mut inputs = template.defaults_over(engine, &data).ok()?;
    inputs.extend(own_inputs(world, wanted));
    // A unit's book has no records of the visit that its letter tells of.
    for (input, back) in [("visit_start", 5), ("visit_end", 4)] {
        if inputs.get(input).is_none_or(|day| day.as_str().is_none_or(str::is_empty)) {
            inputs.insert(input.to_owned(), wanted.day.plus_days(-back).to_string().into());
        }
    }
    data.extend(&templates::said(&Value::Object(inputs.clone())));
    let composed = template.compose_over(engine, &data).ok()?;
    Some(Letter {
        letter: template.about.letter.clone(),
        round: plan.id.clone(),
        unit: Some(unit.clone()),
        findings: wanted.findings.clone(),
        head: composed.head.clone(),
        composed_head: composed.head,
        text: composed.text.clone(),
        composed: composed.text,
        inputs: inputs.into_iter().collect(),
        state: LetterState::Draft,
        ..Letter::default()
    })
}

/// What the team answers to the template's questions.
fn own_inputs(world: &World<'_>, wanted: &LetterWanted<'_>) -> Map<String, Value> {
    let mut random = world.random(wanted.unit, 21);
    let texts = &world.texts;
    let facts = world.facts(wanted.plan, wanted.unit);
    let mut scene = Scene { random: &mut random, day: wanted.day, year: wanted.plan.year, facts: &facts };
    let findings: Vec<Finding> = wanted
        .findings
        .iter()
        .filter_map(|id| Some(Finding::read(world.pack.kinds(), id, world.book.record(id)?)))
        .collect();
    // A letter does not praise where it finds fault.
    let severe =
        findings.iter().any(|finding| finding.means(Meaning::Serious) || finding.means(Meaning::Grave));
    let conclusions = if severe { &texts.sober_conclusions } else { &texts.conclusions };
    let conclusion = texts.one_of(conclusions, &mut scene);
    let faulty = |id: &String| {
        let area = world.catalogue.areas.iter().find(|area| area.id == *id);
        area.is_some_and(|area| findings.iter().any(|finding| finding.area == area.name))
    };
    let mut achievements: Vec<&str> = texts
        .achievements
        .iter()
        .filter(|achievement| !achievement.areas.iter().any(faulty))
        .map(|achievement| achievement.text.as_str())
        .collect();
    random.shuffle(&mut achievements);
    achievements.truncate(2);
    let inputs = json!({ "conclusion": conclusion, "achievements": achievements.join("\n") });
    if let Value::Object(inputs) = inputs { inputs } else { Map::new() }
}

/// Opens rectification for most findings of an issued letter; some are closed, some late, some not begun. A unit asks for a
/// problem to be closed; `closer` closes it, nobody does in a book that the decision has not reached.
pub(super) fn rectification(
    world: &mut World<'_>,
    hand: &Hand,
    closer: Option<&Hand>,
    plan: &Plan,
    unit: &EntryId,
    findings: &[(EntryId, Date)],
    day: Date,
) {
    let mut random = world.random(unit, 25);
    for (finding, due) in findings {
        let lot = random.below(20);
        let state = match lot {
            0..=10 => "申请销号",
            11..=15 => "整改中",
            16 => "待报措施",
            // Nothing opened yet: the ledger shows the finding's own deadline.
            _ => continue,
        };
        let answers = entry(world, &mut random, (plan, unit), finding, *due, day, state);
        let wanted = Wanted { form: "rectification", plan, unit, about: Some(finding.clone()), answers, day };
        let id = world.record(hand, wanted, &mut random);
        if let Some(closer) = closer.filter(|_| lot <= 8) {
            close(world, closer, &id, day, &mut random);
        }
    }
}

/// The office has looked at what was put right and closes the problem.
fn close(world: &mut World<'_>, closer: &Hand, id: &EntryId, day: Date, random: &mut Random) {
    let Some(record) = world.book.record(id).cloned() else { return };
    let checker = world.texts.person(random);
    let version = world.book.entries.get(id).and_then(ledger::Entry::current).map(|(id, _)| id.0.clone());
    let answers = [
        ("method", "查阅材料"),
        ("checker", &checker),
        ("checked_on", &day.to_string()),
        ("result", &world.texts.rectification.checked),
    ];
    let event = Event {
        record: id.clone(),
        unit: Some(record.unit),
        round: Some(record.round),
        version: version.unwrap_or_default(),
        after: None,
        does: "close".to_owned(),
        by: Role::Office,
        on: day.to_string(),
        answers: answers.map(|(ask, said)| (ask.to_owned(), said.to_owned())).into(),
    };
    let event_id = EntryId(format!("event-{id}"));
    world.write(closer, &event_id, Content::Event(event), day);
    // Its unit has been told.
    let versions =
        world.book.entries.get_mut(&event_id).into_iter().flat_map(|entry| entry.versions.values_mut());
    versions.for_each(|version| version.sealed = true);
}

fn entry(
    world: &World<'_>,
    random: &mut Random,
    (plan, unit): (&Plan, &EntryId),
    finding: &EntryId,
    due: Date,
    day: Date,
    state: &str,
) -> Map<String, Value> {
    let mut answers = world.scripted("rectification", random, day, (plan, unit));
    let measure = world.book.record(finding).map(|paper| ledger::finding::answer_text(paper, "suggestion"));
    answers.insert("measure".to_owned(), measure.unwrap_or_default().into());
    answers.insert("due".to_owned(), due.to_string().into());
    answers.insert("state".to_owned(), state.into());
    let texts = &world.texts.rectification;
    let steps = match state {
        "申请销号" => texts.progress.len(),
        "整改中" => random.between(1, 2),
        _ => 0,
    };
    let progress: Vec<Value> = texts
        .progress
        .iter()
        .take(steps)
        .enumerate()
        .map(|(step, content)| {
            let back = (steps - step - 1) as i64 * 4;
            let percent = [30, 70, 100].get(step).copied().unwrap_or(100);
            json!({ "date": day.plus_days(-back), "content": content, "percent": percent })
        })
        .collect();
    if !progress.is_empty() {
        answers.insert("progress".to_owned(), progress.into());
    }
    answers
}
