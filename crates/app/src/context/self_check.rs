//! Data of the self-check table (D06) and report (D07), and the facts kept of a submitted self-check.

use std::collections::BTreeSet;

use expr::Date;
use form::{Code, FieldView, Kind, Live, Path, SectionView, Severity};
use ledger::Part;
use ledger::{Book, EntryId};
use serde_json::{Map, Value, json};
use templates::{Pack, text};

use crate::forms::CompiledForms;

/// Sentences quoted for an area in the report; the rest stands in the annexed table.
const QUOTED_ITEMS: usize = 3;

/// Shorter notes (见附件, 已按要求完成) say nothing a reader of the report wants to know.
const STATEMENT_LENGTH: usize = 15;

/// What a submitted self-check says in figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SelfCheckFacts {
    /// Self-score of 100.
    pub score: Option<f64>,
    /// Grade of the score.
    pub grade: Option<String>,
    /// A practice worth spreading; empty when none was reported.
    pub example: String,
}

/// Reads the figures of a submitted self-check, those worked out here before those that came with it; `None` when there are
/// none. A score that no form gives is none.
#[must_use]
pub fn self_check_facts(book: &Book, id: &EntryId) -> Option<SelfCheckFacts> {
    let figures = book.figures(id)?;
    let text = |key: &str| figures.get(key).and_then(Value::as_str).map(str::to_owned);
    let score = figures.get("score").and_then(Value::as_f64);
    (!figures.is_empty()).then(|| SelfCheckFacts {
        score: score.filter(|score| (0.0..=100.0).contains(score)),
        grade: text("grade").filter(|grade| !grade.contains(char::is_control)),
        example: text("example").unwrap_or_default(),
    })
}

/// Data for a unit's self-check table and report.
pub(crate) fn self_check(
    pack: &Pack,
    book: &Book,
    compiled: &mut CompiledForms,
    round_id: &EntryId,
    unit_id: &EntryId,
    today: Date,
) -> Value {
    let unit = book.unit(unit_id).cloned().unwrap_or_default();
    let mut data = super::common(book, super::round_of(book, round_id), Some(&unit), today);
    let record = book
        .records_of(pack.kinds().form(Part::SelfCheck))
        .find(|(_, r)| r.unit == *unit_id && r.round == *round_id)
        .map(|(id, _)| id.clone());
    let code = record.as_ref().and_then(|id| book.record(id)).map(super::check_code).unwrap_or_default();
    let open = record.and_then(|id| compiled.open(pack, book, &id, today));
    if let Some(open) = open {
        let mut said = live_data(&open.live);
        super::extend(&mut said, json!({ "code": code }));
        super::extend(&mut data, json!({ "self_check": said }));
    }
    data
}

/// Ends of the fields that are asked beside an item's answer: what is wrong there says nothing against the answer.
const ASIDE: [&str; 8] =
    ["_note", "_reason", "_evidence", "_problem", "_measure", "_person", "_deadline", "_finished"];

/// Fields whose answers the form itself calls wrong: nothing they say is an achievement, and no figure of theirs is printed.
struct Wrong(BTreeSet<String>);

impl Wrong {
    /// What is missing is not wrong.
    fn of(live: &Live) -> Self {
        let wrong = live.problems().filter(|p| p.severity == Severity::Error && p.code != Code::Missing);
        Self(wrong.filter_map(|p| p.path.parse::<Path>().ok()).map(|path| path.field).collect())
    }

    /// Whether an item is answered wrongly, such as by a part that is more than its whole.
    fn has(&self, item: &FieldView<'_>) -> bool {
        let holds = |id: &String| self.0.contains(id);
        let answers = |id: &String| !ASIDE.iter().any(|end| id.ends_with(end));
        holds(&item.field.id)
            || item.children().any(|child| holds(&child.field.id) && answers(&child.field.id))
    }
}

