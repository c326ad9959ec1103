//! The places of the user's role, as the templates list them.

use std::rc::Rc;

use ledger::kinds::Place;
use ledger::{Record, Role};
use templates::{NamedPlace, Pack, Places};

use crate::rights::role_name;
use crate::route::Route;
use crate::state::State;

/// The places of the user's role; `None` without a book.
pub(crate) fn of(state: &State) -> Option<Rc<Places>> {
    let role = state.book.as_ref()?.local.profile.role;
    state.pack.places(role_name(role)).ok()
}

/// Whether a role has a register.
pub(crate) fn has_register(pack: &Pack, role: Role, name: &str) -> bool {
    pack.places(role_name(role)).is_ok_and(|places| places.registers().any(|register| register == name))
}

/// Where the user of a book finds a record: in its own place, or where the role's places put it instead.
pub(crate) fn of_record(state: &State, record: &Record) -> Route {
    let own = match state.pack.kinds().place(&record.form) {
        Place::Fill => Route::Fill(0),
        Place::Verify => Route::Units,
        Place::Rectification => Route::Rectification,
        Place::Register(name) => Route::Register(name),
    };
    let instead = of(state).and_then(|places| Route::parse(places.instead.get(&own.name())?));
    instead.unwrap_or(own)
}

/// Where a place leads; `None` for a page that is not built in.
pub(crate) fn route(place: &NamedPlace) -> Option<Route> {
    match place {
        NamedPlace::Page(address) | NamedPlace::PageOnceUsed(address) => Route::parse(address),
        NamedPlace::Register(name) | NamedPlace::RegisterOnceUsed(name) => {
            Some(Route::Register(name.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_every_role_is_there() {
        let pack = Pack::shipped();
        for role in [Role::Unit, Role::Inspector, Role::Office] {
            let places = pack.places(role_name(role)).unwrap_or_else(|error| panic!("{error}"));
            assert!(Route::parse(&places.home).is_some(), "{}", places.home);
            assert!(places.instead.values().all(|address| Route::parse(address).is_some()));
            for place in places.groups.iter().flat_map(|group| &group.places) {
                assert!(route(place).is_some(), "{place:?}");
            }
            for register in places.registers() {
                let register = pack.register(register).unwrap_or_else(|error| panic!("{error}"));
                let letter = register.together.as_ref().map(|together| pack.letter(&together.letter));
                assert!(letter.is_none_or(|letter| letter.is_ok()), "{}", register.title);
                assert!(register.empty_leads.as_deref().is_none_or(|page| Route::parse(page).is_some()));
            }
        }
    }
}
