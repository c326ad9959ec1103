//! The driver drives: each claim holds in today's Chromium and, where `CHROMIUM_83` names one, in that.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tests::browser::{Browser, DriverError, Launch, Page, Result, file_url};

fn sample() -> String {
    file_url(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/driver/page.html"))
}

/// Runs a claim in every browser at hand, on a freshly opened sample page.
fn in_each_browser(claim: impl Fn(&Browser, &Page) -> Result<()>) {
    let today = Launch::installed().unwrap_or_else(|error| panic!("{error}"));
    for launch in [Some(today), Launch::chromium_83()].into_iter().flatten() {
        let browser = Browser::launch(&launch).unwrap_or_else(|error| panic!("{error}"));
        let outcome = browser.open(&sample()).and_then(|page| claim(&browser, &page));
        outcome.unwrap_or_else(|error| panic!("in {}: {error}", browser.version()));
    }
}

/// A folder for one test, gone when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("ducha-driver-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("the temporary folder is writable");
        Self(dir)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).expect("the folder was just made");
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_click_is_a_real_one_and_scrolls_to_its_element() {
    in_each_browser(|_, page| {
        page.click("#first")?;
        page.wait_text("#status", "真的点击")?;
        page.click_text("button", "乙")?;
        assert_eq!(page.text("#status")?, "乙");
        page.click("#far")?;
        assert_eq!(page.text("#status")?, "到了");
        page.click_text("label", "同意")?;
        assert_eq!(page.count("#agree:checked")?, 1);
        assert_eq!(page.texts("#veiled button")?, ["盖住的"]);
        Ok(())
    });
}

#[test]
fn what_cannot_be_clicked_is_refused_with_its_reason() {
    let launch = Launch::installed().expect("a browser is installed");
    let browser = Browser::launch(&launch).expect("it starts");
    let page = browser.open(&sample()).expect("it opens").with_patience(Duration::from_millis(300));
    let refusal = |outcome: Result<()>| outcome.expect_err("it must be refused").to_string();
    let covered = refusal(page.click("#below"));
    assert!(covered.contains("`#below`") && covered.contains("covered by <div#veil>"), "{covered}");
    assert!(refusal(page.click("#off")).contains("disabled"));
    assert!(refusal(page.click("#nowhere")).contains("no such element"));
    let wrong_text = refusal(page.click_text("button", "丙"));
    assert!(wrong_text.contains("丙") && wrong_text.contains("甲"), "{wrong_text}");
    let waited = refusal(page.wait_text("#status", "已保存"));
    assert!(waited.contains("已保存") && waited.contains("空白"), "{waited}");
    assert!(refusal(page.wait_until("1 > 2")).contains("1 > 2"));
    assert!(refusal(page.select("#kind", "抽查")).contains("实地"));
    assert!(refusal(page.wait_download("").map(drop)).contains("download"));
    assert!(matches!(page.eval::<u32>("nothing()"), Err(DriverError::Threw { .. })));
}

#[test]
fn typing_gives_keys_for_letters_and_input_for_chinese() {
    in_each_browser(|_, page| {
        page.click("#name")?;
        page.type_text("汉字 a+1")?;
        assert_eq!(page.value("#name")?, "汉字 a+1");
        let log = page.texts("#log li")?;
        assert_eq!(log[..3], ["input true", "key", "input true"], "one input for both characters");
        page.press("Control+a")?;
        page.press("Backspace")?;
        assert_eq!(page.value("#name")?, "");
        page.press("Control+z")?;
        assert_eq!(page.value("#name")?, "汉字 a+1");
        page.press("Tab")?;
        assert_eq!(page.eval::<String>("document.activeElement.id")?, "note");
        assert!(page.texts("#log li")?.contains(&"change name".to_owned()));
        page.type_text("上\n下")?;
        assert_eq!(page.value("#note")?, "上\n下");
        assert!(page.press("Hyper+x").is_err());
        Ok(())
    });
}

#[test]
fn fields_are_filled_and_options_chosen_as_a_person_would() {
    in_each_browser(|_, page| {
        for text in ["某某街道党工委", "改过", ""] {
            page.fill("#name", text)?;
            assert_eq!(page.value("#name")?, text);
        }
        assert!(!page.texts("#log li")?.contains(&"input false".to_owned()));
        page.fill("#rich", "新文")?;
        assert_eq!(page.text("#rich")?, "新文");
        page.fill("#day", "2025-03-14")?;
        assert_eq!(page.value("#day")?, "2025-03-14");
        page.select("#kind", "实地")?;
        assert_eq!(page.value("#kind")?, "b");
        page.select("#kind", "a")?;
        assert_eq!(page.value("#kind")?, "a");
        assert_eq!(page.texts("#log li")?.iter().filter(|line| *line == "change kind").count(), 2);
        Ok(())
    });
}

#[test]
fn files_are_chosen_and_dropped() {
    let scratch = Scratch::new("files");
    let files = [scratch.file("甲.txt", "一"), scratch.file("乙.txt", "二")];
    in_each_browser(|_, page| {
        page.set_files("#upload", &files)?;
        page.wait_text("#status", "收到 甲.txt=一;乙.txt=二")?;
        page.click_and_choose("#pick", &files[1..])?;
        page.wait_text("#status", "收到 乙.txt=二")?;
        page.drop_files("#zone", &files)?;
        page.wait_text("#status", "放下 甲.txt=一;乙.txt=二")?;
        assert!(page.set_files("#upload", &["/nowhere/at/all"]).is_err());
        Ok(())
    });
}

