//! Page numbers that were pasted as text: - 1 -, — 2 —, 第1页 共3页, 1/3, Page 1 of 3.

/// Longest page number, in digits.
const DIGITS: usize = 4;
/// Lines around a number, as word processors and people draw them.
const DASHES: &str = "-—–―－‐‑─━−~～·•・_";

/// Whether a line is nothing but the number of a page.
pub(super) fn is_page_number(text: &str) -> bool {
    if text.chars().count() > 30 {
        return false;
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let plain = plain.trim_start_matches(['(', '[', '（']).trim_end_matches([')', ']', '）']).to_lowercase();
    dashed(&plain) || in_words(&plain) || in_english(&plain) || fraction(&plain, '/')
}

/// The number on a line that holds nothing else.
pub(super) fn bare_number(text: &str) -> Option<u32> {
    let plain: String = text.chars().map(half_width).collect();
    if is_number(&plain) { plain.parse().ok() } else { None }
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '／' => '/',
        other => other,
    }
}

fn is_number(text: &str) -> bool {
    (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// - 1 -; a line on one side alone may be a list.
fn dashed(text: &str) -> bool {
    let dash = |c: char| DASHES.contains(c);
    text.starts_with(dash) && text.ends_with(dash) && is_number(text.trim_matches(dash))
}

/// 第1页, 第1页共3页, 共3页第1页, also in Hanzi numerals.
fn in_words(text: &str) -> bool {
    let number = |text: &str| {
        is_number(text)
            || ((1..=DIGITS).contains(&text.chars().count())
                && text.chars().all(|c| "〇零一二三四五六七八九十百".contains(c)))
    };
    let page = |text: &str, first: char| {
        text.strip_prefix(first).and_then(|rest| rest.strip_suffix('页')).is_some_and(number)
    };
    let parts: Vec<&str> = text
        .split_inclusive('页')
        .map(|part| part.trim_start_matches(['，', ',', '/', '、', '；', '|']))
        .collect();
    match parts.as_slice() {
        [one] => page(one, '第'),
        [one, two] => (page(one, '第') && page(two, '共')) || (page(one, '共') && page(two, '第')),
        _ => false,
    }
}

fn in_english(text: &str) -> bool {
    let rest = text.strip_prefix("page").or_else(|| text.strip_prefix("p.")).unwrap_or_default();
    let (number, all) = rest.split_once("of").or_else(|| rest.split_once('/')).unwrap_or((rest, "1"));
    is_number(number) && is_number(all)
}

/// 1/3: the page is one of those there are.
fn fraction(text: &str, mark: char) -> bool {
    let Some((page, all)) = text.split_once(mark).filter(|(page, all)| is_number(page) && is_number(all))
    else {
        return false;
    };
    let (page, all): (u32, u32) = (page.parse().unwrap_or(0), all.parse().unwrap_or(0));
    (1..=all).contains(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for page in [
            "- 1 -",
            "-1-",
            "— 1 —",
            "—12—",
            "－ １ －",
            "– 3 –",
            "-- 4 --",
            "·5·",
            "~ 6 ~",
            "第1页",
            "第 1 页 共 3 页",
            "第1页，共3页",
            "第１页/共３页",
            "共3页 第1页",
            "（第1页）",
            "第一页",
            "第十二页 共二十页",
            "1/3",
            "2 / 10",
            "Page 1 of 3",
            "page 7",
            "P. 8",
        ] {
            assert!(is_page_number(page), "{page}");
        }
        for text in [
            "1",
            "2026",
            "- 1",
            "-",
            "——",
            "- 项目 -",
            "1. 总体",
            "第1页的表格",
            "第一章",
            "共3页",
            "3/1",
            "0/5",
            "1/2/3",
            "- 12345 -",
            "第三条",
            "2026/11",
            "Page",
            "—",
            "2026年11月3日",
            "-1",
            "（1）",
        ] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
