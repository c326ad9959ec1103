//! `book figures`: every number of a book that has a definition, of one round.

use app::query::FigureBook;
use expr::Date;
use serde_json::{Map, Value, json};
use templates::Pack;

use super::exchange_file::Secrets;
use crate::args::BookFigures;
use crate::failure::Failure;
use crate::ports::{clock, terminal};

/// Prints label and value of each figure, a line each; with `--by` what they are broken down by below them.
pub(crate) fn print(args: &BookFigures, today: Option<Date>) -> Result<(), Failure> {
    let book = super::book::read(&args.book, &Secrets::of(&args.keys)?)?;
    let round = match args.year {
        Some(year) => book.rounds().find(|(_, round)| round.year == year),
        None => book.current_round(),
    };
    let Some((round, _)) = round else {
        return Err(Failure::new("工作簿中没有该年度的督查任务。", "请核对年度，或改用办公室的工作簿。"));
    };
    let figures = FigureBook::of_round(&Pack::shipped(), &book, round, clock::moment(today)?.today)?;
    if args.json {
        terminal::say(&as_json(&figures).to_string());
        return Ok(());
    }
    for figure in figures.figures().iter() {
        terminal::say(&format!("{}\t{}", figure.label, figures.get(&figure.id).text));
        for (name, _) in figure.by.iter().filter(|_| args.by) {
            for (value, count) in figures.by(&figure.id, name) {
                terminal::say(&format!("\t{}\t{count}", if value.is_empty() { "—" } else { &value }));
            }
        }
    }
    Ok(())
}

fn as_json(figures: &FigureBook) -> Value {
    let all = figures.figures().iter().map(|figure| {
        let by: Map<String, Value> =
            figure.by.iter().map(|(name, _)| (name.clone(), json!(figures.by(&figure.id, name)))).collect();
        let told = json!({ "label": figure.label, "value": figures.get(&figure.id).value, "by": by });
        (figure.id.clone(), told)
    });
    Value::Object(all.collect())
}
