//! Names of organs: one organ, one name; a short name that was introduced is used.

use crate::context::{Context, Stretch};
use crate::rules::Report;
use crate::scan;
use crate::words::excused;

/// What introduces a short name.
const SHORT: &str = "以下简称";

/// NM-01: 院党的建设工作领导小组 and 院党建工作领导小组 in one text, without 以下简称.
pub(super) fn several_names(context: &Context<'_>, report: &mut Report<'_>) {
    let stretches: Vec<Stretch<'_>> = context.stretches().collect();
    for organ in &context.lexicon.text.organs {
        let named = stretches.iter().any(|s| scan::find(s.chars, 0, &organ.name).is_some());
        if !named {
            continue;
        }
        for other in &organ.others {
            // Lists of people and posts are set out with blanks and use the short names of their own.
            let sentences = context.prose().filter(|l| {
                !l.words().chars.windows(2).any(|p| matches!(p, ['\u{3000}' | ' ', '\u{3000}' | ' ']))
            });
            let place = sentences.map(|l| l.words()).find_map(|s| {
                let from = scan::find(s.chars, 0, other)?;
                let end = from + other.chars().count();
                (!excused(s.chars, from, end, &context.lexicon.text.longer)).then(|| s.place(from, end))
            });
            let introduced = stretches.iter().any(|s| {
                scan::find_all(s.chars, SHORT).into_iter().any(|at| {
                    let near = s.chars.get(at..).unwrap_or_default();
                    scan::find(near.get(..near.len().min(30)).unwrap_or_default(), 0, other).is_some()
                })
            });
            if let Some(place) = place.filter(|_| !introduced) {
                report.add(
                    place,
                    format!(
                        "同一机关有“{}”和“{other}”两种写法，宜统一；用简称的，首次出现时注明“以下简称”。",
                        organ.name
                    ),
                );
            }
        }
    }
}

/// NM-03: a short name that is introduced and never used.
pub(super) fn unused_short_name(context: &Context<'_>, report: &mut Report<'_>) {
    let lines: Vec<Stretch<'_>> = context.prose().map(|l| l.whole()).collect();
    for (i, line) in lines.iter().enumerate() {
        for at in scan::find_all(line.chars, SHORT) {
            let from = at + SHORT.chars().count();
            let end = scan::run_end(line.chars, from, |c| {
                !matches!(c, '）' | ')' | '，' | '。' | '；' | '、' | '或')
            });
            let listed = matches!(scan::at(line.chars, end), Some('、' | '或'));
            let name: String = line
                .chars
                .get(from..end)
                .unwrap_or_default()
                .iter()
                .filter(|c| !matches!(c, '“' | '”' | '：' | '为' | '"' | ' '))
                .collect();
            let known = (2..=20).contains(&name.chars().count());
            let later = lines.get(i + 1..).unwrap_or_default().iter();
            let used = scan::find(line.chars, end, &name).is_some()
                || later.into_iter().any(|l| scan::find(l.chars, 0, &name).is_some());
            if known && !listed && !used {
                report.add(line.place(at, end), format!("简称“{name}”后文没有用到，可不注。"));
            }
        }
    }
}
