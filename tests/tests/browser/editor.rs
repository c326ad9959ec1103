//! A document of one's own: written, proof-read, corrected by mouse and by keys, and taken from a Word file.

use templates::text;
use tests::browser::Page;

use crate::Walk;
use crate::app::App;
use crate::docx::Docx;
use crate::product;

/// A text as people write it: half-width marks, a wrong number, a space, a closing that does not fit.
const TEXT: &str = "根据《党建工作督查实施办法(试行)》和年度工作安排,现将有关事项通知如下。\n\
    一、总体要求。\n\
    各单位要按照直党字[2026]18号文件要求，认真组织自查。。\n\
    二、时间安排\n\
    请于2026年12月5日前报送自查情况,并明确1名联系人 。\n\
    特此通知。";

pub(crate) fn proof_reading() -> Walk {
    let folder = product::left_in("screenshots")?;
    let app = App::open("editor")?;
    app.sample("office")?;
    app.go("letters")?;
    assert_eq!(app.page().value("#new-format")?, "document", "the usual format is offered first");
    begin(&app, "document")?;
    let page = app.page();
    page.fill("#head-title", "关于开展2026年度党建工作督查的通知")?;
    page.fill("#head-addressees", "院属各单位党委")?;
    page.fill("#head-document_number", "直党字[2026]第018号")?;
    page.fill("#letter-text", TEXT)?;
    page.wait_for(".letter-marks mark.bad")?;
    page.wait_for(".leaf rect.flaw")?;
    app.picture(&folder.join("editor-text.png"))?;
    same_lines(&app)?;
    by_keys(&app)?;
    let before: usize = findings(&app)?;
    // A field says what is wrong with it where it stands.
    page.click("#head-document_number ~ .row-found .link.fix")?;
    page.wait_until("!document.querySelector('#head-document_number').value.includes('[')")?;
    page.click(".tab.proof-tab")?;
    page.wait_for(".proof-list .proof-item")?;
    app.picture(&folder.join("editor-proof.png"))?;
    page.click("#fix-all")?;
    page.wait_until("!document.querySelector('#letter-text').value.includes(',')")?;
    assert!(findings(&app)? < before);
    assert!(
        page.value("#head-document_number")?.contains("〔2026〕18号"),
        "{}",
        page.value("#head-document_number")?
    );
    app.picture(&folder.join("editor-corrected.png"))?;
    export_in_spite_of_errors(&app)?;
    app.finish()
}

/// 新建公文.
pub(crate) fn begin(app: &App, style: &str) -> Walk {
    app.go("letters")?;
    app.page().select("#new-format", style)?;
    app.page().click("#new-document")?;
    Ok(app.page().wait_for("#letter-text")?)
}

fn findings(app: &App) -> Walk<usize> {
    let label = app.page().texts(".tab.proof-tab")?.concat();
    Ok(label.split_whitespace().nth(1).and_then(|count| count.parse().ok()).unwrap_or_default())
}

/// The lines under the words are drawn by a copy of the text behind it: both must break into the same lines.
fn same_lines(app: &App) -> Walk {
    let heights: (f64, f64, f64, f64) = app.page().eval(
        "(() => { const a = document.querySelector('#letter-text'), m = document.querySelector('.letter-marks');
          return [a.scrollHeight, m.scrollHeight, a.clientWidth, m.clientWidth] })()",
    )?;
    assert!((heights.0 - heights.1).abs() < 1.0 && (heights.2 - heights.3).abs() < 1.0, "{heights:?}");
    Ok(())
}

/// F8 selects the words of the first finding in the text, Alt+Enter puts it right.
fn by_keys(app: &App) -> Walk {
    let page = app.page();
    let selected = "(() => { const a = document.activeElement; return (a.value || '').slice(a.selectionStart, a.selectionEnd) })()";
    let place = "(() => { const a = document.activeElement; return [a.id, a.selectionStart, a.selectionEnd].join() })()";
    for _ in 0..12 {
        let before: String = page.eval(place)?;
        page.press("F8")?;
        // The selection moves once the page has been drawn.
        page.wait_until(&format!("{place} !== {}", serde_json::to_string(&before)?))?;
        let at: String = page.eval("document.activeElement.id")?;
        let words: String = page.eval(selected)?;
        if at == "letter-text" && words == "," {
            page.press("Alt+Enter")?;
            page.wait_until("document.querySelector('#letter-text').value.split(',').length === 2")?;
            return Ok(());
        }
    }
    Err("F8 leads to no comma".into())
}

