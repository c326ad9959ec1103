//! 载入示例 in each role: every place has something to show, and fits its window.

use std::path::Path;

use templates::text;

use crate::Walk;
use crate::app::App;
use crate::product;

/// Places also seen on a large screen.
const LARGE: [&str; 3] = ["fill/0", "overview", "letters"];

pub(crate) fn every_screen() -> Walk {
    let folder = product::left_in("screenshots")?;
    for role in ["unit", "inspector", "office"] {
        let app = App::open(&format!("sample-{role}"))?;
        app.sample(role)?;
        for place in app.places()? {
            app.go(&place)?;
            look(&app, &folder, role, &place)?;
        }
        details(&app, &folder, role)?;
        app.finish()?;
    }
    Ok(())
}

/// Registers of which the sample has no record.
const EMPTY: [&str; 5] = [
    "register/matters",
    "register/examples",
    "register/coordination",
    "register/research",
    "register/inspectors",
];

/// Looks at the place on screen in every size.
fn look(app: &App, folder: &Path, role: &str, place: &str) -> Walk {
    let name = format!("{role}-{}", place.split('/').find(|part| *part != "register").unwrap_or(place));
    let page = app.page();
    page.wait_for("#main h1, #main h2, .kpis")?;
    let shown = page.text("#main")?;
    assert!(shown.chars().count() > 40, "{name} shows next to nothing: {shown}");
    assert_eq!(page.texts(".notice.bad")?, Vec::<String>::new(), "{name} complains");
    assert_eq!(
        page.texts(".sample-mark")?,
        [text("sample.badge")],
        "{name} does not say that it is a sample"
    );
    // The unit of the sample has received documents and drafted none yet, and some registers hold nothing in it.
    let empty = usize::from(name == "unit-letters" || EMPTY.contains(&place));
    assert_eq!(
        page.count("#main .teach, #main .empty-state")?,
        empty,
        "{name} has nothing to show in the sample: {shown}"
    );
    app.picture(&folder.join(format!("{name}.png")))?;
    page.set_viewport(1024, 700)?;
    let (inner, outer): (f64, f64) =
        page.eval("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")?;
    assert!(inner <= outer, "{name} is {inner} wide in a window of {outer}");
    let cut: Vec<String> = page.eval(CUT)?;
    assert_eq!(cut, Vec::<String>::new(), "{name}: wider than its place at 1024");
    if LARGE.contains(&place) {
        page.set_viewport(1920, 1080)?;
        app.picture(&folder.join(format!("{name}-large.png")))?;
    }
    Ok(page.set_viewport(1366, 768)?)
}

/// Parts of the frame and of the page that scroll sideways although they should not.
const CUT: &str = "[...document.querySelectorAll('.screen, .top, .main, .page, .items, .side, .sections, .letter-edit')]
  .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => `${e.className} ${e.scrollWidth}>${e.clientWidth}`)";

/// Places that are one click further: a section in the middle, a verification, a record, a document.
fn details(app: &App, folder: &Path, role: &str) -> Walk {
    let page = app.page();
    let ways: &[(&str, &str, &str)] = match role {
        "unit" => &[("fill/0", ".section-tab[href='#fill/3']", "section")],
        "inspector" => &[
            ("units", "tbody tr:first-child td a", "verify"),
            ("units", "tbody tr:first-child th a", "unit"),
            ("register/records", "tbody tr:first-child th a", "record"),
            ("register/papers", "tbody tr:first-child th a", "paper"),
            ("letters", "tbody tr:first-child th a", "letter"),
        ],
        _ => &[
            ("letters", "tbody tr:first-child th a", "letter"),
            ("findings", "tbody tr:first-child th a", "finding"),
            ("overview", "tbody tr:first-child th a", "unit"),
        ],
    };
    for (place, css, name) in ways {
        app.go(place)?;
        page.click(css)?;
        page.wait_until(&format!("location.hash !== '#{place}'"))?;
        look(app, folder, role, name)?;
    }
    Ok(())
}
