//! A head (number, organs, dates) and a plain text become one document.

use std::collections::BTreeMap;

use expr::Date;
use serde::{Deserialize, Serialize};

use crate::document::{Attendance, Document, Head, Imprint, Main, Seal};
use crate::text::Notice;

mod merge;
mod read;

use read::{date, list, words};

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
    /// 主送机关 printed in the 版记 instead of above the text.
    #[serde(deserialize_with = "list")]
    pub to_imprint: Vec<String>,
    /// 编者按 of a bulletin, without its label.
    pub editor_note: Option<String>,
    /// 出席 of minutes.
    #[serde(deserialize_with = "list")]
    pub present: Vec<String>,
    /// 请假 of minutes.
    #[serde(deserialize_with = "list")]
    pub absent: Vec<String>,
    /// 列席 of minutes.
    #[serde(deserialize_with = "list")]
    pub observers: Vec<String>,
    /// 发文机关署名.
    #[serde(deserialize_with = "list")]
    pub issuers: Vec<String>,
    /// How the document is authenticated: `sealed`, `unsealed` or `chop`.
    pub seal: Seal,
    /// 职务 of the signers whose chops (签名章) it carries, in full.
    #[serde(deserialize_with = "list")]
    pub signer_title: Vec<String>,
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
    /// 报：of a bulletin.
    #[serde(deserialize_with = "list")]
    pub report_to: Vec<String>,
    /// 送：of a bulletin.
    #[serde(deserialize_with = "list")]
    pub send_to: Vec<String>,
    /// 发：of a bulletin.
    #[serde(deserialize_with = "list")]
    pub distribute_to: Vec<String>,
    /// 印发机关.
    pub printer: Option<String>,
    /// 印发日期.
    #[serde(deserialize_with = "date")]
    pub printed: Option<Date>,
    /// 印数.
    #[serde(deserialize_with = "words")]
    pub copies: Option<String>,
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

    /// Whether the style is one of the forms (`form`, `form-landscape`): records address and sign nothing by themselves.
    #[must_use]
    pub fn is_record(&self) -> bool {
        self.style.as_deref().is_some_and(|style| style.split('-').next() == Some("form"))
    }
}

/// Merges head and text: what the head gives wins, what it lacks is looked for in the text.
#[must_use]
pub fn compose(head: &HeadFields, text: &str) -> Document {
    compose_with_notices(head, text).0
}

/// The same, and what a reader of the text should look at: what was not understood, what was taken otherwise than
/// typed, where head and text differ.
#[must_use]
pub fn compose_with_notices(head: &HeadFields, text: &str) -> (Document, Vec<Notice>) {
    let (mut parsed, mut notices) = merge::read(head, text);
    let mut attachment_notes = head.attachments.clone();
    for name in std::mem::take(&mut parsed.attachment_notes) {
        if !attachment_notes.contains(&name) {
            attachment_notes.push(name);
        }
    }
    let mut merged = merge::Merge::new(&parsed.places, &mut notices);
    let found = parsed.head;
    let document = Document {
        running_head: None,
        head: Head {
            copy_number: merged.one(&head.copy_number, found.copy_number, "copy_number", "份号"),
            marking: merged.one(&head.marking, found.marking, "marking", "内部标识"),
            urgency: merged.one(&head.urgency, found.urgency, "urgency", "紧急程度"),
            issuer_marks: merged.many(&head.issuer_mark, found.issuer_marks, "issuer_mark", "发文机关标志"),
            document_number: merged.one(
                &head.document_number,
                found.document_number,
                "document_number",
                "发文字号",
            ),
            signatories: merged.many(&head.signatories, found.signatories, "signatories", "签发人"),
            issue: merged.one(&head.issue, found.issue, "issue", "期号"),
        },
        imprint: imprint(head, parsed.imprint.unwrap_or_default(), &mut merged),
        main: Main {
            title: filled(head.title.as_ref()).or(parsed.title).unwrap_or_default(),
            addressees: merged.many(&head.addressees, parsed.addressees, "addressees", "主送机关"),
            body: parsed.body,
            attachment_notes,
            editor_note: filled(head.editor_note.as_ref()),
            attendance: Attendance {
                present: head.present.clone(),
                absent: head.absent.clone(),
                observers: head.observers.clone(),
            },
            issuers: merged.many(&head.issuers, parsed.issuers, "issuers", "发文机关署名"),
            signer_titles: head.signer_title.clone(),
            seal: head.seal,
            proxy_seal: head.proxy_seal || parsed.proxy_seal,
            dated: head.dated.or(parsed.dated),
            note: merged.one(&head.note, parsed.note, "dated", "附注"),
            annexes: parsed.annexes,
        },
        pictures: BTreeMap::new(),
    };
    notices.sort_by_key(|n| (n.line == 0, n.line));
    (document, notices)
}

/// 版记 exists when someone gets a copy or prints it.
fn imprint(head: &HeadFields, found: Imprint, merged: &mut merge::Merge<'_>) -> Option<Imprint> {
    let imprint = Imprint {
        addressees: merged.many(&head.to_imprint, found.addressees, "to_imprint", "主送机关"),
        report_to: merged.many(&head.report_to, found.report_to, "report_to", "报送机关"),
        send_to: merged.many(&head.send_to, found.send_to, "send_to", "送达机关"),
        distribute_to: merged.many(&head.distribute_to, found.distribute_to, "distribute_to", "发放范围"),
        cc: merged.many(&head.cc, found.cc, "cc", "抄送机关"),
        printer: merged.one(&head.printer, found.printer, "printed", "印发机关"),
        printed: head.printed.or(found.printed),
        copies: merged.one(&head.copies, found.copies, "copies", "印数"),
    };
    // A date of printing alone is left over from a template.
    let bare = Imprint { printed: imprint.printed, ..Imprint::default() };
    (imprint != bare || found.printed.is_some()).then_some(imprint)
}

fn blank(text: Option<&str>) -> bool {
    text.is_none_or(|t| t.trim().is_empty())
}

fn filled(text: Option<&String>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty()).cloned()
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
