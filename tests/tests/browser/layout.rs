//! Every control of every place lies inside the window and under nothing else, in the windows of office screens and in what
//! a zoom of 150 % leaves of them.

use std::path::Path;

use crate::app::App;
use crate::{Walk, product};

/// 1366 × 768 and 1024 × 768 without the browser's own bars, and the first at 150 %.
const WINDOWS: [(u32, u32); 3] = [(1366, 658), (1024, 658), (911, 439)];

/// What is wrong with the controls on screen, each scrolled to first: outside the window, or covered.
const FAULTS: &str = r"(() => {
  const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility === 'visible';
  const name = (e) => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}.${[...e.classList].join('.')} “${(e.innerText || e.getAttribute('aria-label') || e.value || '').trim().slice(0, 24)}”`;
  // What of a control its scrolling surroundings let through.
  const seen = (e) => {
    let { left, right, top, bottom } = e.getClientRects()[0];
    for (let p = e.parentElement; p; p = p.parentElement) {
      if (getComputedStyle(p).overflowY === 'visible') continue;
      const box = p.getBoundingClientRect();
      [left, right, top, bottom] =
        [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return { left, right, top, bottom };
  };
  const dialog = document.querySelector('dialog[open]');
  const all = [...(dialog || document).querySelectorAll('button, a[href], input, select, textarea, summary, [role=radio], label.drop-choice, label.import')];
  const folded = (e) => e.closest('details:not([open])') && !e.matches('summary');
  const controls = all.filter((e) => shown(e) && !folded(e) && !e.matches('.skip, input[type=file], .preview *, svg *')).slice(0, 220);
  const faults = [];
  for (const e of controls) {
    e.scrollIntoView({ block: 'center', inline: 'nearest' });
    const box = seen(e);
    if (box.left < -1 || box.right > innerWidth + 1 || box.bottom < 0 || box.top > innerHeight) {
      faults.push(`outside: ${name(e)} ${Math.round(box.left)}…${Math.round(box.right)} / ${innerWidth}`);
      continue;
    }
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    const own = top && (e.contains(top) || top.contains(e) || [...(e.labels || [])].some((l) => l.contains(top)));
    if (!own) faults.push(`covered: ${name(e)} by ${top ? name(top) : 'nothing'}`);
  }
  document.querySelectorAll('#main, #main *, .nav').forEach((e) => { e.scrollTop = 0; e.scrollLeft = 0; });
  const wide = document.scrollingElement.scrollWidth > innerWidth + 1;
  if (wide) faults.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  return faults.slice(0, 12);
})()";

/// A place in every window; what is wrong, by place and window.
fn look(app: &App, place: &str, folder: &Path, faults: &mut Vec<String>) -> Walk {
    let page = app.page();
    for (width, height) in WINDOWS {
        page.set_viewport(width, height)?;
        let found: Vec<String> = page.eval(FAULTS)?;
        faults.extend(found.into_iter().map(|fault| format!("{place} at {width}×{height}: {fault}")));
        app.picture(&folder.join(format!("{}-{width}.png", place.replace('/', "-"))))?;
    }
    page.set_viewport(WINDOWS[0].0, WINDOWS[0].1)?;
    Ok(())
}

/// The sample of every role, place by place, with a form, a record, a document and the search.
pub(crate) fn nothing_is_out_of_reach() -> Walk {
    let folder = product::left_in("screenshots/layout")?;
    let mut faults = Vec::new();
    for role in ["unit", "inspector", "office"] {
        let app = App::open(&format!("layout-{role}"))?;
        app.sample(role)?;
        let page = app.page();
        page.set_viewport(WINDOWS[0].0, WINDOWS[0].1)?;
        for place in app.places()? {
            app.go(&place)?;
            assert!(page.count("#main h1")? > 0, "{role}: {place} has no heading");
            look(&app, &format!("{role}-{place}"), &folder, &mut faults)?;
        }
        inner(&app, role, &folder, &mut faults)?;
        app.finish()?;
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// What lies behind the places.
fn inner(app: &App, role: &str, folder: &Path, faults: &mut Vec<String>) -> Walk {
    let page = app.page();
    if role == "unit" {
        app.go("fill/0")?;
        page.click(".section-tab[href='#fill/2']")?;
        page.wait_for(".section-tab.on[href='#fill/2']")?;
        look(app, "unit-form", folder, faults)?;
        return Ok(());
    }
    app.go("register/records")?;
    page.click("table.list tbody tr th a, table.list tbody tr a")?;
    page.wait_for(".record-head")?;
    look(app, &format!("{role}-record"), folder, faults)?;
    app.go("letters")?;
    page.click("table.list tbody tr a")?;
    page.wait_for(".letter-edit")?;
    for tab in 1..=page.count(".letter-head .tab, .letter-tabs .tab, .tabs .tab")? {
        page.eval::<()>(&format!("void [...document.querySelectorAll('.tab')][{}].click()", tab - 1))?;
        look(app, &format!("{role}-letter-{tab}"), folder, faults)?;
    }
    page.press("Control+k")?;
    page.wait_for("#search")?;
    page.type_text("示例")?;
    look(app, &format!("{role}-search"), folder, faults)?;
    page.press("Escape")?;
    Ok(page.wait_gone("dialog[open]")?)
}

/// Names as long as they come: an office, a team, a unit of 45 characters, a document whose title has 60.
pub(crate) fn long_names() -> Walk {
    let folder = product::left_in("screenshots/layout")?;
    let mut faults = Vec::new();
    let app = App::open("long-names")?;
    let page = app.page();
    page.set_viewport(WINDOWS[0].0, WINDOWS[0].1)?;
    let organ =
        "中国科学院示例直属机关党的建设工作领导小组办公室暨全面从严治党主体责任督查检查专项工作协调办公室";
    app.begin("office", organ, "欧阳示例")?;
    app.go("roster")?;
    let roster: std::path::PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "suite", "encodings", "名册-utf8-bom.csv"].iter().collect();
    page.drop_files("#main h1", &[roster])?;
    page.wait_for("#roster-preview")?;
    look(&app, "long-roster-preview", &folder, &mut faults)?;
    page.click("#take-roster")?;
    page.wait_gone("#roster-preview")?;
    app.go("round")?;
    page.wait_for("#holidays")?;
    app.go("letters")?;
    page.click("#new-document")?;
    page.wait_for(".letter-edit")?;
    page.fill("#head-title", &"关于进一步加强示例工作的".repeat(5))?;
    look(&app, "long-letter", &folder, &mut faults)?;
    for place in app.places()? {
        app.go(&place)?;
        look(&app, &format!("long-{place}"), &folder, &mut faults)?;
    }
    app.finish()?;
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// A notice stands below the page, not over what is being filled in, and what was taken back is named.
pub(crate) fn notices_cover_nothing() -> Walk {
    let app = App::open("notices")?;
    app.sample("unit")?;
    let page = app.page();
    for (width, height) in WINDOWS {
        page.set_viewport(width, height)?;
        app.go("fill/0")?;
        page.click(".section-tab[href='#fill/1']")?;
        page.wait_for(".section-tab.on[href='#fill/1']")?;
        let field = page.eval::<String>("(() => { const all = [...document.querySelectorAll('.items textarea')].filter(e => !e.readOnly); const e = all[all.length - 1]; e.scrollIntoView({ block: 'end' }); return e.id })()")?;
        let css = crate::form::by_id(&field);
        page.click(&css)?;
        page.type_text("试")?;
        page.wait_until("!!document.querySelector('.tool:not([disabled])')")?;
        page.press("Control+z")?;
        page.wait_text(".notice", "已撤销：修改“")?;
        page.wait_until(&format!(
            "(() => {{ const e = document.querySelector(\"{css}\"), f = e.getBoundingClientRect(), n = document.querySelector('.notice').getBoundingClientRect();
               return document.activeElement === e && f.top >= 0 && f.bottom <= n.top + 1 }})()"
        ))?;
        let found: Vec<String> = page.eval(FAULTS)?;
        assert_eq!(found, Vec::<String>::new(), "with a notice at {width}×{height}");
        page.click_text(".notice button", "×")?;
        page.wait_gone(".notice")?;
    }
    app.finish()
}
