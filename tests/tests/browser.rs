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
    pub(crate) mod closing;
    pub(crate) mod docx;
    pub(crate) mod editor;
    pub(crate) mod encodings;
    pub(crate) mod floors;
    pub(crate) mod form;
    pub(crate) mod hostile;
    pub(crate) mod layout;
    pub(crate) mod masking;
    pub(crate) mod midnight;
    pub(crate) mod places;
    pub(crate) mod same_bytes;
    pub(crate) mod sample;
    pub(crate) mod screens;
    pub(crate) mod senders;
    pub(crate) mod site;
    pub(crate) mod slow;
    pub(crate) mod speed;
    pub(crate) mod storage;
    pub(crate) mod survival;
    pub(crate) mod typing;
    pub(crate) mod ways_out;
    pub(crate) mod year;
}

#[path = "senders/world.rs"]
#[allow(dead_code, reason = "the walk needs less of that world than the stories do")]
mod world;

use browser::storage::{books, files, loss, sealed, versions, windows};
use browser::{
    answers, app, closing, docx, editor, encodings, floors, form, hostile, layout, masking, midnight, places,
    same_bytes, sample, screens, senders, site, slow, speed, survival, typing, ways_out, year,
};
use floors::{Flow, Source};
use libtest_mimic::{Arguments, Completion, Trial};
use tests::browser::Launch;
use tests::product::{self, Walk};

