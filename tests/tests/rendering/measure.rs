//! What a ruler reads on a page, and whether it is what it should be.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::Deserialize;
use tests::render::{Area, Colour, Line, Picture, RenderError, Rendered, Tools};

/// One requirement. Lengths are millimetres from the upper left corner of the paper.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure {
    /// What is measured, with its clause.
    name: String,
    probe: Probe,
    /// Where to read when there is nothing to be read there: odd and even pages differ.
    or: Option<Probe>,
    /// Another reading to take away from it: the result is a distance.
    minus: Option<Probe>,
    /// The value required, with its tolerance.
    is: Option<f64>,
    #[serde(default)]
    within: f64,
    at_least: Option<f64>,
    at_most: Option<f64>,
}

/// Where and how to measure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Probe {
    take: Take,
    /// Page from 1; negative counts from the last; 0 is the last page that has the line. Absent means the first.
    #[serde(default = "first")]
    page: i64,
    #[serde(default = "black")]
    colour: Colour,
    /// Part of the page; absent means all of it. Of a line, its left and right ends.
    area: Option<Area>,
    /// The line that contains these words is the area, or the thing itself.
    line: Option<String>,
    /// Which rule, from 0; negative counts from the last.
    #[serde(default)]
    nth: i64,
}

fn first() -> i64 {
    1
}

fn black() -> Colour {
    Colour::Black
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Take {
    Pages,
    Lines,
    LongestLine,
    ShortestLine,
    Pitch,
    InkTop,
    InkBottom,
    InkLeft,
    InkRight,
    RuleTop,
    RuleBottom,
    RuleLeft,
    RuleRight,
    Rules,
    /// Lines of text that stand between the first and the last rule or touch them.
    LinesBetweenRules,
    /// Lines of text above the line, on its page.
    LinesAbove,
    LineTop,
    LineBottom,
    LineLeft,
    LineRight,
    LineMiddle,
}

/// A reading beside its requirement.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) name: String,
    pub(crate) measured: Option<f64>,
    pub(crate) required: String,
    pub(crate) holds: bool,
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.holds { "ok " } else { "BAD" };
        let measured = self.measured.map_or_else(|| "nothing".to_owned(), |value| format!("{value:.2}"));
        write!(f, "{mark} {measured:>8}  required {:<16} {}", self.required, self.name)
    }
}

/// Takes every measure.
pub(crate) fn read(
    measures: &[Measure],
    tools: &Tools,
    rendered: &Rendered,
) -> Result<Vec<Reading>, RenderError> {
    let mut ruler = Ruler { tools, rendered, pictures: BTreeMap::new() };
    measures.iter().map(|measure| ruler.reading(measure)).collect()
}

struct Ruler<'a> {
    tools: &'a Tools,
    rendered: &'a Rendered,
    pictures: BTreeMap<usize, Picture>,
}

impl Ruler<'_> {
    fn reading(&mut self, measure: &Measure) -> Result<Reading, RenderError> {
        let mut measured = self.take(&measure.probe)?;
        if let (None, Some(other)) = (measured, &measure.or) {
            measured = self.take(other)?;
        }
        if let Some(minus) = &measure.minus {
            let other = self.take(minus)?;
            measured = measured.zip(other).map(|(value, other)| value - other);
        }
        // A tenth of a dot of grace, so that a whole number is met by its floating neighbour.
        let slack = measure.within + 0.009;
        let close = |required: f64| measured.is_some_and(|value| (value - required).abs() <= slack);
        let holds = measured.is_some()
            && measure.is.is_none_or(close)
            && measure.at_least.is_none_or(|least| measured.is_some_and(|value| value >= least))
            && measure.at_most.is_none_or(|most| measured.is_some_and(|value| value <= most));
        Ok(Reading { name: measure.name.clone(), measured, required: required(measure), holds })
    }

    fn take(&mut self, probe: &Probe) -> Result<Option<f64>, RenderError> {
        let pages = self.rendered.pages.len();
        if probe.take == Take::Pages {
            return Ok(Some(number(pages)));
        }
        let has = |lines: &Vec<Line>| found(probe, lines).is_some();
        let page = match probe.page {
            0 => self.rendered.pages.iter().rposition(has),
            page => nth(page - i64::from(page > 0), pages),
        };
        let Some(page) = page else { return Ok(None) };
        let lines = self.rendered.pages.get(page).map(Vec::as_slice).unwrap_or_default();
        if let Some(value) = of_text(probe, lines) {
            return Ok(value);
        }
        let area = match (&probe.line, probe.area) {
            (Some(_), within) => match found(probe, lines) {
                Some(line) => {
                    let (left, right) =
                        within.map_or((line.left - 1.0, line.right + 1.0), |area| (area.left, area.right));
                    Area::from([left, line.top, right, line.bottom])
                }
                None => return Ok(None),
            },
            (None, Some(area)) => area,
            (None, None) => Area::from([0.0, 0.0, 1000.0, 1000.0]),
        };
        Ok(of_ink(probe, self.picture(page)?, area, lines))
    }

    fn picture(&mut self, page: usize) -> Result<&Picture, RenderError> {
        match self.pictures.entry(page) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(free) => Ok(free.insert(self.rendered.picture(self.tools, page + 1)?)),
        }
    }
}