fn live_data(live: &Live) -> Value {
    let (score, wrong) = (live.score(), Wrong::of(live));
    let text = |id: &str| live.field(id).filter(|f| f.relevant).map(|f| shown(&f)).unwrap_or_default();
    let areas: Vec<Value> = areas(live).enumerate().map(|(at, section)| area(at, &section, &wrong)).collect();
    let sound = |fact: &FieldView<'_>| !wrong.has(fact);
    let doubtful = areas.iter().any(|area| area.get("wrong").is_some());
    let total = score.total.filter(|_| !doubtful);
    let mut data = json!({
        "areas": areas,
        "facts": facts(live).map(|f| json!({ "label": f.field.label, "value": shown(&f) })).collect::<Vec<_>>(),
        "fact": facts(live).filter(sound).map(|f| (f.field.id.clone(), json!(shown(&f)))).collect::<Map<_, _>>(),
        "counts": counts(live),
        "score": total.map(|total| format!("{total:.1}")).unwrap_or_default(),
        "grade": score.grade.filter(|_| !doubtful),
        "problems": problems(live),
        "shortfalls": shortfalls(live, &wrong),
    });
    // Header and report fields of the form keep their names: filler, leader, process, highlights, causes, …
    let named: Map<String, Value> = live
        .sections()
        .filter(|section| !is_area(section))
        .flat_map(|section| section.fields().collect::<Vec<_>>())
        .filter(|field| field.field.kind != Kind::Group)
        .map(|field| {
            let value =
                if field.field.kind == Kind::Table { rows(&field) } else { json!(text(&field.field.id)) };
            (field.field.id.clone(), value)
        })
        .collect();
    super::extend(&mut data, Value::Object(named));
    // Earlier forms asked for suggestions twice; what was said in either place is printed.
    let earlier = live.answers().0.get("suggestions").map(value_text).unwrap_or_default();
    let said = feeding(live, "政策完善建议库");
    let suggestions: Vec<String> = [earlier, said].into_iter().filter(|text| !text.is_empty()).collect();
    let practices = feeding(live, "先进典型库");
    super::extend(&mut data, json!({ "suggestions": suggestions.join("\n"), "practices": practices }));
    data
}

/// A table's rows, each cell by its column's id.
fn rows(table: &FieldView<'_>) -> Value {
    let row = |row: form::RowView<'_>| -> Map<String, Value> {
        row.cells()
            .map(|cell| {
                (cell.column.id.clone(), json!(cell.printed().as_ref().map(value_text).unwrap_or_default()))
            })
            .collect()
    };
    table.rows().map(row).filter(|row| row.values().any(|cell| *cell != json!(""))).collect()
}

fn is_area(section: &SectionView<'_>) -> bool {
    section.section.weight.is_some()
}

fn areas(live: &Live) -> impl Iterator<Item = SectionView<'_>> {
    live.sections().filter(is_area)
}

/// Unit facts: the fields that the catalogue's profile brought, which start from or show a known fact.
fn facts(live: &Live) -> impl Iterator<Item = FieldView<'_>> {
    let known = |expression: Option<&String>| expression.is_some_and(|text| text.starts_with("unit_facts."));
    live.sections()
        .filter(|section| section.section.id.as_deref() == Some("profile"))
        .flat_map(|section| section.fields().collect::<Vec<_>>())
        .filter(move |field| {
            field.relevant && (known(field.field.default.as_ref()) || known(field.field.value.as_ref()))
        })
}

fn items<'a>(section: &SectionView<'a>) -> impl Iterator<Item = FieldView<'a>> {
    section.fields().filter(|field| field.relevant && field.field.kind == Kind::Group)
}

fn area(at: usize, section: &SectionView<'_>, wrong: &Wrong) -> Value {
    let rows: Vec<Value> = items(section).map(|item| item_data(&item, wrong)).collect();
    let sound = items(section).filter(|item| !wrong.has(item));
    let narrative: Vec<String> = sound.filter_map(|item| sentence(&item)).take(QUOTED_ITEMS).collect();
    let mut data = tally(items(section), wrong);
    super::extend(
        &mut data,
        json!({
            "number": chinese(at + 1), "name": section.section.title, "weight": plain(section.section.weight),
            "items": rows, "narrative": narrative,
        }),
    );
    data
}

/// A small count in Chinese numerals; areas are few.
fn chinese(number: usize) -> String {
    let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match number {
        0..=10 => digits.get(number).copied().unwrap_or_default().to_owned(),
        11..=19 => format!("十{}", digits.get(number - 10).copied().unwrap_or_default()),
        _ => number.to_string(),
    }
}

fn plain(weight: Option<f64>) -> String {
    weight.map(|weight| format!("{weight}")).unwrap_or_default()
}

fn part(item: &FieldView<'_>, suffix: &str) -> String {
    let id = format!("{}{suffix}", item.field.id);
    item.children()
        .find(|child| child.relevant && child.field.id == id)
        .map(|child| shown(&child))
        .unwrap_or_default()
}

/// The field that holds the item's answer; of a percentage, the computed figure.
fn answer_field<'a>(item: &FieldView<'a>) -> Option<FieldView<'a>> {
    let id = format!("{}_answer", item.field.id);
    item.children().find(|child| child.field.id == id).or_else(|| item.children().next())
}

/// The item's own answer with its unit.
fn answer(item: &FieldView<'_>) -> String {
    answer_field(item)
        .map(|child| {
            let unit = child.field.unit.clone().unwrap_or_default();
            let text = shown(&child);
            if text.is_empty() { in_words(item) } else { format!("{text}{unit}") }
        })
        .unwrap_or_default()
}

