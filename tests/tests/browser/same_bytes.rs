//! One core, two shells: what the browser exports is, byte for byte, what the native core writes from the same book.

use std::fs;

use app::draft;
use exchange::Keys;
use templates::Pack;

use crate::Walk;
use crate::app::App;

pub(crate) fn same_bytes() -> Walk {
    let app = App::open("same-bytes")?;
    app.sample("office")?;
    app.draft("annual-report")?;
    let exported = fs::read(app.export()?)?;
    app.go("settings")?;
    let file = fs::read(app.download(|page| page.click("#save-book"), ".ducha")?)?;

    let opened = exchange::open(&file, &Keys { passphrase: None, identities: &[] })?;
    let book = ledger::stored::read(&opened.parcel.payload)?;
    let report = book.letters().find(|(_, letter)| letter.letter.starts_with("annual-report/"));
    let (_, letter) = report.ok_or("the saved book has no annual report")?;
    let written = draft::docx(&Pack::shipped(), &book, letter).map_err(|error| error.message())?;
    if written != exported {
        return Err(
            format!("the browser wrote {} bytes, the native core {}", exported.len(), written.len()).into()
        );
    }
    app.finish()
}