fn main() {
    let mut arguments = Arguments::from_args();
    // Browsers beside each other on a small machine only take each other's time, which the figures would show.
    arguments.test_threads.get_or_insert(1);
    let mut trials = vec![
        Trial::test(
            "files_under_wrong_keys_wait_and_what_was_written_apart_is_settled",
            senders::held_back_and_settled,
        ),
        Trial::test("answers_survive_a_reload_and_a_killed_browser", survival::answers_survive),
        Trial::test("keys_without_a_pause_reach_the_disk", typing::no_pause_needed),
        Trial::test("a_file_holds_what_the_screen_shows", typing::file_and_screen),
        Trial::test("what_is_typed_is_taken_back_step_by_step", typing::step_by_step),
        Trial::test("an_input_method_is_left_alone", typing::input_method),
        Trial::test("taking_back_belongs_to_the_box_with_the_keyboard", typing::whose_undo),
        Trial::test("a_place_opens_at_its_top_with_the_keyboard_there", places::arrivals),
        Trial::test("fields_have_room_and_rows_take_the_keyboard", places::room),
        Trial::test("every_page_fills_its_place", places::filled),
        Trial::test("an_earlier_year_a_figure_and_a_finding_are_one_click_away", closing::office),
        Trial::test("only_files_are_dropped_and_only_the_form_is_printed", places::dropped_and_printed),
        Trial::test("every_control_is_in_reach", layout::nothing_is_out_of_reach),
        Trial::test("long_names_have_room", layout::long_names),
        Trial::test("a_notice_covers_nothing", layout::notices_cover_nothing),
        Trial::test("text_files_are_read_in_every_encoding", encodings::read_today),
        Trial::ignorable_test("text_files_are_read_in_chromium_83_too", encodings::read_in_chromium_83),
        Trial::test("a_form_open_over_midnight_follows_the_clock", midnight::open_over_midnight),
        Trial::test("what_was_not_masked_is_asked_about", masking::what_was_left_is_asked_about),
        Trial::test("storage_emptied_is_written_anew_or_noticed", loss::loss_is_noticed),
        Trial::test("a_damaged_record_is_noticed_and_what_is_good_is_given", loss::damage_is_noticed),
        Trial::test("a_passphrase_keeps_other_pages_out", sealed::passphrase_keeps_others_out),
        Trial::test("a_second_window_looks_on_and_takes_over", windows::second_window_follows),
        Trial::test("backed_up_is_said_of_what_was_read_back", files::backed_up_means_read_back),
        Trial::test("older_states_can_be_gone_back_to", books::backups_can_be_gone_back_to),
        Trial::test("books_lie_side_by_side_until_removed", books::books_and_their_end),
        Trial::test("what_a_newer_version_wrote_is_left_alone", versions::newer_is_left_alone),
        Trial::test("without_storage_nothing_is_called_saved", loss::without_storage),
        Trial::test("a_browser_that_never_answers_is_told_about", loss::silence_is_told),
        Trial::test("a_defect_hands_out_the_book", files::a_defect_hands_out_the_book),
        Trial::test("a_written_file_is_read_back", files::a_written_file_is_read_back),
        Trial::test("a_lease_passes_on_where_there_are_no_locks", windows::a_lease_where_there_are_no_locks),
        Trial::test(
            "a_window_that_does_not_let_go_of_the_store_is_told_of",
            windows::a_window_that_does_not_let_go,
        ),
        Trial::test("locks_that_are_refused_keep_nobody_from_writing", windows::refused_locks),
        Trial::test(
            "the_book_of_an_earlier_version_is_taken_over",
            versions::an_earlier_version_is_taken_over,
        ),
        Trial::test("the_sample_shows_every_screen_alive", sample::every_screen),
        Trial::test("a_double_click_makes_nothing_twice", screens::double_clicks),
        Trial::test("a_unit_is_chosen_with_the_keyboard", screens::unit_by_keys),
        Trial::test("holidays_are_entered_as_they_are_published", screens::holidays),
        Trial::test("a_decision_leads_to_its_letter", screens::a_matter),
        Trial::test("the_search_runs_commands", screens::commands_by_search),
        Trial::test("what_is_removed_comes_back_and_what_is_decided_is_shown", screens::taken_back),
        Trial::test("a_document_is_proof_read_corrected_and_taken_from_a_word_file", editor::proof_reading),
        Trial::ignorable_test("hostile_files_and_texts_are_refused_or_text", hostile::hostile_input),
        Trial::test("two_thousand_rows_from_a_file_freeze_no_place", hostile::many_rows),
        Trial::test("a_table_of_a_document_is_edited_as_cells", editor::tables),
        Trial::test("a_pasted_table_is_one_and_a_click_on_paper_goes_to_its_cell", editor::pasted_tables),
        Trial::test("no_page_freezes_whatever_a_book_holds", slow::no_page_freezes),
        Trial::test("a_change_of_a_long_text_is_timed", editor::long_text),
        Trial::test("the_house_style_shows_at_once", editor::house_style),
        Trial::test("a_key_press_is_on_screen_within_a_frame", speed::key_press),
        Trial::test("a_key_in_a_long_form_beside_a_plain_page", speed::key_in_a_long_form),
        Trial::test("the_file_can_be_used_soon_after_it_is_opened", speed::cold_start),
        Trial::test("browser_and_native_core_write_the_same_bytes", same_bytes::same_bytes),
        Trial::test("nothing_leaves_by_any_of_52_ways_that_a_policy_can_stop", ways_out::nothing_leaves),
        Trial::ignorable_test("nothing_leaves_in_chromium_83_either", ways_out_83),
        Trial::test("an_old_browser_gets_a_readable_page", floors::old_browser),
        Trial::test("the_site_build_works_over_http", site::works_over_http),
    ];
    trials.extend(matrix());
    let conclusion = libtest_mimic::run(&arguments, trials);
    println!("{}", floors::matrix());
    conclusion.exit();
}

/// The unit's flow and the whole year in every browser from both places; with `DUCHA_FLOORS=short` the year only in
/// today's Chromium from a file.
fn matrix() -> Vec<Trial> {
    let short = std::env::var("DUCHA_FLOORS").is_ok_and(|value| value == "short");
    let mut trials = Vec::new();
    for floor in product::floors() {
        for (place, source) in [("from_file", Source::File), ("over_http", Source::Http)] {
            for (flow_name, flow) in [("unit_flow", Flow::Unit), ("whole_year", Flow::Year)] {
                if short && flow == Flow::Year && (floor.name != "chromium" || source == Source::Http) {
                    continue;
                }
                let (name, floor) = (format!("{}_walks_the_{flow_name}_{place}", floor.name), floor.clone());
                trials.push(Trial::ignorable_test(name, move || floors::cell(&floor, source, flow)));
            }
        }
    }
    trials
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