/// What an item works out in words where there is no figure: a share of nothing.
fn in_words(item: &FieldView<'_>) -> String {
    let words = item.children().find(|child| {
        child.relevant && child.read_only() && child.field.kind == Kind::Text && !shown(child).is_empty()
    });
    words.map(|child| shown(&child)).unwrap_or_default()
}

fn item_data(item: &FieldView<'_>, wrong: &Wrong) -> Value {
    let plan: Vec<String> = [
        part(item, "_measure"),
        labelled("责任人：", &part(item, "_person")),
        labelled("时限：", &date(&part(item, "_deadline"))),
        labelled("已整改，完成日期：", &date(&part(item, "_finished"))),
    ]
    .into_iter()
    .filter(|text| !text.is_empty())
    .collect();
    let score = item.coefficient().zip(item.field.weight).map(|(c, weight)| {
        let points = (c * weight * 100.0).round() / 100.0;
        format!("{points}")
    });
    let score = score.filter(|_| !wrong.has(item));
    let long_text = answer_field(item).is_some_and(|c| c.field.appearance.as_deref() == Some("long"));
    let said = if wrong.has(item) && item.answered() {
        text("self_check.to_verify").to_owned()
    } else if long_text && item.answered() {
        "见说明".to_owned()
    } else {
        date(&answer(item))
    };
    json!({
        "number": item.field.number, "text": item.field.label,
        "answer": said,
        "note": if long_text { answer(item) } else { note(item) },
        "evidence": part(item, "_evidence"), "score": score.unwrap_or_default(),
        "problem": part(item, "_problem"), "plan": plan.join("\n"),
    })
}

/// What explains the answer: the note, or why the item does not apply.
fn note(item: &FieldView<'_>) -> String {
    let note = part(item, "_note");
    if note.is_empty() { part(item, "_reason") } else { note }
}

fn labelled(label: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{label}{text}") }
}

fn date(text: &str) -> String {
    Date::in_words(text)
}

/// A sentence for the report from one item that is met: the unit's own words where it gave enough of them, else the item's
/// statement, or its figure. What falls short stands among the problems; what feeds a register (典型经验, 意见建议) tells of
/// no task that was done, and stands in its own place.
fn sentence(item: &FieldView<'_>) -> Option<String> {
    if !item.answered()
        || item.field.tags.contains_key("feeds")
        || item.coefficient().is_some_and(|coefficient| coefficient < 1.0)
    {
        return None;
    }
    let first = answer_field(item)?;
    if let Some(said) = reported(item, &first) {
        return Some(said);
    }
    let head = without_remark(&item.field.label);
    let text = shown(&first);
    match first.field.kind {
        Kind::Choice if text == "是" => Some(own_words(item).unwrap_or_else(|| head.to_owned())),
        Kind::Number if text.is_empty() => None,
        Kind::Number => Some(format!("{head}为{}", answer(item))),
        Kind::Date => Some(format!("{head}为{}", date(&text))),
        Kind::Text => Some(text.lines().next().unwrap_or_default().to_owned()),
        Kind::Choice | Kind::Time | Kind::Choices | Kind::Table | Kind::Group => None,
    }
}

/// Items that fall short and of which the unit named no problem, each as it answered them: they would stand in no sentence
/// of the report otherwise. Each is an object: `said`, the item with its answer, and `note`, the unit's explanation.
fn shortfalls(live: &Live, wrong: &Wrong) -> Vec<Value> {
    let items = areas(live).flat_map(|section| items(&section).collect::<Vec<_>>());
    let short = items.filter(|item| {
        !wrong.has(item) && item.answered() && item.coefficient().is_some_and(|own| own < 1.0)
    });
    short.filter(|item| part(item, "_problem").is_empty()).filter_map(|item| short_of(&item)).collect()
}

/// What an item that falls short was answered, with the first line of the unit's explanation. The item's statement is named,
/// not said: it tells of what should be so.
fn short_of(item: &FieldView<'_>) -> Option<Value> {
    let first = answer_field(item)?;
    let answer = date(&answer(item));
    let head = without_remark(&item.field.label);
    let said = if first.field.kind == Kind::Choice {
        format!("“{}”一项自查结论为“{answer}”", head.replace('“', "‘").replace('”', "’"))
    } else {
        reported(item, &first).unwrap_or_else(|| format!("{head}为{answer}"))
    };
    let note = part(item, "_note");
    Some(json!({ "said": said, "note": note.lines().next().unwrap_or_default() }))
}

/// How the catalogue words a figure or a day for the report; `None` when it does not.
fn reported(item: &FieldView<'_>, first: &FieldView<'_>) -> Option<String> {
    let tag = |key: &str| item.field.tags.get(key);
    let nought = first.value.and_then(Value::as_f64) == Some(0.0);
    let words = tag("report_zero").filter(|_| nought).or_else(|| tag("report"))?;
    Some(words.replace("{answer}", &date(&answer(item))))
}

