//! What is not right yet about the answers: data for the field and the list, never an error.

use serde::{Deserialize, Serialize};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must be mended before the form can be handed in.
    Error,
    /// Worth a look.
    Warning,
}

/// What kind of problem it is. [`Code::name`] is what cases and scripts compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Required and blank.
    Missing,
    /// Fewer characters than asked for.
    TooShort,
    /// More characters than allowed.
    TooLong,
    /// Not a number.
    NotANumber,
    /// Not a whole number.
    NotAnInteger,
    /// Below the smallest number.
    TooSmall,
    /// Above the largest number.
    TooLarge,
    /// Not a day of the calendar.
    NotADate,
    /// Not a time of day.
    NotATime,
    /// Not among the options.
    NotAChoice,
    /// Fewer rows or options than asked for.
    TooFew,
    /// More rows or options than allowed.
    TooMany,
    /// Stored data of another type than the field's.
    WrongType,
    /// The field's constraint does not hold.
    Constraint,
    /// The field's caution does not hold.
    Caution,
    /// A calculation failed on complete data: the form's author must look.
    Formula,
    /// A rule over the whole form.
    Check,
    /// The same text in too many fields.
    CopiedText,
}

impl Code {
    /// The name in data, such as `too_short`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::NotANumber => "not_a_number",
            Self::NotAnInteger => "not_an_integer",
            Self::TooSmall => "too_small",
            Self::TooLarge => "too_large",
            Self::NotADate => "not_a_date",
            Self::NotATime => "not_a_time",
            Self::NotAChoice => "not_a_choice",
            Self::TooFew => "too_few",
            Self::TooMany => "too_many",
            Self::WrongType => "wrong_type",
            Self::Constraint => "constraint",
            Self::Caution => "caution",
            Self::Formula => "formula",
            Self::Check => "check",
            Self::CopiedText => "copied_text",
        }
    }
}

/// One thing to mend, with its place and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where, as [`crate::Path`] writes it; empty for the whole form.
    pub path: String,
    /// What people call the place, such as `A01-01 情况说明`.
    pub label: String,
    /// What to do, in Chinese, without any answer in it.
    pub message: String,
}
