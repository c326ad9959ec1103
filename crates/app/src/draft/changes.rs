//! What a refresh changed in a text, in few words.

use diffy::Line;

/// Characters shown of a text that was changed.
const SHOWN: usize = 24;

/// Characters of what stayed shown on each side of what changed.
const BESIDE: usize = 4;

/// What is otherwise in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Places that are otherwise.
    pub(crate) count: usize,
    /// What stood in the first of them; empty when something came in.
    pub(crate) old: String,
    /// What stands there now; empty when something went.
    pub(crate) new: String,
}

/// What is otherwise in a text than it was; `None` when nothing is.
pub(crate) fn changes(before: &str, after: &str) -> Option<Changes> {
    let patch = diffy::create_patch(before, after);
    let mut places: Vec<(String, String)> = Vec::new();
    for hunk in patch.hunks() {
        let mut open = false;
        for line in hunk.lines() {
            let (gone, come) = match line {
                Line::Context(_) => {
                    open = false;
                    continue;
                }
                Line::Delete(line) => (*line, ""),
                Line::Insert(line) => ("", *line),
            };
            if !open {
                places.push(Default::default());
                open = true;
            }
            if let Some((old, new)) = places.last_mut() {
                old.push_str(gone);
                new.push_str(come);
            }
        }
    }
    let (old, new) = places.first()?;
    let (old, new) = apart(old.trim(), new.trim());
    Some(Changes { count: places.len(), old, new })
}

/// Two texts without what they begin and end with alike, but for a few characters.
fn apart(old: &str, new: &str) -> (String, String) {
    let [old, new]: [Vec<char>; 2] = [old.chars().collect(), new.chars().collect()];
    let alike = |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let shorter = old.len().min(new.len());
    let begin = alike(&mut old.iter().zip(&new));
    let end = alike(&mut old.iter().rev().zip(new.iter().rev())).min(shorter - begin);
    let part = |text: &[char]| {
        let from = begin.saturating_sub(BESIDE);
        let to = (text.len() - end + BESIDE).min(text.len());
        let part: String = text.get(from..to).unwrap_or_default().iter().collect();
        let short: String = part.replace('\n', "").chars().take(SHOWN).collect();
        if part.chars().count() > SHOWN { format!("{short}…") } else { short }
    };
    (
        if old.is_empty() { String::new() } else { part(&old) },
        if new.is_empty() { String::new() } else { part(&new) },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(before: &str, after: &str) -> Option<(usize, String, String)> {
        changes(before, after).map(|it| (it.count, it.old, it.new))
    }

    #[test]
    fn the_first_place_is_shown_and_all_are_counted() {
        let before = "标题\n共反馈问题24个。\n同一段。\n一、甲\n二、乙\n三、丙\n四、丁\n末段\n";
        let after = "标题\n共反馈问题15个。\n同一段。\n一、甲\n二、乙\n三、丙\n四、丁\n末段改了\n";
        assert_eq!(said(before, after), Some((2, "反馈问题24个。".into(), "反馈问题15个。".into())));
    }

    #[test]
    fn what_came_in_or_went_stands_alone() {
        assert_eq!(said("甲\n乙\n", "甲\n丙\n乙\n"), Some((1, String::new(), "丙".into())));
        assert_eq!(said("甲\n丙\n乙\n", "甲\n乙\n"), Some((1, "丙".into(), String::new())));
        assert_eq!(said("甲\n", "甲\n"), None);
        let long = "很".repeat(80);
        let (_, _, new) = said("甲\n", &format!("甲\n{long}\n")).unwrap();
        assert_eq!(new.chars().count(), SHOWN + 1);
    }

    #[test]
    fn texts_that_repeat_themselves_are_told_apart() {
        assert_eq!(said("哈哈\n", "哈哈哈\n"), Some((1, "哈哈".into(), "哈哈哈".into())));
    }
}
