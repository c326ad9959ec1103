//! Ports: the only code of the shell that speaks to the machine.

pub(crate) mod address;
pub(crate) mod clock;
pub(crate) mod entropy;
pub(crate) mod files;
pub(crate) mod initials;
pub(crate) mod leaving;
pub(crate) mod screen;
pub(crate) mod storage;
pub(crate) mod typing;
