//! Superscripts and subscripts as characters, and formulas as a line of text: 10⁵ must never become 105.

use crate::xml::Element;

/// How far a character stands above or below the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Above,
    Below,
}

const ABOVE: (&str, &str) = (
    "()+-−=0123456789ABDEGHIJKLMNOPRTUVWabcdefghijklmnoprstuvwxyzβγδθφχ",
    "⁽⁾⁺⁻⁻⁼⁰¹²³⁴⁵⁶⁷⁸⁹ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᶿᵠᵡ",
);
const BELOW: (&str, &str) =
    ("()+-−=0123456789aehijklmnoprstuvxβγρφχ", "₍₎₊₋₋₌₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");
/// Raised signs that mean what they mean at any height.
const SAME: &str = "°′″®™©*※";

impl Script {
    /// Of a `w:vertAlign`; `None` on the line.
    pub(crate) fn named(value: &str) -> Option<Self> {
        match value {
            "superscript" => Some(Self::Above),
            "subscript" => Some(Self::Below),
            _ => None,
        }
    }

    /// The text in this place, and whether every character has a form for it. One without is left as it is.
    pub(crate) fn write(self, text: &str) -> (String, bool) {
        let mut whole = true;
        let characters = text.chars().map(|c| {
            let written = self.character(c);
            whole &= written.is_some() || c.is_whitespace() || SAME.contains(c);
            written.unwrap_or(c)
        });
        (characters.collect(), whole)
    }

    fn character(self, c: char) -> Option<char> {
        let (plain, written) = match self {
            Self::Above => ABOVE,
            Self::Below => BELOW,
        };
        let c = match c {
            '０'..='９' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' | '＋' | '－' | '＝' | '（' | '）' => {
                char::from_u32(u32::from(c) - 0xFEE0)?
            }
            '–' | '‐' | '‑' => '-',
            other => other,
        };
        plain.chars().position(|known| known == c).and_then(|at| written.chars().nth(at))
    }
}

/// A formula in one line: fractions with a stroke, powers and indices as characters, or behind `^` and `_`.
pub(crate) fn formula(element: &Element) -> String {
    let part = |name: &str| element.child(name).map(formula).unwrap_or_default();
    match element.name {
        "m:t" | "w:t" => element.text(),
        "m:f" => format!("{}/{}", group(&part("m:num")), group(&part("m:den"))),
        "m:sSup" => format!("{}{}", part("m:e"), at(Script::Above, &part("m:sup"))),
        "m:sSub" => format!("{}{}", part("m:e"), at(Script::Below, &part("m:sub"))),
        "m:sSubSup" | "m:sPre" => {
            let scripts =
                format!("{}{}", at(Script::Below, &part("m:sub")), at(Script::Above, &part("m:sup")));
            if element.name == "m:sPre" {
                format!("{scripts}{}", part("m:e"))
            } else {
                format!("{}{scripts}", part("m:e"))
            }
        }
        "m:rad" => {
            let (degree, _) = Script::Above.write(&part("m:deg"));
            format!("{degree}√{}", group(&part("m:e")))
        }
        "m:nary" => {
            let (sub, sup) = (at(Script::Below, &part("m:sub")), at(Script::Above, &part("m:sup")));
            format!("{}{sub}{sup}{}", property(element, "m:chr").unwrap_or("∫"), part("m:e"))
        }
        "m:d" => {
            let inside: Vec<String> = element.elements().filter(|e| e.name == "m:e").map(formula).collect();
            let (open, close) = (property(element, "m:begChr"), property(element, "m:endChr"));
            format!("{}{}{}", open.unwrap_or("("), inside.join("|"), close.unwrap_or(")"))
        }
        "m:mr" | "m:eqArr" => {
            let parts: Vec<String> = element.elements().map(formula).filter(|t| !t.is_empty()).collect();
            parts.join(if element.name == "m:mr" { " " } else { "；" })
        }
        "m:m" => {
            let rows: Vec<String> = element.elements().map(formula).filter(|t| !t.is_empty()).collect();
            rows.join("；")
        }
        "w:rPr" | "w:del" | "w:moveFrom" | "w:delText" | "w:instrText" => String::new(),
        _ => element.elements().map(formula).collect(),
    }
}

/// A sign that a formula names in its properties.
fn property<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.find(name).and_then(|sign| sign.attribute("val"))
}

/// A power or an index; what has no characters for it stands behind a sign, so that 10 to the x+α does not become 10x+α.
fn at(script: Script, text: &str) -> String {
    match script.write(text) {
        _ if text.is_empty() => String::new(),
        (written, true) => written,
        (_, false) => {
            let sign = if script == Script::Above { '^' } else { '_' };
            format!("{sign}{}", group(text))
        }
    }
}

/// In brackets when it is more than one number or name.
fn group(text: &str) -> String {
    let one = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '%'));
    if one { text.to_owned() } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_its_own_form() {
        for (plain, written) in [ABOVE, BELOW] {
            assert_eq!(plain.chars().count(), written.chars().count());
        }
        assert_eq!(Script::Above.write("−12"), ("⁻¹²".to_owned(), true));
        assert_eq!(Script::Above.write("（２）"), ("⁽²⁾".to_owned(), true));
        assert_eq!(Script::Below.write("2n"), ("₂ₙ".to_owned(), true));
        assert_eq!(Script::Above.write("注1"), ("注¹".to_owned(), false));
    }
}
