//! Files of the profile are damaged between two starts.

use std::fs;
use std::path::{Path, PathBuf};

use tests::product::Walk;
use tests::random::Dice;

use crate::figures::{Figures, seed};
use crate::origin::Origin;
use crate::profile::{self, Profile, STORES};
use crate::verdict;
use crate::window::Window;

/// What happens to one file.
const KINDS: [&str; 6] =
    ["one byte flipped", "many bytes flipped", "end cut off", "emptied", "deleted", "end made zero"];

pub(crate) fn damages(trials: usize) -> Walk {
    let mut figures = Figures::of("one file of the storage damaged, file://");
    let mut dice = Dice::new(seed());
    while figures.trials < trials {
        damage(&mut dice, &mut figures)?;
    }
    figures.close()
}

fn damage(dice: &mut Dice, figures: &mut Figures) -> Walk {
    let profile = Profile::with_book(Origin::File)?;
    let mut keeping = profile::account(Origin::File)?;
    keeping.expect_all();
    let files = stored(&profile.dir())?;
    let file = dice.pick(&files).ok_or("the profile stores nothing")?;
    let kind = dice.word(&KINDS);
    hurt(file, kind, dice)?;
    figures.trials += 1;
    figures.note(&keeping);
    let place = file.strip_prefix(profile.dir())?.display().to_string();
    let name = format!("rot-{}-{}", seed(), figures.trials);
    let evidence = profile.evidence()?;
    let browser = profile.start()?;
    let window =
        Window::open(&browser, &Origin::File.address()?, "")?.with_file(profile::file(Origin::File)?);
    let failed = figures.failed.len();
    let whole = verdict::count(&window, &keeping, figures, &name, &evidence)?;
    if !whole || figures.failed.len() > failed {
        println!("{name}: {place}: {kind}");
    }
    Ok(())
}

/// The files in which pages' data lies.
fn stored(profile: &Path) -> Walk<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = STORES.iter().map(|store| profile.join(store)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if entry.metadata()?.len() > 0 && !entry.file_name().to_string_lossy().starts_with("LOG") {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

fn hurt(file: &Path, kind: &str, dice: &mut Dice) -> Walk {
    if kind == "deleted" {
        return Ok(fs::remove_file(file)?);
    }
    let mut bytes = fs::read(file)?;
    let at = dice.below(bytes.len());
    match kind {
        "one byte flipped" => flip(&mut bytes, at, dice),
        "many bytes flipped" => {
            for _ in 0..64 {
                let at = dice.below(bytes.len());
                flip(&mut bytes, at, dice);
            }
        }
        "end cut off" => bytes.truncate(at),
        "end made zero" => bytes.iter_mut().skip(at).for_each(|byte| *byte = 0),
        _ => bytes.clear(),
    }
    Ok(fs::write(file, bytes)?)
}

fn flip(bytes: &mut [u8], at: usize, dice: &mut Dice) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << dice.below(8);
    }
}
