//! Shared pieces of the suites.

pub mod browser;
pub mod render;
