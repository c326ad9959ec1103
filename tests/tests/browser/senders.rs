//! Files under wrong keys, and files that do not follow, as the office sees them; what people wrote apart is settled.

use std::path::{Path, PathBuf};

use app::{Command, Effect, Moment, update};
use templates::text;

use crate::Walk;
use crate::app::App;
use crate::product::{self, Desk};
use crate::world::{Act, World};

/// What happened before the office opens its book: files 0 and 1 are the first of two units, 2 is signed anew, 3 and 4
/// come from two copies of one book, 5 is under another unit's key, 6 is damaged.
const BEFORE: [Act; 13] = [
    Act::Submit { unit: 0 },
    Act::Submit { unit: 1 },
    Act::Renew { unit: 0 },
    Act::Submit { unit: 0 },
    Act::Keep { unit: 1 },
    Act::Submit { unit: 1 },
    Act::GoBack { unit: 1 },
    Act::Submit { unit: 1 },
    Act::Borrow { by: 1, file: 0 },
    Act::Flip { file: 0 },
    Act::Submit { unit: 2 },
    Act::Submit { unit: 2 },
    Act::Keep { unit: 2 },
];

pub(crate) fn held_back_and_settled() -> Walk {
    let desk = Desk::new()?;
    let (book, files) = made(&desk)?;
    let folder = product::left_in("screenshots")?;
    let office = App::open("senders")?;
    let page = office.page();
    office.drop_files(&[book])?;
    page.wait_for(".nav a")?;
    office.go("inbox")?;
    office.drop_files(&files)?;
    page.wait_text("table.list tbody tr", "7.ducha")?;
    // Every file is the first of somebody so far; a yes to that is none to a key that changes afterwards.
    office.accept_first(8)?;
    page.wait_text("table.list tbody tr", "7.ducha")?;
    let expected = [
        ("0.ducha", "fate.taken"),
        ("1.ducha", "fate.taken"),
        ("2.ducha", "fate.held"),
        ("3.ducha", "fate.newer"),
        ("4.ducha", "fate.forked"),
        ("5.ducha", "fate.held"),
        ("6.ducha", "fate.refused"),
        ("8.ducha", "fate.taken"),
        ("7.ducha", "fate.older"),
    ];
    for (file, fate) in expected {
        let row = office.row(file)?;
        let shown = page.text(&format!("{row} .badge"))?;
        assert_eq!(shown, text(fate), "{file}: {}", page.text(&row)?);
    }
    office.picture(&folder.join("office-inbox-held.png"))?;
    accept(&office, &folder)?;
    settle(&office, &folder)?;
    trace(&office, &folder)?;
    office.finish()
}

/// The office's book and the files, as they lie on a stick.
fn made(desk: &Desk) -> Walk<(PathBuf, Vec<PathBuf>)> {
    let mut world = World::new();
    let moment = Moment { today: world.office.today, seconds: 30_000, entropy: [1; 32] };
    let saved = update(&mut world.office, Command::SaveBook(None), &moment)
        .into_iter()
        .find_map(|effect| if let Effect::Keep { bytes, .. } = effect { Some(bytes) } else { None });
    let book = desk.put("办公室工作簿.ducha", &saved.ok_or("the book was not saved")?)?;
    BEFORE.into_iter().for_each(|act| world.act(act));
    let put = |number: usize| {
        let file = world.files.get(number).ok_or("a file was not made")?;
        desk.put(&format!("{number}.ducha"), &file.bytes)
    };
    // The last unit's newer file comes before its older one.
    let files = [0, 1, 2, 3, 4, 5, 6, 8, 7].into_iter().map(put).collect::<Walk<Vec<PathBuf>>>()?;
    Ok((book, files))
}

/// Somebody has called the unit whose key changed. The one whose key was another's cannot be accepted at all.
fn accept(office: &App, folder: &Path) -> Walk {
    let page = office.page();
    let stolen = office.row("5.ducha")?;
    assert_eq!(page.texts(&format!("{stolen} .button"))?, [text("inbox.leave")]);
    let row = office.row("2.ducha")?;
    page.click_text(&format!("{row} .button"), text("inbox.accept"))?;
    page.wait_for(".dialog .button.primary")?;
    office.picture(&folder.join("office-inbox-accept.png"))?;
    page.click(".dialog .button.primary")?;
    page.wait_gone(".dialog")?;
    let row = office.row("2.ducha")?;
    assert_eq!(page.text(&format!("{row} .badge"))?, text("fate.conflict"));
    Ok(())
}

/// The record says which file brought it, the list of keys whose is whose, the round how to renew the office's own.
fn trace(office: &App, folder: &Path) -> Walk {
    let page = office.page();
    page.eval::<bool>("(document.querySelectorAll('.panel h2')[2].scrollIntoView(), true)")?;
    office.picture(&folder.join("office-inbox-keys.png"))?;
    office.go("overview")?;
    page.click("a[href^='#record/']")?;
    page.click(".history summary")?;
    let lines = page.texts(".history li")?;
    assert!(lines.len() == 3 && lines.iter().all(|line| line.contains(".ducha")), "{lines:?}");
    page.eval::<bool>("(document.querySelector('.history').scrollIntoView(), true)")?;
    office.picture(&folder.join("office-record-history.png"))?;
    office.go("round")?;
    page.click(".panel.key summary")?;
    office.picture(&folder.join("office-round-key.png"))
}

/// Both states stand side by side; the other one is taken for the only value that differs.
fn settle(office: &App, folder: &Path) -> Walk {
    let page = office.page();
    let waiting = page.count("a[href^='#settle/']")?;
    assert_eq!(waiting, 2, "two self-checks were written apart");
    page.click("a[href^='#settle/']")?;
    page.wait_for(".settle tbody tr")?;
    office.picture(&folder.join("office-settle.png"))?;
    let heads = page.texts(".settle thead th")?;
    assert!(heads.iter().skip(1).all(|head| head.contains(".ducha")), "{heads:?}");
    // Both changed the value: nothing is chosen for anybody.
    assert_eq!((page.count(".settle td.chosen")?, page.count("#settle[disabled]")?), (0, 1));
    page.click(".settle tbody tr:first-child td:last-child input")?;
    let chosen = page.text(".settle tbody tr:first-child td.chosen span")?;
    page.click("#settle")?;
    page.wait_text("h1", text("settle.done"))?;
    office.go("inbox")?;
    assert_eq!(page.count("a[href^='#settle/']")?, 1);
    assert!(chosen.starts_with('第'), "{chosen}");
    Ok(())
}
