//! Small tasks that only start another program.

use anyhow::Result;

use crate::paths::Paths;
use crate::run;

/// Lets the suites rewrite their golden files.
pub(crate) fn bless(paths: &Paths) -> Result<()> {
    run::run(
        run::cargo()
            .current_dir(paths.root())
            .args(["test", "--workspace", "--exclude", "web"])
            .env("DUCHA_BLESS", "1"),
    )
}

/// Runs the benchmarks: the `bench` binary of the `tests` package, in the command line's own profile.
pub(crate) fn bench(paths: &Paths, arguments: &[String]) -> Result<()> {
    run::run(
        run::cargo()
            .current_dir(paths.root())
            .args(["run", "--profile", "native", "--package", "tests", "--bin", "bench", "--"])
            .args(arguments),
    )
}
