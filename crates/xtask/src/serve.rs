//! Serves `dist/site/` on this machine, for trying the app as a site.

use anyhow::{Context, Result, bail};
use site_server::{Files, Server};

use crate::paths::Paths;
use crate::{dist, newest};

/// The port when none is named.
const PORT: u16 = 8765;

/// Builds what is stale, then serves until stopped.
pub(crate) fn serve(paths: &Paths, arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    if options.build && newest::product_is_stale(paths) {
        dist::dist(paths)?;
    }
    let mut files =
        Files::of_folder(&paths.site()).context("dist/site is not built: run `cargo xtask dist`")?;
    files.add(&paths.single_file())?;
    let server = Server::start(files, options.port)
        .with_context(|| format!("port {} is taken: choose another with --port", options.port))?;
    println!("\n  site   http://localhost:{}/", server.port());
    println!("  file   {}\n", paths.single_file().display());
    loop {
        std::thread::park();
    }
}

struct Options {
    port: u16,
    build: bool,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self { port: PORT, build: true };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--no-build" => options.build = false,
                "--port" => {
                    let port = rest.next().context("--port needs a number")?;
                    options.port = port.parse().with_context(|| format!("`{port}` is not a port number"))?;
                }
                unknown => bail!("`serve` does not know `{unknown}`; it takes --port N and --no-build"),
            }
        }
        Ok(options)
    }
}
