//! The built `ducha`: files in, files out, failures in two lines with their exit code.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files must stop")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

/// A folder of its own for one test.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn put(&self, name: &str, content: &str) -> String {
        fs::write(self.0.join(name), content).unwrap();
        self.path(name)
    }

    fn run(&self, arguments: &str) -> Output {
        let arguments = arguments.split_whitespace();
        Command::new(env!("CARGO_BIN_EXE_ducha")).args(arguments).current_dir(&self.0).output().unwrap()
    }

    /// Runs what must succeed and returns what it said.
    fn does(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs what must fail with a code and returns what it said.
    fn fails(&self, code: i32, arguments: &str) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments}");
        String::from_utf8(output.stderr).unwrap()
    }

    fn json(&self, arguments: &str) -> Value {
        serde_json::from_str(&self.does(arguments)).unwrap()
    }

    fn docx(&self, name: &str) -> Vec<u8> {
        let bytes = fs::read(self.0.join(name)).unwrap();
        assert_eq!(export_docx::check(&bytes), vec![], "{name}");
        bytes
    }
}

fn case(letter: &str) -> String {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/letters");
    suite.join(letter).join("full/data.json").display().to_string()
}

#[test]
fn a_letter_is_composed_the_same_every_time() {
    let desk = Desk::new("compose");
    desk.does(&format!("compose feedback-letter --data {} -o a.docx", case("feedback-letter")));
    desk.does(&format!("compose feedback-letter --data {} -o b.docx", case("feedback-letter")));
    assert_eq!(desk.docx("a.docx"), desk.docx("b.docx"));
    desk.does(&format!("compose annual-report --data {} --style document -o c.docx", case("annual-report")));
    desk.docx("c.docx");
    desk.does(&format!("preview feedback-letter --data {} -o a.html", case("feedback-letter")));
    let html = fs::read_to_string(desk.0.join("a.html")).unwrap();
    assert!(
        html.contains("<svg") && html.contains("关于中国科学院示例研究所2026年度党建工作督查情况的反馈意见")
    );
}

#[test]
fn a_template_that_is_still_being_written_can_be_tried() {
    let desk = Desk::new("template");
    let template = "+++\nletter = \"reminder/1\"\nname = \"提醒函\"\nkind = \"函\"\nstyle = \"letter\"\nneeds = [\"unit\"]\n\
                    title = \"关于报送自查情况的提醒\"\naddressees = [\"{{ unit.party_name }}\"]\n\
                    [[inputs]]\nid = \"due\"\nlabel = \"时限\"\nkind = \"date\"\ndefault = \"2026-12-05\"\n+++\n\
                    请于{{ due|date }}前报送自查情况。\n";
    desk.put("reminder.txt", template);
    desk.put("data.json", r#"{"unit": {"party_name": "示例所党委"}}"#);
    desk.does("compose reminder.txt --data data.json -o reminder.docx");
    desk.docx("reminder.docx");
    desk.put("none.json", "{}");
    let told = desk.fails(1, "compose reminder.txt --data none.json -o x.docx");
    assert!(told.contains("错误：数据缺少模板需要的内容：unit。\n处理："), "{told}");
    desk.put("broken.txt", &template.replace("due|date", "duu|date"));
    let told = desk.fails(1, "compose broken.txt --data data.json -o x.docx");
    assert!(told.contains("due"), "the neighbour is named: {told}");
}

/// The fenced block of the templates' README that begins with these words.
fn example(begins: &str) -> String {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/README.md")).unwrap();
    let blocks =
        readme.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap().1.to_owned());
    blocks.into_iter().find(|block| block.starts_with(begins)).unwrap()
}

