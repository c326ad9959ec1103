//! Text that leaves masked: names learned from the first line, the rest masked.

use redact::Masker;
use templates::Pack;

use crate::Target;

pub(super) const TARGET: Target = Target {
    name: "masked_text",
    run,
    seeds,
    words: &[
        "13812345678",
        "11010119900307123X",
        "010-68597114",
        "6222021234567890",
        "张三",
        "欧阳小红",
        "、",
        "书记",
        "机密★",
        "绝密",
        "工作秘密",
        "\u{0}",
        "\u{202e}",
        "e\u{301}",
        "1",
        "-",
        "X",
    ],
    longest: 2 << 10,
    short: 3000,
};

thread_local! {
    static PACK: Pack = Pack::shipped();
}

fn run(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    PACK.with(|pack| {
        let rules = pack.redaction().expect("the rules are shipped");
        let mut masker = Masker::new(rules);
        masker.learn(text.lines().next().unwrap_or_default());
        let masked = masker.text(&text);
        assert_eq!(masked.chars().count(), text.chars().count(), "a mask is as long as what it hides");
        let same = text.chars().zip(masked.chars()).all(|(was, is)| was == is || is == '*' || is == '某');
        assert!(same, "a character that is no mask");
        assert!(rules.secrets(&text).iter().all(|word| text.contains(word)));
        match (masker.masked() > 0, masked == text) {
            (false, _) => "plain",
            (true, false) => "masked",
            (true, true) => "masked as it was",
        }
    })
}

fn seeds() -> Vec<Vec<u8>> {
    let cases = crate::seeds::project("tests/suite/redaction", ".json");
    let lines = cases.iter().flat_map(|file| file.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
    lines.chain(["张三、欧阳小红\n张三的电话是13812345678。".into()]).collect()
}
