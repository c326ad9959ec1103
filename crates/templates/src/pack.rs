//! The pack: templates by name, parsed when first asked for.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use document::{HouseStyle, StyleSheet};
use expr::Engine;
use ledger::kinds::Kind;
use ledger::workdays::Arrangement;
use ledger::{Calendar, Kinds, StatutoryDays};
use proof::Lexicon;
use serde_json::Value;

use crate::figures::{Figures, WrittenFigure};
use crate::letters::{LetterError, LetterTemplate, Scope};
use crate::places::Places;
use crate::query::{Query, QueryError, Reader, Written};
use crate::registers::{self, Register};
use crate::sources::Sources;

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
    kinds: OnceCell<Arc<Kinds>>,
    /// What queries may go through, read when first asked for.
    sources: OnceCell<Arc<Sources>>,
    /// Figures, read when first asked for.
    figures: OnceCell<Arc<Figures>>,
    /// Letters that were asked for.
    letters: RefCell<BTreeMap<String, Rc<LetterTemplate>>>,
    /// Registers and places that were asked for.
    registers: RefCell<BTreeMap<String, Rc<Register>>>,
    places: RefCell<BTreeMap<String, Rc<Places>>>,
    /// Forms that were asked for.
    forms: RefCell<BTreeMap<String, Rc<form::Definition>>>,
    /// What these read of the book.
    form_data: RefCell<BTreeMap<String, Rc<[Query]>>>,
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
    /// A query or a figure in it reads what nothing has, or is malformed.
    #[error("{path}: {error}")]
    Query {
        /// Template.
        path: String,
        /// What is wrong, with its place.
        error: QueryError,
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
            Self::Query { path, error } => format!("模板“{path}”：{}", error.message()),
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
        self.kinds_held()
    }

    /// The same, held for as long as somebody reads the book by them.
    pub fn kinds_held(&self) -> &Arc<Kinds> {
        let known =
            || crate::names("forms").filter_map(|name| Some((name.to_owned(), self.kind(name).ok()?)));
        self.kinds.get_or_init(|| Arc::new(known().collect()))
    }

    /// What queries may go through, and the names it has.
    pub fn sources(&self) -> &Arc<Sources> {
        self.sources.get_or_init(|| {
            let mut sources = Sources::new(self.kinds(), self.letter_names());
            let facts = self.catalogue("default").unwrap_or_default();
            let facts = facts.get("profile_fields").and_then(Value::as_array).into_iter().flatten();
            let facts = facts.filter_map(|fact| Some(fact.get("key")?.as_str()?.to_owned())).collect();
            for name in crate::names("forms") {
                if let Ok(form) = self.form(name) {
                    sources.add(name, &form, &facts);
                }
            }
            sources.figures = self
                .written_figures()
                .map(|all| all.into_iter().map(|one| one.id).collect())
                .unwrap_or_default();
            Arc::new(sources)
        })
    }

    fn written_figures(&self) -> Result<Vec<WrittenFigure>, PackError> {
        let mut all = Vec::new();
        for name in crate::names("figures") {
            all.extend(self.json::<Vec<WrittenFigure>>("figures", name)?);
        }
        Ok(all)
    }

    /// The definitions of all numbers.
    ///
    /// # Errors
    /// When one is malformed, or reads a name that nothing has.
    pub fn figures(&self) -> Result<&Arc<Figures>, PackError> {
        if let Some(known) = self.figures.get() {
            return Ok(known);
        }
        let written = self.written_figures()?;
        let walks = written.iter().filter(|one| one.is_walk()).map(|one| one.id.clone()).collect();
        let mut reader = Reader::new(&self.engine, self.sources(), &[]);
        reader.known.retain(|name| matches!(name.as_str(), "today" | "round" | "figures"));
        let malformed = |error| PackError::Query { path: "figures".to_owned(), error };
        let mut all = Vec::new();
        for one in written {
            all.push(one.read(&reader, &walks).map_err(malformed)?);
        }
        Ok(self.figures.get_or_init(|| Arc::new(Figures::new(all))))
    }

    /// What a form reads of the book: its queries, in order. They are read once.
    ///
    /// # Errors
    /// When there is no such form, a query of it reads a name that nothing has, or gives a name that its `context` lacks.
    pub fn form_data(&self, name: &str) -> Result<Rc<[Query]>, PackError> {
        if let Some(known) = self.form_data.borrow().get(name) {
            return Ok(Rc::clone(known));
        }
        let path = format!("forms/{name}.json");
        let queries = crate::form_data::read(&self.engine, self.sources(), name, &*self.form(name)?);
        let queries = Rc::from(queries.map_err(|error| error.in_file(path))?);
        self.form_data.borrow_mut().insert(name.to_owned(), Rc::clone(&queries));
        Ok(queries)
    }

    /// Holds a form that need not be in the pack against it: what its records mean, what comes after their steps, and what it
    /// reads of the book.
    ///
    /// # Errors
    /// With the place, and the nearest known name where one is unknown.
    pub fn check_form(&self, name: &str, form: &form::Definition) -> Result<(), PackError> {
        let malformed = |reason| PackError::Malformed { path: name.to_owned(), reason };
        let kind = crate::kinds::read(form).map_err(malformed)?;
        for way in kind.life.iter().flat_map(|life| &life.transitions) {
            let lost = way.letter.as_ref().filter(|next| self.letter_names().all(|known| known != *next));
            if let Some(next) = lost {
                let nearest = expr::nearest(next, self.letter_names()).unwrap_or("none");
                return Err(malformed(format!(
                    "life.{}: no letter {next}; the nearest is {nearest}",
                    way.id
                )));
            }
            let lost = way.form.as_ref().filter(|next| crate::names("forms").all(|known| known != *next));
            if let Some(next) = lost {
                let nearest = expr::nearest(next, crate::names("forms")).unwrap_or("none");
                return Err(malformed(format!("life.{}: no form {next}; the nearest is {nearest}", way.id)));
            }
        }
        let own = form.form.split('/').next().unwrap_or(name);
        let read = crate::form_data::read(&self.engine, self.sources(), own, form);
        read.map(drop).map_err(|error| error.in_file(name.to_owned()))
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
        let forms: Vec<Rc<form::Definition>> =
            own.clone().filter_map(|(form, _)| self.form(form).ok()).collect();
        let forms: Vec<&form::Definition> = forms.iter().map(Rc::as_ref).collect();
        let kinds: Vec<&Kind> = own.map(|(_, kind)| *kind).collect();
        registers::check(&register, &forms, &kinds)
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
    pub fn letter(&self, name: &str) -> Result<Rc<LetterTemplate>, PackError> {
        if let Some(known) = self.letters.borrow().get(name) {
            return Ok(Rc::clone(known));
        }
        let source = self.source("letters", name, "txt").or_else(|_| self.source("reports", name, "txt"))?;
        let letter = Rc::new(self.read_letter(name, source)?);
        self.letters.borrow_mut().insert(name.to_owned(), letter.clone());
        Ok(letter)
    }

    /// Reads a template and holds its queries against the forms of the pack.
    ///
    /// # Errors
    /// When it is malformed, or a query of it reads a name that nothing has.
    pub fn read_letter(&self, name: &str, source: &str) -> Result<LetterTemplate, PackError> {
        let mut letter = LetterTemplate::parse(source)?;
        if let Some(kind) = letter.about.subject.as_ref().filter(|kind| !self.sources().is_form(kind)) {
            let error = QueryError::unknown("scope", kind, self.sources().forms());
            return Err(PackError::Query { path: name.to_owned(), error });
        }
        let mut written = Vec::new();
        for shared in &letter.about.uses {
            written.extend(self.queries(shared)?);
        }
        written.extend(letter.about.data.iter().cloned());
        let mut reader = Reader::new(&self.engine, self.sources(), letter.about.scope.names());
        reader.record = letter.about.subject.clone();
        let malformed = |error| PackError::Query { path: name.to_owned(), error };
        let queries = written.iter().map(|one| reader.read(one)).collect::<Result<Vec<_>, _>>();
        letter.queries = queries.map_err(malformed)?.into();
        letter.reads = Rc::new(letter.words());
        Ok(letter)
    }

    /// Queries that several templates share.
    fn queries(&self, name: &str) -> Result<Vec<Written>, PackError> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Shared {
            data: Vec<Written>,
        }
        let shared = toml::from_str::<Shared>(self.source("queries", name, "toml")?);
        let shared = shared.map_err(|error| PackError::Malformed {
            path: format!("queries/{name}.toml"),
            reason: error.to_string(),
        })?;
        Ok(shared.data)
    }

    /// Names of all letters and reports.
    pub fn letter_names(&self) -> impl Iterator<Item = &'static str> {
        crate::names("letters").chain(crate::names("reports"))
    }

    /// The first letter of a scope, of which there is one each of the writer's own text and of any form as it is.
    #[must_use]
    pub fn letter_about(&self, scope: Scope) -> Option<&'static str> {
        let is_it = |name: &&str| self.letter(name).is_ok_and(|letter| letter.about.scope == scope);
        self.letter_names().find(is_it)
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