#[test]
fn the_worked_example_of_the_handbook_works() {
    let desk = Desk::new("handbook");
    desk.put("spot-visit.json", &example("{\n  \"form\": \"spot-visit/1\""));
    desk.put(
        "answers.json",
        r#"{"date": "2026-11-20", "announced": "是", "notified_on": "2026-11-18",
        "places": [{"name": "档案室", "result": "不符合"}]}"#,
    );
    let list = desk.json("form check spot-visit.json answers.json --today 2026-11-23 --json");
    let found: Vec<_> =
        list.as_array().unwrap().iter().map(|p| (p["path"].as_str().unwrap(), &p["code"])).collect();
    assert_eq!(found, [("notified_on", &json!("caution")), ("places.0.facts", &json!("missing"))]);
    desk.put("supervisory-letter.txt", &example("+++\nletter"));
    let data = case("feedback-letter");
    desk.does(&format!("compose supervisory-letter.txt --data {data} -o letter.docx"));
    desk.docx("letter.docx");
    desk.does(&format!("preview supervisory-letter.txt --data {data} -o letter.html"));
    assert!(fs::read_to_string(desk.path("letter.html")).unwrap().contains("督办函"));
}

#[test]
fn plain_text_and_a_head_become_a_document() {
    let desk = Desk::new("typeset");
    desk.put(
        "text.txt",
        "现将有关情况函告如下：\n一、总体情况\n（一）部署。已部署。\n1. 落实。已落实。\n特此函告。\n",
    );
    desk.put(
        "head.toml",
        "style = \"letter\"\nissuer_mark = \"中国科学院直属机关党委\"\ndocument_number = \"直党函〔2026〕18号\"\n\
         title = \"关于有关情况的函\"\naddressees = [\"示例所党委\"]\nissuers = [\"中国科学院直属机关党委\"]\n\
         dated = 2026-11-20\n",
    );
    desk.does("typeset text.txt --head head.toml -o letter.docx");
    desk.does("typeset text.txt --head head.toml --style document -o document.docx");
    assert_ne!(desk.docx("letter.docx"), desk.docx("document.docx"));
    desk.does("preview text.txt --head head.toml -o letter.html");
    desk.put("bad.toml", "titel = \"x\"\n");
    assert!(desk.fails(1, "typeset text.txt --head bad.toml -o x.docx").contains("titel"));
    assert!(desk.fails(1, "typeset text.txt --head head.toml --style none -o x.docx").contains("处理："));
}

const HEAD: &str = "issuer_mark = \"中国科学院直属机关党委文件\"\ndocument_number = \"直党字〔2026〕18号\"\n\
    title = \"关于开展2026年度党建工作督查的通知\"\naddressees = [\"院属各单位党委\"]\n\
    issuers = [\"中国科学院直属机关党委\"]\ndated = 2026-11-20\n";

#[test]
fn proof_reading_lists_what_is_wrong_and_says_so_in_its_code() {
    let desk = Desk::new("proof");
    desk.put("head.toml", HEAD);
    desk.put("good.txt", "现将有关事项通知如下。\n请各单位认真落实，按时报送。\n");
    desk.put("bad.txt", "现将有关事项通知如下。\n请各单位认真落实,按时报送。\n");
    let list = desk.json("proof good.txt --head head.toml --json");
    let errors: Vec<&Value> =
        list.as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").collect();
    assert_eq!(errors, Vec::<&Value>::new());
    let output = desk.run("proof bad.txt --head head.toml");
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("错误\tPN-01\t正文第2行\t") && told.lines().last().unwrap().starts_with("错误1处"),
        "{told}"
    );
    let output = desk.run("proof bad.txt --head head.toml --json");
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let comma = list.as_array().unwrap().iter().find(|finding| finding["rule"] == "PN-01").unwrap();
    assert_eq!(comma["place"], json!({"text": {"line": 2, "range": {"start": 8, "end": 9}}}));
    assert_eq!(comma["fix"]["replacement"], "，");
}

#[test]
fn a_house_style_changes_the_document_and_a_wrong_one_is_refused() {
    let desk = Desk::new("house");
    desk.put("head.toml", HEAD);
    desk.put("text.txt", "现将有关事项通知如下。\n");
    desk.put("house.toml", "profile = \"B\"\nfonts = \"windows\"\nmirrored = true\n");
    let make = |options: &str, name: &str| {
        desk.does(&format!("typeset text.txt --head head.toml {options} -o {name}"));
        desk.docx(name)
    };
    let plain = make("", "plain.docx");
    assert_eq!(make("--profile a", "a.docx"), plain, "the standard is the default");
    let own = make("--house house.toml", "own.docx");
    assert_ne!(own, plain);
    assert_ne!(make("--profile B --fonts windows", "b.docx"), own, "only the file mirrors the margins");
    desk.put("wrong.toml", "profil = \"B\"\n");
    let told = desk.fails(1, "typeset text.txt --head head.toml --house wrong.toml -o x.docx");
    assert!(told.contains("wrong.toml") && told.contains("profil"), "{told}");
    desk.fails(2, "typeset text.txt --head head.toml --profile D -o x.docx");
}

