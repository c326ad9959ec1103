//! What the people of the walk write into their forms.

use serde_json::{Value, json};

use super::form::Control;

/// Days of the story, as a date field takes them.
pub(crate) struct Days {
    pub(crate) today: String,
    pub(crate) last_month: String,
    pub(crate) two_years_ago: String,
    pub(crate) next_month: String,
}

/// A unit and what it says of itself.
pub(crate) struct Story {
    /// Short name, as the roster has it.
    pub(crate) unit: &'static str,
    /// Words that make this unit's texts its own.
    pub(crate) mark: &'static str,
    /// Items that are not answered with 是: their number and the answer.
    pub(crate) picked: &'static [(&'static str, &'static str)],
    /// Numbers, percentages' parts and other values by path.
    pub(crate) values: &'static [(&'static str, &'static str)],
}

/// Facts and figures that hold for each unit unless it says otherwise.
const VALUES: &[(&str, &str)] = &[
    ("filler", "周明"),
    ("checker", "郑洁"),
    ("leader", "高远"),
    ("party_members", "126"),
    ("branches", "9"),
    ("research_branches", "5"),
    ("general_branches", "1"),
    ("has_subordinate_units", "否"),
    ("member_plan", "6"),
    ("has_media", "是"),
    ("has_discipline_org", "是"),
    ("a02_02_answer", "5"),
    ("a02_03_answer", "1"),
    ("a03_02_answer", "2"),
    ("a04_02_answer", "0"),
    ("a06_01_answer", "6"),
    ("a07_01_answer", "2"),
    ("a08_01_answer", "1"),
    ("a08_05_answer", "12"),
    ("a09_02_answer", "3"),
];

/// Texts of at least a hundred characters.
const LONG: &str = "把党建工作与承担的国家重大科技任务同谋划、同部署、同推进，党委会每季度专题研究一次，支部建在课题组上，\
党员骨干牵头攻关专班，形成任务清单、责任清单和成效清单，全年解决试验保障、跨所协作和青年骨干培养等问题，重点任务按节点完成，职工满意度较上年提高。";

/// What this unit puts into a field of its self-check.
pub(crate) fn self_check(story: &Story, days: &Days, control: &Control) -> Option<Value> {
    let path = control.path.as_str();
    let own = story.values.iter().chain(VALUES).find(|(key, _)| *key == path);
    if let Some((_, value)) = own {
        return Some(json!(value));
    }
    let (item, part) = path.rsplit_once('_').unwrap_or((path, ""));
    let number = item.to_uppercase().replace('_', "-");
    let about = format!("{}{number}", story.mark);
    Some(match (part, control.kind.as_str()) {
        ("answer", "radio") => {
            let picked = story.picked.iter().find(|(key, _)| *key == number).map(|(_, answer)| *answer);
            json!(picked.unwrap_or("是"))
        }
        ("answer", "date") if number == "A04-01" => json!(days.two_years_ago),
        ("answer", "date") => json!(days.last_month),
        ("answer", "long") => json!(format!("{}：{LONG}", story.mark)),
        ("part" | "whole", _) => json!("24"),
        ("note", _) => json!(format!("{about}：年初作出部署，逐级压实责任，有关台账和会议记录齐全。")),
        ("reason", _) => json!(format!("{about}：本单位没有此项业务")),
        ("evidence", _) => {
            json!([{ "name": format!("{about}会议纪要〔3〕号"), "date": days.last_month, "note": "党委会" }])
        }
        ("problem", _) => json!(format!("{about}落实不够经常")),
        ("measure", _) => json!(format!("{about}建立按季检查制度")),
        ("person", _) => json!("许建国"),
        ("deadline", _) => json!(days.next_month),
        ("", _) if path == "process" => {
            json!("召开党委会专题部署，各支部对照清单自查，党办汇总核实，党委会研究审定后报送。")
        }
        ("", "rows") => {
            json!([{ "title": format!("{}攻关专班", story.mark), "content": "支部建在专班上，党员挂牌领办任务。" }])
        }
        ("", _) if path == "causes" => json!("对制度执行情况的日常检查不够经常，责任分解还不够细。"),
        ("steps", _) => json!("制定整改台账，明确责任人和时限，按季度调度，年底前逐项销号。"),
        ("", _) if path == "suggestions" => json!("建议增加支部书记培训名额。"),
        _ if control.kind == "date" => json!(days.today),
        _ => return None,
    })
}

/// What an inspector writes when verifying: 属实 unless an item says otherwise.
pub(crate) fn verification(days: &Days, control: &Control) -> Option<Value> {
    let (item, part) = control.path.rsplit_once('_').unwrap_or((control.path.as_str(), ""));
    let verdict = match item {
        "a01_02" => "部分属实",
        "a07_04" => "不属实",
        "a09_03" => "未核查",
        _ => "属实",
    };
    Some(match part {
        "verdict" | "mark" if control.options.iter().any(|option| option == verdict) => json!(verdict),
        "finding" if verdict == "部分属实" || verdict == "不属实" => {
            json!("查阅两个支部记录，材料与自查结论不一致")
        }
        _ if control.path == "second" => json!("何芳"),
        _ if control.path == "opinion" => {
            json!("自查情况总体属实，个别条目与核查情况有出入，已另写工作底稿。")
        }
        _ => return general(days, control).filter(|_| !control.options.is_empty()),
    })
}

/// What an inspector puts into a record of any form.
pub(crate) fn record(days: &Days, control: &Control) -> Option<Value> {
    Some(match control.path.as_str() {
        "called_at" | "from_time" => json!("09:30"),
        "to_time" => json!("11:00"),
        "due" => json!(days.next_month),
        "retry_on" | "promised_by" => json!(days.next_month),
        "minutes" => json!("12"),
        "second" => json!("何芳"),
        "reviewer" => json!("吕伟"),
        "approver" => json!("曹军"),
        "title" => json!(FINDING),
        "facts" => json!(
            "查阅2026年理论学习中心组档案，全年安排专题学习4次，其中两次没有研讨发言记录，参加人员签到不全。"
        ),
        "disposition" => json!("列入反馈"),
        "confirmed" => json!("认可"),
        "disagreement" => return None,
        "attendees" => {
            json!([{ "category": "支部书记", "count": "4" }, { "category": "青年党员", "count": "6" }])
        }
        "speeches" => json!([
            { "speaker": "支部书记", "content": "专班党员带头攻关，成效明显", "nature": "肯定" },
            { "speaker": "青年党员", "content": "希望增加集中学习时间", "nature": "问题", "to_verify": "否" }
        ]),
        "materials" => json!([{ "name": "中心组学习档案", "kind": "查阅材料", "date": days.last_month }]),
        _ => return general(days, control),
    })
}

/// The finding whose way the story follows: working paper, feedback letter, office, annual report.
pub(crate) const FINDING: &str = "理论学习中心组学习研讨记录不完整";

/// Something fitting by the kind of field alone.
fn general(days: &Days, control: &Control) -> Option<Value> {
    Some(match control.kind.as_str() {
        "radio" | "select" => json!(control.options.first()?),
        "checks" => json!(control.options.iter().take(2).collect::<Vec<_>>()),
        "date" => json!(days.today),
        "time" => json!("09:30"),
        "number" => json!("6"),
        "long" => {
            json!("经查阅有关会议记录和制度文件，有关情况属实，已与单位交换意见，单位表示认可并将认真落实。")
        }
        "text" => json!("党办孙涛"),
        _ => return None,
    })
}
