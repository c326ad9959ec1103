//! 院内版式: the settings that hold for all documents, and a page that shows them.

use std::rc::Rc;

use document::style::{HouseStyle, Latin, Profile};
use templates::{text, text_with};

use crate::draft::Typeset;
use crate::house::{self, MARK_SIZES};
use crate::state::State;

/// What the card shows.
#[derive(Debug, Clone)]
pub struct HousePage {
    /// Settings with several values, in order.
    pub choices: Vec<HouseChoice>,
    /// Settings that are on or off: setting, term of its words, whether it is on.
    pub flags: Vec<(&'static str, &'static str, bool)>,
    /// A document in this style.
    pub sample: Option<Rc<Typeset>>,
    /// Whether anything differs from the standard.
    pub own: bool,
}

/// A setting with several values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseChoice {
    /// Setting.
    pub setting: &'static str,
    /// Term of its label.
    pub label: &'static str,
    /// Values with their words.
    pub values: Vec<(String, String)>,
    /// Value in force.
    pub value: String,
}

impl PartialEq for HousePage {
    /// Pages are compared by identity: the sample is typeset once per setting.
    fn eq(&self, other: &Self) -> bool {
        let same_page = match (&self.sample, &other.sample) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_page && (&self.choices, &self.flags) == (&other.choices, &other.flags)
    }
}

/// The card; `None` without a book.
#[must_use]
pub fn house_page(state: &State) -> Option<HousePage> {
    let house = house::of(state.book.as_ref()?);
    Some(HousePage {
        choices: vec![profile(&house), fonts(&house), mark_size(&house)],
        flags: vec![
            ("latin", "house.latin", house.latin == Latin::Times),
            ("mirrored", "house.mirrored", house.mirrored),
            ("imprint_even_page", "house.imprint_even_page", house.imprint_even_page),
        ],
        sample: state.house_sample.clone(),
        own: house != HouseStyle::default(),
    })
}

fn profile(house: &HouseStyle) -> HouseChoice {
    let value = match house.profile {
        Profile::A => "A",
        Profile::B => "B",
        Profile::C => "C",
    };
    let values = [("A", "house.profile_a"), ("B", "house.profile_b"), ("C", "house.profile_c")];
    choice("profile", "house.profile", &values, value)
}

fn fonts(house: &HouseStyle) -> HouseChoice {
    let values = [("", "house.fonts_gb2312"), ("windows", "house.fonts_windows")];
    // The sheets' own names are those of GB2312.
    let value = house.fonts.as_deref().filter(|fonts| *fonts != "gb2312").unwrap_or_default();
    choice("fonts", "house.fonts", &values, value)
}

fn choice(
    setting: &'static str,
    label: &'static str,
    values: &[(&str, &'static str)],
    value: &str,
) -> HouseChoice {
    let values = values.iter().map(|(value, term)| ((*value).to_owned(), text(term).to_owned())).collect();
    HouseChoice { setting, label, values, value: value.to_owned() }
}

fn mark_size(house: &HouseStyle) -> HouseChoice {
    let mut values = vec![(String::new(), text("house.mark_auto").to_owned())];
    let mut sizes: Vec<i32> = MARK_SIZES.to_vec();
    sizes.extend(house.mark_pt.filter(|size| !MARK_SIZES.contains(size)));
    values.extend(sizes.iter().map(|size| {
        let size = size.to_string();
        let words = text_with("house.mark_size", &[("size", &size)]);
        (size, words)
    }));
    let value = house.mark_pt.map(|size| size.to_string()).unwrap_or_default();
    HouseChoice { setting: "mark_pt", label: "house.mark", values, value }
}
