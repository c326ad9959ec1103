//! Figures of a book: each counted when it is first asked for, and once.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use expr::{Date, ExprError, Expression, Lazy, Operand, Scope};
use ledger::{Book, EntryId};
use templates::{Counting, Figure, Figures, GivenAs, Pack, PackError, Walk};

use super::{Reading, run};

/// The figures of one round.
#[derive(Debug, Clone)]
pub struct FigureBook(Arc<Held>);

#[derive(Debug)]
struct Held {
    reading: Arc<Reading>,
    figures: Arc<Figures>,
    scope: Scope,
    kept: BTreeMap<String, OnceLock<Result<Counted, ExprError>>>,
}

/// What a figure came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counted {
    /// The number; `None` when there is nothing to tell it of (a share of nothing, a mean of no values).
    pub value: Option<f64>,
    /// Of what a share is the share: how many there are.
    pub whole: usize,
    /// The number as people read it, a share with its sign; `—` when there is none.
    pub number: String,
    /// The same with its unit.
    pub text: String,
}

impl FigureBook {
    /// The figures of the round that a book is read in.
    ///
    /// # Errors
    /// When a definition is malformed.
    pub(crate) fn new(pack: &Pack, reading: &Arc<Reading>, book: &Book) -> Result<Self, PackError> {
        let figures = Arc::clone(pack.figures()?);
        let kept = figures.iter().map(|figure| (figure.id.clone(), OnceLock::new())).collect();
        let id = reading.round.as_ref();
        let round = super::round_named(id, id.and_then(|id| book.round(id)), reading.today);
        let mut scope = Scope::default();
        scope.insert("today", Operand::text(&reading.today.to_string()));
        scope.insert("round", round);
        Ok(Self(Arc::new(Held { reading: Arc::clone(reading), figures, scope, kept })))
    }

    /// The figures of a round.
    ///
    /// # Errors
    /// When a definition is malformed.
    pub fn of_round(pack: &Pack, book: &Book, round: &EntryId, today: Date) -> Result<Self, PackError> {
        Self::new(pack, &Reading::of(pack, book, Some(round), today), book)
    }

    /// What a figure comes to; nothing when there is none of that name or it cannot be counted.
    #[must_use]
    pub fn get(&self, id: &str) -> Counted {
        self.0.counted(id).unwrap_or_default()
    }

    /// A count as a whole number; 0 when there is none.
    #[must_use]
    pub fn count(&self, id: &str) -> usize {
        self.get(id).value.filter(|value| *value >= 0.0).map_or(0, |value| value as usize)
    }

    /// What a figure counts by one of the names it is broken down by, the greatest first.
    #[must_use]
    pub fn by(&self, id: &str, name: &str) -> Vec<(String, usize)> {
        self.0.broken_down(id, name).unwrap_or_default()
    }

    /// Entries that a figure counts, for whoever shows them.
    #[must_use]
    pub fn entries(&self, id: &str) -> Vec<EntryId> {
        let Some(walk) = self.0.walk(id) else { return Vec::new() };
        let rows = run::rows(&self.0.reading, &walk.rows, &self.0.scope).unwrap_or_default();
        let rows = rows.into_iter().filter(|it| {
            let part = walk.part.as_ref();
            part.is_none_or(|part| part.over(&self.0.scope, it).is_ok_and(|holds| holds.is_true()))
        });
        rows.filter_map(|it| it.part("id").as_str().map(EntryId::from)).collect()
    }

    /// Whether things that are alike count once, as records of one unit.
    #[must_use]
    pub fn is_distinct(&self, id: &str) -> bool {
        self.0.walk(id).is_some_and(|walk| walk.distinct.is_some())
    }

    /// All definitions.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.0.figures
    }
}

impl Held {
    fn walk(&self, id: &str) -> Option<&Walk> {
        if let Counting::Walk(walk) = &self.figures.of(id)?.counts { Some(walk) } else { None }
    }

    fn counted(self: &Arc<Self>, id: &str) -> Result<Counted, ExprError> {
        let (Some(figure), Some(kept)) = (self.figures.of(id), self.kept.get(id)) else {
            return Ok(Counted::default());
        };
        kept.get_or_init(|| self.count(figure)).clone()
    }

    fn count(self: &Arc<Self>, figure: &Figure) -> Result<Counted, ExprError> {
        let (value, whole, share) = match &figure.counts {
            Counting::Of(of) => {
                let mut scope = self.scope.clone();
                scope.insert("figures", Operand::lazy(Walks(Arc::clone(self))));
                (of.over(&scope, &Operand::blank())?.as_f64(), 0, false)
            }
            Counting::Walk(walk) => {
                let rows = run::rows(&self.reading, &walk.rows, &self.scope)?;
                let (value, whole) = self.reckon(walk, &rows)?;
                (value, whole, walk.shown == GivenAs::Percent)
            }
        };
        let digits = |value: f64| Operand::from((value * 10.0).round() / 10.0).to_text();
        let sign = if share { "%" } else { "" };
        let number = value.map_or_else(|| "—".to_owned(), |value| format!("{}{sign}", digits(value)));
        let unit = if value.is_some() { figure.unit.as_str() } else { "" };
        let text = format!("{number}{unit}");
        Ok(Counted { value, whole, number, text })
    }

