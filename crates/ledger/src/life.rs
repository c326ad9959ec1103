//! Life cycles: what may happen to a record or a document next, and why something may not.

pub mod cycle;
pub mod fold;

use expr::Date;

use crate::content::{LetterState, RecordState};

/// An event that the life cycle does not allow in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{event} is not possible in state {state}")]
pub struct Refused {
    /// State it was in.
    pub state: &'static str,
    /// What was tried.
    pub event: &'static str,
    /// Why not and what to do, in Chinese.
    pub message: &'static str,
}

/// What can happen to a filled form in its writer's hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordEvent {
    /// 送审: filled in, to be signed.
    Present,
    /// 提交.
    Submit {
        /// Problems that forbid handing it in.
        errors: usize,
    },
    /// 收回修改, or the office returned it.
    Reopen,
}

impl RecordState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`Refused`] with the reason in Chinese.
    pub fn apply(self, event: RecordEvent) -> Result<Self, Refused> {
        match (self, event) {
            (_, RecordEvent::Submit { errors }) if errors > 0 => Err(Refused {
                state: self.label(),
                event: "提交",
                message: "还有未改正的错误，请按右侧提示逐项处理",
            }),
            (Self::Filling | Self::AwaitingSignature | Self::Submitted, RecordEvent::Submit { .. }) => {
                Ok(Self::Submitted)
            }
            (Self::Filling | Self::AwaitingSignature, RecordEvent::Present) => Ok(Self::AwaitingSignature),
            (Self::Submitted, RecordEvent::Present) => Err(Refused {
                state: "已提交",
                event: "送审",
                message: "已经提交，不能送审。如需修改，请先收回",
            }),
            (_, RecordEvent::Reopen) => Ok(Self::Filling),
        }
    }

    /// As people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Filling => "填报中",
            Self::AwaitingSignature => "待审签",
            Self::Submitted => "已提交",
        }
    }
}

/// What can happen to a drafted document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterEvent {
    /// 审定.
    Approve,
    /// 退回修改.
    Reopen,
    /// 印发: needs a document number when the format shows one.
    Issue {
        /// Whether the number and the date are filled in.
        numbered: bool,
    },
}

impl LetterState {
    /// The state after an event.
    ///
    /// # Errors
    /// [`Refused`] with the reason in Chinese.
    pub fn apply(self, event: LetterEvent) -> Result<Self, Refused> {
        match (self, event) {
            (Self::Issued, LetterEvent::Approve | LetterEvent::Issue { .. }) => {
                Err(Refused {
                    state: "已印发", event: "印发", message: "该公文已印发，不能重复办理"
                })
            }
            (_, LetterEvent::Issue { numbered: false }) => Err(Refused {
                state: self.label(),
                event: "印发",
                message: "请先填写发文字号和成文日期，再标记为已印发",
            }),
            (_, LetterEvent::Approve) => Ok(Self::Approved),
            (_, LetterEvent::Issue { numbered: true }) => Ok(Self::Issued),
            (_, LetterEvent::Reopen) => Ok(Self::Draft),
        }
    }

    /// As people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "起草中",
            Self::Approved => "待签发",
            Self::Issued => "已印发",
        }
    }
}

/// 灯号 of a rectification entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// 逾期.
    Red,
    /// 7 日内到期.
    Yellow,
    /// 正常.
    Green,
    /// 已销号.
    Grey,
}

impl Light {
    /// The light of something due on a day; `None` for a due day means no limit was set.
    #[must_use]
    pub fn of(closed: bool, due: Option<Date>, today: Date) -> Self {
        match due {
            _ if closed => Self::Grey,
            Some(due) if due < today => Self::Red,
            Some(due) if today.days_until(due) <= 7 => Self::Yellow,
            _ => Self::Green,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_with_errors_cannot_be_submitted() {
        let refused = RecordState::Filling.apply(RecordEvent::Submit { errors: 2 }).unwrap_err();
        assert!(refused.message.contains("错误"));
        assert_eq!(RecordState::Filling.apply(RecordEvent::Submit { errors: 0 }), Ok(RecordState::Submitted));
    }

    #[test]
    fn nothing_is_issued_without_a_number() {
        assert!(LetterState::Approved.apply(LetterEvent::Issue { numbered: false }).is_err());
        assert!(LetterState::Issued.apply(LetterEvent::Issue { numbered: true }).is_err());
    }

    #[test]
    fn the_light_turns_yellow_a_week_before_and_red_the_day_after() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let due = Some(day("2026-12-10"));
        assert_eq!(Light::of(false, due, day("2026-12-02")), Light::Green);
        assert_eq!(Light::of(false, due, day("2026-12-03")), Light::Yellow);
        assert_eq!(Light::of(false, due, day("2026-12-10")), Light::Yellow);
        assert_eq!(Light::of(false, due, day("2026-12-11")), Light::Red);
        assert_eq!(Light::of(true, due, day("2026-12-11")), Light::Grey);
    }
}
