//! The order OOXML gives the children of an element, from the schema of ECMA-376 (transitional).

use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(serde::Deserialize)]
struct Table {
    order: BTreeMap<String, Vec<String>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/wml-child-order.json"))
        .expect("the embedded schema order is tested to parse")
});

/// The ordered children of one kind of element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order(&'static [String]);

impl Order {
    /// The order inside `parent`, a local name; `None` where order is free or given by docx-rs.
    pub(crate) fn of(parent: &str) -> Option<Self> {
        TABLE.order.get(parent).map(|names| Self(names))
    }

    /// Place of a child in the order; unknown children come last.
    pub(crate) fn rank(self, child: &str) -> usize {
        self.0.iter().position(|name| name == child).unwrap_or(self.0.len())
    }
}

/// The name without its namespace prefix.
pub(crate) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_order_of_paragraph_properties_is_known() {
        let order = Order::of("pPr").expect("pPr is ordered");
        assert!(order.rank("spacing") < order.rank("ind"));
        assert!(order.rank("jc") < order.rank("rPr"));
        assert!(order.rank("sectPr") < order.rank("no-such-element"));
        assert_eq!(TABLE.order.len(), 16);
    }
}
