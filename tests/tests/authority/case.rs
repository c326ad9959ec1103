//! A case: files that arrive, what becomes of them, and which entries may differ afterwards.

use std::collections::BTreeMap;
use std::path::Path;

use libtest_mimic::Failed;
use serde::Deserialize;

use super::desk::Desk;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) claim: String,
    files: Vec<String>,
    fates: Vec<String>,
    #[serde(default)]
    said: Vec<String>,
    /// Entries that are new or differ afterwards.
    #[serde(default)]
    changed: Vec<String>,
}

pub(crate) fn read_all(folder: &Path) -> Vec<Case> {
    let json = std::fs::read_to_string(folder.join("cases.json")).expect("the suite is there");
    serde_json::from_str(&json).expect("the cases are well formed")
}

impl Case {
    pub(crate) fn play(&self, folder: &Path) -> Result<(), Failed> {
        let mut desk = Desk::with(std::fs::read(folder.join("office-sample.ducha"))?);
        let mut files = Vec::new();
        for name in &self.files {
            files.push(match name.as_str() {
                "office-task" => desk.task(),
                name => std::fs::read(folder.join(format!("{name}.ducha")))?,
            });
        }
        let before: BTreeMap<_, _> = desk.entries().into_iter().collect();
        let mut said = Vec::new();
        for (bytes, (name, expected)) in files.into_iter().zip(self.files.iter().zip(&self.fates)) {
            let (fate, message) = desk.takes(&format!("{name}.ducha"), bytes);
            if format!("{fate:?}").to_lowercase() != *expected {
                return Err(format!("{name}: {fate:?} instead of {expected}: {message}").into());
            }
            said.push(message);
        }
        let said = said.join("\n");
        if let Some(missing) = self.said.iter().find(|words| !said.contains(words.as_str())) {
            return Err(format!("nobody said {missing}: {said}").into());
        }
        let after: BTreeMap<_, _> = desk.entries().into_iter().collect();
        let differ = after.iter().filter(|(id, entry)| before.get(*id) != Some(*entry));
        let differ: Vec<&str> = differ.map(|(id, _)| id.0.as_str()).collect();
        if differ != self.changed || before.keys().any(|id| !after.contains_key(id)) {
            return Err(format!("changed: {differ:?}").into());
        }
        Ok(())
    }
}
