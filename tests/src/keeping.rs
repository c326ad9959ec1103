//! What was typed, what of it was shown as saved, and whether what is there afterwards may be so.

use std::fmt;

/// What one window typed into the fields of one section, in order.
///
/// Texts only grow at their ends, so what is kept can be compared with what was typed letter by letter, and over
/// all fields together: an edit that is there means that every earlier one is there.
#[derive(Debug, Clone)]
pub struct Keeping {
    before: Vec<String>,
    typed: Vec<(usize, char)>,
    /// Letters that were shown as saved, counted over all fields.
    saved: usize,
    unknown: bool,
}

/// How what is there differs from what may be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// A field holds something nobody typed there.
    Foreign {
        /// Which field.
        field: usize,
        /// What it holds.
        holds: String,
        /// What it may hold at most.
        typed: String,
    },
    /// A later edit is there and an earlier one is not.
    Torn {
        /// Letters kept, by field.
        kept: Vec<usize>,
    },
    /// Less is there than was shown as saved.
    Short {
        /// Letters that are there.
        kept: usize,
        /// Letters that were shown as saved.
        saved: usize,
    },
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { field, holds, typed } => {
                write!(f, "field {field} holds {holds:?}, which is no beginning of {typed:?}")
            }
            Self::Torn { kept } => write!(f, "a later edit is there and an earlier one is not: {kept:?}"),
            Self::Short { kept, saved } => write!(f, "{saved} letters were shown as saved, {kept} are there"),
        }
    }
}

impl Keeping {
    /// Begins with what the fields hold, all of which counts as saved.
    #[must_use]
    pub fn from(fields: Vec<String>) -> Self {
        Self { before: fields, typed: Vec::new(), saved: 0, unknown: false }
    }

    /// For a window of which nothing is known: every text may be there.
    #[must_use]
    pub fn unknown() -> Self {
        Self { unknown: true, ..Self::from(Vec::new()) }
    }

    /// A text was typed at the end of a field.
    pub fn type_into(&mut self, field: usize, text: &str) {
        self.typed.extend(text.chars().map(|letter| (field, letter)));
    }

    /// The window showed that so many letters of each field are saved.
    pub fn show_saved(&mut self, lengths: &[usize]) {
        let counts = self.counts_of(lengths);
        if let Some(saved) = self.cut(&counts) {
            self.saved = self.saved.max(saved);
        }
    }

    /// Everything typed so far must be there from now on.
    pub fn expect_all(&mut self) {
        self.saved = self.typed.len();
    }

    /// Letters typed.
    #[must_use]
    pub fn typed(&self) -> usize {
        self.typed.len()
    }

    /// Letters shown as saved.
    #[must_use]
    pub fn saved(&self) -> usize {
        self.saved
    }

    /// How many of the typed letters are there.
    ///
    /// # Errors
    /// When something is there that was not typed so, or less than was shown as saved.
    pub fn judge(&self, fields: &[String]) -> Result<usize, Wrong> {
        let kept = self.whole(fields)?;
        if kept < self.saved { Err(Wrong::Short { kept, saved: self.saved }) } else { Ok(kept) }
    }

    /// As [`Keeping::judge`] where it was said that something is missing: what is there must still be whole.
    ///
    /// # Errors
    /// When something is there that was not typed so.
    pub fn whole(&self, fields: &[String]) -> Result<usize, Wrong> {
        if self.unknown {
            return Ok(0);
        }
        let mut lengths = Vec::new();
        for (field, holds) in fields.iter().enumerate() {
            let typed = self.text(field);
            let before = self.before.get(field).map(String::as_str).unwrap_or_default();
            if !typed.starts_with(holds.as_str()) || !holds.starts_with(before) {
                return Err(Wrong::Foreign { field, holds: holds.clone(), typed });
            }
            lengths.push(holds.chars().count());
        }
        let counts = self.counts_of(&lengths);
        self.cut(&counts).ok_or(Wrong::Torn { kept: counts })
    }

    /// Whether each field holds a beginning of what it would hold when nothing is lost, perhaps from before the account
    /// began.
    #[must_use]
    pub fn is_beginning(&self, fields: &[String]) -> bool {
        fields.iter().enumerate().all(|(field, holds)| self.text(field).starts_with(holds.as_str()))
    }

    /// All that a field holds when nothing is lost.
    #[must_use]
    pub fn text(&self, field: usize) -> String {
        let mut text = self.before.get(field).cloned().unwrap_or_default();
        text.extend(self.typed.iter().filter(|(into, _)| *into == field).map(|(_, letter)| *letter));
        text
    }

    /// Letters beyond what was there before.
    fn counts_of(&self, lengths: &[usize]) -> Vec<usize> {
        let before = self.before.iter().map(|text| text.chars().count());
        lengths.iter().zip(before).map(|(length, before)| length.saturating_sub(before)).collect()
    }

    /// The number of first letters that give exactly these counts; none when there is no such beginning.
    fn cut(&self, counts: &[usize]) -> Option<usize> {
        let mut left = counts.to_vec();
        let total: usize = counts.iter().sum();
        for (field, _) in self.typed.iter().take(total) {
            let one = left.get_mut(*field)?;
            *one = one.checked_sub(1)?;
        }
        (total <= self.typed.len()).then_some(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_fields() -> Keeping {
        let mut keeping = Keeping::from(vec!["甲".into(), String::new()]);
        keeping.type_into(0, "01");
        keeping.type_into(1, "02");
        keeping.type_into(0, "03");
        keeping
    }

    fn fields(texts: [&str; 2]) -> Vec<String> {
        texts.map(str::to_owned).to_vec()
    }

    #[test]
    fn every_beginning_of_what_was_typed_is_whole() {
        let keeping = two_fields();
        for (texts, kept) in [(["甲", ""], 0), (["甲0", ""], 1), (["甲01", "0"], 3), (["甲0103", "02"], 6)]
        {
            assert_eq!(keeping.judge(&fields(texts)), Ok(kept));
        }
    }

    #[test]
    fn a_later_edit_without_an_earlier_one_is_torn() {
        assert_eq!(two_fields().judge(&fields(["甲010", "0"])), Err(Wrong::Torn { kept: vec![3, 1] }));
        assert_eq!(two_fields().judge(&fields(["甲", "02"])), Err(Wrong::Torn { kept: vec![0, 2] }));
    }

    #[test]
    fn what_nobody_typed_is_foreign() {
        let wrong = two_fields().judge(&fields(["甲013", "02"]));
        assert!(matches!(wrong, Err(Wrong::Foreign { field: 0, .. })), "{wrong:?}");
        // What was there before must be there too.
        let wrong = two_fields().judge(&fields(["", ""]));
        assert!(matches!(wrong, Err(Wrong::Foreign { field: 0, .. })), "{wrong:?}");
    }

    #[test]
    fn less_than_was_shown_as_saved_is_short() {
        let mut keeping = two_fields();
        keeping.show_saved(&[3, 1]);
        assert_eq!(keeping.saved(), 3);
        assert_eq!(keeping.judge(&fields(["甲01", ""])), Err(Wrong::Short { kept: 2, saved: 3 }));
        assert_eq!(keeping.whole(&fields(["甲01", ""])), Ok(2));
        assert_eq!(keeping.judge(&fields(["甲01", "0"])), Ok(3));
        keeping.expect_all();
        assert_eq!(keeping.judge(&fields(["甲0103", "0"])), Err(Wrong::Torn { kept: vec![4, 1] }));
        assert_eq!(keeping.judge(&fields(["甲010", "02"])), Err(Wrong::Short { kept: 5, saved: 6 }));
    }
}
