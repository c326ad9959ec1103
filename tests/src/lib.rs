//! Shared pieces of the suites.

pub mod browser;
pub mod first;
pub mod keeping;
pub mod product;
pub mod random;
pub mod render;
pub mod site;
pub mod styles;
