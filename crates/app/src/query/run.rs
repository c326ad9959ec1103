//! Going through records: the index leads to those that may hold, the condition is asked of each of them.

use std::sync::Arc;

use expr::{ExprError, Operand, Scope};
use ledger::EntryId;
use ledger::index::Name;
use templates::Rows;

use super::Reading;
use super::row::Row;

/// Records one walk may look at. A book of a thousand units and three years has some tens of thousands of a kind.
const MOST: usize = 200_000;

/// The records, documents or units that a walk is about, in its order.
///
/// # Errors
/// When a condition fails or does too much, or there are too many.
pub(super) fn rows(reading: &Arc<Reading>, rows: &Rows, scope: &Scope) -> Result<Vec<Operand>, ExprError> {
    let more = |it| if rows.also.is_empty() { it } else { Operand::lazy(Row::new(it, &rows.also, scope)) };
    let all: Box<dyn Iterator<Item = Operand>> = match &rows.each {
        Some(each) => Box::new(each.over(scope, &Operand::blank())?.items().into_iter()),
        None => Box::new(candidates(reading, rows, scope).filter_map(|id| reading.thing(&id))),
    };
    let mut found = Vec::new();
    for (seen, it) in all.enumerate() {
        if seen >= MOST {
            return Err(ExprError::TooMuchWork { line: 1 });
        }
        let it = if rows.filter_reads_more { more(it) } else { it };
        let holds = rows.filter.as_ref().map(|filter| filter.over(scope, &it)).transpose()?;
        if holds.is_none_or(|holds| holds.is_true()) {
            found.push(if rows.filter_reads_more { it } else { more(it) });
        }
    }
    sorted(found, rows, scope)
}

/// Those among which everything is that can hold.
fn candidates<'a>(
    reading: &'a Arc<Reading>,
    rows: &'a Rows,
    scope: &Scope,
) -> Box<dyn Iterator<Item = Name> + 'a> {
    let index = &reading.index;
    if let Some(among) = &rows.among {
        let names = scope.get(among).map(Operand::items).unwrap_or_default();
        let names = names.into_iter().filter_map(|name| Some(Arc::new(EntryId::from(name.as_str()?))));
        return Box::new(names.filter(|id| rows.kinds.iter().any(|kind| kind == reading.kind(id))));
    }
    let at_hand = |of: &str| {
        let id = scope.get(of).map(|of| of.part("id"));
        EntryId::from(id.as_ref().and_then(Operand::as_str).unwrap_or_default())
    };
    let (unit, round) = (rows.of_unit.then(|| at_hand("unit")), rows.of_round.then(|| at_hand("round")));
    let of_kind = move |kind: &'a String| -> Box<dyn Iterator<Item = &'a Name> + 'a> {
        match (&unit, &round) {
            (Some(unit), _) => Box::new(index.of_unit(kind, unit).iter()),
            (None, Some(round)) => Box::new(index.of_round(kind, round).iter()),
            (None, None) => Box::new(index.of_kind(kind)),
        }
    };
    let units = rows.units.then(|| index.units().iter()).into_iter().flatten();
    Box::new(rows.kinds.iter().flat_map(of_kind).chain(units).cloned())
}

fn sorted(found: Vec<Operand>, rows: &Rows, scope: &Scope) -> Result<Vec<Operand>, ExprError> {
    if rows.sort.is_empty() {
        return Ok(found);
    }
    let mut keyed = Vec::with_capacity(found.len());
    for it in found {
        let keys = rows.sort.iter().map(|(sort, _)| sort.over(scope, &it));
        keyed.push((keys.collect::<Result<Vec<_>, _>>()?, it));
    }
    keyed.sort_by(|(a, _), (b, _)| {
        let pairs = a.iter().zip(b).zip(&rows.sort);
        let orders = pairs.map(|((a, b), (_, falls))| if *falls { b.order(a) } else { a.order(b) });
        orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    });
    Ok(keyed.into_iter().map(|(_, it)| it).collect())
}
