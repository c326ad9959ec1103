//! A unit's answers to its self-check: met on the whole, with some problems it names itself.

use expr::Date;
use form::{Catalogue, CatalogueItem};
use ledger::EntryId;
use serde_json::{Map, Value, json};

use super::random::Random;
use super::texts::{Facts, Item, Scene};
use super::world::{Plan, World};

/// Answers while they are gathered, with what they are made from.
struct Sheet<'a, 'b> {
    world: &'a World<'b>,
    plan: &'a Plan,
    random: &'a mut Random,
    /// Day of the self-check; nothing in it happened later.
    day: Date,
    /// Wording for a branch, whose party organ is called otherwise.
    branch: bool,
    facts: Facts,
    answers: Map<String, Value>,
}

/// Answers with so many problems named among the items.
pub(super) fn answers(
    world: &World<'_>,
    plan: &Plan,
    unit: &EntryId,
    day: Date,
    problems: usize,
    random: &mut Random,
) -> Map<String, Value> {
    let branch = world.book.unit(unit).is_some_and(|unit| unit.kind == "分院分党组");
    let facts = world.facts(plan, unit);
    let mut sheet = Sheet { world, plan, random, day, branch, facts, answers: Map::new() };
    let short = short_items(&world.catalogue, world, problems, sheet.random);
    sheet.head();
    sheet.facts();
    for item in world.catalogue.areas.iter().flat_map(|area| &area.items) {
        sheet.item(item, short.contains(&item.id));
    }
    sheet.report();
    sheet.answers
}

/// Items the unit falls short in: such as everybody is asked and the sample has words for.
fn short_items(catalogue: &Catalogue, world: &World<'_>, count: usize, random: &mut Random) -> Vec<String> {
    let can_fall_short = |item: &&CatalogueItem| {
        item.answer_type == "ynp"
            && item.condition.expr.is_none()
            && world.texts.items.get(&item.id).is_some_and(|texts| !texts.problem.is_empty())
    };
    let items = catalogue.areas.iter().flat_map(|area| &area.items);
    let mut ids: Vec<String> = items.filter(can_fall_short).map(|item| item.id.clone()).collect();
    random.shuffle(&mut ids);
    ids.truncate(count);
    ids
}

