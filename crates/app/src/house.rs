//! House style (院内版式): what an office settles once for all its documents.

use document::style::{HouseStyle, Latin, Profile};
use ledger::Book;
use serde_json::{Map, Value};
use templates::{Pack, text};

use crate::draft::{self, Typeset};

/// Largest sizes of the red mark one may choose from, in points.
pub(crate) const MARK_SIZES: [i32; 4] = [36, 42, 48, 54];

/// The house style of a book. One of another version that cannot be read is none.
#[must_use]
pub fn of(book: &Book) -> HouseStyle {
    serde_json::from_value(Value::Object(book.local.house.clone())).unwrap_or_default()
}

/// The same style with one setting changed; `None` when there is no such setting or value.
pub(crate) fn with(mut house: HouseStyle, setting: &str, value: &str) -> Option<HouseStyle> {
    let filled = (!value.is_empty()).then(|| value.to_owned());
    match setting {
        "profile" => {
            house.profile = match value {
                "A" => Profile::A,
                "B" => Profile::B,
                "C" => Profile::C,
                _ => return None,
            }
        }
        "fonts" => house.fonts = filled,
        "mark_pt" => house.mark_pt = filled.map(|size| size.parse()).transpose().ok()?,
        "mirrored" => house.mirrored = value == "true",
        "imprint_even_page" => house.imprint_even_page = value == "true",
        "latin" => house.latin = if value == "true" { Latin::Times } else { Latin::Same },
        _ => return None,
    }
    Some(house)
}

/// A style as the book keeps it: nothing when it changes nothing.
pub(crate) fn stored(house: &HouseStyle) -> Map<String, Value> {
    if *house == HouseStyle::default() {
        return Map::new();
    }
    match serde_json::to_value(house) {
        Ok(Value::Object(map)) => map,
        Ok(_) | Err(_) => Map::new(),
    }
}

/// A short document that shows the style: every element it changes on as few pages as possible.
pub(crate) fn sample(pack: &Pack) -> Option<Typeset> {
    let organ = text("house.sample_organ");
    let mut head = Map::new();
    for (key, value) in [
        ("style", "document"),
        ("issuer_mark", text("house.sample_mark")),
        ("document_number", text("house.sample_number")),
        ("title", text("house.sample_title")),
        ("addressees", text("house.sample_addressee")),
        ("issuers", organ),
        ("dated", "2026-11-20"),
        ("cc", text("house.sample_cc")),
        ("printer", text("house.sample_printer")),
        ("printed", "2026-11-20"),
    ] {
        head.insert(key.to_owned(), Value::from(value));
    }
    head.insert("proxy_seal".to_owned(), Value::from(true));
    draft::typeset_parts(pack, &head, text("house.sample_text")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_kept_and_the_standard_leaves_no_trace() {
        let house = with(HouseStyle::default(), "profile", "B").unwrap();
        let house = with(house, "mark_pt", "48").unwrap();
        assert_eq!((house.profile, house.mark_pt), (Profile::B, Some(48)));
        let mut book = Book::default();
        book.local.house = stored(&house);
        assert_eq!(of(&book), house);
        let plain = with(with(house, "profile", "A").unwrap(), "mark_pt", "").unwrap();
        assert!(stored(&plain).is_empty());
        assert_eq!(with(plain, "profile", "Z"), None);
    }

    #[test]
    fn every_choice_makes_a_sample_page() {
        let mut pack = Pack::shipped();
        for (setting, value) in [("profile", "B"), ("profile", "C"), ("fonts", "windows"), ("latin", "true")]
        {
            pack.set_house(with(HouseStyle::default(), setting, value).unwrap());
            assert!(sample(&pack).is_some_and(|typeset| typeset.pages.pages.len() <= 2), "{setting} {value}");
        }
    }
}
