//! The pack: templates by name, parsed when first asked for.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use document::{HouseStyle, StyleSheet};
use expr::Engine;
use ledger::kinds::Kind;
use ledger::workdays::Arrangement;
use ledger::{Calendar, Kinds, StatutoryDays};
use proof::Lexicon;
use serde_json::Value;

use crate::letters::{LetterError, LetterTemplate};
use crate::places::Places;
use crate::registers::{self, Register};

/// The templates that ship with the product. Cheap to make; parsing happens per template.
#[derive(Debug, Default)]
pub struct Pack {
    /// Templates the office made itself, by path under `templates/`; they win over the shipped ones.
    own: BTreeMap<String, String>,
    engine: Engine,
    /// What the office has settled for all its documents; it is put over every style sheet.
    house: HouseStyle,
    /// Words and phrases of proof-reading, read when first asked for.
    lexicon: OnceCell<Lexicon>,
    /// Rules of masking, read when first asked for.
    redaction: OnceCell<redact::Rules>,
    /// What a file may do, read when first asked for.
    authority: OnceCell<ledger::authority::Table>,
    /// What records mean, by form, read when first asked for.
    kinds: OnceCell<Kinds>,
    /// Registers and places that were asked for.
    registers: RefCell<BTreeMap<String, Rc<Register>>>,
    places: RefCell<BTreeMap<String, Rc<Places>>>,
    /// Forms that were asked for.
    forms: RefCell<BTreeMap<String, Rc<form::Definition>>>,
    /// The shipped calendars, read when first asked for.
    calendar: OnceCell<Rc<Calendar>>,
    /// The same with the arrangements an office entered, by their words.
    entered: RefCell<Option<Entered>>,
}

/// Arrangements of holidays as entered, and the calendar with them.
type Entered = (BTreeMap<i32, String>, Rc<Calendar>);

/// The calendar of days that are free by law.
const STATUTORY: &str = "statutory";

/// A template that could not be used.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// There is none of this name.
    #[error("no {folder}/{name}")]
    Unknown {
        /// Folder under `templates/`.
        folder: &'static str,
        /// Name asked for.
        name: String,
    },
    /// It is malformed.
    #[error("{path}: {reason}")]
    Malformed {
        /// File.
        path: String,
        /// Why.
        reason: String,
    },
    /// It is a malformed letter.
    #[error(transparent)]
    Letter(#[from] LetterError),
}

impl PackError {
    /// What happened and what to do, in Chinese.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Unknown { name, .. } => format!("没有名为“{name}”的模板，请核对模板名称"),
            Self::Malformed { path, .. } => format!("模板“{path}”内容有误，无法使用，请恢复原模板"),
            Self::Letter(LetterError::Render { place, error }) => {
                format!("公文模板的“{place}”处无法生成：{}", error.message())
            }
            Self::Letter(LetterError::TooLong) => "公文模板超过1 MB，请核对是否选错了文件".to_owned(),
            Self::Letter(LetterError::NoFrontMatter | LetterError::FrontMatter(_)) => {
                "公文模板的说明部分有误，请对照样例检查两行“+++”之间的内容".to_owned()
            }
        }
    }
}

impl Pack {
    /// The shipped templates.
    #[must_use]
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The engine every template of the pack is evaluated with.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The house style in force.
    #[must_use]
    pub fn house(&self) -> &HouseStyle {
        &self.house
    }

    /// Puts a house style over every style sheet from now on.
    pub fn set_house(&mut self, house: HouseStyle) {
        self.house = house;
    }

    /// Words and phrases of proof-reading.
    ///
    /// # Errors
    /// When they are malformed.
    pub fn lexicon(&self) -> Result<&Lexicon, PackError> {
        if let Some(lexicon) = self.lexicon.get() {
            return Ok(lexicon);
        }
        let malformed = |error: proof::LexiconError| PackError::Malformed {
            path: "rules/proof.json, rules/spelling.json".to_owned(),
            reason: error.to_string(),
        };
        let source = |name: &str| self.source("rules", name, "json");
        let lexicon = Lexicon::from_json(source("proof")?, source("spelling")?).map_err(malformed)?;
        Ok(self.lexicon.get_or_init(|| lexicon))
    }

