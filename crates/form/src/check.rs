//! What is wrong with one answer, whether of a field or of a cell.
//!
//! | relevant | answer   | required | kind fits | constraint | problem                    |
//! |----------|----------|----------|-----------|------------|----------------------------|
//! | no       | any      | any      | any       | any        | none: it is not asked      |
//! | yes      | blank    | no       | —         | not asked  | none                       |
//! | yes      | blank    | yes      | —         | not asked  | `missing`                  |
//! | yes      | computed | not asked| —         | asked      | `constraint` if it fails   |
//! | yes      | answer   | any      | no        | not asked  | what doesn't fit           |
//! | yes      | answer   | any      | yes       | holds      | bounds, if broken          |
//! | yes      | answer   | any      | yes       | fails      | bounds, and `constraint`   |
//!
//! A condition that reads blanks and cannot be told yet makes no problem.

use serde_json::Value as Json;

use crate::compile::Formulas;
use crate::evaluate::Scope;
use crate::lists::Lists;
use crate::typed::{character_count, typed};
use crate::{Code, Field, Kind, MAX_ROWS, Severity, is_blank};

/// A problem before it knows its place.
pub(crate) struct Finding {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) message: String,
}

impl Finding {
    fn error(code: Code, message: String) -> Self {
        Self { code, severity: Severity::Error, message }
    }
}

/// One answer and all that is needed to judge it.
pub(crate) struct Asked<'a> {
    pub(crate) field: &'a Field,
    pub(crate) formulas: &'a Formulas,
    pub(crate) lists: &'a Lists,
    pub(crate) answer: Option<&'a Json>,
    pub(crate) required: bool,
}

impl Asked<'_> {
    /// The problems of a relevant answer, in the order of the table above.
    pub(crate) fn findings(&self, scope: &Scope<'_>, broken: &mut bool) -> Vec<Finding> {
        let computed = self.field.value.is_some();
        let Some(answer) = self.answer.filter(|answer| !is_blank(answer)) else {
            let missing = self.required && !computed;
            return missing
                .then(|| Finding::error(Code::Missing, missing_message(self.field)))
                .into_iter()
                .collect();
        };
        let mut found = match typed(self.field, self.lists.of(self.field), answer) {
            Err(code) => return vec![Finding::error(code, misfit_message(self.field, code))],
            Ok(value) => bounds(self.field, &value),
        };
        found.extend(self.others_to_take(answer));
        if !scope.holds(self.formulas.constraint.as_ref(), true, broken) {
            let message = self.field.message.clone();
            let message = message.unwrap_or_else(|| {
                format!(
                    "“{}”填写的内容不符合本表规定，请按提示改正；没有提示的，请联系办公室。",
                    self.field.label
                )
            });
            found.push(Finding::error(Code::Constraint, message));
        }
        if !scope.holds(self.formulas.caution.as_ref(), true, broken) {
            let message = self.field.caution_message.clone();
            let message = message.unwrap_or_else(|| {
                format!(
                    "“{}”超出一般范围，请核对是否填错；确属实情的，请在情况说明中写明。",
                    self.field.label
                )
            });
            found.push(Finding { code: Code::Caution, severity: Severity::Warning, message });
        }
        found
    }
}

impl Asked<'_> {
    /// An option that is for others.
    fn others_to_take(&self, answer: &Json) -> Option<Finding> {
        let taken = answer.as_str().filter(|taken| !self.lists.may_take(self.field, taken))?;
        let otherwise = &self.field.reserved.get(taken)?.otherwise;
        let label = &self.field.label;
        let message = format!("“{label}”中的“{taken}”不由本级填写，请改选“{otherwise}”。");
        Some(Finding::error(Code::NotAChoice, message))
    }
}

/// The defect of a form, told to the one who fills it.
pub(crate) fn broken_finding(field: &Field) -> Finding {
    let message =
        format!("“{}”无法自动检查，请按实际情况填写，可以照常提交；请将栏目名称告知办公室。", field.label);
    Finding { code: Code::Formula, severity: Severity::Warning, message }
}

