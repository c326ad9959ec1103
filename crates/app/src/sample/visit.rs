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
        let answers = world.scripted(form, &mut random, day, (plan, unit));
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
    let mut answers = world.scripted("verification", &mut random, day, (plan, unit));
    let facts = world.facts(plan, unit);
    let items = world.catalogue.areas.iter().flat_map(|area| &area.items);
    let verified = items.filter(|item| item.answer_type != "suggestion");
    for id in verified.map(|item| form::item_field(&item.id)) {
        let verdict = match random.below(20) {
            0 => "不属实",
            1 | 2 => "部分属实",
            3..=5 => "未核查",
            _ => "属实",
        };
        let list = if verdict == "属实" { &world.texts.verified } else { &world.texts.doubted };
        let wordy = verdict != "属实" || random.chance(30);
        let scene = &mut Scene { random: &mut random, day, year: plan.year, facts: &facts };
        let finding = world.texts.one_of(list, scene);
        answers.insert(format!("{id}_verdict"), verdict.into());
        if wordy && verdict != "未核查" {
            answers.insert(format!("{id}_finding"), finding.into());
        }
    }
    let scene = &mut Scene { random: &mut random, day, year: plan.year, facts: &facts };
    let opinion = world.texts.one_of(&world.texts.opinions, scene);
    answers.insert("opinion".to_owned(), opinion.into());
    let wanted = Wanted { form: "verification", plan, unit, about: Some(submission.clone()), answers, day };
    world.record(hand, wanted, &mut random);
}

/// Writes working papers about different matters, such as records of these forms bring up, and returns those that go into
/// feedback, with their deadlines.
pub(super) fn papers(
    world: &mut World<'_>,
    hand: &Hand,
    plan: &Plan,
    unit: &EntryId,
    (forms, count): (&[&str], usize),
    day: Date,
) -> Vec<(EntryId, Date)> {
    let mut random = world.random(unit, 13);
    let mut findings = world.texts.findings.clone();
    findings.retain(|finding| finding.needs.iter().all(|form| forms.contains(&form.as_str())));
    random.shuffle(&mut findings);
    let mut feedback = Vec::new();
    for finding in findings.iter().take(count) {
        let (answers, due) = paper(world, finding, &mut random, (plan, unit, forms), day);
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
    (plan, unit, forms): (&Plan, &EntryId, &[&str]),
    day: Date,
) -> (Map<String, Value>, Date) {
    let mut answers = world.scripted("working-paper", random, day, (plan, unit));
    answers.extend(grounds(world, finding, forms));
    let figures = world.facts(plan, unit);
    let scene = &mut Scene { random, day, year: plan.year, facts: &figures };
    let facts = world.texts.vary(&finding.facts, scene);
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

/// How a finding came to light, in two ways where there are two: by the records it tells of, then by others there are.
fn grounds(world: &World<'_>, finding: &FindingText, forms: &[&str]) -> Map<String, Value> {
    let mut used: Vec<&str> = finding.needs.iter().map(String::as_str).collect();
    let others: Vec<&str> = forms.iter().rev().filter(|form| !used.contains(form)).copied().collect();
    used.extend(others);
    used.truncate(2);
    let method = |form: &&str| world.pack.kinds().of(form)?.method.clone();
    let ways: Vec<String> = used.iter().filter_map(method).collect();
    let named = used.iter().zip(&ways);
    let title = |form: &str| crate::context::form_title(world.pack, form);
    let materials: Vec<Value> =
        named.map(|(form, way)| json!({ "name": title(form), "kind": way })).collect();
    Map::from_iter([("sources".to_owned(), json!(ways)), ("materials".to_owned(), materials.into())])
}
