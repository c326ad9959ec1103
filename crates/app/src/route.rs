//! Places in the app. Each has an address for the browser's history.

use ledger::EntryId;

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Route {
    /// Start page: no book is open.
    #[default]
    Welcome,
    /// 任务与单位.
    Task,
    /// 自查填报, one area at a time.
    Fill(usize),
    /// 问题与整改打算.
    Problems,
    /// 报送.
    Submit,
    /// 督查安排: units and their submissions.
    Units,
    /// 单位情况: everything about one unit.
    AboutUnit(EntryId),
    /// 核查自查项 of one unit, one area at a time.
    Verify(EntryId, usize),
    /// A register of records, by its name: 督查记录, 工作底稿.
    Register(String),
    /// One record, one section at a time.
    Record(EntryId, usize),
    /// 确认版本: versions of one entry that people wrote apart.
    Settle(EntryId),
    /// 文书.
    Letters,
    /// 收到的公文.
    Received,
    /// One document.
    Letter(EntryId),
    /// 交给办公室.
    HandOver,
    /// 年度安排.
    Round,
    /// 进度总览.
    Overview,
    /// What a figure counts, by its name.
    Figure(String),
    /// 收件.
    Inbox,
    /// 问题分析.
    Findings,
    /// 整改台账.
    Rectification,
    /// 单位与人员.
    Roster,
    /// 设置与备份.
    Settings,
}

impl Route {
    /// Address after the `#`.
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::Welcome => "welcome".to_owned(),
            Self::Task => "task".to_owned(),
            Self::Fill(section) => format!("fill/{section}"),
            Self::Problems => "problems".to_owned(),
            Self::Submit => "submit".to_owned(),
            Self::Units => "units".to_owned(),
            Self::AboutUnit(unit) => format!("unit/{unit}"),
            Self::Verify(unit, section) => format!("verify/{unit}/{section}"),
            Self::Register(name) => format!("register/{name}"),
            Self::Record(id, section) => format!("record/{id}/{section}"),
            Self::Settle(id) => format!("settle/{id}"),
            Self::Letters => "letters".to_owned(),
            Self::Received => "received".to_owned(),
            Self::Letter(id) => format!("letter/{id}"),
            Self::HandOver => "hand-over".to_owned(),
            Self::Round => "round".to_owned(),
            Self::Overview => "overview".to_owned(),
            Self::Figure(name) => format!("figure/{name}"),
            Self::Inbox => "inbox".to_owned(),
            Self::Findings => "findings".to_owned(),
            Self::Rectification => "rectification".to_owned(),
            Self::Roster => "roster".to_owned(),
            Self::Settings => "settings".to_owned(),
        }
    }

    /// Its name where places are listed: the first part of its address, or the register's own.
    #[must_use]
    pub fn name(&self) -> String {
        if let Self::Register(name) = self {
            return name.clone();
        }
        self.address().split('/').next().unwrap_or_default().to_owned()
    }

    /// Section of a form on screen; 0 for places without sections.
    #[must_use]
    pub fn section(&self) -> usize {
        if let Self::Fill(section) | Self::Verify(_, section) | Self::Record(_, section) = self {
            *section
        } else {
            0
        }
    }

    /// The same form at another section. A unit's other pages lead to its form.
    #[must_use]
    pub fn at_section(self, section: usize) -> Self {
        if let Self::Verify(unit, _) = self {
            return Self::Verify(unit, section);
        }
        if let Self::Record(id, _) = self {
            return Self::Record(id, section);
        }
        if matches!(self, Self::Fill(_) | Self::Problems | Self::Submit | Self::Task) {
            return Self::Fill(section);
        }
        self
    }

    /// Place of an address; `None` when there is no such place.
    #[must_use]
    pub fn parse(address: &str) -> Option<Self> {
        let mut parts = address.trim_start_matches('#').split('/');
        let (name, first, second) = (parts.next()?, parts.next(), parts.next());
        let section = |part: Option<&str>| part.and_then(|p| p.parse().ok()).unwrap_or(0);
        Some(match name {
            "welcome" | "" => Self::Welcome,
            "task" => Self::Task,
            "fill" => Self::Fill(section(first)),
            "problems" => Self::Problems,
            "submit" => Self::Submit,
            "units" => Self::Units,
            "unit" => Self::AboutUnit(EntryId::from(first?)),
            "verify" => Self::Verify(EntryId::from(first?), section(second)),
            "register" => Self::Register(first?.to_owned()),
            "record" => Self::Record(EntryId::from(first?), section(second)),
            "settle" => Self::Settle(EntryId::from(first?)),
            "letters" => Self::Letters,
            "received" => Self::Received,
            "letter" => Self::Letter(EntryId::from(first?)),
            "hand-over" => Self::HandOver,
            "round" => Self::Round,
            "overview" => Self::Overview,
            "figure" => Self::Figure(first?.to_owned()),
            "inbox" => Self::Inbox,
            "findings" => Self::Findings,
            "rectification" => Self::Rectification,
            "roster" => Self::Roster,
            "settings" => Self::Settings,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_place() {
        for route in [
            Route::Fill(3),
            Route::AboutUnit("unit-1".into()),
            Route::Verify("unit-1".into(), 2),
            Route::Record("r-1-2".into(), 0),
            Route::Settle("r-1-2".into()),
            Route::Register("records".into()),
            Route::Figure("findings".into()),
            Route::Received,
            Route::Settings,
        ] {
            assert_eq!(Route::parse(&route.address()), Some(route));
        }
        assert_eq!(Route::parse("nowhere"), None);
    }
}