fn missing_message(field: &Field) -> String {
    let label = &field.label;
    match field.kind {
        Kind::Choice | Kind::Choices | Kind::Date => format!("请选择“{label}”。"),
        Kind::Table => format!("请在“{label}”中至少填写一行。"),
        Kind::Text | Kind::Number | Kind::Time | Kind::Group => format!("请填写“{label}”。"),
    }
}

fn misfit_message(field: &Field, code: Code) -> String {
    let label = &field.label;
    match code {
        Code::NotANumber => format!("“{label}”应为数字，请改正。"),
        Code::NotADate => format!("“{label}”不是有效日期，请重新选择；以文件填写的，写作“2026-01-31”。"),
        Code::NotATime => format!("“{label}”不是有效时间，请按“09:30”的样式填写。"),
        Code::NotAChoice => format!("“{label}”的内容不在选项之中，请重新选择。"),
        Code::TooMany => format!("“{label}”不超过{}行，请删减。", most_rows(field)),
        Code::TooLong => format!("“{label}”内容过多，请精简。"),
        Code::WrongType
        | Code::Missing
        | Code::TooShort
        | Code::NotAnInteger
        | Code::TooSmall
        | Code::TooLarge
        | Code::TooFew
        | Code::Constraint
        | Code::Caution
        | Code::Formula
        | Code::Check
        | Code::CopiedText => format!("“{label}”中原有内容的格式不对，已不能显示，请重新填写。"),
    }
}

fn bounds(field: &Field, value: &Json) -> Vec<Finding> {
    match field.kind {
        Kind::Text => length(field, value.as_str().map_or(0, character_count)),
        Kind::Number => range(field, value.as_f64().unwrap_or(0.0)),
        Kind::Table | Kind::Choices => count(field, value),
        Kind::Date | Kind::Time | Kind::Choice | Kind::Group => Vec::new(),
    }
}

/// How many rows a table may have.
pub(crate) fn most_rows(field: &Field) -> usize {
    let asked = field.max.filter(|max| (0.0..MAX_ROWS as f64).contains(max));
    // Whole and not negative, so nothing is lost.
    asked.map_or(MAX_ROWS, |max| max as usize)
}

fn length(field: &Field, found: usize) -> Vec<Finding> {
    let label = &field.label;
    let short = field.min_length.filter(|min| found < *min).map(|min| {
        Finding::error(Code::TooShort, format!("“{label}”不少于{min}字，现有{found}字，请补充。"))
    });
    let long = field
        .max_length
        .filter(|max| found > *max)
        .map(|max| Finding::error(Code::TooLong, format!("“{label}”不超过{max}字，现有{found}字，请精简。")));
    short.into_iter().chain(long).collect()
}

fn range(field: &Field, found: f64) -> Vec<Finding> {
    let label = &field.label;
    let unit = field.unit.as_deref().unwrap_or_default();
    let mut all = Vec::new();
    if field.integer && found.fract() != 0.0 {
        all.push(Finding::error(Code::NotAnInteger, format!("“{label}”应为整数，请改正。")));
    }
    if let Some(min) = field.min.filter(|min| found < *min) {
        all.push(Finding::error(Code::TooSmall, format!("“{label}”不能小于{min}{unit}，请核对。")));
    }
    if let Some(max) = field.max.filter(|max| found > *max) {
        all.push(Finding::error(Code::TooLarge, format!("“{label}”不能大于{max}{unit}，请核对。")));
    }
    all
}

fn count(field: &Field, value: &Json) -> Vec<Finding> {
    let label = &field.label;
    // Rows of a table that lists people are counted as the form says: 人.
    let usual = if field.kind == Kind::Table { "行" } else { "项" };
    let word = field.unit.as_deref().unwrap_or(usual);
    let found = value.as_array().map_or(0, |rows| rows.iter().filter(|row| !is_blank(row)).count()) as f64;
    let few = field.min.filter(|min| found < *min).map(|min| {
        Finding::error(Code::TooFew, format!("“{label}”不少于{min}{word}，现有{found}{word}，请补充。"))
    });
    let many = field.max.filter(|max| found > *max).map(|max| {
        Finding::error(Code::TooMany, format!("“{label}”不超过{max}{word}，现有{found}{word}，请删减。"))
    });
    few.into_iter().chain(many).collect()
}