#[test]
fn downloads_arrive_whole_and_one_by_one() {
    in_each_browser(|browser, page| {
        let mut seen = Vec::new();
        for _ in 0..2 {
            page.click("#save")?;
            let file = page.wait_download("督查报告")?;
            assert_eq!(std::fs::read(&file)?.len(), 600_000);
            assert!(file.starts_with(browser.downloads_dir()) && !seen.contains(&file), "{file:?}");
            seen.push(file);
        }
        Ok(())
    });
}

#[test]
fn the_picture_has_the_size_of_the_window() {
    let scratch = Scratch::new("picture");
    let picture = scratch.0.join("page.png");
    in_each_browser(|_, page| {
        for (width, height) in [(1366, 768), (800, 600)] {
            page.set_viewport(width, height)?;
            page.screenshot(&picture)?;
            let bytes = std::fs::read(&picture)?;
            let number =
                |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            assert_eq!((number(16), number(20)), (width, height));
        }
        Ok(())
    });
}

#[test]
fn the_console_holds_all_complaints() {
    in_each_browser(|_, page| {
        assert_eq!(page.console()?, Vec::<String>::new());
        page.eval::<()>("console.warn('小心', 3)")?;
        page.eval::<()>("void setTimeout(() => { throw new Error('坏了') }, 0)")?;
        page.eval::<()>("void document.head.append(Object.assign(document.createElement('script'), {src: 'https://example.invalid/x.js'}))")?;
        page.wait_until("new Promise((done) => setTimeout(() => done(true), 100))")?;
        let console = page.console()?;
        assert_eq!(console.len(), 3, "{console:?}");
        assert_eq!(console[0], "warning: 小心 3");
        assert!(console.iter().any(|line| line.starts_with("exception: Error: 坏了")), "{console:?}");
        assert!(console.iter().any(|line| line.contains("Content Security Policy")), "{console:?}");
        Ok(())
    });
}

#[test]
fn dialogs_are_answered_and_remembered() {
    in_each_browser(|_, page| {
        page.click("#ask")?;
        page.wait_text("#status", "确定")?;
        page.refuse_dialogs(true);
        page.click("#ask")?;
        page.wait_text("#status", "取消")?;
        assert_eq!(page.dialogs(), ["确定吗", "确定吗"]);
        page.refuse_dialogs(false);
        page.eval::<()>("void (onbeforeunload = (e) => { e.preventDefault(); e.returnValue = 'x' })")?;
        page.reload()?;
        assert_eq!(page.text("#status")?, "空白");
        Ok(())
    });
}

#[test]
fn a_page_survives_reload_crash_and_being_offline() {
    in_each_browser(|browser, page| {
        page.eval::<()>("void localStorage.setItem('kept', '在')")?;
        page.reload()?;
        assert_eq!(page.eval::<String>("localStorage.getItem('kept')")?, "在");
        page.offline(true)?;
        page.wait_until("!navigator.onLine")?;
        page.offline(false)?;
        page.crash()?;
        assert!(matches!(page.eval::<u32>("1"), Err(DriverError::PageGone { .. })));
        page.reload()?;
        assert_eq!(page.text("#status")?, "空白");
        let second = browser.open_with_script(&sample(), "window.early = true")?;
        assert!(second.eval::<bool>("early")?);
        page.click("#first")?;
        page.wait_text("#status", "真的点击")?;
        second.close()
    });
}

#[test]
fn a_killed_browser_leaves_its_profile_to_the_next() {
    let today = Launch::installed().expect("a browser is installed");
    for (index, launch) in [Some(today), Launch::chromium_83()].into_iter().flatten().enumerate() {
        let scratch = Scratch::new(&format!("profile-{index}"));
        let launch = launch.with_profile(&scratch.0);
        let browser = Browser::launch(&launch).expect("it starts");
        let page = browser.open(&sample()).expect("it opens");
        page.eval::<()>("void localStorage.setItem('kept', '在')").expect("it stores");
        browser.close().expect("it ends by itself");

        let browser = Browser::launch(&launch).expect("it starts on the used profile");
        let page = browser.open(&sample()).expect("it opens");
        assert_eq!(page.eval::<String>("localStorage.getItem('kept')").expect("kept"), "在");
        browser.kill();
        let during = page.eval::<u32>("1").expect_err("nobody is there");
        assert!(matches!(during, DriverError::BrowserGone { .. }), "{during}");

        let browser = Browser::launch(&launch).expect("it starts after a kill");
        assert!(browser.open(&sample()).is_ok());
    }
}

#[test]
fn each_key_is_timed() {
    in_each_browser(|browser, page| {
        let keys = page.measure_keys("#name", "abcdefgh")?;
        println!("{}: {keys:.1?}", browser.version());
        assert_eq!(page.value("#name")?, "abcdefgh");
        assert_eq!(keys.len(), 8);
        assert!(
            keys.iter()
                .all(|key| key.handled > 0.0 && key.handled <= key.painted && key.painted <= key.next_frame),
            "{keys:?}"
        );
        assert_eq!(page.measure_key_latency("#name", "12")?.len(), 2);
        assert!(page.measure_keys("#name", "汉").is_err());
        Ok(())
    });
}
