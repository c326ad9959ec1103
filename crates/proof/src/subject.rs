//! What is proof-read: the head and text as given, and the document and pages made of them.

use document::{Document, HeadFields, Pages, StyleSheet};

/// A document in all the shapes rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Head as given.
    pub head: &'a HeadFields,
    /// Source text as typed.
    pub text: &'a str,
    /// The document the two make.
    pub document: &'a Document,
    /// Its style sheet.
    pub style: &'a StyleSheet,
    /// Its pages; rules about pages are silent without them.
    pub pages: Option<&'a Pages>,
}