/// Errors never hold a document back: the question names them, and both ways are open.
fn export_in_spite_of_errors(app: &App) -> Walk {
    let page = app.page();
    let folder = product::left_in("screenshots")?;
    page.fill("#letter-text", "现将有关事项通知如下：“认真落实。\n请各单位认真落实,按时报送。")?;
    page.wait_for(".tab.proof-tab.bad")?;
    page.click_text(".letter-actions button", text("letter.export"))?;
    page.wait_for(".ask-errors li")?;
    app.picture(&folder.join("editor-ask.png"))?;
    page.click_text(".ask-errors button", text("proof.ask_back"))?;
    page.wait_for(".proof-list .proof-item")?;
    assert_eq!(page.count(".ask-errors")?, 0);
    let file = app.export()?;
    Docx::open(&file, "own-document")?.says("请各单位认真落实,按时报送。")?;
    import(app, &file)
}

/// The text of a Word file replaces the text after a question, and can be taken back.
fn import(app: &App, file: &std::path::Path) -> Walk {
    let page = app.page();
    page.fill("#letter-text", "另一段文字。")?;
    page.wait_until("document.querySelector('.desk').textContent.includes('另一段文字')")?;
    page.click_text(".tabs .tab", text("letter.tab_text"))?;
    page.set_files("#import-text", &[file])?;
    page.click_text(".dialog button", text("letter.import_yes"))?;
    page.wait_until("document.querySelector('#letter-text').value.includes('请各单位认真落实,按时报送。')")?;
    page.press("Control+z")?;
    Ok(page.wait_until("document.querySelector('#letter-text').value === '另一段文字。'")?)
}

/// A text with a table that is typed, and the same table with what the trial writes into it.
const TABLE: &str =
    "现将问题清单印发。\n| 序号 | 问题 | 单位 |\n| 列宽2居中 | 列宽8 | 列宽4 |\n| 1 | 台账不全 | 甲单位 |";

/// A table is cells as soon as its text is left: no code is on screen, words typed into a cell are on paper, rows come and go,
/// and each is a step to take back.
pub(crate) fn tables() -> Walk {
    let folder = product::left_in("screenshots")?;
    let app = App::open("tables")?;
    app.sample("office")?;
    begin(&app, "document")?;
    let page = app.page();
    page.fill("#letter-text", TABLE)?;
    page.click("#head-title")?;
    page.wait_for(".part-table textarea")?;
    let shown =
        "[...document.querySelectorAll('.letter-text-box textarea')].map(cell => cell.value).join('¦')";
    let holds = |what: &str| page.wait_until(&format!("({shown}) === '{what}'"));
    holds("现将问题清单印发。¦序号¦问题¦单位¦1¦台账不全¦甲单位¦")?;
    let cell = "[data-line='4'] [data-column='1'] textarea";
    page.fill(cell, "台账不全|缺两年\n（见附页）")?;
    page.wait_until("document.querySelector('.desk').textContent.includes('缺两年')")?;
    page.click("[data-line='4'] .row-tools button")?;
    page.wait_until("document.activeElement.closest('[data-line=\"5\"]') !== null")?;
    page.type_text("2")?;
    holds("现将问题清单印发。¦序号¦问题¦单位¦1¦台账不全|缺两年\\n（见附页）¦甲单位¦2¦¦¦")?;
    app.picture(&folder.join("editor-table.png"))?;
    for left in ["¦¦¦¦", "¦"] {
        page.press("Control+z")?;
        holds(&format!("现将问题清单印发。¦序号¦问题¦单位¦1¦台账不全|缺两年\\n（见附页）¦甲单位{left}"))?;
    }
    // Behind the table one writes on.
    page.fill("#letter-text-2", "特此通知。")?;
    page.wait_until("document.querySelector('.desk').textContent.includes('特此通知。')")?;
    app.finish()
}

/// What the cells and the texts around them hold.
const SHOWN: &str =
    "[...document.querySelectorAll('.letter-text-box textarea')].map(cell => cell.value).join('¦')";

fn shows(page: &Page, what: &str) -> Walk {
    let found = page.wait_until(&format!("({SHOWN}) === '{what}'"));
    found.map_err(|error| format!("{error}: {:?} instead of {what}", page.eval::<String>(SHOWN)).into())
}

/// Pastes into the control that has the keyboard, as the browser does for Ctrl+V.
fn paste(page: &Page, text: &str) -> Walk {
    let script = "void (() => { const data = new DataTransfer(); data.setData('text/plain', TEXT);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste',
          { clipboardData: data, bubbles: true, cancelable: true })) })()";
    Ok(page.eval::<()>(&script.replace("TEXT", &format!("{text:?}")))?)
}

