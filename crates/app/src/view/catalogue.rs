//! The list of items of a round (自查内容清单), to be read before it is confirmed.

use ledger::Round;
use templates::Pack;

/// An area of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogueArea {
    /// Its name.
    pub name: String,
    /// Points of 100.
    pub weight: f64,
    /// Its items, in order.
    pub items: Vec<CatalogueLine>,
}

/// An item of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogueLine {
    /// Such as A01-01.
    pub number: String,
    /// What is to be checked.
    pub text: String,
    /// The rule it rests on; empty when none is given.
    pub basis: String,
    /// To whom it applies, in words; empty for everybody.
    pub applies: String,
    /// Points.
    pub weight: f64,
}

/// The list of a round, else the default one; nothing when it cannot be read.
pub(super) fn areas(pack: &Pack, round: Option<&Round>) -> Vec<CatalogueArea> {
    let Some(catalogue) = crate::forms::catalogue(pack, round) else { return Vec::new() };
    let line = |item: form::CatalogueItem| CatalogueLine {
        number: item.id,
        text: item.text,
        basis: item.basis,
        applies: if item.condition.expr.is_some() { item.condition.text } else { String::new() },
        weight: item.weight,
    };
    catalogue
        .areas
        .into_iter()
        .map(|area| CatalogueArea {
            name: area.name,
            weight: area.weight,
            items: area.items.into_iter().map(line).collect(),
        })
        .collect()
}
