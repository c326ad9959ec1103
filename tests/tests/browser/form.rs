//! A form on screen, filled the way a person fills it: what is asked is read off the screen, answered, and read again,
//! because an answer may ask for more.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::Walk;
use crate::app::App;

/// What a form asks, as its screen shows it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Control {
    /// Path of the field, e.g. `a01_01_note`.
    pub(crate) path: String,
    /// `radio`, `select`, `checks`, `rows`, `long`, `date`, `time`, `number` or `text`.
    pub(crate) kind: String,
    /// Whether something is in it already.
    filled: bool,
    /// Whether digits answer it.
    judging: bool,
    /// Options of a choice.
    pub(crate) options: Vec<String>,
}

/// Reads the controls of the section on screen; cells of tables belong to their table.
const LOOK: &str = "[...document.querySelectorAll(
  '.items [role=radiogroup], .items .input, .items .checks, .items .rows')]
  .filter(e => e.id && !e.disabled && !e.id.includes('.') && !e.querySelector('[role=radio]:disabled'))
  .map(e => {
    const is = (name) => e.classList.contains(name);
    const group = e.getAttribute('role') === 'radiogroup';
    const kind = group ? 'radio' : is('checks') ? 'checks' : is('rows') ? 'rows' : e.tagName === 'SELECT' ? 'select'
      : e.tagName === 'TEXTAREA' ? 'long' : e.type !== 'text' ? e.type : e.inputMode === 'decimal' ? 'number' : 'text';
    const filled = group ? !!e.querySelector('[aria-checked=true]') : kind === 'checks' ? !!e.querySelector(':checked')
      : kind === 'rows' ? !is('empty') : e.value !== '';
    const options = group ? [...e.children].map(o => o.firstChild.textContent) : kind === 'checks'
      ? [...e.querySelectorAll('label')].map(o => o.innerText.trim())
      : kind === 'select' ? [...e.options].map(o => o.value).filter(v => v) : [];
    return { path: e.id, kind, filled, judging: is('judging'), options };
  })";

/// How choices are made.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Hand {
    Mouse,
    Keys,
}

/// What was answered, by path.
pub(crate) type Given = BTreeMap<String, Value>;

/// The form on screen.
pub(crate) struct Form<'a> {
    app: &'a App,
    hand: Hand,
}

impl<'a> Form<'a> {
    pub(crate) fn of(app: &'a App, hand: Hand) -> Self {
        Self { app, hand }
    }

    /// Fills every section from the one on screen on. `answer` says what to put into an empty field; `None` leaves it.
    pub(crate) fn fill(&self, answer: impl Fn(&Control) -> Option<Value>) -> Walk<Given> {
        let mut given = Given::new();
        self.app.page().wait_for(".section-head h1")?;
        loop {
            self.fill_section(&answer, &mut given)?;
            if self.app.page().count(".section-foot .forth")? == 0 {
                return Ok(given);
            }
            self.next_section()?;
        }
    }

    fn next_section(&self) -> Walk {
        let page = self.app.page();
        let before = serde_json::to_string(&page.text(".section-head h1")?)?;
        page.click(".section-foot .forth")?;
        Ok(page.wait_until(&format!("document.querySelector('.section-head h1').innerText !== {before}"))?)
    }

    fn fill_section(&self, answer: impl Fn(&Control) -> Option<Value>, given: &mut Given) -> Walk {
        let mut passed = BTreeSet::new();
        loop {
            let controls: Vec<Control> = self.app.page().eval(LOOK)?;
            let open = controls.into_iter().find(|c| !c.filled && !passed.contains(&c.path));
            let Some(control) = open else { return Ok(()) };
            if let Some(value) = answer(&control) {
                self.enter(&control, &value)?;
                given.insert(control.path.clone(), value);
            }
            passed.insert(control.path);
        }
    }

    fn enter(&self, control: &Control, value: &Value) -> Walk {
        let page = self.app.page();
        let css = by_id(&control.path);
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match control.kind.as_str() {
            "radio" => self.choose(control, &text)?,
            "select" => page.select(&css, &text)?,
            "checks" => {
                for option in value.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    page.click_text(&format!("{css} label"), option)?;
                }
            }
            "rows" => self.enter_rows(&control.path, value)?,
            "number" if self.hand == Hand::Keys => self.type_digits(&css, &text)?,
            _ => page.fill(&css, &text)?,
        }
        Ok(())
    }

    /// Digit by digit: what the first one brings up must not take the place of the next.
    fn type_digits(&self, css: &str, digits: &str) -> Walk {
        let page = self.app.page();
        page.click(css)?;
        page.type_text(digits)?;
        let shown = page.value(css)?;
        if shown == digits {
            Ok(())
        } else {
            Err(format!("{css} was to hold {digits} and holds {shown}").into())
        }
    }

    fn choose(&self, control: &Control, option: &str) -> Walk {
        let page = self.app.page();
        let css = by_id(&control.path);
        let at = control.options.iter().position(|own| own == option);
        let at = at.ok_or_else(|| format!("{} has no {option}: {:?}", control.path, control.options))? + 1;
        if self.hand == Hand::Keys && control.judging {
            page.eval::<()>(&format!(
                "document.querySelector({}).focus()",
                serde_json::to_string(&format!("{css} [tabindex='0']"))?
            ))?;
            page.press(&at.to_string())?;
        } else {
            page.click(&format!("{css} [role=radio]:nth-child({at})"))?;
        }
        Ok(page.wait_for(&format!("{css} [role=radio]:nth-child({at})[aria-checked=true]"))?)
    }

    /// Rows of a table: one object of column and text for each.
    fn enter_rows(&self, table: &str, rows: &Value) -> Walk {
        let page = self.app.page();
        for (index, row) in rows.as_array().into_iter().flatten().enumerate() {
            page.click(&format!("{} .add-row", by_id(table)))?;
            for (column, value) in row.as_object().into_iter().flatten() {
                let css = by_id(&format!("{table}.{index}.{column}"));
                let value = value.as_str().unwrap_or_default();
                page.wait_for(&css)?;
                if page.count(&format!("{css}[role=radiogroup]"))? > 0 {
                    page.click_text(&format!("{css} [role=radio]"), value)?;
                } else if page.count(&format!("select{css}"))? > 0 {
                    page.select(&css, value)?;
                } else {
                    page.fill(&css, value)?;
                }
            }
        }
        Ok(())
    }

    /// Items answered, items asked.
    pub(crate) fn progress(&self) -> Walk<(usize, usize)> {
        let shown = self.app.page().text(".side .big")?;
        let mut numbers = shown.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let mut next = || numbers.next().and_then(|number| number.parse().ok()).unwrap_or(0);
        Ok((next(), next()))
    }

    /// What is still to be done, as the right-hand side says it; empty when nothing is.
    pub(crate) fn to_do(&self) -> Walk<Vec<String>> {
        Ok(self.app.page().texts(".side .to-do")?)
    }
}

/// Selector of the element with an id that may hold dots.
pub(crate) fn by_id(id: &str) -> String {
    format!("[id='{id}']")
}
