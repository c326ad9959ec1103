//! The whole year: three people, three browsers, and nothing between them but files.

use std::path::{Path, PathBuf};

use templates::text;

use crate::Walk;
use crate::answers::{self, Days, FINDING, Story};
use crate::app::App;
use crate::docx::Docx;
use crate::floors::Cell;
use crate::form::{Form, Given, Hand};
use crate::product::{self, Desk};

const PASSPHRASE: &str = "督查组口令-2026";
const OFFICE: &str = "直属机关党委办公室";
const ADDED: &str = "请将学习档案纳入支部书记述职内容。";

/// Two units; each is short of something, each in its own way.
const STORIES: [Story; 2] = [
    Story {
        unit: "沈阳分院分党组",
        mark: "沈分",
        picked: &[("A01-02", "部分"), ("A05-05", "不适用"), ("A07-04", "否")],
        values: &[],
    },
    Story {
        unit: "武汉分院分党组",
        mark: "武分",
        picked: &[("A02-04", "部分"), ("A09-05", "否")],
        values: &[("a03_02_answer", "1"), ("a05_04_part", "20")],
    },
];

pub(crate) fn the_whole_year(cell: &Cell<'_>) -> Walk {
    let desk = Desk::new()?;
    let office = App::open_at(cell, "year-office")?;
    let days = days(&office)?;
    let task = office_begins(&office, &desk)?;
    let first = unit_reports(cell, &STORIES[0], Hand::Mouse, (&days, &task, &desk))?;
    let second = unit_reports(cell, &STORIES[1], Hand::Keys, (&days, &task, &desk))?;
    office_takes_in(&office, &desk, [&first, &second])?;
    let pack = team_pack(&office, &desk)?;
    let records = team_inspects(cell, &days, &pack, &desk)?;
    office_reports(&office, &records)?;
    office.finish()
}

/// Days around the browser's own today.
fn days(app: &App) -> Walk<Days> {
    let day = |months: i32| -> Walk<String> {
        let script = format!(
            "(() => {{ const d = new Date(), two = (n) => String(n).padStart(2, '0');
              const o = new Date(d.getFullYear(), d.getMonth() + {months}, Math.min(d.getDate(), 28));
              const day = {months} ? o : d;
              return `${{day.getFullYear()}}-${{two(day.getMonth() + 1)}}-${{two(day.getDate())}}` }})()"
        );
        Ok(app.page().eval(&script)?)
    };
    Ok(Days { today: day(0)?, last_month: day(-1)?, two_years_ago: day(-24)?, next_month: day(1)? })
}

fn office_begins(office: &App, desk: &Desk) -> Walk<PathBuf> {
    let page = office.page();
    office.begin("office", OFFICE, "钱程")?;
    office.go("round")?;
    page.fill("#round-theme", "推动党建工作与科技创新深度融合")?;
    page.fill("#round-contact", "钱程，010-00000000")?;
    page.press("Tab")?;
    page.click_text(".key button", text("round.make_key"))?;
    page.wait_for(".fingerprint code")?;
    page.click_text(".out button", text("round.task"))?;
    let file = office.hand_out(Some(""))?;
    desk.lay(&file)
}

/// A unit's file, and what it can read out over the telephone: its fingerprint, and the code on its paper.
struct Report {
    file: PathBuf,
    fingerprint: String,
    code: String,
}

/// A unit opens the task file, names itself, fills everything, draws up both documents and hands in.
fn unit_reports(
    cell: &Cell<'_>,
    story: &Story,
    hand: Hand,
    (days, task, desk): (&Days, &Path, &Desk),
) -> Walk<Report> {
    let unit = App::open_at(cell, &format!("year-{}", story.mark))?;
    let page = unit.page();
    unit.drop_files(&[task.to_path_buf()])?;
    unit.accept_first(1)?;
    page.fill("#unit-search", story.unit)?;
    page.wait_text(".picker-list li:first-child", story.unit)?;
    page.click(".picker-list li")?;
    page.click("#go-fill")?;
    let form = Form::of(&unit, hand);
    let given = form.fill(|control| answers::self_check(story, days, control))?;
    nothing_left(&form, story)?;
    let problems = problems(&given);
    assert!(problems.len() >= 2, "{} names problems: {problems:?}", story.unit);
    unit_documents(&unit, story, &problems)?;
    unit.go("submit")?;
    page.click("#submit")?;
    page.wait_for("#reopen")?;
    let file = unit.hand_out(None)?;
    let file = desk.lay(&file)?;
    let bytes = std::fs::read(&file)?;
    assert!(
        !String::from_utf8_lossy(&bytes).contains(&problems[0].0),
        "a sealed file shows nothing of its content"
    );
    let fingerprint = page.text(".fingerprint code")?;
    let code = paper_code(&unit, story)?;
    unit.finish()?;
    Ok(Report { file, fingerprint, code })
}

