//! Records of any form, filled by chance: what the template of a record sees.

use form::{Definition, Field, Kind};
use serde_json::{Value, json};

use super::Dice;
use super::prose::clause;

/// A record of a form; each answer is given so many times out of a hundred.
#[must_use]
pub fn record(form: &Definition, filled: usize, seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let sections: Vec<Value> = form
        .sections
        .iter()
        .map(|section| {
            let (mut rows, mut tables) = (Vec::new(), Vec::new());
            for field in &section.fields {
                if field.kind == Kind::Group {
                    rows.push(json!({ "heading": field.label }));
                    field.fields.iter().for_each(|part| add(part, filled, &mut dice, &mut rows, &mut tables));
                } else {
                    add(field, filled, &mut dice, &mut rows, &mut tables);
                }
            }
            json!({ "title": section.title, "rows": rows, "tables": tables })
        })
        .collect();
    let number = format!("甲-2026-示例{}所-01", dice.between(1, 40));
    json!({ "form": form.form, "title": form.title, "number": number, "sections": sections })
}

fn add(field: &Field, filled: usize, dice: &mut Dice, rows: &mut Vec<Value>, tables: &mut Vec<Value>) {
    if field.kind == Kind::Table {
        let columns: Vec<&str> = field.columns.iter().map(|column| column.label.as_str()).collect();
        let count = if dice.chance(filled) { dice.between(1, 6) } else { 0 };
        let row = |dice: &mut Dice| -> Vec<String> {
            field.columns.iter().map(|column| answer(column, filled.max(60), dice)).collect()
        };
        let rows: Vec<Vec<String>> = (0..count).map(|_| row(dice)).collect();
        tables.push(json!({ "title": field.label, "columns": columns, "rows": rows }));
    } else {
        let value = answer(field, filled, dice);
        let brief = (1..=16).contains(&value.chars().count()) && field.label.chars().count() <= 8;
        rows.push(json!({ "label": field.label, "value": value, "brief": brief }));
    }
}

fn answer(field: &Field, filled: usize, dice: &mut Dice) -> String {
    if !dice.chance(filled) {
        return String::new();
    }
    let unit = field.unit.as_deref().unwrap_or_default();
    match field.kind {
        Kind::Number => format!("{}{unit}", dice.between(0, 120)),
        Kind::Date => format!("2026年{}月{}日", dice.between(1, 12), dice.between(1, 28)),
        Kind::Time => format!("{}:{:02}", dice.between(8, 18), dice.below(60)),
        Kind::Choice => dice.pick(&field.choices).cloned().unwrap_or_else(|| "是".to_owned()),
        Kind::Choices => {
            field.choices.iter().take(dice.between(1, 3)).cloned().collect::<Vec<_>>().join("、")
        }
        Kind::Text if field.appearance.as_deref() == Some("long") => {
            let count = dice.between(1, 4);
            (0..count).map(|_| format!("{}。", clause(dice))).collect()
        }
        Kind::Text => dice.word(&WORDS).to_owned(),
        Kind::Table | Kind::Group => String::new(),
    }
}

const WORDS: [&str; 9] = [
    "李晓燕",
    "党群工作处",
    "A01-03",
    "行政楼三层会议室",
    "中国科学院示例研究所（28）",
    "马若琳、王一鸣、欧阳建国",
    "支部书记（研究员）",
    "部分会议记录缺少讨论情况",
    "复印件",
];
