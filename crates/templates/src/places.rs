//! The places of a role: what stands at the left of the screen, from `templates/places/ROLE.json`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The places of a role, in groups.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// The page where a role begins.
    pub home: String,
    /// Where records are shown whose own place the role does not have: that place, and the address of another.
    #[serde(default)]
    pub instead: BTreeMap<String, String>,
    /// Groups, from the top.
    pub groups: Vec<PlaceGroup>,
}

/// Places that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceGroup {
    /// Heading; empty for none.
    #[serde(default)]
    pub label: String,
    /// From the top.
    pub places: Vec<NamedPlace>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedPlace {
    /// A page that is built in, by its address.
    Page(String),
    /// Such a page that is there once something is in it.
    PageOnceUsed(String),
    /// A register, by its name.
    Register(String),
    /// A register that is there once it has a record.
    RegisterOnceUsed(String),
}

impl Places {
    /// Names of the registers a role has.
    pub fn registers(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flat_map(|group| &group.places).filter_map(|place| match place {
            NamedPlace::Register(name) | NamedPlace::RegisterOnceUsed(name) => Some(name.as_str()),
            NamedPlace::Page(_) | NamedPlace::PageOnceUsed(_) => None,
        })
    }
}