/// A picture lies beside the text; a name that leads elsewhere is not followed.
#[test]
fn pictures_beside_the_text_are_taken_in() {
    let desk = Desk::new("pictures");
    desk.put("head.toml", HEAD);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x20\0\0\0\x10\x08\x02\0\0\0".to_vec();
    png.extend([0; 16]);
    fs::write(desk.path("现场.png"), &png).unwrap();
    desk.put("text.txt", "现场情况如下。\n【图：现场.png】\n");
    desk.does("typeset text.txt --head head.toml -o with.docx");
    let with = desk.docx("with.docx");
    assert!(String::from_utf8_lossy(&with).contains("word/media/"));
    fs::create_dir_all(desk.0.join("inner")).unwrap();
    desk.put("inner/text.txt", "现场情况如下。\n【图：../现场.png】\n");
    let output = desk.run("typeset inner/text.txt --head head.toml -o without.docx");
    assert!(String::from_utf8_lossy(&output.stderr).contains("没有找到这张图片"));
    assert!(!String::from_utf8_lossy(&desk.docx("without.docx")).contains("word/media/"));
}

/// What this program writes it can read again: text and picture come back as they went.
#[test]
fn the_text_of_a_word_file_comes_back() {
    let desk = Desk::new("import");
    desk.put("head.toml", HEAD);
    desk.put("text.txt", "现将有关事项通知如下。\n一、总体要求\n请各单位认真落实，按时报送。\n");
    desk.does("typeset text.txt --head head.toml -o made.docx");
    desk.does("import made.docx -o again.txt");
    let text = fs::read_to_string(desk.path("again.txt")).unwrap();
    assert!(text.contains("一、总体要求\n请各单位认真落实，按时报送。\n"), "{text}");
    desk.put("notes.docx", "这不是 Word 文件");
    let told = desk.fails(1, "import notes.docx -o x.txt");
    assert!(told.contains("处理："), "{told}");
}

#[test]
fn the_problems_of_a_form_are_listed() {
    let desk = Desk::new("form");
    desk.put(
        "answers.json",
        r#"{"connected": "无人接", "called_on": "2026-11-24", "retry_on": "2026-11-20"}"#,
    );
    let list = desk.json("form check phone-call answers.json --today 2026-11-23 --json");
    let of = |path: &str| -> Vec<&str> {
        let problems = list.as_array().unwrap().iter().filter(|problem| problem["path"] == path);
        problems.map(|problem| problem["code"].as_str().unwrap()).collect()
    };
    assert_eq!(
        (of("called_on"), of("retry_on"), of("progress")),
        (vec!["constraint"], vec!["constraint"], vec![])
    );
    let text = desk.does("form check phone-call answers.json --today 2026-11-23");
    assert!(text.lines().last().unwrap().starts_with("错误"), "{text}");
    let told = desk.fails(1, "form check nothing answers.json");
    assert!(told.contains("phone-call") && told.contains("self-check"), "{told}");
    desk.put("broken.json", "{\"a\": }");
    assert!(desk.fails(1, "form check phone-call broken.json").contains("第1行第7列"));
    // Programs differ in what a name that stands twice means, and in how deep they read.
    desk.put("twice.json", "{\"called_on\": \"2026-11-20\",\n\"called_on\": \"2026-11-21\"}");
    assert!(desk.fails(1, "form check phone-call twice.json").contains("重名的项目（第2行"));
    desk.put("deep.json", &format!("{{\"a\": {}{}}}", "[".repeat(40), "]".repeat(40)));
    assert!(desk.fails(1, "form check phone-call deep.json").contains("嵌套过深"));
}

