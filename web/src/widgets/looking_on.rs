//! Whether this window only looks on while another one writes: then nothing can be typed into its texts.

use yew::prelude::*;

/// Given to all widgets below a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LookingOn(pub(crate) bool);

/// Whether texts can only be read.
#[hook]
pub(crate) fn use_looking_on() -> bool {
    use_context::<LookingOn>().is_some_and(|looking_on| looking_on.0)
}