/// The first paragraph of the note, when it is a statement and not a mere reference.
fn own_words(item: &FieldView<'_>) -> Option<String> {
    let note = part(item, "_note");
    let first = note.lines().next().unwrap_or_default();
    (form::character_count(first) >= STATEMENT_LENGTH).then(|| first.to_owned())
}

/// An item's statement without the remark in brackets at its end and without its full stop.
fn without_remark(label: &str) -> &str {
    let label = label.trim_end_matches(['。', '；', ' ']);
    let bare = label
        .strip_suffix('）')
        .and_then(|inside| inside.rsplit_once('（'))
        .map_or(label, |(before, _)| before);
    bare.trim_end_matches(['。', '；', ' '])
}

/// Counts over all items, see [`tally`].
pub(crate) fn counts(live: &Live) -> Value {
    let sections: Vec<SectionView<'_>> = areas(live).collect();
    tally(sections.iter().flat_map(items), &Wrong::of(live))
}

/// Counts of items. Every answered item is in exactly one of the last ones, so that they add up to `answered`: `wrong`, which
/// the form calls so, is left out when there are none.
fn tally<'a>(items: impl Iterator<Item = FieldView<'a>>, faulty: &Wrong) -> Value {
    let [mut applicable, mut answered, mut met, mut short, mut not_applicable, mut review, mut unscored] =
        [0; 7];
    let mut wrong = 0;
    for item in items {
        let weighs = item.field.weight.is_some_and(|weight| weight > 0.0);
        // What carries no points may be left out (没有可不填), so it is nothing that is still to be checked.
        applicable += usize::from(weighs || item.answered());
        if !item.answered() {
            continue;
        }
        answered += 1;
        let none = answer_field(&item).is_some_and(|child| shown(&child) == "不适用");
        let kind = match item.coefficient() {
            _ if faulty.has(&item) => &mut wrong,
            Some(c) if c >= 1.0 => &mut met,
            Some(_) => &mut short,
            None if none => &mut not_applicable,
            None if weighs => &mut review,
            None => &mut unscored,
        };
        *kind += 1;
    }
    let mut counts = json!({
        "applicable": applicable, "answered": answered, "met": met, "short": short,
        "not_applicable": not_applicable, "review": review, "unscored": unscored,
    });
    if wrong > 0 {
        super::extend(&mut counts, json!({ "wrong": wrong }));
    }
    counts
}

/// Text of the items that feed a register (先进典型库, 政策完善建议库).
pub(crate) fn feeding(live: &Live, register: &str) -> String {
    areas(live)
        .flat_map(|section| items(&section).collect::<Vec<_>>())
        .filter(|item| item.field.tags.get("feeds").map(String::as_str) == Some(register))
        .filter_map(|item| answer_field(&item).map(|child| shown(&child)))
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Problems the unit named, with what it will do about each.
pub(crate) fn problems(live: &Live) -> Vec<Value> {
    areas(live)
        .flat_map(|section| {
            let area = section.section.title.clone();
            items(&section).map(move |item| (area.clone(), item)).collect::<Vec<_>>()
        })
        .filter_map(|(area, item)| {
            let problem = part(&item, "_problem");
            (!problem.is_empty()).then(|| {
                json!({
                    "area": area, "number": item.field.number, "field": item.field.id, "problem": problem,
                    "note": part(&item, "_note"), "measure": part(&item, "_measure"),
                    "person": part(&item, "_person"), "due": part(&item, "_deadline"),
                    "done": part(&item, "_finished"),
                })
            })
        })
        .collect()
}

/// A field's value as people read it: dates in Chinese stay in data form, lists joined, rows one per line.
pub(crate) fn shown(field: &FieldView<'_>) -> String {
    if field.field.kind == Kind::Table {
        let rows = field.rows().map(|row| {
            let cells =
                row.cells().filter(|c| c.relevant).filter_map(|c| c.printed().as_ref().map(value_text));
            cells.filter(|text| !text.is_empty()).map(|text| date(&text)).collect::<Vec<_>>().join(" ")
        });
        return rows.filter(|row| !row.is_empty()).collect::<Vec<_>>().join("\n");
    }
    field.printed().as_ref().map(value_text).unwrap_or_default()
}

pub(crate) fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |n| format!("{n}")),
        Value::Array(list) => {
            list.iter().map(value_text).filter(|t| !t.is_empty()).collect::<Vec<_>>().join("、")
        }
        Value::Bool(flag) => if *flag { "是" } else { "否" }.to_owned(),
        Value::Null | Value::Object(_) => String::new(),
    }
}