/// The line a probe names.
fn found<'l>(probe: &Probe, lines: &'l [Line]) -> Option<&'l Line> {
    let words = probe.line.as_deref()?;
    lines.iter().find(|line| line.text.contains(words))
}

/// Readings of the text; `None` when the probe asks for ink.
fn of_text(probe: &Probe, lines: &[Line]) -> Option<Option<f64>> {
    let lengths = lines.iter().map(|line| number(line.text.chars().count()));
    let found = found(probe, lines);
    let above = |line: &Line| number(lines.iter().filter(|other| other.bottom < line.top + 1.0).count());
    Some(match probe.take {
        Take::Pages => None,
        Take::Lines => Some(number(lines.len())),
        Take::LongestLine => lengths.reduce(f64::max),
        Take::ShortestLine => lengths.reduce(f64::min),
        Take::Pitch => pitch(lines),
        Take::LinesAbove => found.map(above),
        Take::LineTop => found.map(|line| line.top),
        Take::LineBottom => found.map(|line| line.bottom),
        Take::LineLeft => found.map(|line| line.left),
        Take::LineRight => found.map(|line| line.right),
        Take::LineMiddle => found.map(|line| f64::midpoint(line.left, line.right)),
        Take::InkTop
        | Take::InkBottom
        | Take::InkLeft
        | Take::InkRight
        | Take::RuleTop
        | Take::RuleBottom
        | Take::RuleLeft
        | Take::RuleRight
        | Take::Rules
        | Take::LinesBetweenRules => return None,
    })
}

/// Distance from the first line to the last, shared out.
fn pitch(lines: &[Line]) -> Option<f64> {
    let (first, last) = (lines.first()?, lines.last()?);
    (lines.len() > 1).then(|| (last.top - first.top) / number(lines.len() - 1))
}

fn of_ink(probe: &Probe, picture: &Picture, area: Area, lines: &[Line]) -> Option<f64> {
    let extent = || picture.extent(probe.colour, area);
    let rules = || picture.rules(probe.colour, area);
    let rule = || {
        let rules = rules();
        nth(probe.nth, rules.len()).and_then(|index| rules.get(index).copied())
    };
    match probe.take {
        Take::InkTop => extent().map(|it| it.top),
        Take::InkBottom => extent().map(|it| it.bottom),
        Take::InkLeft => extent().map(|it| it.left),
        Take::InkRight => extent().map(|it| it.right),
        Take::RuleTop => rule().map(|it| it.top),
        Take::RuleBottom => rule().map(|it| it.bottom),
        Take::RuleLeft => rule().map(|it| it.left),
        Take::RuleRight => rule().map(|it| it.right),
        Take::Rules => Some(number(rules().len())),
        Take::LinesBetweenRules => between(&rules(), lines),
        Take::Pages
        | Take::Lines
        | Take::LongestLine
        | Take::ShortestLine
        | Take::Pitch
        | Take::LinesAbove
        | Take::LineTop
        | Take::LineBottom
        | Take::LineLeft
        | Take::LineRight
        | Take::LineMiddle => None,
    }
}

/// The boxes of lines are higher than their ink; what reaches a millimetre past a rule touches it.
fn between(rules: &[Area], lines: &[Line]) -> Option<f64> {
    let (top, bottom) = (rules.first()?.top, rules.last()?.bottom);
    let inside = lines.iter().filter(|line| line.bottom > top + 1.0 && line.top < bottom - 1.0);
    Some(number(inside.count()))
}

/// An index that counts from the end when negative.
fn nth(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let index = if index < 0 { length + index } else { index };
    (0..length).contains(&index).then(|| usize::try_from(index).ok()).flatten()
}

fn required(measure: &Measure) -> String {
    let parts = [
        measure.is.map(|value| {
            if measure.within > 0.0 { format!("{value} ± {}", measure.within) } else { value.to_string() }
        }),
        measure.at_least.map(|value| format!("≥ {value}")),
        measure.at_most.map(|value| format!("≤ {value}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[expect(clippy::cast_precision_loss, reason = "pages, lines and characters are few")]
fn number(count: usize) -> f64 {
    count as f64
}