/// Cells of a spreadsheet become a table in the text, or spread over the cells of one; a step back gives the text, and
/// another takes it away. Columns come and go. Words on paper lead to their own cell.
pub(crate) fn pasted_tables() -> Walk {
    let app = App::open("pasted-tables")?;
    app.sample("office")?;
    begin(&app, "document")?;
    let page = app.page();
    page.click("#letter-text")?;
    page.type_text("上文。")?;
    paste(page, "项目\t数量\r\n甲\t12\r\n")?;
    shows(page, "上文。¦项目¦数量¦甲¦12¦")?;
    page.wait_until("document.activeElement.closest('[data-column=\"0\"]') !== null")?;
    page.press("Control+z")?;
    shows(page, "上文。项目\\t数量\\n甲\\t12\\n")?;
    page.press("Control+z")?;
    shows(page, "上文。")?;
    page.press("Control+y")?;
    page.press("Control+y")?;
    shows(page, "上文。¦项目¦数量¦甲¦12¦")?;
    page.click("[data-line='4'] [data-column='1'] textarea")?;
    paste(page, "3\t\"一\n二\"\r\n4\t三\r\n")?;
    let spread = "上文。¦项目¦数量¦¦甲¦3¦一\\n二¦¦4¦三¦";
    shows(page, spread)?;
    page.click(".column-tools td:nth-child(1) button:nth-child(2)")?;
    shows(page, "上文。¦数量¦¦3¦一\\n二¦4¦三¦")?;
    page.press("Control+z")?;
    shows(page, spread)?;
    page.click(".column-tools td:nth-child(3) button")?;
    page.wait_until("document.activeElement.closest('[data-column=\"3\"]') !== null")?;
    page.type_text("备注")?;
    shows(page, "上文。¦项目¦数量¦¦备注¦甲¦3¦一\\n二¦¦¦4¦三¦¦")?;
    app.picture(&product::left_in("screenshots")?.join("editor-pasted.png"))?;
    for (words, row, column) in [("三", 5, 2), ("甲", 4, 0), ("备注", 2, 3)] {
        let text =
            format!("[...document.querySelectorAll('.desk text')].find(t => t.textContent === '{words}')");
        page.wait_until(&format!("{text} !== undefined"))?;
        page.eval::<()>(&format!("void {text}.dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))"))?;
        page.wait_until(&format!(
            "document.activeElement.closest('[data-line=\"{row}\"] [data-column=\"{column}\"]') !== null"
        ))?;
    }
    // One step takes all of a paste back: the new column and the new row.
    for left in ["上文。¦项目¦数量¦¦¦甲¦3¦一\\n二¦¦¦4¦三¦¦", spread, "上文。¦项目¦数量¦甲¦12¦"]
    {
        page.press("Control+z")?;
        shows(page, left)?;
    }
    app.finish()
}

/// How long one change of a long text takes until its pages and findings are there: figures, not a verdict.
pub(crate) fn long_text() -> Walk {
    let app = App::open("editor-long")?;
    app.sample("office")?;
    begin(&app, "document")?;
    let page = app.page();
    let paragraph = "各单位要认真落实年度督查工作安排，对照清单逐项自查，查摆问题，制定整改措施，明确责任人和完成时限，按时报送自查情况报告。";
    let script = format!(
        "(async () => {{ const area = document.querySelector('#letter-text'), times = [];
          for (let i = 0; i < 12; i += 1) {{
            area.value = '一、总体要求\\n' + ('{paragraph}'.repeat(3) + '\\n').repeat(70) + '第' + i + '次,修改。';
            await new Promise((done) => setTimeout(done, 50));
            const start = performance.now();
            area.dispatchEvent(new FocusEvent('blur')); area.dispatchEvent(new FocusEvent('focusout', {{ bubbles: true }}));
            await new Promise((done) => setTimeout(done, 0));
            times.push(performance.now() - start);
          }}
          return times }})()"
    );
    let mut times: Vec<f64> = page.eval(&script)?;
    times.sort_by(f64::total_cmp);
    let pages = page.count(".desk .leaf")?;
    println!("a change of a text of {pages} pages, milliseconds to pages, findings and screen: {times:.1?}");
    assert!(pages >= 18, "the text has {pages} pages");
    app.finish()
}

pub(crate) fn house_style() -> Walk {
    let folder = product::left_in("screenshots")?;
    let app = App::open("house")?;
    app.sample("office")?;
    app.go("settings")?;
    let page = app.page();
    page.wait_for(".house-sample .leaf")?;
    let lines = "[...document.querySelectorAll('.house-sample .leaf:first-child text')].map(t => t.getAttribute('y')).join()";
    let before: String = page.eval(lines)?;
    page.select("#house-profile", "B")?;
    page.wait_until(&format!("{lines} !== {}", serde_json::to_string(&before)?))?;
    page.eval::<()>("void document.querySelector('.house').scrollIntoView()")?;
    app.picture(&folder.join("settings-house.png"))?;
    for style in ["minutes", "bulletin", "upward", "order"] {
        begin(&app, style)?;
        page.fill("#head-title", "关于督查工作的有关事项")?;
        page.wait_until("document.querySelector('.desk').textContent.includes('有关事项')")?;
        page.click(".tabs button:last-of-type")?;
        page.wait_for("#head-style")?;
        app.picture(&folder.join(format!("editor-{style}.png")))?;
    }
    app.finish()
}
