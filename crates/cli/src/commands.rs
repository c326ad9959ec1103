//! One file per command; each reads its inputs, calls the core and writes its outputs.

mod book;
mod compose;
mod exchange_file;
mod figures;
mod form;
mod house;
mod import;
mod proof;
mod report;
mod sample;

use std::process::ExitCode;

use crate::args::{Arguments, BookCommand, Command, FormCommand, ReportCommand};
use crate::failure::Failure;

/// Carries out a command. The code is not zero when the work was done but not all of it could be.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let today = arguments.today;
    match arguments.command {
        Command::Compose(args) => compose::compose(&args, today),
        Command::Typeset(args) => compose::typeset(&args),
        Command::Preview(args) => compose::preview(&args, today),
        Command::Proof(args) => return proof::proof(&args),
        Command::Import(args) => import::import(&args),
        Command::Form(FormCommand::Check(args)) => form::check(&args, today),
        Command::Book(BookCommand::New(args)) => book::new(&args, today),
        Command::Book(BookCommand::Info(args)) => book::info(&args, today),
        Command::Book(BookCommand::Figures(args)) => figures::print(&args, today),
        Command::Book(BookCommand::Merge(args)) => return book::merge(&args, today),
        Command::Book(BookCommand::Export(args)) => book::export(&args),
        Command::Book(BookCommand::Mask(args)) => book::mask(&args, today),
        Command::Seal(args) => exchange_file::seal(&args, today),
        Command::Open(args) => exchange_file::open(&args),
        Command::Inspect(args) => exchange_file::inspect(&args),
        Command::Report(ReportCommand::Annual(args)) => report::annual(&args, today),
        Command::Sample(args) => sample::sample(&args, today),
    }?;
    Ok(ExitCode::SUCCESS)
}
