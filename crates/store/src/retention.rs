//! Which snapshots stay when a new one is written: the newest five, one for each of seven days, the session's first.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::limits;
use crate::record::{Keep, Moment};

/// Newest snapshots kept whatever their day.
const NEWEST: usize = 5;
/// Days, counted as different days on which there is a snapshot, of which the last snapshot is kept.
const DAYS: usize = 7;
/// Snapshots kept whatever they weigh.
const AT_LEAST: usize = 2;

/// The snapshots to keep with a new one. `old` is in the order of numbers; `session` is the snapshot this run began with.
///
/// Days are only compared for being the same, so a clock that was set back costs at most a backup of that day.
#[must_use]
pub fn keep(old: &[Keep], new: Keep, session: Option<u64>) -> Vec<Keep> {
    let mut days = BTreeSet::from([Moment::of(new.day).day()]);
    let mut kept: Vec<Keep> = Vec::new();
    let mut size = u64::from(new.size);
    for (place, keep) in old.iter().rev().enumerate() {
        let a_new_day = days.len() <= DAYS && days.insert(Moment::of(keep.day).day());
        let wanted = place < NEWEST - 1 || a_new_day || session == Some(keep.number);
        let room = place < AT_LEAST - 1 || size + u64::from(keep.size) <= limits::BACKUPS;
        if wanted && room && kept.len() < limits::KEEPS {
            size += u64::from(keep.size);
            kept.push(*keep);
        }
    }
    kept.reverse();
    kept
}

/// The record numbers that may be removed once a new snapshot is written: everything before the snapshot that was the
/// newest until now, but for the snapshots kept. Edits since that one stay, so that a reload can rebuild undo.
#[must_use]
pub fn droppable(kept: &[Keep], newest_until_now: u64) -> Vec<RangeInclusive<u64>> {
    let mut ranges = Vec::new();
    let mut from = 1;
    for stop in
        kept.iter().map(|keep| keep.number).filter(|n| *n < newest_until_now).chain([newest_until_now])
    {
        if from < stop {
            ranges.push(from..=stop - 1);
        }
        from = stop + 1;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keeps(days: &[u32]) -> Vec<Keep> {
        days.iter().zip(1..).map(|(day, n)| Keep { number: n * 100, day: *day, size: 10 }).collect()
    }

    fn numbers(kept: &[Keep]) -> Vec<u64> {
        kept.iter().map(|keep| keep.number).collect()
    }

    fn new(day: u32) -> Keep {
        Keep { number: 10_000, day, size: 10 }
    }

    #[test]
    fn minutes_of_one_day_are_one_day() {
        // 9 o'clock on 30 November 2026, and every hour after it; a night lies between the seventh and the eighth.
        let morning = 29_933_820;
        let hours: Vec<u32> = (0..12).map(|hour| morning + hour * 60).chain([morning + 1440]).collect();
        let kept = keep(&keeps(&hours), new(morning + 2880), None);
        let days: BTreeSet<u32> = kept.iter().map(|keep| Moment::of(keep.day).day()).collect();
        assert_eq!((kept.len(), days.len()), (4, 2));
        assert_eq!(Moment::of(20_261_123), Moment::Day(20_261_123));
        assert_eq!(Moment::of(morning), Moment::Minute(morning));
    }

    #[test]
    fn the_newest_five_stay() {
        assert_eq!(numbers(&keep(&keeps(&[1, 1, 1, 1, 1, 1, 1]), new(1), None)), [400, 500, 600, 700]);
    }

    #[test]
    fn the_last_of_each_of_seven_earlier_days_stays() {
        let old = keeps(&[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 8, 9, 9, 9, 9, 9]);
        assert_eq!(
            numbers(&keep(&old, new(9), None)),
            [400, 600, 800, 1000, 1200, 1400, 1700, 1900, 2000, 2100, 2200]
        );
    }

    #[test]
    fn the_one_the_session_began_with_stays() {
        assert_eq!(numbers(&keep(&keeps(&[1; 9]), new(1), Some(200))), [200, 600, 700, 800, 900]);
    }

    #[test]
    fn large_backups_give_way_but_two_snapshots_always_stay() {
        let big = u32::try_from(limits::BACKUPS).unwrap();
        let old: Vec<Keep> = keeps(&[1; 4]).into_iter().map(|keep| Keep { size: big, ..keep }).collect();
        assert_eq!(numbers(&keep(&old, new(1), None)), [400]);
    }

    #[test]
    fn everything_else_before_the_last_snapshot_may_go() {
        let kept = keeps(&[1, 2, 3]);
        assert_eq!(droppable(&kept, 300), [1..=99, 101..=199, 201..=299]);
        assert_eq!(droppable(&[], 1), []);
    }

    /// However long the book lives, the number of backups stays bounded.
    #[test]
    fn ten_years_of_snapshots_stay_few() {
        let mut kept = Vec::new();
        for n in 1..20_000_u32 {
            let new = Keep { number: u64::from(n), day: n / 6, size: 100_000 };
            kept = keep(&kept, new, Some(1));
            kept.push(new);
            assert!(kept.len() <= 1 + NEWEST + DAYS, "{}", kept.len());
        }
    }
}
