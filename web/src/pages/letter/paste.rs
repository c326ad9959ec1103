//! Tables that are pasted: cells of a spreadsheet spread over the cells of a grid, and become one in running text.

use app::document::text::{Part, cells, set_between, unbroken, with_tables};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlTextAreaElement};
use yew::prelude::*;

use super::desk::{self, SourcePlace};
use super::parts::Site;
use crate::ports::typing;

/// What the clipboard holds: text, and the same as a page.
fn clipboard(event: &Event) -> Option<(String, String)> {
    let data = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
    let get = |kind: &str| data.get_data(kind).unwrap_or_default();
    Some((get("text/plain"), get("text/html")))
}

/// Takes in what is pasted into a grid.
pub(super) fn into_grid(site: &Site) -> Callback<Event> {
    taking(site, paste_cells)
}

/// Takes in what is pasted into running text.
pub(super) fn into_text(site: &Site) -> Callback<Event> {
    taking(site, paste_tables)
}

/// Where it gives `None` the browser's own way is right.
fn taking(site: &Site, paste: fn(&Site, HtmlTextAreaElement, &Event) -> Option<()>) -> Callback<Event> {
    let site = site.clone();
    Callback::from(move |event: Event| {
        let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        // In a window that looks on, what could be edited is read only, too.
        let area = area.filter(|area| site.editable && !area.read_only());
        if area.and_then(|area| paste(&site, area, &event)).is_some() {
            event.prevent_default();
        }
    })
}

/// Cells lie over those of the grid; a single one goes where the caret is.
fn paste_cells(site: &Site, area: HtmlTextAreaElement, event: &Event) -> Option<()> {
    let number = |name: &str| -> Option<usize> {
        area.closest(&format!("[{name}]")).ok().flatten()?.get_attribute(name)?.parse().ok()
    };
    let (row, column) = (number("data-line")?.checked_sub(site.from)?, number("data-column")?);
    let (text, html) = clipboard(event)?;
    let rows = cells(&text, &html)?;
    if let [only] = rows.as_slice()
        && let [cell] = only.as_slice()
    {
        insert(&area, cell);
        return Some(());
    }
    // What was typed into the cell before stays a step of its own.
    typing::report_all();
    let mut done = false;
    let command = site.parts.change(site.at, |part| {
        if let Part::Table(grid) = part {
            done = grid.paste(row, column, &rows);
        }
    });
    done.then(|| site.dispatch.emit(command))
}

/// The text is pasted as it is, and its tables become grids in a step of their own, once the first one is on screen: who
/// takes that back has the text.
fn paste_tables(site: &Site, area: HtmlTextAreaElement, event: &Event) -> Option<()> {
    let (text, html) = clipboard(event)?;
    let made = with_tables(&text, &html)?;
    let (before, after) = around(&area)?;
    insert(&area, &unbroken(&text));
    typing::report_all();
    let (site, pasted) = (site.clone(), area.value());
    Timeout::new(0, move || {
        // Whoever was quicker has his text.
        if area.value() != pasted {
            return;
        }
        let touches = (site.at > 0, site.parts.goes_on_behind(site.at));
        let (whole, line) = set_between(&before, &made, &after, touches);
        site.dispatch.emit(site.parts.replace(site.at, whole));
        desk::put_caret(SourcePlace::line(site.from + line));
    })
    .forget();
    Some(())
}

/// What stands before and behind the selection.
fn around(area: &HtmlTextAreaElement) -> Option<(String, String)> {
    let units: Vec<u16> = area.value().encode_utf16().collect();
    let place = |place: Result<Option<u32>, _>| place.ok().flatten().map(|place| place as usize);
    let (start, end) = (place(area.selection_start())?, place(area.selection_end())?);
    Some((String::from_utf16_lossy(units.get(..start)?), String::from_utf16_lossy(units.get(end..)?)))
}

/// Puts words in place of the selection, and the caret behind them.
fn insert(area: &HtmlTextAreaElement, words: &str) {
    let start = area.selection_start().ok().flatten().unwrap_or_default();
    let units = u32::try_from(words.encode_utf16().count()).unwrap_or_default();
    if area.set_range_text(words).is_err() {
        return;
    }
    drop(area.set_selection_range(start + units, start + units));
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &init) {
        drop(AsRef::<Element>::as_ref(area).dispatch_event(&event));
    }
}
