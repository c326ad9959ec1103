//! Widgets: pieces of screen that pages share. They hold no rule and no text of their own.

pub(crate) mod badge;
pub(crate) mod chart;
pub(crate) mod decode;
pub(crate) mod dialog;
pub(crate) mod edit;
pub(crate) mod field;
pub(crate) mod file_drop;
pub(crate) mod filter;
pub(crate) mod first_files;
pub(crate) mod form_side;
pub(crate) mod gradually;
pub(crate) mod handing;
pub(crate) mod issuing;
pub(crate) mod item;
pub(crate) mod link;
pub(crate) mod looking_on;
pub(crate) mod masking;
pub(crate) mod name_team;
pub(crate) mod palette;
pub(crate) mod passphrase;
pub(crate) mod pick;
pub(crate) mod preview;
pub(crate) mod protect;
pub(crate) mod section_list;
pub(crate) mod take_in;
pub(crate) mod unit_picker;
