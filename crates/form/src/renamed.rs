//! Answers in the words of an earlier form, read in today's.

use serde_json::Value as Json;

use crate::compile::Compiled;
use crate::{Answers, Field, Path, is_blank};

impl Compiled {
    /// The answers with every word that was renamed in its new form. What a field took over from another one is answered
    /// there, too; nothing is dropped.
    pub(crate) fn in_todays_words(&self, mut answers: Answers) -> Answers {
        for field in self.nodes.iter().map(|node| &node.field) {
            take_over(field, &mut answers);
        }
        for field in self.nodes.iter().map(|node| &node.field) {
            let Some(stored) = answers.0.get_mut(&field.id) else { continue };
            rename(field, stored);
            let rows = stored.as_array_mut().into_iter().flatten();
            for cells in rows.filter_map(Json::as_object_mut) {
                for column in &field.columns {
                    cells.get_mut(&column.id).into_iter().for_each(|cell| rename(column, cell));
                }
            }
        }
        answers
    }

    /// One answer in today's words, for the field at a place or the cell that the path names.
    pub(crate) fn said_today(&self, place: usize, path: &Path, mut value: Json) -> Json {
        let Some(field) = self.nodes.get(place).map(|node| &node.field) else { return value };
        match &path.cell {
            None => rename(field, &mut value),
            Some((_, column)) => {
                let own = field.columns.iter().filter(|own| own.id == *column);
                own.for_each(|column| rename(column, &mut value));
            }
        }
        value
    }
}

fn take_over(field: &Field, answers: &mut Answers) {
    if answers.0.get(&field.id).is_some_and(|stored| !is_blank(stored)) {
        return;
    }
    let said = field.earlier.iter().find_map(|(from, words)| words.get(answers.0.get(from)?.as_str()?));
    if let Some(said) = said {
        answers.0.insert(field.id.clone(), said.as_str().into());
    }
}

fn rename(field: &Field, stored: &mut Json) {
    match stored {
        Json::String(word) => {
            if let Some(new) = field.renamed.get(word) {
                word.clone_from(new);
            }
        }
        Json::Array(words) if !field.renamed.is_empty() => {
            words.iter_mut().for_each(|word| rename(field, word));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => {}
    }
}
