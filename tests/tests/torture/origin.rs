//! The two ways the product is opened: the file itself, and an office's own web server without a certificate.

use std::sync::OnceLock;

use tests::product::{self, Walk};
use tests::site::Server;

/// Where the product comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Double-clicked.
    File,
    /// `http` under a name that browsers do not trust: no Web Locks, no service worker.
    Office,
}

impl Origin {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::File => "file://",
            Self::Office => "http",
        }
    }

    /// The address of the product.
    pub(crate) fn address(self) -> Walk<String> {
        match self {
            Self::File => product::page_url(),
            Self::Office => Ok(server()?.office_url()),
        }
    }
}

/// One server for all trials, because its port is part of where a browser keeps things.
fn server() -> Walk<&'static Server> {
    static SERVER: OnceLock<Server> = OnceLock::new();
    if let Some(server) = SERVER.get() {
        return Ok(server);
    }
    let server = Server::start(product::site()?)?;
    Ok(SERVER.get_or_init(|| server))
}
