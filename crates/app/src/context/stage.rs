//! Where a self-check stands, in words.

use ledger::progress::SelfCheckStage;

/// A stage of the self-check in a few characters, for tables; `late_by` is how many days after the deadline it came.
#[must_use]
pub fn stage_label(stage: SelfCheckStage, late_by: Option<i64>) -> String {
    let late = late_by.map(|days| format!("（逾期{days}天）")).unwrap_or_default();
    match stage {
        SelfCheckStage::NotStarted => "未报送".to_owned(),
        SelfCheckStage::Overdue(days) => format!("未报送（逾期{days}天）"),
        SelfCheckStage::Filling => "填报中".to_owned(),
        SelfCheckStage::Submitted(on) | SelfCheckStage::Late(on) | SelfCheckStage::Accepted(on) => {
            format!("{}报送{late}", on.chinese_short())
        }
        SelfCheckStage::Returned => "退回修改".to_owned(),
    }
}