#[test]
fn a_sample_book_gives_its_numbers_its_entries_and_its_report() {
    let desk = Desk::new("sample");
    desk.does("sample --units 14 --seed 3 --today 2026-11-23 -o a.ducha");
    desk.does("sample --units 14 --seed 3 --today 2026-11-23 -o b.ducha");
    assert_eq!(fs::read(desk.path("a.ducha")).unwrap(), fs::read(desk.path("b.ducha")).unwrap());
    let facts = desk.json("book info a.ducha --today 2026-11-23 --json");
    assert_eq!((&facts["taking_part"], &facts["role"]), (&json!(14), &json!("office")));
    assert!(facts["reported"].as_u64().unwrap() >= 9 && facts["findings"].as_u64().unwrap() >= 3, "{facts}");
    // Every number has one definition, whoever prints it.
    let figures = desk.json("book figures a.ducha --today 2026-11-23 --json");
    for (fact, figure) in [
        ("reported", "reported"),
        ("late", "late"),
        ("on_site", "on_site"),
        ("desk", "desk"),
        ("working_papers", "papers"),
        ("findings", "findings"),
        ("closed", "closed"),
        ("overdue", "overdue"),
        ("issued", "issued"),
        ("taking_part", "units"),
    ] {
        assert_eq!(facts[fact].as_f64(), figures[figure]["value"].as_f64(), "{fact}");
    }
    let areas = figures["findings"]["by"]["area"].as_array().unwrap();
    let sum: u64 = areas.iter().filter_map(|area| area[1].as_u64()).sum();
    assert_eq!(Some(sum), facts["findings"].as_u64());
    assert!(desk.does("book figures a.ducha --today 2026-11-23").contains("列入反馈问题\t"));
    desk.does("book export a.ducha -o a.ndjson");
    let lines = fs::read_to_string(desk.path("a.ndjson")).unwrap();
    let entries: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json!(entries.len()), facts["entries"]);
    assert!(entries.iter().any(|entry| entry["content"]["form"] == "working-paper/1"));
    let told = desk.does("book mask a.ducha --today 2026-11-23 -o masked.ducha");
    assert!(told.contains("复核"), "{told}");
    // Interviews are confidential: they stay behind, and their number is told.
    let mut records = facts["records"].clone();
    let interviews = records.as_object_mut().unwrap().remove("interview").unwrap();
    assert!(told.contains(&format!("{interviews}份")), "{told}");
    assert_eq!(desk.json("book info masked.ducha --json")["records"], records);
    desk.does("report annual --book a.ducha --today 2026-11-23 -o report.docx");
    desk.docx("report.docx");
    assert!(desk.fails(1, "report annual --book a.ducha --year 1999 -o x.docx").contains("没有该年度"));
}

