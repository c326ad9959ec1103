//! `ducha`, the native shell: arguments in, the core's work, files out.

mod args;
mod commands;
mod failure;
mod ports;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

fn main() -> ExitCode {
    let arguments = match args::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    match commands::run(arguments) {
        Ok(code) => code,
        Err(failure) => {
            ports::terminal::complain(&failure.to_string());
            ExitCode::from(1)
        }
    }
}

/// Help and version are no errors; anything else is wrong usage.
fn refused(error: &clap::Error) -> ExitCode {
    let kind = error.kind();
    if matches!(kind, ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        ports::terminal::say(args::in_chinese(&error.to_string()).trim_end());
        return ExitCode::SUCCESS;
    }
    ports::terminal::complain(&args::usage_failure(error).to_string());
    ExitCode::from(2)
}