    fn reckon(&self, walk: &Walk, rows: &[Operand]) -> Result<(Option<f64>, usize), ExprError> {
        let whole = self.different(walk, rows.iter())?;
        let value = match walk.shown {
            GivenAs::Count => Some(whole as f64),
            GivenAs::Percent => {
                let holds = |it: &&Operand| self.holds(walk.part.as_ref(), it);
                let part = rows.iter().filter_map(|it| match holds(&it) {
                    Ok(false) => None,
                    Ok(true) => Some(Ok(it)),
                    Err(error) => Some(Err(error)),
                });
                let part = part.collect::<Result<Vec<_>, _>>()?;
                let part = self.different(walk, part.into_iter())? as f64;
                (whole > 0).then(|| part / whole as f64 * 100.0)
            }
            GivenAs::Sum | GivenAs::Mean => {
                let Some(value) = &walk.value else { return Ok((None, whole)) };
                let numbers = rows.iter().map(|it| value.over(&self.scope, it));
                let numbers = numbers.collect::<Result<Vec<_>, _>>()?;
                let numbers: Vec<f64> = numbers.iter().filter_map(Operand::as_f64).collect();
                let sum: f64 = numbers.iter().sum();
                let is_mean = walk.shown == GivenAs::Mean;
                let mean = || (!numbers.is_empty()).then(|| sum / numbers.len() as f64);
                if is_mean { mean() } else { Some(sum) }
            }
        };
        Ok((value, whole))
    }

    fn holds(&self, part: Option<&Expression>, it: &Operand) -> Result<bool, ExprError> {
        part.map_or(Ok(true), |part| part.over(&self.scope, it).map(|holds| holds.is_true()))
    }

    /// How many there are, of those that are one only one.
    fn different<'a>(
        &self,
        walk: &Walk,
        rows: impl Iterator<Item = &'a Operand>,
    ) -> Result<usize, ExprError> {
        let Some(distinct) = &walk.distinct else { return Ok(rows.count()) };
        let keys = rows.map(|it| Ok(distinct.over(&self.scope, it)?.to_text()));
        Ok(keys.collect::<Result<std::collections::BTreeSet<String>, ExprError>>()?.len())
    }

    fn broken_down(&self, id: &str, name: &str) -> Result<Vec<(String, usize)>, ExprError> {
        let (Some(figure), Some(walk)) = (self.figures.of(id), self.walk(id)) else { return Ok(Vec::new()) };
        let Some((_, by)) = figure.by.iter().find(|(own, _)| own == name) else { return Ok(Vec::new()) };
        let mut groups: BTreeMap<String, Vec<Operand>> = BTreeMap::new();
        for it in run::rows(&self.reading, &walk.rows, &self.scope)? {
            if self.holds(walk.part.as_ref(), &it)? {
                groups.entry(by.over(&self.scope, &it)?.to_text()).or_default().push(it);
            }
        }
        let count = |(name, rows): (String, Vec<Operand>)| Ok((name, self.different(walk, rows.iter())?));
        let mut counts = groups.into_iter().map(count).collect::<Result<Vec<_>, ExprError>>()?;
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(counts)
    }
}

impl From<FigureBook> for Operand {
    fn from(figures: FigureBook) -> Self {
        Self::lazy(figures)
    }
}

impl Lazy for FigureBook {
    fn get(&self, name: &str) -> Option<Operand> {
        self.0.figures.of(name)?;
        Some(number(self.0.counted(name)))
    }

    fn names(&self) -> Vec<String> {
        self.0.figures.iter().map(|figure| figure.id.clone()).collect()
    }
}

/// The figures that go through the book themselves, for those that are worked out of them.
#[derive(Debug)]
struct Walks(Arc<Held>);

impl Lazy for Walks {
    fn get(&self, name: &str) -> Option<Operand> {
        self.0.walk(name)?;
        Some(number(self.0.counted(name)))
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

fn number(counted: Result<Counted, ExprError>) -> Operand {
    match counted {
        Err(error) => Operand::failed(&error),
        Ok(Counted { value: None, .. }) => Operand::blank(),
        Ok(Counted { value: Some(value), .. }) if value.fract() == 0.0 && value.abs() < 9.0e15 => {
            (value as i64).into()
        }
        Ok(Counted { value: Some(value), .. }) => value.into(),
    }
}
