//! `proof`: what is wrong with a document before it is signed.

use std::process::ExitCode;

use app::proof::{Finding, Severity};
use app::view::{place_words, severity_words};
use serde_json::json;

use crate::args::Proof;
use crate::failure::Failure;
use crate::ports::terminal;

/// Lists the findings. The code is 1 when at least one of them is an error, so that a script can stop there.
pub(crate) fn proof(args: &Proof) -> Result<ExitCode, Failure> {
    let made =
        super::compose::from_text(&args.text, args.head.as_deref(), args.style.as_deref(), &args.house)?;
    let errors = count(&made.findings, Severity::Error);
    if args.json {
        terminal::say(&json!(made.findings).to_string());
    } else {
        for finding in &made.findings {
            let (severity, place) = (severity_words(finding.severity), place_words(&finding.place));
            terminal::say(&format!("{severity}\t{}\t{place}\t{}", finding.rule, finding.message));
        }
        let (warnings, hints) =
            (count(&made.findings, Severity::Warning), count(&made.findings, Severity::Hint));
        terminal::say(&format!("错误{errors}处，提醒{warnings}处，提示{hints}处。"));
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}