    /// What is masked where something leaves, and what is warned of.
    ///
    /// # Errors
    /// When the rules are malformed.
    pub fn redaction(&self) -> Result<&redact::Rules, PackError> {
        if let Some(rules) = self.redaction.get() {
            return Ok(rules);
        }
        let malformed = |error: redact::RulesError| PackError::Malformed {
            path: "rules/redaction.json".to_owned(),
            reason: error.to_string(),
        };
        let words = self.source("rules", "no-names", "txt")?;
        let rules =
            redact::Rules::read(self.source("rules", "redaction", "json")?, words).map_err(malformed)?;
        Ok(self.redaction.get_or_init(|| rules))
    }

    /// What a file may do: the table that everything which is taken in passes.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn authority(&self) -> Result<&ledger::authority::Table, PackError> {
        if let Some(table) = self.authority.get() {
            return Ok(table);
        }
        let table = self.json("rules", "authority")?;
        Ok(self.authority.get_or_init(|| table))
    }

    fn source(&self, folder: &'static str, name: &str, extension: &str) -> Result<&str, PackError> {
        let path = format!("{folder}/{name}.{extension}");
        let own = self.own.get(&path).map(String::as_str);
        own.or_else(|| crate::file(&path)).ok_or(PackError::Unknown { folder, name: name.to_owned() })
    }

    fn json<T: serde::de::DeserializeOwned>(&self, folder: &'static str, name: &str) -> Result<T, PackError> {
        serde_json::from_str(self.source(folder, name, "json")?).map_err(|error| PackError::Malformed {
            path: format!("{folder}/{name}.json"),
            reason: error.to_string(),
        })
    }

    /// A form definition by name (`phone-call`), without its version. It is read once.
    ///
    /// # Errors
    /// When there is none or it is malformed.
    pub fn form(&self, name: &str) -> Result<Rc<form::Definition>, PackError> {
        if let Some(known) = self.forms.borrow().get(name) {
            return Ok(Rc::clone(known));
        }
        let form: Rc<form::Definition> = Rc::new(self.json("forms", name)?);
        self.forms.borrow_mut().insert(name.to_owned(), Rc::clone(&form));
        Ok(form)
    }

    /// What the records of all forms mean. A form whose `kind` is malformed is left out; [`Pack::kind`] says why.
    pub fn kinds(&self) -> &Kinds {
        let known =
            || crate::names("forms").filter_map(|name| Some((name.to_owned(), self.kind(name).ok()?)));
        self.kinds.get_or_init(|| known().collect())
    }

    /// What the records of a form mean.
    ///
    /// # Errors
    /// When there is no such form, or its `kind` is malformed or names a field that the form does not have.
    pub fn kind(&self, name: &str) -> Result<Kind, PackError> {
        let form = self.form(name)?;
        crate::kinds::read(&form)
            .map_err(|reason| PackError::Malformed { path: format!("forms/{name}.json"), reason })
    }

    /// A register by name. It is read once.
    ///
    /// # Errors
    /// When there is none, it is malformed, or it names a field that no form of its records has.
    pub fn register(&self, name: &str) -> Result<Rc<Register>, PackError> {
        if let Some(known) = self.registers.borrow().get(name) {
            return Ok(Rc::clone(known));
        }
        let register: Rc<Register> = Rc::new(self.json("registers", name)?);
        let kinds = self.kinds().in_order();
        let own = kinds.iter().filter(|(form, _)| self.kinds().is_in(name, form));
        let forms: Vec<Rc<form::Definition>> = own.filter_map(|(form, _)| self.form(form).ok()).collect();
        let forms: Vec<&form::Definition> = forms.iter().map(Rc::as_ref).collect();
        registers::check(&register, &forms)
            .map_err(|reason| PackError::Malformed { path: format!("registers/{name}.json"), reason })?;
        self.registers.borrow_mut().insert(name.to_owned(), Rc::clone(&register));
        Ok(register)
    }

    /// The places of a role by its name (`office`). They are read once.
    ///
    /// # Errors
    /// When there are none or they are malformed.
    pub fn places(&self, role: &str) -> Result<Rc<Places>, PackError> {
        if let Some(known) = self.places.borrow().get(role) {
            return Ok(Rc::clone(known));
        }
        let places: Rc<Places> = Rc::new(self.json("places", role)?);
        self.places.borrow_mut().insert(role.to_owned(), Rc::clone(&places));
        Ok(places)
    }

    /// A letter or report template by name.
    ///
    /// # Errors
    /// When there is none or it is malformed.
    pub fn letter(&self, name: &str) -> Result<LetterTemplate, PackError> {
        let source = self.source("letters", name, "txt").or_else(|_| self.source("reports", name, "txt"))?;
        Ok(LetterTemplate::parse(source)?)
    }

    /// Names of all letters and reports.
    pub fn letter_names(&self) -> impl Iterator<Item = &'static str> {
        crate::names("letters").chain(crate::names("reports"))
    }

    /// A style sheet by name, with everything it extends filled in and the house style over it.
    ///
    /// # Errors
    /// When there is none or it is malformed.
    pub fn style(&self, name: &str) -> Result<StyleSheet, PackError> {
        self.style_for(name, &self.house)
    }

    /// A style sheet by name with an office's own choices over it.
    ///
    /// # Errors
    /// When there is none, it is malformed, or it lacks what the house chose.
    pub fn style_for(&self, name: &str, house: &HouseStyle) -> Result<StyleSheet, PackError> {
        let malformed = |reason: String| PackError::Malformed { path: format!("styles/{name}.json"), reason };
        self.source("styles", name, "json")?;
        let find = |name: &str| self.source("styles", name, "json").ok().map(str::to_owned);
        StyleSheet::load_for(name, &find, house).map_err(|error| malformed(error.to_string()))
    }

    /// A catalogue by name, as data.
    ///
    /// # Errors
    /// When there is none or it is malformed.
    pub fn catalogue(&self, name: &str) -> Result<Value, PackError> {
        self.json("catalogues", name)
    }

    /// All calendars as one, with the days that are free by law for the years nobody entered.
    #[must_use]
    pub fn calendar(&self) -> Rc<Calendar> {
        Rc::clone(self.calendar.get_or_init(|| Rc::new(self.read_calendar())))
    }

    /// The same with arrangements of holidays that an office entered, by year and as published. One stands in the place of
    /// a shipped one; one that cannot be adopted is left out. They are read again only when they say something else.
    #[must_use]
    pub fn calendar_with(&self, entered: &BTreeMap<i32, &str>) -> Rc<Calendar> {
        if entered.is_empty() {
            return self.calendar();
        }
        let mut kept = self.entered.borrow_mut();
        if let Some((words, calendar)) = &*kept
            && words
                .iter()
                .map(|(year, words)| (*year, words.as_str()))
                .eq(entered.iter().map(|(y, w)| (*y, *w)))
        {
            return Rc::clone(calendar);
        }
        let mut calendar = Calendar::clone(&self.calendar());
        for (year, words) in entered {
            if let Some(own) = Arrangement::read(*year, words, &calendar.by_law).calendar(*year) {
                calendar.replace(*year, own);
            }
        }
        let calendar = Rc::new(calendar);
        let words = entered.iter().map(|(year, words)| (*year, (*words).to_owned())).collect();
        *kept = Some((words, Rc::clone(&calendar)));
        calendar
    }

    fn read_calendar(&self) -> Calendar {
        let by_law =
            self.json::<StatutoryDays>("calendars", STATUTORY).map(|law| law.days).unwrap_or_default();
        let mut all = Calendar { by_law, ..Calendar::default() };
        for name in crate::names("calendars").filter(|name| *name != STATUTORY) {
            if let Ok(year) = self.json::<Calendar>("calendars", name) {
                all.extend(year);
            }
        }
        all
    }

    /// The shipped roster as CSV.
    #[must_use]
    pub fn roster(&self) -> &'static str {
        crate::file("rosters/cas.csv").unwrap_or_default()
    }
}
