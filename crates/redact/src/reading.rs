//! A text while it is read and veiled: its glyphs, and what will stand for those that are masked.

use crate::fold::{Glyph, fold};

/// A text and the veil over it.
pub(crate) struct Reading<'t> {
    text: &'t str,
    pub(crate) glyphs: Vec<Glyph>,
    veil: Vec<Option<char>>,
}

impl<'t> Reading<'t> {
    pub(crate) fn of(text: &'t str, same: &str) -> Self {
        let glyphs = fold(text, same);
        let veil = vec![None; glyphs.len()];
        Self { text, glyphs, veil }
    }

    pub(crate) fn len(&self) -> usize {
        self.glyphs.len()
    }

    pub(crate) fn c(&self, at: usize) -> Option<char> {
        self.glyphs.get(at).map(|glyph| glyph.c)
    }

    /// The character before.
    pub(crate) fn before(&self, at: usize) -> Option<char> {
        self.c(at.checked_sub(1)?)
    }

    /// Whether a word stands here, in whatever case; how many glyphs it takes.
    pub(crate) fn word(&self, at: usize, word: &str) -> Option<usize> {
        let mut length = 0;
        for c in word.chars() {
            let here = self.c(at + length)?;
            if !here.eq_ignore_ascii_case(&c) {
                return None;
            }
            length += 1;
        }
        (length > 0).then_some(length)
    }

    /// The first of these words that stands here; how many glyphs it takes.
    pub(crate) fn any(&self, at: usize, words: &[String]) -> Option<usize> {
        words.iter().find_map(|word| self.word(at, word))
    }

    /// Whether one of these words ends right before this place.
    pub(crate) fn ends(&self, at: usize, words: &[String]) -> bool {
        words.iter().any(|word| {
            let from = at.checked_sub(word.chars().count());
            from.is_some_and(|from| self.word(from, word).is_some())
        })
    }

    /// Whether one of these words stands among the so many glyphs before, in the same sentence.
    pub(crate) fn near(&self, at: usize, reach: usize, words: &[String]) -> bool {
        let from = at.saturating_sub(reach);
        let sentence = (from..at).rev().find(|place| self.c(*place).is_some_and(|c| "。；;\n".contains(c)));
        (sentence.map_or(from, |end| end + 1)..at).any(|place| self.any(place, words).is_some())
    }

    /// The first place from here on, and before `limit` more glyphs, that holds none of these characters.
    pub(crate) fn skip(&self, at: usize, limit: usize, over: &str) -> usize {
        let held = |place: &usize| self.c(*place).is_some_and(|c| over.contains(c));
        at + (at..at + limit).take_while(held).count()
    }

    pub(crate) fn hide(&mut self, at: usize, mask: char) {
        if let Some(veil) = self.veil.get_mut(at) {
            *veil = Some(mask);
        }
    }

    pub(crate) fn hidden(&self, at: usize) -> bool {
        self.veil.get(at).is_some_and(Option::is_some)
    }

    /// What was written from one place to before another.
    pub(crate) fn written(&self, from: usize, to: usize) -> &'t str {
        let at = self.glyphs.get(from).map_or(self.text.len(), |glyph| glyph.at);
        let end = to.checked_sub(1).and_then(|last| self.glyphs.get(last)).map_or(at, |glyph| glyph.end);
        self.text.get(at..end).unwrap_or_default()
    }

    /// The text with its veil, as long as it was: what is invisible stays where it stood.
    pub(crate) fn veiled(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut end = 0;
        for (glyph, veil) in self.glyphs.iter().zip(&self.veil) {
            out.push_str(self.text.get(end..glyph.at).unwrap_or_default());
            match veil {
                Some(mask) => out.push(*mask),
                None => out.push_str(self.text.get(glyph.at..glyph.end).unwrap_or_default()),
            }
            end = glyph.end;
        }
        out.push_str(self.text.get(end..).unwrap_or_default());
        out
    }
}
