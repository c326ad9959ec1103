//! A head (number, organs, dates) and a plain text become one document.

use std::fmt;

use expr::Date;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::document::{Block, Document, Head, Imprint, Main, Seal};
use crate::text::{Expect, Parsed, parse_with};

/// What stands around the text. Every key may be missing; what the head lacks is looked for in the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeadFields {
    /// Name of the style sheet; absent means the caller's choice.
    pub style: Option<String>,
    /// 文种, for proof-reading.
    pub kind: Option<String>,
    /// 发文机关标志; several for joint issue.
    #[serde(deserialize_with = "list")]
    pub issuer_mark: Vec<String>,
    /// 发文字号.
    pub document_number: Option<String>,
    /// 份号.
    pub copy_number: Option<String>,
    /// Handling mark: 内部 or 工作秘密.
    pub marking: Option<String>,
    /// 紧急程度.
    pub urgency: Option<String>,
    /// 签发人.
    #[serde(deserialize_with = "list")]
    pub signatories: Vec<String>,
    /// Issue of a bulletin, number of minutes.
    pub issue: Option<String>,
    /// 标题.
    pub title: Option<String>,
    /// 主送机关.
    #[serde(deserialize_with = "list")]
    pub addressees: Vec<String>,
    /// 发文机关署名.
    #[serde(deserialize_with = "list")]
    pub issuers: Vec<String>,
    /// Whether the document is sealed.
    pub seal: Seal,
    /// （代章）.
    pub proxy_seal: bool,
    /// 成文日期.
    #[serde(deserialize_with = "date")]
    pub dated: Option<Date>,
    /// 附注.
    pub note: Option<String>,
    /// 附件说明.
    #[serde(deserialize_with = "list")]
    pub attachments: Vec<String>,
    /// 抄送机关.
    #[serde(deserialize_with = "list")]
    pub cc: Vec<String>,
    /// 印发机关.
    pub printer: Option<String>,
    /// 印发日期.
    #[serde(deserialize_with = "date")]
    pub printed: Option<Date>,
}

/// The head could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct HeadError {
    /// Line and cause, as the TOML reader words it.
    pub reason: String,
}

impl HeadFields {
    /// Reads `HEAD.toml`; dates are TOML dates or strings in the same form.
    pub fn from_toml(text: &str) -> Result<Self, HeadError> {
        toml::from_str(text).map_err(|e| HeadError { reason: e.to_string() })
    }
}

/// Merges head and text: what the head gives wins, what it lacks is looked for in the text.
#[must_use]
pub fn compose(head: &HeadFields, text: &str) -> Document {
    // A record's first line may well be a label with a colon; only real documents are addressed to someone.
    let record = head.style.as_deref() == Some("form");
    let expect = Expect {
        title: blank(head.title.as_deref()),
        addressees: head.addressees.is_empty() && !record,
        signature: head.issuers.is_empty() && head.dated.is_none() && !record,
    };
    let mut parsed = parse_with(text, expect);
    drop_repeated_opening(head, &mut parsed);
    let mut attachment_notes = head.attachments.clone();
    for name in parsed.attachment_notes {
        if !attachment_notes.contains(&name) {
            attachment_notes.push(name);
        }
    }
    let or = |own: &[String], found: Vec<String>| if own.is_empty() { found } else { own.to_vec() };
    Document {
        head: Head {
            copy_number: filled(head.copy_number.as_ref()),
            marking: filled(head.marking.as_ref()),
            urgency: filled(head.urgency.as_ref()),
            issuer_marks: head.issuer_mark.clone(),
            document_number: filled(head.document_number.as_ref()),
            signatories: head.signatories.clone(),
            issue: filled(head.issue.as_ref()),
        },
        main: Main {
            title: filled(head.title.as_ref()).or(parsed.title).unwrap_or_default(),
            addressees: or(&head.addressees, parsed.addressees),
            body: parsed.body,
            attachment_notes,
            issuers: or(&head.issuers, parsed.issuers),
            seal: head.seal,
            proxy_seal: head.proxy_seal || parsed.proxy_seal,
            dated: head.dated.or(parsed.dated),
            note: filled(head.note.as_ref()).or(parsed.note),
            annexes: parsed.annexes,
        },
        imprint: imprint(head),
    }
}

