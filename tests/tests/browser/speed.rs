//! Figures, not verdicts: how soon a key is on screen, how soon the file can be used.

use std::time::Instant;

use tests::browser::{Browser, KeyTiming};

use crate::Walk;
use crate::app::App;
use crate::form::by_id;
use crate::{product, survival};

/// Starts measured.
const STARTS: usize = 5;

pub(crate) fn key_press() -> Walk {
    let app = App::open("speed-keys")?;
    survival::begin_unit(&app)?;
    app.page().click(".section-tab[href='#fill/1']")?;
    let keys = app
        .page()
        .measure_keys(&by_id("a01_06_answer"), "the quick brown fox jumps over the lazy dog 0123456789")?;
    let handled = sorted(&keys, |key| key.handled);
    let painted = sorted(&keys, |key| key.painted);
    println!("key press in a self-check of about sixty items, milliseconds over {} keys:", keys.len());
    for (name, times) in [("handled", &handled), ("painted", &painted)] {
        println!("  {name}: p50 {:.1}, p95 {:.1}, worst {:.1}", at(times, 50), at(times, 95), at(times, 100));
    }
    // A frame is 16.7 ms; a machine that builds something at the same time needs room.
    assert!(at(&handled, 95) < 50.0, "a key takes {:.1} ms of the page's time", at(&handled, 95));
    app.finish()
}

fn sorted(keys: &[KeyTiming], part: impl Fn(&KeyTiming) -> f64) -> Vec<f64> {
    let mut times: Vec<f64> = keys.iter().map(part).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn at(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

/// From naming the file to a start page whose buttons work, in a browser that has never seen it.
pub(crate) fn cold_start() -> Walk {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let browser = Browser::launch(&product::today()?)?;
        let page = browser.open("about:blank")?;
        let start = Instant::now();
        page.goto(&product::page_url()?)?;
        page.wait_until("!!document.querySelector('.role .sample:not([disabled])')")?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    println!("cold start from file://, milliseconds: median {:.0} of {times:.0?}", at(&times, 50));
    assert!(at(&times, 50) < 10_000.0, "nobody waits that long for a start page");
    Ok(())
}
