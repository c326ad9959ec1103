//! Styles, as far as they say how a paragraph stands and how it is numbered.

use std::collections::BTreeMap;

use crate::scripts::Script;
use crate::xml::Element;

/// Longest chain of styles based on each other.
const LONGEST: usize = 20;

#[derive(Debug, Clone, Default)]
pub(crate) struct Style {
    based: Option<String>,
    pub(crate) align: Option<String>,
    pub(crate) size: Option<u32>,
    pub(crate) number: Option<String>,
    pub(crate) level: Option<usize>,
    /// Of characters: above, below or on the line; `None` when it says nothing.
    script: Option<Option<Script>>,
    /// Of characters: whether they are hidden; `None` when it says nothing.
    hidden: Option<bool>,
}

/// What a run's properties say about how its text is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) script: Option<Script>,
    pub(crate) hidden: bool,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    all: BTreeMap<String, Style>,
    default: Option<String>,
}

impl Styles {
    pub(crate) fn read(root: Option<&Element>) -> Self {
        let mut styles = Self::default();
        for element in root.into_iter().flat_map(Element::elements).flat_map(Element::elements) {
            let Some(id) = element.attribute("styleId").filter(|_| element.name == "w:style") else {
                continue;
            };
            let paragraph = matches!(element.attribute("type"), Some("paragraph") | None);
            if paragraph && matches!(element.attribute("default"), Some("1" | "true" | "on")) {
                styles.default = Some(id.to_owned());
            }
            let properties = element.child("w:pPr");
            let numbers = properties.and_then(|p| p.child("w:numPr"));
            let style = Style {
                based: element.val("w:basedOn").map(str::to_owned),
                align: properties.and_then(|p| p.val("w:jc")).map(str::to_owned),
                size: element.child("w:rPr").and_then(|r| r.val("w:sz")).and_then(|v| v.parse().ok()),
                number: numbers.and_then(|n| n.val("w:numId")).map(str::to_owned),
                level: numbers.and_then(|n| n.val("w:ilvl")).and_then(|v| v.parse().ok()),
                script: element.child("w:rPr").and_then(script),
                hidden: element.child("w:rPr").and_then(hidden),
            };
            styles.all.insert(id.to_owned(), style);
        }
        styles
    }

    /// How the text of a run is read: by its own properties, else by its character style.
    pub(crate) fn reading(&self, properties: Option<&Element>) -> Reading {
        let (mut script, mut hidden) = (properties.and_then(script), properties.and_then(hidden));
        let mut next = properties.and_then(|p| p.val("w:rStyle"));
        for _ in 0..LONGEST {
            let Some(style) = next.and_then(|id| self.all.get(id)) else { break };
            script = script.or(style.script);
            hidden = hidden.or(style.hidden);
            next = style.based.as_deref();
        }
        Reading { script: script.flatten(), hidden: hidden.unwrap_or(false) }
    }

    /// What a style says, what it inherits included. An unknown name means the default style.
    pub(crate) fn resolve(&self, id: Option<&str>) -> Style {
        let mut found = Style::default();
        let mut next = id.filter(|id| self.all.contains_key(*id)).or(self.default.as_deref());
        for _ in 0..LONGEST {
            let Some(style) = next.and_then(|id| self.all.get(id)) else { break };
            found.align = found.align.or_else(|| style.align.clone());
            found.size = found.size.or(style.size);
            found.number = found.number.or_else(|| style.number.clone());
            found.level = found.level.or(style.level);
            next = style.based.as_deref();
        }
        found
    }
}

fn script(properties: &Element) -> Option<Option<Script>> {
    properties.val("w:vertAlign").map(Script::named)
}

fn hidden(properties: &Element) -> Option<bool> {
    properties.child("w:vanish").map(|_| properties.on("w:vanish"))
}