#[test]
fn books_and_files_merge_into_one_and_each_file_is_accounted_for() {
    let desk = Desk::new("merge");
    desk.does("book new --organ 办公室 --person 李晓燕 --today 2026-11-23 -o office.ducha");
    desk.does("sample --units 13 --today 2026-11-23 -o sample.ducha");
    desk.put("notes.txt", "这不是数据文件");
    let output = desk.run("book merge sample.ducha sample.ducha notes.txt --json -o both.ducha");
    assert_eq!(output.status.code(), Some(1), "a refused file shows in the code");
    let fates: Vec<String> = serde_json::from_slice::<Vec<Value>>(&output.stdout)
        .unwrap()
        .iter()
        .map(|outcome| outcome["fate"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(fates, ["same", "refused"]);
    // Another book is nobody's file: what it says of others was never judged.
    let told = desk.run("book merge office.ducha sample.ducha --json -o again.ducha");
    let outcomes: Vec<Value> = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!((told.status.code(), &outcomes[0]["fate"]), (Some(1), &json!("refused")));
    assert!(outcomes[0]["message"].as_str().unwrap().contains("不是本工作簿的副本"), "{outcomes:?}");
    let entries = |book: &str| desk.json(&format!("book info {book} --json"))["entries"].clone();
    assert_eq!(entries("again.ducha"), entries("office.ducha"));
    assert!(desk.fails(1, "book info notes.txt").contains("不是督查数据"));
    assert!(desk.fails(1, "book new --role unit --unit 没有这个单位 -o x.ducha").contains("名册"));
}

#[test]
fn sealed_files_open_for_their_readers_only() {
    let desk = Desk::new("seal");
    desk.put("content.json", r#"{"a": 1}"#);
    desk.put("phrase", "青山绿水 2026\n");
    desk.put("wrong", "青山绿水\n");
    desk.does("seal content.json --kind note --sender 办公室 --plain -o plain.ducha");
    desk.does("seal plain.ducha --passphrase-file phrase -o sealed.ducha");
    let facts = desk.json("inspect sealed.ducha --json");
    assert_eq!((&facts["sealing"], &facts["state"]), (&json!("passphrase"), &json!("passphrase-needed")));
    assert!(facts.get("kind").is_none(), "nothing inside shows from outside");
    let inside = desk.json("inspect sealed.ducha --passphrase-file phrase --json");
    assert_eq!((&inside["kind"], &inside["sender"]), (&json!("note"), &json!("办公室")));
    assert!(desk.fails(1, "open sealed.ducha -o out.json").contains("处理：请输入口令。"));
    assert!(desk.fails(1, "open sealed.ducha --passphrase-file wrong -o out.json").contains("口令不对"));
    desk.does("open sealed.ducha --passphrase-file phrase -o out.json");
    assert_eq!(fs::read_to_string(desk.path("out.json")).unwrap(), r#"{"a": 1}"#);
    desk.does("open sealed.ducha --passphrase-file phrase -o again.ducha");
    assert_eq!(fs::read(desk.path("plain.ducha")).unwrap(), fs::read(desk.path("again.ducha")).unwrap());
    assert!(desk.fails(1, "seal content.json --plain -o x.ducha").contains("--kind"));
    assert!(desk.fails(1, "seal plain.ducha --to age1nonsense -o x.ducha").contains("收件凭证"));
}

#[test]
fn wrong_usage_has_its_own_code() {
    let desk = Desk::new("usage");
    for wrong in [
        "",
        "nothing",
        "compose",
        "sample --units many -o x.ducha",
        "sample --units 0 -o x.ducha",
        "preview a -o b",
    ] {
        let told = desk.fails(2, wrong);
        assert!(told.starts_with("错误：") && told.contains("\n处理："), "{wrong}: {told}");
    }
    assert!(desk.does("--help").contains("compose") && desk.does("--version").starts_with("ducha "));
    let told = desk.fails(1, "book info missing.ducha");
    assert!(told.contains("missing.ducha") && told.contains("不存在") && told.contains("处理："), "{told}");
}

/// Two machines of one office: the key that one of them saw is known, and the file it held back is not forgotten.
#[test]
fn what_one_machine_knows_of_keys_counts_in_the_merged_book() {
    let desk = Desk::new("trust");
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/stored/book-1");
    for name in ["office-sample.ducha", "office-signed.ducha"] {
        fs::copy(suite.join(name), desk.path(name)).unwrap();
    }
    let known = |book: &str| {
        let facts = desk.json(&format!("book info {book} --json"));
        (facts["keys"].clone(), facts["odd_files"].clone())
    };
    assert_eq!(known("office-sample.ducha"), (json!(0), json!(0)));
    desk.does("book merge office-sample.ducha office-signed.ducha -o both.ducha");
    assert_eq!(known("both.ducha"), known("office-signed.ducha"));
    assert_eq!(known("both.ducha"), (json!(2), json!(1)));
}

/// Nothing of the sender came before: the fingerprint is told and the file waits, until somebody says that it was compared.
#[test]
fn the_first_file_of_a_sender_is_taken_in_only_when_asked_for() {
    let desk = Desk::new("first");
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/stored/bundle-1");
    fs::copy(suite.join("readers/office.ducha"), desk.path("office.ducha")).unwrap();
    fs::copy(suite.join("submission-signed.ducha"), desk.path("file.ducha")).unwrap();
    let held = desk.run("book merge office.ducha file.ducha --json -o held.ducha");
    let outcomes: Vec<Value> = serde_json::from_slice(&held.stdout).unwrap();
    assert_eq!((held.status.code(), &outcomes[0]["fate"]), (Some(1), &json!("held")));
    assert!(outcomes[0]["message"].as_str().unwrap().contains("识别码"), "{outcomes:?}");
    assert_eq!(desk.json("book info held.ducha --json")["keys"], json!(0));
    desk.does("book merge office.ducha file.ducha --accept-first -o taken.ducha");
    assert_eq!(desk.json("book info taken.ducha --json")["keys"], json!(1));
}
