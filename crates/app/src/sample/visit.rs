//! What teams do in the sample: records of methods, verification of self-checks, working papers.

use expr::Date;
use ledger::EntryId;
use serde_json::{Map, Value, json};

use super::random::Random;
use super::texts::{FindingText, Scene};
use super::world::{Hand, Plan, Wanted, World};

/// Writes records with the scripted answers of their forms; returns nothing, records are found by their forms.
pub(super) fn records(
    world: &mut World<'_>,
    hand: &Hand,
    plan: &Plan,
    unit: &EntryId,
    forms: &[&str],
    day: Date,
) {
    let mut random = world.random(unit, 11);
    for form in forms {
        let answers = world.scripted(form, &mut random, day, plan.year);
        let wanted = Wanted { form, plan, unit, about: None, answers, day };
        world.record(hand, wanted, &mut random);
    }
}

/// Verifies a submission item by item: most of it true, some not verified, a few answers too high.
pub(super) fn verification(
    world: &mut World<'_>,
    hand: &Hand,
    plan: &Plan,
    unit: &EntryId,
    submission: &EntryId,
    day: Date,
) {
    let mut random = world.random(unit, 12);
    let mut answers = world.scripted("verification", &mut random, day, plan.year);
    let items = world.catalogue.areas.iter().flat_map(|area| &area.items);
    let verified = items.filter(|item| item.answer_type != "suggestion");
    for id in verified.map(|item| item.id.to_lowercase().replace('-', "_")) {
        let verdict = match random.below(20) {
            0 => "不属实",
            1 | 2 => "部分属实",
            3..=5 => "未核查",
            _ => "属实",
        };
        let list = if verdict == "属实" { &world.texts.verified } else { &world.texts.doubted };
        let wordy = verdict != "属实" || random.chance(30);
        let finding = world.texts.one_of(list, &mut Scene { random: &mut random, day, year: plan.year });
        answers.insert(format!("{id}_verdict"), verdict.into());
        if wordy && verdict != "未核查" {
            answers.insert(format!("{id}_finding"), finding.into());
        }
    }
    let opinion =
        world.texts.one_of(&world.texts.opinions, &mut Scene { random: &mut random, day, year: plan.year });
    answers.insert("opinion".to_owned(), opinion.into());
    let wanted = Wanted { form: "verification", plan, unit, about: Some(submission.clone()), answers, day };
    world.record(hand, wanted, &mut random);
}

/// Writes working papers about different matters and returns those that go into feedback, with their deadlines.
pub(super) fn papers(
    world: &mut World<'_>,
    hand: &Hand,
    plan: &Plan,
    unit: &EntryId,
    count: usize,
    day: Date,
) -> Vec<(EntryId, Date)> {
    let mut random = world.random(unit, 13);
    let mut findings = world.texts.findings.clone();
    random.shuffle(&mut findings);
    let mut feedback = Vec::new();
    for finding in findings.iter().take(count) {
        let (answers, due) = paper(world, finding, &mut random, plan, day);
        let goes_back = answers.get("disposition").and_then(Value::as_str) == Some("列入反馈");
        let wanted = Wanted { form: "working-paper", plan, unit, about: None, answers, day };
        let id = world.record(hand, wanted, &mut random);
        if goes_back {
            feedback.push((id, due));
        }
    }
    feedback
}

fn paper(
    world: &World<'_>,
    finding: &FindingText,
    random: &mut Random,
    plan: &Plan,
    day: Date,
) -> (Map<String, Value>, Date) {
    let mut answers = world.scripted("working-paper", random, day, plan.year);
    let facts = world.texts.vary(&finding.facts, &mut Scene { random, day, year: plan.year });
    let area = world.catalogue.areas.iter().find(|area| area.id == finding.area);
    // One in four is to be put right at once, so that some deadlines have passed already.
    let days = if random.chance(25) { random.between(8, 14) } else { random.between(30, 80) };
    let due = day.plus_days(days as i64);
    let own = json!({
        "area": area.map(|area| &area.name),
        "title": finding.title,
        "facts": facts,
        "basis": finding.basis,
        "nature": finding.nature,
        "severity": finding.severity,
        "recurrent": if finding.recurrent || random.chance(8) { "是" } else { "否" },
        "suggestion": finding.suggestion,
        "due": due,
    });
    if let Value::Object(own) = own {
        answers.extend(own);
    }
    if !finding.category.is_empty() {
        answers.insert("category".to_owned(), finding.category.clone().into());
        answers.insert("disposition".to_owned(), "转为政策完善建议".into());
    } else if finding.severity == "一般" && random.chance(12) {
        answers.insert("disposition".to_owned(), "口头提醒".into());
    }
    (answers, due)
}
