//! Strict JSON, checked before anybody parses it: depth, duplicate keys, sizes, numbers, UTF-8.
//!
//! A general parser keeps the last of two equal keys, goes 128 levels deep and lets numbers overflow. A file from a stranger
//! gets none of that, so that every reader of the same bytes sees the same meaning.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Bounds of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// All of it, in bytes.
    pub bytes: usize,
    /// Nesting of arrays and objects; a scalar has depth 0.
    pub depth: u8,
    /// Items of one array.
    pub items: usize,
    /// All values together: a value in memory is many times as large as the two bytes it may take here.
    pub values: usize,
    /// One string after unescaping, in bytes of UTF-8.
    pub string: usize,
    /// One key after unescaping, in bytes of UTF-8.
    pub key: usize,
}

/// The bounds of SPEC.md section 6.
pub const DOCUMENT: Limits = Limits {
    bytes: crate::limits::DOCUMENT,
    depth: 32,
    items: 100_000,
    values: 2_000_000,
    string: 1 << 20,
    key: 1024,
};

/// Why a document is refused, and at which byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JsonRefusal {
    /// Not JSON.
    #[error("not JSON at byte {at}")]
    Syntax {
        /// Offset in bytes.
        at: usize,
    },
    /// Nested deeper than the limit.
    #[error("nested too deep at byte {at}")]
    TooDeep {
        /// Offset in bytes.
        at: usize,
    },
    /// A key stands twice in one object.
    #[error("a key stands twice, the second time before byte {at}")]
    DuplicateKey {
        /// Offset in bytes.
        at: usize,
    },
    /// Not UTF-8.
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 {
        /// Offset in bytes.
        at: usize,
    },
    /// A number no 64-bit float can hold.
    #[error("a number out of range before byte {at}")]
    Number {
        /// Offset in bytes.
        at: usize,
    },
    /// The document, an array, a string or a key exceeds its limit, or there are too many values.
    #[error("too long at byte {at}")]
    TooLong {
        /// Offset in bytes.
        at: usize,
    },
}

impl JsonRefusal {
    /// Name of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            JsonRefusal::Syntax { .. } => "json-syntax",
            JsonRefusal::TooDeep { .. } => "json-too-deep",
            JsonRefusal::DuplicateKey { .. } => "json-duplicate-key",
            JsonRefusal::NotUtf8 { .. } => "json-not-utf-8",
            JsonRefusal::Number { .. } => "json-number",
            JsonRefusal::TooLong { .. } => "json-too-long",
        }
    }
}

/// Whether `bytes` is one strict JSON value within `limits`.
///
/// # Errors
/// The first reason against it.
pub fn check(bytes: &[u8], limits: Limits) -> Result<(), JsonRefusal> {
    if bytes.len() > limits.bytes {
        return Err(JsonRefusal::TooLong { at: limits.bytes });
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| JsonRefusal::NotUtf8 { at: error.valid_up_to() })?;
    let mut scan = Scan { text, at: 0, values: 0, limits };
    scan.space();
    scan.value(0)?;
    scan.space();
    if scan.at == bytes.len() { Ok(()) } else { scan.syntax() }
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    values: usize,
    limits: Limits,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn syntax<T>(&self) -> Result<T, JsonRefusal> {
        Err(JsonRefusal::Syntax { at: self.at })
    }

    /// Steps over `byte` if it is next.
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, byte: u8) -> Result<(), JsonRefusal> {
        if self.eat(byte) { Ok(()) } else { self.syntax() }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// One value. The recursion is bounded by `limits.depth`, a `u8`.
    fn value(&mut self, depth: u8) -> Result<(), JsonRefusal> {
        self.values += 1;
        if self.values > self.limits.values {
            return Err(JsonRefusal::TooLong { at: self.at });
        }
        match self.peek() {
            Some(b'{' | b'[') if depth >= self.limits.depth => Err(JsonRefusal::TooDeep { at: self.at }),
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            Some(b'"') => self.string(self.limits.string).map(drop),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => self.syntax(),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), JsonRefusal> {
        word.bytes().try_for_each(|byte| self.need(byte))
    }

    fn array(&mut self, depth: u8) -> Result<(), JsonRefusal> {
        self.need(b'[')?;
        self.space();
        if self.eat(b']') {
            return Ok(());
        }
        for _ in 0..self.limits.items {
            self.space();
            self.value(depth)?;
            self.space();
            if self.eat(b']') {
                return Ok(());
            }
            self.need(b',')?;
        }
        Err(JsonRefusal::TooLong { at: self.at })
    }

    fn object(&mut self, depth: u8) -> Result<(), JsonRefusal> {
        self.need(b'{')?;
        self.space();
        if self.eat(b'}') {
            return Ok(());
        }
        let mut keys = BTreeSet::new();
        loop {
            self.space();
            let key = self.string(self.limits.key)?;
            if !keys.insert(key) {
                return Err(JsonRefusal::DuplicateKey { at: self.at });
            }
            self.space();
            self.need(b':')?;
            self.space();
            self.value(depth)?;
            self.space();
            if self.eat(b'}') {
                return Ok(());
            }
            self.need(b',')?;
        }
    }

    /// A string, unescaped; borrowed when there was nothing to unescape.
    fn string(&mut self, limit: usize) -> Result<Cow<'a, str>, JsonRefusal> {
        self.need(b'"')?;
        let mut unescaped = String::new();
        let mut plain_from = self.at;
        loop {
            if unescaped.len() + (self.at - plain_from) > limit {
                return Err(JsonRefusal::TooLong { at: self.at });
            }
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    unescaped.push_str(self.text.get(plain_from..self.at).unwrap_or_default());
                    self.at += 1;
                    unescaped.push(self.escape()?);
                    plain_from = self.at;
                }
                Some(0x20..) => self.at += 1,
                _ => return self.syntax(),
            }
        }
        let plain = self.text.get(plain_from..self.at).unwrap_or_default();
        self.at += 1;
        if unescaped.is_empty() {
            return Ok(Cow::Borrowed(plain));
        }
        unescaped.push_str(plain);
        Ok(Cow::Owned(unescaped))
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<char, JsonRefusal> {
        let letter = self.peek();
        let plain = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.syntax(),
        };
        self.at += 1;
        Ok(plain)
    }

    /// `uXXXX`, or a pair of surrogates; half a pair is no character.
    fn unicode(&mut self) -> Result<char, JsonRefusal> {
        let first = self.unit()?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        self.need(b'\\')?;
        let second = self.unit()?;
        let pair = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second);
        let joined = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF);
        match char::from_u32(joined) {
            Some(c) if pair => Ok(c),
            _ => self.syntax(),
        }
    }

    fn unit(&mut self) -> Result<u32, JsonRefusal> {
        self.need(b'u')?;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else { return self.syntax() };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<(), JsonRefusal> {
        let from = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _sign = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        let number = self.text.get(from..self.at).unwrap_or_default();
        match number.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(()),
            _ => Err(JsonRefusal::Number { at: self.at }),
        }
    }

    fn digits(&mut self) -> Result<(), JsonRefusal> {
        let from = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > from { Ok(()) } else { self.syntax() }
    }
}

#[cfg(test)]
mod tests;
