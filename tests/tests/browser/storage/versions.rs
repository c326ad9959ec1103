//! What a newer version wrote, and what an earlier one did.

use app::ledger::{Change, Role, stored};
use app::{Command, Moment, State, update};

use super::{SAVED, SECTION, begin, close};
use crate::Walk;
use crate::app::App;
use crate::product::{self, Desk};

/// What a newer version wrote is left alone, to the byte, and the page says which version is needed.
pub(crate) fn newer_is_left_alone() -> Walk {
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = begin(&launch, "newer", "旧版本写下的话。")?;
    let page = app.page();
    page.goto(&desk.neighbour()?)?;
    // The newest record as a later version would frame it: another version number, and its own right digest.
    let record = |change: &str| {
        format!(
            "(async () => {{
              const name = (await indexedDB.databases()).map(d => d.name).find(n => n.startsWith('ducha-book-'));
              const db = await new Promise(done => {{ const r = indexedDB.open(name); r.onsuccess = () => done(r.result); }});
              const ask = (f) => new Promise(done => {{ const r = f(db.transaction('log', 'readwrite').objectStore('log')); r.onsuccess = () => done(r.result); }});
              const keys = await ask(s => s.getAllKeys()), last = keys[keys.length - 1];
              let bytes = await ask(s => s.get(last));
              {change}
              const all = await ask(s => s.getAll());
              db.close();
              const sums = await Promise.all(all.map(b => crypto.subtle.digest('SHA-256', b)));
              return sums.map(s => Array.from(new Uint8Array(s)).join()).join(';');
            }})()"
        )
    };
    let newer: String = page.eval(&record(
        "bytes[4] = 2; const body = bytes.slice(0, -32);
         bytes.set(new Uint8Array(await crypto.subtle.digest('SHA-256', body)), body.length);
         await ask(s => s.put(bytes, last));",
    ))?;
    page.goto(&format!("{}#{SECTION}", product::page_url()?))?;
    page.wait_for("#recovery[data-state=too-new]")?;
    assert_eq!(page.count("#recovery-go-on")?, 0, "nothing goes on over what a newer version wrote");
    page.goto(&desk.neighbour()?)?;
    let after: String = page.eval(&record(""))?;
    assert_eq!(newer, after, "not a byte was changed");
    app.finish()
}

/// The book that version 0.1 kept in a database of its own is taken over, with what only its journal had, and once.
pub(crate) fn an_earlier_version_is_taken_over() -> Walk {
    let desk = Desk::new()?;
    let launch = product::today()?.with_profile(desk.path("profile"));
    let app = App::open_in(&launch, &product::page_url()?, "earlier")?;
    let page = app.page();
    page.goto(&desk.neighbour()?)?;
    let (book, edits) = earlier_book()?;
    page.eval::<()>(&format!(
        "(async () => {{
          const utf8 = new TextEncoder(), payloads = [{book}, {edits}, {edits}].map(p => utf8.encode(p));
          const name = i => i === 0 ? 'book' : 'edits';
          let before = '', records = [];
          for (let i = 0; i < 3; i += 1) {{
            const head = utf8.encode(`ducha.log/1 ${{i + 1}} ${{name(i)}} ${{before}}`);
            const all = new Uint8Array(head.length + payloads[i].length); all.set(head); all.set(payloads[i], head.length);
            before = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', all)), b => b.toString(16).padStart(2, '0')).join('');
            const line = utf8.encode(`${{before}} `), record = new Uint8Array(line.length + all.length + 1);
            record.set(line); record.set(head, line.length); record[line.length + head.length] = 10;
            record.set(payloads[i], line.length + head.length + 1);
            records.push(record);
          }}
          const db = await new Promise(done => {{
            const r = indexedDB.open('ducha', 1);
            r.onupgradeneeded = () => r.result.createObjectStore('log'); r.onsuccess = () => done(r.result);
          }});
          const tx = db.transaction('log', 'readwrite');
          tx.objectStore('log').put(records[0], 1); tx.objectStore('log').put(records[1], 2);
          await new Promise(done => tx.oncomplete = done);
          db.close();
          localStorage.setItem('ducha:journal:3', new TextDecoder().decode(records[2]));
        }})()"
    ))?;
    page.goto(&product::page_url()?)?;
    page.wait_for(".nav a")?;
    page.wait_until(SAVED)?;
    app.go("settings")?;
    assert_eq!(page.value("#profile-person")?, "旧版本中的姓名");
    close(&app)?;
    page.reload()?;
    page.wait_for(".book-list .book-open")?;
    assert_eq!(page.count(".book-open")?, 1, "it is taken over once");
    app.finish()
}

/// A book and an edit as they were stored, as texts for a script.
fn earlier_book() -> Walk<(String, String)> {
    let moment = Moment { today: "2026-11-23".parse()?, seconds: 0, entropy: [1; 32] };
    let mut state = State::new(moment.today);
    let organ = "办公室".to_owned();
    update(
        &mut state,
        Command::Start { role: Role::Office, person: String::new(), organ, unit: None },
        &moment,
    );
    let book = state.book.ok_or("a book was begun")?;
    let mut profile = book.local.profile.clone();
    profile.person = "旧版本中的姓名".to_owned();
    let edit = book.edit(moment.stamp(), Change::Profile { profile });
    let text =
        |bytes: Vec<u8>| Ok::<_, libtest_mimic::Failed>(serde_json::to_string(&String::from_utf8(bytes)?)?);
    Ok((text(stored::write(&book)?)?, text(serde_json::to_vec(&[edit])?)?))
}
