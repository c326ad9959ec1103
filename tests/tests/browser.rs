//! The product in real browsers, opened as people open it: the whole year with three people's files, what must
//! survive, what must be seen, and the floors. `cargo xtask dist` builds what is walked through.
//!
//! The documents it makes lie in `target/documents`, pictures of every screen in `target/screenshots`, and a picture
//! of each window that was left in the middle of a story in `target/browser`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "figures and the places of pictures are for people"
)]
#![allow(clippy::indexing_slicing, reason = "a walk that steps outside its own data should stop there")]

mod browser {
    pub(crate) mod answers;
    pub(crate) mod app;
    pub(crate) mod docx;
    pub(crate) mod editor;
    pub(crate) mod floors;
    pub(crate) mod form;
    pub(crate) mod product;
    pub(crate) mod same_bytes;
    pub(crate) mod sample;
    pub(crate) mod senders;
    pub(crate) mod site;
    pub(crate) mod speed;
    pub(crate) mod survival;
    pub(crate) mod ways_out;
    pub(crate) mod year;
}

#[path = "senders/world.rs"]
#[allow(dead_code, reason = "the walk needs less of that world than the stories do")]
mod world;

use browser::{
    answers, app, docx, editor, floors, form, product, same_bytes, sample, senders, site, speed, survival,
    ways_out, year,
};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tests::browser::Launch;

/// What a step of a walk comes to.
type Walk<T = ()> = Result<T, Failed>;

fn main() {
    let mut arguments = Arguments::from_args();
    // Browsers beside each other on a small machine only take each other's time, which the figures would show.
    arguments.test_threads.get_or_insert(1);
    let trials = vec![
        Trial::test("the_whole_year_from_task_file_to_annual_report", year::the_whole_year),
        Trial::test(
            "files_under_wrong_keys_wait_and_what_was_written_apart_is_settled",
            senders::held_back_and_settled,
        ),
        Trial::test("answers_survive_a_reload_and_a_killed_browser", survival::answers_survive),
        Trial::test("the_sample_shows_every_screen_alive", sample::every_screen),
        Trial::test("a_document_is_proof_read_corrected_and_taken_from_a_word_file", editor::proof_reading),
        Trial::test("a_change_of_a_long_text_is_timed", editor::long_text),
        Trial::test("the_house_style_shows_at_once", editor::house_style),
        Trial::test("a_key_press_is_on_screen_within_a_frame", speed::key_press),
        Trial::test("the_file_can_be_used_soon_after_it_is_opened", speed::cold_start),
        Trial::test("browser_and_native_core_write_the_same_bytes", same_bytes::same_bytes),
        Trial::ignorable_test("chromium_83_walks_the_unit_flow", chromium_83),
        Trial::test("nothing_leaves_by_any_of_52_ways_that_a_policy_can_stop", ways_out::nothing_leaves),
        Trial::ignorable_test("nothing_leaves_in_chromium_83_either", ways_out_83),
        Trial::test("an_old_browser_gets_a_readable_page", floors::old_browser),
        Trial::test("the_site_build_works_over_http", site::works_over_http),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

fn chromium_83() -> Walk<Completion> {
    in_chromium_83(floors::chromium_83)
}

fn ways_out_83() -> Walk<Completion> {
    in_chromium_83(ways_out::nothing_leaves_chromium_83)
}

/// Left out, and said so, where no Chromium 83 is at hand.
fn in_chromium_83(walk: fn(&Launch) -> Walk) -> Walk<Completion> {
    match product::chromium_83() {
        Some(launch) => walk(&launch).map(|()| Completion::Completed),
        None => Ok(Completion::ignored_with(
            "no Chromium 83: `cargo xtask test --only provision` installs it, or name one in CHROMIUM_83",
        )),
    }
}