/// 版记 exists when someone gets a copy or prints it.
fn imprint(head: &HeadFields) -> Option<Imprint> {
    let printer = filled(head.printer.as_ref());
    (!head.cc.is_empty() || printer.is_some()).then(|| Imprint {
        cc: head.cc.clone(),
        printer,
        printed: head.printed,
    })
}

/// People leave title and addressees in the text although the head has them; they are not printed twice.
fn drop_repeated_opening(head: &HeadFields, parsed: &mut Parsed) {
    let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let title = head.title.as_deref().map(squeeze).filter(|t| !t.is_empty());
    let addressees =
        (!head.addressees.is_empty()).then(|| squeeze(&format!("{}：", head.addressees.join("、"))));
    for expected in [title, addressees].into_iter().flatten() {
        let repeats = match parsed.body.first() {
            Some(Block::Paragraph(p)) => squeeze(&format!("{}{}", p.heading, p.text)) == expected,
            Some(Block::Table(_)) | None => false,
        };
        if repeats {
            parsed.body.remove(0);
        }
    }
}

fn blank(text: Option<&str>) -> bool {
    text.is_none_or(|t| t.trim().is_empty())
}

fn filled(text: Option<&String>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty()).cloned()
}

/// One string or a list of strings; blank entries vanish.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string or a list of strings")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(vec![text.to_owned()])
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut names = Vec::new();
            while let Some(name) = seq.next_element::<String>()? {
                names.push(name);
            }
            Ok(names)
        }
    }
    let names = deserializer.deserialize_any(Names)?;
    Ok(names.into_iter().filter(|n| !n.trim().is_empty()).collect())
}

/// A date as a string, as a TOML date, or null.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    struct Day;
    impl<'de> Visitor<'de> for Day {
        type Value = Option<Date>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a date in the form YYYY-MM-DD")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            text.parse().map(Some).map_err(E::custom)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        // The TOML reader hands a date over as a map with one private key.
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let entry: Option<(String, String)> = map.next_entry()?;
            let text = entry.map(|(_, value)| value).unwrap_or_default();
            text.parse().map(Some).map_err(de::Error::custom)
        }
    }
    deserializer.deserialize_any(Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"
        style = "letter"
        kind = "函"
        issuer_mark = "中国科学院直属机关党委"
        document_number = "直党函〔2026〕12号"
        title = "关于某单位督查情况的反馈意见"
        addressees = ["某单位党委"]
        issuers = ["中国科学院直属机关党委"]
        seal = "unsealed"
        dated = 2026-11-20
        cc = ["某某分院分党组"]
        printer = ""
    "#;

    #[test]
    fn a_head_in_toml_and_json_is_the_same_head() {
        let head = HeadFields::from_toml(HEAD).unwrap();
        assert_eq!(head.dated.map(|d| d.to_string()).as_deref(), Some("2026-11-20"));
        assert_eq!((head.seal, head.issuer_mark.len()), (Seal::Unsealed, 1));
        let json = serde_json::to_string(&head).unwrap();
        assert_eq!(serde_json::from_str::<HeadFields>(&json).unwrap(), head);
        assert!(HeadFields::from_toml("titel = 1").unwrap_err().reason.contains("titel"));
        assert!(HeadFields::from_toml("dated = 2026-11-20T10:00:00").is_err());
    }

    #[test]
    fn what_the_head_gives_is_not_printed_twice() {
        let head = HeadFields::from_toml(HEAD).unwrap();
        let document = compose(&head, "关于某单位督查情况的 反馈意见\n某单位党委：\n正文。\n");
        assert_eq!(document.main.body.len(), 1);
        assert_eq!(document.main.title, "关于某单位督查情况的反馈意见");
        assert!(document.imprint.is_some_and(|i| i.printer.is_none()));
    }

    #[test]
    fn a_record_keeps_its_labels_in_the_text() {
        let head = HeadFields { style: Some("form".to_owned()), ..HeadFields::default() };
        let document = compose(&head, "电话随访记录\n单位：\n2026年11月3日\n");
        assert_eq!((document.main.title.as_str(), document.main.body.len()), ("电话随访记录", 2));
        assert!(document.main.addressees.is_empty() && document.imprint.is_none());
    }
}
