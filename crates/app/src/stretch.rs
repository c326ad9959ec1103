//! Stretches of typing: which changes of a text belong together, as one step to take back.

/// Milliseconds without a change after which somebody has paused.
const PAUSE_MS: f64 = 1_000.0;

/// How a change of a text came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By keys.
    Keys,
    /// As a whole word of an input method.
    Word,
    /// At once: pasted, cut, dropped.
    AtOnce,
    /// Part by part, as in a date, where each part changes the whole.
    Parts,
}

/// Where two texts differ, in bytes of the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// Where it begins.
    pub start: usize,
    /// Bytes of the earlier text that are gone.
    pub removed: usize,
    /// Bytes of the later text that came.
    pub added: usize,
}

impl Difference {
    /// Compares two texts.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Self {
        let mut start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        while !(before.is_char_boundary(start) && after.is_char_boundary(start)) {
            start -= 1;
        }
        let (left, right) = (before.len() - start, after.len() - start);
        let backwards = before.bytes().rev().zip(after.bytes().rev());
        let mut tail = backwards.take(left.min(right)).take_while(|(a, b)| a == b).count();
        while !(before.is_char_boundary(before.len() - tail) && after.is_char_boundary(after.len() - tail)) {
            tail -= 1;
        }
        Self { start, removed: left - tail, added: right - tail }
    }

    /// Where it ends in the later text.
    #[must_use]
    pub fn end(self) -> usize {
        self.start + self.added
    }
}

/// The stretch of typing a text is in.
#[derive(Debug, Clone, Default)]
pub struct Stretch {
    last: Option<(Difference, f64)>,
}

impl Stretch {
    /// Notes a change and says whether it goes on with the one before; otherwise it begins another stretch. `now` is in
    /// milliseconds from any beginning.
    pub fn goes_on(&mut self, difference: Difference, how: How, now: f64) -> bool {
        let before = self.last.take();
        if how != How::AtOnce {
            self.last = Some((difference, now));
        }
        let Some((last, at)) = before else { return false };
        now - at < PAUSE_MS
            && match how {
                How::Keys => follows(last, difference),
                How::Parts => true,
                How::Word | How::AtOnce => false,
            }
    }

    /// Ends the stretch.
    pub fn end(&mut self) {
        self.last = None;
    }
}

/// Whether a change by keys stands where the one before ended, and adds as it added, or removes as it removed.
fn follows(last: Difference, next: Difference) -> bool {
    match (last.added > 0, next.added > 0) {
        (true, true) => next.removed == 0 && next.start == last.end(),
        (false, false) => next.start == last.start || next.start + next.removed == last.start,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts a control held one after the other, each with the milliseconds since the one before, and whether each
    /// goes on with it.
    fn steps(texts: &[(&str, f64)], how: How) -> Vec<bool> {
        let (mut stretch, mut before, mut now) = (Stretch::default(), String::new(), 0.0);
        let mut step = |(text, after): &(&str, f64)| {
            now += after;
            let goes_on = stretch.goes_on(Difference::between(&before, text), how, now);
            before = (*text).to_owned();
            goes_on
        };
        texts.iter().map(&mut step).collect()
    }

    #[test]
    fn keys_without_a_pause_are_one_stretch() {
        let typed =
            [("一", 0.0), ("一二", 90.0), ("一二三", 900.0), ("一二三四", 1_100.0), ("一二三四五", 90.0)];
        assert_eq!(steps(&typed, How::Keys), [false, true, true, false, true]);
    }

    #[test]
    fn what_was_typed_is_not_lost_with_what_removes_it() {
        let typed = [("一", 0.0), ("一二", 50.0), ("", 50.0)];
        assert_eq!(steps(&typed, How::Keys), [false, true, false]);
        let over = [("一", 0.0), ("一二", 50.0), ("三", 50.0), ("三四", 50.0)];
        assert_eq!(steps(&over, How::Keys), [false, true, false, true]);
        let back = [("一二三", 0.0), ("一二", 50.0), ("一", 50.0), ("一四", 50.0)];
        assert_eq!(steps(&back, How::Keys), [false, false, true, false]);
    }

    #[test]
    fn another_place_is_another_stretch() {
        let typed = [("甲乙", 0.0), ("甲乙一", 50.0), ("零甲乙一", 50.0), ("零零甲乙一", 50.0)];
        assert_eq!(steps(&typed, How::Keys), [false, true, false, true]);
    }

    #[test]
    fn each_word_of_an_input_method_is_one() {
        let typed = [("你好", 0.0), ("你好世界", 200.0)];
        assert_eq!(steps(&typed, How::Word), [false, false]);
        let mut stretch = Stretch::default();
        assert!(!stretch.goes_on(Difference::between("", "你好"), How::Word, 0.0));
        assert!(stretch.goes_on(Difference::between("你好", "你好，"), How::Keys, 100.0));
    }

    #[test]
    fn what_was_pasted_stands_alone() {
        let mut stretch = Stretch::default();
        assert!(!stretch.goes_on(Difference::between("", "一"), How::Keys, 0.0));
        assert!(!stretch.goes_on(Difference::between("一", "一页"), How::AtOnce, 10.0));
        assert!(!stretch.goes_on(Difference::between("一页", "一页二"), How::Keys, 20.0));
    }

    #[test]
    fn a_date_is_typed_part_by_part() {
        let typed =
            [("0002-01-05", 0.0), ("0020-01-05", 300.0), ("2026-01-05", 500.0), ("2026-02-05", 3_000.0)];
        assert_eq!(steps(&typed, How::Parts), [false, true, true, false]);
    }

    #[test]
    fn a_difference_never_cuts_a_character() {
        for (before, after) in
            [("督查", "督察"), ("", "督"), ("啊", ""), ("😀", "😁"), ("aaa", "aa"), ("é", "è")]
        {
            let Difference { start, removed, added } = Difference::between(before, after);
            let part = |text: &str, from: usize, to: usize| text.get(from..to).unwrap().to_owned();
            let put = part(before, 0, start)
                + &part(after, start, start + added)
                + &part(before, start + removed, before.len());
            assert_eq!(put, after);
        }
    }
}
