//! The outside programs: `LibreOffice`, poppler, and the stand-in fonts they draw with.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Dots per inch of page pictures; one dot is 0.085 mm.
pub(super) const RESOLUTION: u32 = 300;

/// Rendering could not be done.
#[derive(Debug, Clone)]
pub enum RenderError {
    /// A program or the fonts are not there.
    Missing {
        /// What was looked for.
        what: String,
        /// How to get it.
        remedy: &'static str,
    },
    /// A program ran and failed.
    Failed {
        /// Its name.
        tool: &'static str,
        /// What it said.
        reason: String,
    },
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what, remedy } => write!(f, "{what} is missing: {remedy}"),
            Self::Failed { tool, reason } => write!(f, "{tool} failed: {reason}"),
        }
    }
}

impl std::error::Error for RenderError {}

/// `LibreOffice` leaves out what follows the 253rd argument, without a word.
const FILES_OF_A_RUN: usize = 200;

/// The programs, found and ready.
#[derive(Debug)]
pub struct Tools {
    fonts: PathBuf,
    profile: PathBuf,
}

const OFFICE: &str =
    "install LibreOffice 25.2 or newer (Debian: apt install -t bookworm-backports libreoffice-writer-nogui)";
const POPPLER: &str = "install poppler-utils (Debian: apt install poppler-utils)";
const FONTS: &str = "run `cargo xtask test`, which provisions the Fandol fonts, or point DUCHA_FONTCONFIG at a fontconfig file that maps the document fonts to installed ones";

impl Tools {
    /// Looks for everything rendering needs; `target` is where profile and fonts live.
    ///
    /// # Errors
    ///
    /// [`RenderError::Missing`] with the remedy.
    pub fn find(target: &Path) -> Result<Self, RenderError> {
        let given = std::env::var_os("DUCHA_FONTCONFIG").map(PathBuf::from);
        let fonts = given.unwrap_or_else(|| target.join("provision/fonts.conf"));
        if !fonts.is_file() {
            let what = format!("the font configuration {}", fonts.display());
            return Err(RenderError::Missing { what, remedy: FONTS });
        }
        for (program, argument, remedy) in
            [("soffice", "--version", OFFICE), ("pdftoppm", "-v", POPPLER), ("pdftotext", "-v", POPPLER)]
        {
            if Command::new(program).arg(argument).output().is_err() {
                return Err(RenderError::Missing { what: program.to_owned(), remedy });
            }
        }
        let tools = Self { fonts, profile: target.join("rendering/profile") };
        tools.check_version()?;
        tools.check_fonts()?;
        Ok(tools)
    }

    /// 7.4 ignores floating tables, so measuring with it would measure nothing.
    fn check_version(&self) -> Result<(), RenderError> {
        let said = self.run("soffice", &["--version"])?;
        let version = said.split_whitespace().nth(1).unwrap_or_default().to_owned();
        let major: u32 = version.split('.').next().and_then(|it| it.parse().ok()).unwrap_or_default();
        if major < 24 {
            return Err(RenderError::Missing {
                what: format!("a LibreOffice newer than {version}"),
                remedy: OFFICE,
            });
        }
        Ok(())
    }

    /// Without a Chinese font every glyph is a box of another size, and every measure is wrong.
    fn check_fonts(&self) -> Result<(), RenderError> {
        let matched = self.run("fc-match", &["-f", "%{family}", "仿宋_GB2312:lang=zh-cn"])?;
        if matched.contains("Fandol") || matched.contains("Fang") || matched.contains("仿宋") {
            return Ok(());
        }
        Err(RenderError::Missing {
            what: format!("a font for 仿宋_GB2312 (found {matched})"), remedy: FONTS
        })
    }

    /// Converts files to PDF, many in one run because starting the office takes longer than working.
    ///
    /// # Errors
    ///
    /// When the office fails or leaves one file out.
    pub fn convert(&self, files: &[PathBuf], folder: &Path) -> Result<(), RenderError> {
        files.chunks(FILES_OF_A_RUN).try_for_each(|some| self.convert_some(some, folder))
    }

    fn convert_some(&self, files: &[PathBuf], folder: &Path) -> Result<(), RenderError> {
        let profile = format!("-env:UserInstallation=file://{}", self.profile.display());
        let mut arguments: Vec<&OsStr> =
            ["--headless", "--norestore", &profile, "--convert-to", "pdf", "--outdir"]
                .map(OsStr::new)
                .to_vec();
        arguments.push(folder.as_os_str());
        arguments.extend(files.iter().map(|file| file.as_os_str()));
        let said = self.run("soffice", &arguments)?;
        let missing = files.iter().find(|file| !self.pdf(file, folder).is_file());
        match missing {
            Some(file) => {
                Err(RenderError::Failed { tool: "soffice", reason: format!("{}: {said}", file.display()) })
            }
            None => Ok(()),
        }
    }

    /// Where `convert` leaves the PDF of a file.
    #[must_use]
    pub fn pdf(&self, file: &Path, folder: &Path) -> PathBuf {
        folder.join(file.file_stem().unwrap_or_default()).with_extension("pdf")
    }

    /// Words with their boxes, as XHTML.
    pub(super) fn words(&self, pdf: &Path) -> Result<String, RenderError> {
        self.run("pdftotext", &[OsStr::new("-bbox-layout"), pdf.as_os_str(), OsStr::new("-")])
    }

    /// One page as a portable pixmap.
    pub(super) fn picture(&self, pdf: &Path, page: usize) -> Result<Vec<u8>, RenderError> {
        let (page, resolution) = (page.to_string(), RESOLUTION.to_string());
        let mut command = self.command("pdftoppm");
        command.args(["-r", &resolution, "-f", &page, "-l", &page]).arg(pdf);
        let output = command.output().map_err(|error| failed("pdftoppm", error.to_string()))?;
        Ok(output.stdout)
    }

    fn run<S: AsRef<OsStr>>(&self, tool: &'static str, arguments: &[S]) -> Result<String, RenderError> {
        let output =
            self.command(tool).args(arguments).output().map_err(|error| failed(tool, error.to_string()))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(failed(tool, String::from_utf8_lossy(&output.stderr).into_owned()))
    }

    fn command(&self, tool: &str) -> Command {
        let mut command = Command::new(tool);
        command.env("FONTCONFIG_FILE", &self.fonts);
        command
    }
}

fn failed(tool: &'static str, reason: String) -> RenderError {
    RenderError::Failed { tool, reason }
}
