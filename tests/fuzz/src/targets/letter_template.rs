//! A letter template: parsed, its questions answered, composed over data, read as a document.

use document::{HeadFields, compose};
use serde_json::{Map, Value, json};
use templates::{LetterTemplate, Pack};

use crate::{Target, seeds};

pub(super) const TARGET: Target = Target {
    name: "letter_template",
    run,
    seeds,
    words: &[
        "+++\n",
        "\n+++\n",
        "letter = \"x/1\"\n",
        "needs = [\"unit\"]\n",
        "[[inputs]]\nid = \"a\"\nlabel = \"b\"\ndefault = \"\"\n",
        "{{ unit.name }}",
        "{% for f in findings %}",
        "{% endfor %}",
        "{% if unit %}",
        "{% endif %}",
        "{% set x = range(99999)|list %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 'x' * 999999 }}",
        "|join_cn",
        "|date",
        "|add_days(999999999)",
        "|cn",
        "|cell",
        "{{ 1 // 0 }}",
        "{{ -9223372036854775807 - 9 }}",
        "|1|2|\n|--|--|\n",
    ],
    longest: 8 << 10,
    short: 500,
};

/// Longest composed text that is read as a document; longer ones are `pasted_text`'s.
const READ: usize = 3000;

fn run(bytes: &[u8]) -> &'static str {
    let source = String::from_utf8_lossy(bytes);
    let Ok(template) = LetterTemplate::parse(&source) else { return "no template" };
    let pack = Pack::shipped();
    let mut data = data(&template.about.needs);
    let Ok(answers) = template.defaults(pack.engine(), &Value::Object(data.clone())) else {
        return "no defaults";
    };
    data.extend(answers);
    let composed = match template.compose(pack.engine(), &Value::Object(data)) {
        Ok(composed) => composed,
        Err(error) => {
            assert!(error.to_string().chars().count() < 100_000, "an error longer than a document");
            return "not composed";
        }
    };
    assert!(composed.text.len() <= 4_000_000, "longer than the limit");
    let mut head = composed.head;
    head.remove("style");
    let Ok(head) = serde_json::from_value::<HeadFields>(Value::Object(head)) else { return "no head" };
    let text: String = composed.text.chars().take(READ).collect();
    let _ = compose(&head, &text);
    "composed"
}

/// Data with the names every shipped template knows, and something under each name this one needs.
fn data(needs: &[String]) -> Map<String, Value> {
    let some = json!({"name": "甲所", "short_name": "甲", "party_name": "甲党委", "list": [1, 2, "三"], "on": "2026-11-20"});
    let mut data = Map::new();
    for name in needs.iter().take(50) {
        data.insert(name.clone(), some.clone());
    }
    let findings = json!([{"title": "甲。", "facts": "乙\n丙", "number": 1}, {"title": "", "facts": null, "number": 2.5}]);
    for (name, value) in [
        ("unit", some),
        (
            "round",
            json!({"year": 2026, "title": "督查", "office": "办公室", "issuer": "", "contact": "", "units": []}),
        ),
        ("sender", json!({"organ": "办公室", "person": "张三"})),
        ("findings", findings),
        ("today", json!("2026-11-24")),
        ("number", json!("督〔2026〕1号")),
        ("methods", json!(["座谈", "走访"])),
    ] {
        data.insert(name.to_owned(), value);
    }
    data
}

const SMALL: &str = "+++\nletter = \"x/1\"\nname = \"函\"\nkind = \"函\"\nstyle = \"letter\"\nneeds = [\"unit\"]\n\
title = \"关于{{ unit.short_name }}的函\"\naddressees = [\"{{ unit.party_name }}\"]\ndated = \"{{ today }}\"\n\n\
[[inputs]]\nid = \"due\"\nlabel = \"期限\"\nkind = \"date\"\ndefault = \"{{ today|add_days(14) }}\"\n+++\n\
{% for f in findings %}\n{{ f.number|cn }}、{{ f.title|strip_end }}。{{ f.facts|oneline|sentence }}\n{% endfor %}\n\
请于{{ due|date }}前反馈。{% if methods %}{{ methods|join_cn }}{% endif %}\n";

fn seeds() -> Vec<Vec<u8>> {
    let mut found = vec![SMALL.as_bytes().to_vec(), SMALL.as_bytes().to_vec()];
    found.extend(seeds::project("templates/letters", ".txt"));
    found.extend(seeds::project("templates/reports", ".txt"));
    found
}