/// The check code of the page on which the unit hands in; the table it prints bears the same.
fn paper_code(unit: &App, story: &Story) -> Walk<String> {
    unit.picture(&product::left_in("screenshots")?.join("unit-submit-signed.png"))?;
    let shown = unit.page().text("#main")?;
    let label = text("check.code").replace("{code}", "");
    let after = shown.split(label.as_str()).nth(1).ok_or("no check code is shown")?;
    let code: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    unit.draft("self-check-table")?;
    Docx::open(&unit.export()?, &format!("{}-table-again", story.mark))?.says(&code)?;
    Ok(code)
}

fn nothing_left(form: &Form<'_>, story: &Story) -> Walk {
    let (answered, asked) = form.progress()?;
    let left = form.to_do()?;
    println!("{}: {answered} of {asked} items answered", story.unit);
    assert!(asked >= 50, "{}: a self-check asks for some sixty items, not {asked}", story.unit);
    // Optional items may stay open; nothing required may.
    assert_eq!(left, Vec::<String>::new(), "{}: the form still complains", story.unit);
    Ok(())
}

/// Problems and their measures, as they were typed.
fn problems(given: &Given) -> Vec<(String, String)> {
    let text =
        |path: String| given.get(&path).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let items = given.keys().filter_map(|path| path.strip_suffix("_problem"));
    items.map(|item| (text(format!("{item}_problem")), text(format!("{item}_measure")))).collect()
}

fn unit_documents(unit: &App, story: &Story, problems: &[(String, String)]) -> Walk {
    for template in ["self-check-report", "self-check-table"] {
        unit.draft(template)?;
        let docx = Docx::open(&unit.export()?, &format!("{}-{template}", story.mark))?;
        docx.says(&format!("中国科学院{}", story.unit))?;
        for (problem, measure) in problems {
            docx.says(problem)?;
            docx.says(measure)?;
        }
    }
    Ok(())
}

/// Both submissions, one of them twice, a damaged copy and a program, all in one drop.
fn office_takes_in(office: &App, desk: &Desk, reports: [&Report; 2]) -> Walk {
    let [first, second] = reports.map(|report| report.file.as_path());
    let again = desk.put("再次收到.ducha", &std::fs::read(first)?)?;
    let mut bytes = std::fs::read(second)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    let damaged = desk.put("损坏的副本.ducha", &bytes)?;
    let foreign = desk.put("说明.exe", b"MZ\x90\0this is no exchange file")?;
    office.go("inbox")?;
    office.drop_files(&[first.to_path_buf(), second.to_path_buf(), again, damaged, foreign])?;
    office.page().wait_text("table.list tbody tr", "说明.exe")?;
    office.picture(&product::left_in("screenshots")?.join("office-first-files.png"))?;
    office.accept_first(2)?;
    let expected = [
        (STORIES[0].unit, "fate.taken"),
        (STORIES[1].unit, "fate.taken"),
        ("再次收到", "fate.same"),
        ("损坏的副本", "fate.refused"),
        ("说明.exe", "fate.refused"),
    ];
    for (file, fate) in expected {
        let row = office.row(file)?;
        let shown = office.page().text(&format!("{row} .badge"))?;
        assert_eq!(shown, text(fate), "{file}: {}", office.page().text(&row)?);
    }
    for (report, story) in reports.iter().zip(&STORIES) {
        let told = office.page().text(&office.row(story.unit)?)?;
        assert!(told.contains(&report.fingerprint) && told.contains(&report.code), "{told}");
    }
    office.picture(&product::left_in("screenshots")?.join("office-inbox-year.png"))?;
    office.go("overview")?;
    assert_eq!(kpi(office, "reported")?, "2");
    Ok(())
}

/// The number above the matrix that has this name.
fn kpi(office: &App, figure: &str) -> Walk<String> {
    let pack = templates::Pack::shipped();
    let label = pack.figures()?.of(figure).map(|figure| figure.label.clone()).unwrap_or_default();
    let name = serde_json::to_string(&label)?;
    Ok(office.page().eval(&format!(
        "[...document.querySelectorAll('.kpi')].find(k => k.querySelector('dt').innerText === {name}).querySelector('b').innerText"
    ))?)
}

fn team_pack(office: &App, desk: &Desk) -> Walk<PathBuf> {
    office.go("round")?;
    office.page().click_text(".out button", text("round.team"))?;
    desk.lay(&office.hand_out(Some(PASSPHRASE))?)
}

