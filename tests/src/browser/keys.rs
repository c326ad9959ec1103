//! The keyboard: letters as key events, Chinese as an input method hands it over.

use serde_json::{Value, json};

use super::error::{DriverError, Result};
use super::page::Page;

/// Keys with a name: the name tests use, the code and the virtual key; the last column is what it types.
const NAMED: &[(&str, &str, u32, &str)] = &[
    ("Enter", "Enter", 13, "\r"),
    ("Tab", "Tab", 9, ""),
    ("Escape", "Escape", 27, ""),
    ("Backspace", "Backspace", 8, ""),
    ("Delete", "Delete", 46, ""),
    ("Space", "Space", 32, " "),
    ("ArrowLeft", "ArrowLeft", 37, ""),
    ("ArrowUp", "ArrowUp", 38, ""),
    ("ArrowRight", "ArrowRight", 39, ""),
    ("ArrowDown", "ArrowDown", 40, ""),
    ("Home", "Home", 36, ""),
    ("End", "End", 35, ""),
    ("PageUp", "PageUp", 33, ""),
    ("PageDown", "PageDown", 34, ""),
    ("F1", "F1", 112, ""),
    ("F2", "F2", 113, ""),
    ("F5", "F5", 116, ""),
    ("F8", "F8", 119, ""),
];

/// The modifiers and their bits in the protocol.
const MODIFIERS: &[(&str, u32, u32)] =
    &[("Alt", 1, 18), ("Control", 2, 17), ("Meta", 4, 91), ("Shift", 8, 16)];

struct Key {
    key: String,
    code: String,
    virtual_key: u32,
    text: String,
}

impl Page {
    /// Types into what has the focus: ASCII as key events, line ends as Enter, everything else inserted in
    /// runs as an input method does (`beforeinput` and `input` events, no key events).
    ///
    /// # Errors
    /// When the page is gone.
    pub fn type_text(&self, text: &str) -> Result<()> {
        let mut run = String::new();
        for letter in text.chars() {
            if !letter.is_ascii() {
                run.push(letter);
                continue;
            }
            self.insert(&std::mem::take(&mut run))?;
            match letter {
                '\n' => self.press("Enter")?,
                '\t' => self.press("Tab")?,
                '+' => self.stroke(&letter_key('+'), 0)?,
                other => self.press(other.encode_utf8(&mut [0; 4]))?,
            }
        }
        self.insert(&run)
    }

    /// Presses one key, with modifiers before it: `"Enter"`, `"Shift+Tab"`, `"Control+z"`, `"1"`.
    ///
    /// # Errors
    /// When there is no such key.
    pub fn press(&self, keys: &str) -> Result<()> {
        let (held, name) = keys.rsplit_once('+').unwrap_or(("", keys));
        let unknown = || DriverError::Misuse(format!("no such key: {keys:?}"));
        let key = key_named(name).ok_or_else(unknown)?;
        let mut bits = 0;
        for modifier in held.split('+').filter(|part| !part.is_empty()) {
            let (name, bit, virtual_key) =
                MODIFIERS.iter().find(|(name, ..)| *name == modifier).ok_or_else(unknown)?;
            bits |= bit;
            self.modifier("rawKeyDown", name, *virtual_key, bits)?;
        }
        self.stroke(&key, bits)?;
        for modifier in held.split('+').rev() {
            if let Some((name, bit, virtual_key)) = MODIFIERS.iter().find(|(name, ..)| *name == modifier) {
                bits &= !bit;
                self.modifier("keyUp", name, *virtual_key, bits)?;
            }
        }
        Ok(())
    }

    /// Replaces the whole text of a field. It keeps the focus, so `change` comes when the field is left, as
    /// for a person. A date, time, colour or slider is set at once with `input` and `change`.
    ///
    /// # Errors
    /// When there is no such field, or it takes no input, for the patience.
    pub fn fill(&self, css: &str, text: &str) -> Result<()> {
        let what = format!("`{css}` to take input");
        let state = self.ask_until_ok(&what, "beginFill", &[json!(css), json!(text)])?;
        let yes = |name: &str| state.get(name) == Some(&Value::Bool(true));
        if !yes("typed") || (text.is_empty() && yes("empty")) {
            return Ok(());
        }
        if text.is_empty() { self.press("Delete") } else { self.insert(text) }
    }

    /// Shows a half word, as an input method does while somebody is still at it; an empty one ends without a word.
    ///
    /// # Errors
    /// When the page is gone.
    pub fn compose(&self, half: &str) -> Result<()> {
        let end = half.encode_utf16().count();
        let order = json!({ "text": half, "selectionStart": end, "selectionEnd": end });
        self.call("Input.imeSetComposition", order).map(drop)
    }

    /// Puts a whole word in the place of the half one.
    ///
    /// # Errors
    /// When the page is gone.
    pub fn commit(&self, word: &str) -> Result<()> {
        self.insert(word)
    }

    /// Chooses an option of a `<select>` by its value or its label. The native list cannot be clicked by
    /// any driver, so the choice is set and `input` and `change` are fired.
    ///
    /// # Errors
    /// When there is no such list or option for the patience; the options that are there.
    pub fn select(&self, css: &str, value_or_label: &str) -> Result<()> {
        let what = format!("the option {value_or_label:?} in `{css}`");
        self.ask_until_ok(&what, "choose", &[json!(css), json!(value_or_label)]).map(drop)
    }

    fn insert(&self, text: &str) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.call("Input.insertText", json!({ "text": text })).map(drop)
    }

    fn modifier(&self, kind: &str, name: &str, virtual_key: u32, bits: u32) -> Result<()> {
        let event = json!({
            "type": kind, "key": name, "code": format!("{name}Left"),
            "windowsVirtualKeyCode": virtual_key, "modifiers": bits,
        });
        self.call("Input.dispatchKeyEvent", event).map(drop)
    }

    fn stroke(&self, key: &Key, bits: u32) -> Result<()> {
        // With Control, Alt or Meta held a key commands and types nothing.
        let text = if bits & 7 == 0 { key.text.as_str() } else { "" };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event = json!({
            "type": kind, "key": key.key, "code": key.code,
            "windowsVirtualKeyCode": key.virtual_key, "modifiers": bits, "text": text,
        });
        self.call("Input.dispatchKeyEvent", event.clone())?;
        if let Some(fields) = event.as_object_mut() {
            fields.insert("type".into(), "keyUp".into());
            fields.remove("text");
        }
        self.call("Input.dispatchKeyEvent", event).map(drop)
    }
}

fn key_named(name: &str) -> Option<Key> {
    if let Some((name, code, virtual_key, text)) = NAMED.iter().find(|(named, ..)| *named == name) {
        let key = if *name == "Space" { " " } else { name };
        return Some(Key {
            key: key.into(),
            code: (*code).into(),
            virtual_key: *virtual_key,
            text: (*text).into(),
        });
    }
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii() && !letter.is_ascii_control() => Some(letter_key(letter)),
        _ => None,
    }
}

fn letter_key(letter: char) -> Key {
    let upper = letter.to_ascii_uppercase();
    let code = match upper {
        'A'..='Z' => format!("Key{upper}"),
        '0'..='9' => format!("Digit{upper}"),
        ' ' => "Space".into(),
        // The place of a sign depends on the keyboard; pages that care use `key`.
        _ => String::new(),
    };
    let virtual_key = if upper.is_ascii_alphanumeric() || upper == ' ' { u32::from(upper) } else { 0 };
    Key { key: letter.into(), code, virtual_key, text: letter.into() }
}
