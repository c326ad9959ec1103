//! The site build on a web server of this machine, under the names a browser can find it by.

use std::path::Path;

use site_server::Files;

/// Flags with which a browser finds [`Server::office_url`], whatever proxy this machine has.
pub const OFFICE_NETWORK: [&str; 2] = ["--host-resolver-rules=MAP ducha.test 127.0.0.1", "--no-proxy-server"];

/// A web server for the files of one folder, as long as it lives.
#[derive(Debug)]
pub struct Server(site_server::Server);

impl Server {
    /// Starts it on a free port of this machine.
    ///
    /// # Errors
    /// When the folder cannot be read or no port can be had.
    pub fn start(folder: impl AsRef<Path>) -> std::io::Result<Self> {
        Ok(Self(site_server::Server::start(Files::of_folder(folder.as_ref())?, 0)?))
    }

    /// `localhost` is a secure address, which service workers ask for.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://localhost:{}/", self.0.port())
    }

    /// The same place under the name of another machine, as in an office network without certificates; the browser
    /// needs [`OFFICE_NETWORK`] to find it.
    #[must_use]
    pub fn office_url(&self) -> String {
        format!("http://ducha.test:{}/", self.0.port())
    }
}
