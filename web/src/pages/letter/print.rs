//! Printing a document: only its pages, on paper without margins.
//!
//! A style sheet cannot say "everything but what leads to this element" in the browsers this must run in, nor bind
//! an `@page` rule to one page of the app. So while a document is on screen the way to it is marked, and the rule
//! stands in the style sheet; both leave with it.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, Element};

/// Marks the elements that lead to the pages.
const PATH: &str = "data-print-path";
/// Paper: the margins are drawn within the pages.
const RULE: &str = "@page { size: A4 portrait; margin: 0 }";

/// A document that is ready to be printed, for as long as this value lives.
pub(super) struct Prepared {
    path: Vec<Element>,
    sheet: Option<CssStyleSheet>,
}

impl Prepared {
    /// Makes the page print only this element.
    pub(super) fn new(desk: &Element) -> Self {
        let path: Vec<Element> =
            std::iter::successors(Some(desk.clone()), |element| element.parent_element()).collect();
        for element in &path {
            drop(element.set_attribute(PATH, ""));
        }
        let sheets = document().style_sheets();
        let last = sheets.length().checked_sub(1).and_then(|last| sheets.item(last));
        let sheet = last.and_then(|sheet| sheet.dyn_into::<CssStyleSheet>().ok());
        let end = sheet.as_ref().and_then(|sheet| sheet.css_rules().ok()).map_or(0, |rules| rules.length());
        let sheet = sheet.filter(|sheet| sheet.insert_rule_with_index(RULE, end).is_ok());
        Self { path, sheet }
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        for element in &self.path {
            drop(element.remove_attribute(PATH));
        }
        let Some(sheet) = &self.sheet else { return };
        let last = sheet.css_rules().ok().and_then(|rules| rules.length().checked_sub(1));
        if let Some(last) = last {
            drop(sheet.delete_rule(last));
        }
    }
}