impl Sheet<'_, '_> {
    fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.answers.insert(field.to_owned(), value.into());
    }

    fn vary(&mut self, phrase: &str) -> String {
        let (day, year) = (self.day, self.plan.year);
        let mut scene = Scene { random: self.random, day, year, facts: &self.facts };
        let text = self.world.texts.vary(phrase, &mut scene);
        if self.branch { in_branch_words(&text) } else { text }
    }

    fn one_of(&mut self, list: &[String]) -> String {
        let chosen = self.random.pick(list).cloned().unwrap_or_default();
        self.vary(&chosen)
    }

    fn person(&mut self) -> String {
        self.world.texts.person(self.random)
    }

    fn head(&mut self) {
        for field in ["filler", "checker", "leader"] {
            let person = self.person();
            self.set(field, person);
        }
        self.set("filled_on", self.day.to_string());
    }

    fn facts(&mut self) {
        for (field, number) in self.facts.clone() {
            // What was found the year before is the office's to say.
            if field != "prior_findings" {
                self.set(field, number);
            }
        }
        let yes = |flag: bool| if flag { "是" } else { "否" };
        self.set("has_subordinate_units", yes(self.branch));
        self.set("party_organ", if self.branch { "分党组" } else { "党委" });
        let (media, discipline) = (self.random.chance(85), self.random.chance(90));
        self.set("has_media", yes(media));
        self.set("has_discipline_org", yes(discipline));
    }

    fn item(&mut self, item: &CatalogueItem, short: bool) {
        let id = form::item_field(&item.id);
        let texts = self.world.texts.items.get(&item.id).cloned().unwrap_or_default();
        match item.answer_type.as_str() {
            "ynp" | "yn" => {
                let may_pass = item.answer_type == "ynp" && item.condition.expr.is_some();
                let leaves_out = may_pass && !short && self.random.chance(5);
                if leaves_out { self.not_applicable(&id) } else { self.choice(&id, &texts, short) }
            }
            "number" => self.number(&id, item),
            "percent" => self.percent(&id, item),
            "date" => self.date(&id, item),
            _ => self.text(&id, item),
        }
    }

    fn not_applicable(&mut self, id: &str) {
        self.set(&format!("{id}_answer"), "不适用");
        let reason = self.one_of(&self.world.texts.reasons);
        self.set(&format!("{id}_reason"), reason);
    }

    fn choice(&mut self, id: &str, texts: &Item, short: bool) {
        if short {
            let answer = if self.random.chance(85) { "部分" } else { "否" };
            self.set(&format!("{id}_answer"), answer);
            self.problem(id, texts);
        } else {
            self.set(&format!("{id}_answer"), "是");
            let note = self.vary(&texts.met);
            self.set(&format!("{id}_note"), note);
        }
        self.evidence(id, texts);
    }

    fn problem(&mut self, id: &str, texts: &Item) {
        for (part, phrase) in
            [("note", &texts.short), ("problem", &texts.problem), ("measure", &texts.measure)]
        {
            let text = self.vary(phrase);
            self.set(&format!("{id}_{part}"), text);
        }
        let person = self.person();
        self.set(&format!("{id}_person"), person);
        // Whoever looks at the sample must find the deadline ahead, as a unit that hands it in must.
        let from = self.world.sample.today.max(self.day);
        let deadline = from.plus_days(self.random.between(12, 75) as i64);
        self.set(&format!("{id}_deadline"), deadline.to_string());
    }

    fn evidence(&mut self, id: &str, texts: &Item) {
        if texts.evidence.is_empty() {
            return;
        }
        let name = self.vary(&texts.evidence);
        let date = self.day_of_period(20, 250);
        self.set(&format!("{id}_evidence"), json!([{ "name": name, "date": date }]));
    }

    /// A day so many days before the end of the period, not before its start.
    fn day_of_period(&mut self, nearest: usize, farthest: usize) -> String {
        let back = self.random.between(nearest, farthest) as i64;
        self.plan
            .period_end
            .plus_days(-back)
            .max(self.plan.period_start)
            .min(self.plan.period_end)
            .to_string()
    }

    fn number(&mut self, id: &str, item: &CatalogueItem) {
        let full = item.rest.get("full_score_at").and_then(Value::as_u64).unwrap_or(1) as usize;
        let planned = item.compare_to.as_ref().and_then(|fact| self.answers.get(fact)?.as_u64());
        let number = match planned {
            Some(planned) => planned as usize,
            None if item.zero_is_full => usize::from(self.random.chance(12)),
            None if self.random.chance(6) => full.saturating_sub(1),
            None => full + self.random.between(0, 5),
        };
        self.set(&format!("{id}_answer"), number);
        let falls_short = if item.zero_is_full { number > 0 } else { number < full };
        if falls_short {
            self.shortfall(id);
        }
    }

    fn percent(&mut self, id: &str, item: &CatalogueItem) {
        let usual = self.random.between(18, 64);
        let known = self.world.texts.wholes.get(&item.id).and_then(|fact| self.facts.get(fact.as_str()));
        let whole = known.copied().filter(|whole| *whole > 0).unwrap_or(usual);
        let part = if self.random.chance(60) { whole } else { whole - self.random.between(1, 3).min(whole) };
        self.set(&format!("{id}_whole"), whole);
        self.set(&format!("{id}_part"), part);
        if part < whole && item.scoring.is_none() {
            self.shortfall(id);
        }
    }

    fn shortfall(&mut self, id: &str) {
        let note = self.one_of(&self.world.texts.shortfalls);
        self.set(&format!("{id}_note"), note);
    }

    fn date(&mut self, id: &str, item: &CatalogueItem) {
        let rule = item.date_rule.as_deref().unwrap_or_default();
        let date = if rule.contains("60") {
            // Terms of office last five years.
            self.plan.period_end.plus_days(-(self.random.between(120, 1_500) as i64)).to_string()
        } else if rule.contains("period_start") {
            // A meeting of the year's first weeks.
            let after = self.random.between(12, 55) as i64;
            self.plan.period_start.plus_days(after).min(self.plan.period_end).to_string()
        } else {
            self.day_of_period(15, 200)
        };
        self.set(&format!("{id}_answer"), date);
    }

    fn text(&mut self, id: &str, item: &CatalogueItem) {
        let required = item.rest.get("required").and_then(Value::as_bool).unwrap_or(true);
        let choices = self.world.texts.texts.get(&item.id).map(Vec::as_slice).unwrap_or_default();
        if required || self.random.chance(45) {
            let text = self.one_of(choices);
            self.set(&format!("{id}_answer"), text);
        }
    }

    fn report(&mut self) {
        let texts = &self.world.texts;
        let parts =
            [("process", &texts.process), ("causes", &texts.causes), ("next_steps", &texts.next_steps)];
        for (field, list) in parts {
            let text = self.one_of(list);
            if !text.is_empty() {
                self.set(field, text);
            }
        }
        let mut highlights = texts.highlights.clone();
        self.random.shuffle(&mut highlights);
        highlights.truncate(self.random.between(0, 2));
        let (day, year) = (self.day, self.plan.year);
        let mut scene = Scene { random: self.random, day, year, facts: &self.facts };
        let rows = texts.vary_answers(&Value::Array(highlights), &mut scene);
        self.set("highlights", rows);
    }
}

/// A branch's party organ is a 分党组, not a 党委; the longest words first.
fn in_branch_words(text: &str) -> String {
    let words = [("党委委员", "分党组成员"), ("党委会议", "分党组会议"), ("党委", "分党组")];
    words.into_iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