/// The team verifies, records, writes a working paper, drafts the feedback letter and hands its work over.
fn team_inspects(cell: &Cell<'_>, days: &Days, pack: &Path, desk: &Desk) -> Walk<PathBuf> {
    let team = App::open_at(cell, "year-team")?;
    team_begins(&team, pack)?;
    verify(&team, days)?;
    for form in ["phone-call", "discussion"] {
        take_record(&team, days, form)?;
    }
    working_paper(&team, days)?;
    feedback(&team)?;
    team.go("hand-over")?;
    let file = desk.lay(&team.hand_out(None)?)?;
    team.finish()?;
    Ok(file)
}

fn team_begins(team: &App, pack: &Path) -> Walk {
    let page = team.page();
    team.drop_files(&[pack.to_path_buf()])?;
    page.fill("#passphrase", PASSPHRASE)?;
    page.click(".dialog button[type=submit]")?;
    team.accept_first(1)?;
    // A pack does not say whose records will be kept in the book, so the book asks.
    page.fill("#team-organ", "第二督查组")?;
    page.fill("#team-person", "冯雪")?;
    page.click("#name-team button[type=submit]")?;
    page.wait_gone("#name-team")?;
    team.go("units")
}

fn verify(team: &App, days: &Days) -> Walk {
    let row = team.row(STORIES[0].unit)?;
    team.page().click_text(&format!("{row} button"), text("units.verify"))?;
    let given = Form::of(team, Hand::Keys).fill(|control| answers::verification(days, control))?;
    for verdict in ["属实", "部分属实", "不属实", "未核查"] {
        assert!(given.values().any(|value| value == verdict), "nothing was judged {verdict}");
    }
    finish_record(team)
}

/// 完成: the record must be free of errors for it.
fn finish_record(team: &App) -> Walk {
    team.page().click_text(".record-head button", text("record.finish"))?;
    let locked = team.page().wait_text(".record-head button", text("record.reopen"));
    locked.map_err(|error| {
        format!(
            "{error}; {}; {:?}",
            team.notice().unwrap_or_default(),
            Form::of(team, Hand::Mouse).to_do().unwrap_or_default()
        )
        .into()
    })
}

fn take_record(team: &App, days: &Days, form: &str) -> Walk {
    let page = team.page();
    team.go("register/records")?;
    page.fill("#begin-unit", STORIES[0].unit)?;
    let definition = templates::Pack::shipped().form(form).map_err(|error| error.message())?;
    page.click_text(".begin-forms button", &definition.title)?;
    Form::of(team, Hand::Mouse).fill(|control| answers::record(days, control))?;
    finish_record(team)?;
    let file =
        team.download(|page| page.click_text(".record-head button", text("record.export")), ".docx")?;
    Docx::open(&file, form)?.says(STORIES[0].unit)
}

fn working_paper(team: &App, days: &Days) -> Walk {
    team.go("units")?;
    let row = team.row(STORIES[0].unit)?;
    team.page().click_text(&format!("{row} button"), text("units.paper"))?;
    Form::of(team, Hand::Mouse).fill(|control| answers::record(days, control))?;
    finish_record(team)
}

/// The letter is drafted from the ticked paper, changed by hand, seen as pages and handed out as a Word file.
fn feedback(team: &App) -> Walk {
    let page = team.page();
    team.go("register/papers")?;
    let row = team.row(FINDING)?;
    page.click(&format!("{row} input[type=checkbox]"))?;
    page.click(".filter .button.primary")?;
    page.wait_for(".leaf svg text")?;
    page.click("#letter-text")?;
    page.press("Control+Home")?;
    page.press("End")?;
    page.type_text(ADDED)?;
    page.wait_until(&format!(
        "document.querySelector('.desk').textContent.includes('{}')",
        &ADDED.chars().take(6).collect::<String>()
    ))?;
    assert!(page.count(".leaf")? >= 2, "the letter and its list take at least two pages");
    let docx = Docx::open(&team.export()?, "feedback")?;
    docx.says(ADDED)?;
    docx.says(FINDING)?;
    docx.says("问题清单")
}

/// The office takes the team's work in, looks at the findings and drafts the report of the year.
fn office_reports(office: &App, records: &Path) -> Walk {
    let page = office.page();
    office.go("inbox")?;
    office.drop_files(&[records.to_path_buf()])?;
    office.accept_first(1)?;
    page.wait_text("table.list tbody tr .badge", text("fate.taken"))?;
    office.go("findings")?;
    page.wait_text("table.list tbody tr", FINDING)?;
    office.go("overview")?;
    assert_eq!(kpi(office, "inspected")?, "1");
    assert_eq!(kpi(office, "findings")?, "1");
    office.draft("annual-report")?;
    let docx = Docx::open(&office.export()?, "annual-report")?;
    let said = [
        "已报送自查情况报告的2个",
        "对1个单位进行了实地督查",
        "形成督查记录2份",
        "形成督查工作底稿1份",
        "列入反馈的问题1个",
        FINDING,
    ];
    said.iter().try_for_each(|part| docx.says(part))
}
