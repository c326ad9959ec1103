//! `report annual`: the annual supervision report, drafted from the office's book.

use app::draft::{compose_from, typeset};
use app::ledger::Letter;
use app::query::{About, letter_names};
use expr::Date;
use serde_json::Value;
use templates::Pack;

use super::exchange_file::Secrets;
use crate::args::AnnualReport;
use crate::failure::Failure;
use crate::ports::clock;

const ANNUAL_REPORT: &str = "annual-report";

/// Drafts the report of the newest round, or of a given year.
pub(crate) fn annual(args: &AnnualReport, today: Option<Date>) -> Result<(), Failure> {
    let book = super::book::read(&args.book, &Secrets::of(&args.keys)?)?;
    let mut pack = Pack::shipped();
    pack.set_house(app::house_style(&book));
    let today = clock::moment(today)?.today;
    let round = match args.year {
        Some(year) => book.rounds().find(|(_, round)| round.year == year),
        None => book.current_round(),
    };
    let Some((round, _)) = round else {
        return Err(Failure::new("工作簿中没有该年度的督查任务。", "请核对年度，或改用办公室的工作簿。"));
    };
    let template = pack.letter(ANNUAL_REPORT)?;
    let mut names = letter_names(&pack, &book, &template, About::round(round), today)?;
    let inputs = template.defaults_over(pack.engine(), &names).map_err(templates::PackError::from)?;
    names.extend(&templates::said(&Value::Object(inputs)));
    let composed = compose_from(&pack, &template, &names)?;
    let letter = Letter { head: composed.head, text: composed.text, ..Letter::default() };
    let made = typeset(&pack, &book, &letter)?;
    super::compose::write_docx(&made, &args.output)
}
