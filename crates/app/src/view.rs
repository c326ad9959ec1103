//! Views: plain values that say what a screen shows. The shell draws them and decides nothing.

mod about_unit;
mod above;
mod catalogue;
mod chrome;
mod course;
mod fields;
mod figure;
mod first_files;
mod flaws;
mod form_page;
mod hand_over;
mod handed;
mod handing;
mod holidays;
mod house;
mod inbox;
mod letter_page;
mod lists;
mod masking;
mod next_step;
mod office;
mod origin;
mod plain;
mod proof;
mod received;
mod rectification;
mod register;
mod roster;
mod search;
mod unit;
mod versions;

pub use about_unit::{AboutUnitPage, UnitEntry, UnitYear, about_unit_page};
pub use catalogue::{CatalogueArea, CatalogueLine};
pub use chrome::{Chrome, NavGroup, NavItem, chrome, home, record_on_screen};
pub(crate) use chrome::{is_unnamed, own_self_check, place};
pub(crate) use course::event_name;
pub use course::{Course, CourseAsk, CourseStep, CourseWay};
pub(crate) use fields::Drawn;
pub use fields::{FieldView, OtherRows, RowView};
pub use figure::{FigurePage, FigureRow, figure_page};
pub use first_files::{FirstFile, first_files};
pub(crate) use flaws::{edition, visible, visible_name};
pub use form::Kind as FieldKind;
pub(crate) use form_page::section_on_screen;
pub use form_page::{FormFault, FormPage, FormSide, ProblemItem, SectionTab, form_fault, form_page};
pub use hand_over::{HandOverPage, hand_over_page};
pub(crate) use handed::holds;
pub use handed::{HandedItem, handed_items};
pub(crate) use handing::units_to_send;
pub use handing::{Handing, handing};
pub use holidays::YearOfHolidays;
pub use house::{HouseChoice, HousePage, house_page};
pub use inbox::{InboxItem, InboxPage, IncidentItem, KeyItem, inbox_page};
pub use letter_page::{HeadField, LetterPage, letter_page};
pub use lists::{
    LetterItem, LettersPage, PaperItem, Shortcuts, UnitItem, UnitsPage, day_in_words, letters_page,
    units_page,
};
pub use masking::{Doubt, Issuing, Masking, Suspect, issuing, masking};
pub use next_step::NextStep;
pub use office::{
    AreaBar, FindingsPage, Kpi, OverviewPage, OverviewRow, RoundPage, findings_page, overview_page,
    round_page,
};
pub(crate) use office::{proposed_days, wrong_day_of};
pub use origin::Origin;
pub use proof::{Proof, ProofItem, TextMark, Underline, place_words, severity_tone, severity_words};
pub use received::{ReceivedItem, ReceivedPage, received_page};
pub use rectification::{RectificationItem, RectificationPage, Standing, StandingCount, rectification_page};
pub use register::{
    Begins, RegisterCell, RegisterColumn, RegisterFilter, RegisterPage, RegisterRow, register_page, sort_rows,
};
pub use roster::{RosterLine, RosterPage, RosterPreview, roster_page};
pub use search::{SearchHit, Spell, search};
pub use unit::{ProblemRow, ProblemsPage, SubmitPage, TaskPage, problems_page, submit_page, task_page};
pub use versions::{PartItem, SettlePage, VersionItem, settle_page};
pub(crate) use versions::{changed_parts, entry_name, part_name};

/// A coloured state in a few characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Badge {
    /// Words.
    pub text: String,
    /// Colour.
    pub tone: Tone,
}

/// Meaning of a colour; the words beside it always say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to say.
    #[default]
    Plain,
    /// In order.
    Good,
    /// Waits for somebody, and there is time.
    Wait,
    /// Needs attention.
    Warn,
    /// Wrong or overdue.
    Bad,
}

impl Tone {
    /// Class name for the style sheet.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Wait => "wait",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

impl Badge {
    pub(crate) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: text.into(), tone }
    }
}
