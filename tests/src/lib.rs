//! Shared pieces of the suites.

pub mod browser;
pub mod random;
pub mod render;
pub mod styles;
