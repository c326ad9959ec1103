//! A small web server for a built site, on this machine only: for trying it by hand, and for the browser trials.
//!
//! Everything is read once, so no request reaches the file system.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// No honest request line with its headers is longer, in bytes.
const LONGEST_REQUEST: u64 = 16 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// What is answered with: path → type and bytes.
#[derive(Debug, Default)]
pub struct Files(BTreeMap<String, (&'static str, Vec<u8>)>);

impl Files {
    /// The files of a folder; `index.html` stands for the folder itself.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read.
    pub fn of_folder(folder: &Path) -> io::Result<Self> {
        let mut files = Self::default();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            files.add(&path)?;
        }
        if let Some(index) = files.0.get("/index.html").cloned() {
            files.0.insert("/".to_owned(), index);
        }
        Ok(files)
    }

    /// One more file, under its own name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn add(&mut self, file: &Path) -> io::Result<()> {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kind = mime_type(&name);
        self.0.insert(format!("/{name}"), (kind, fs::read(file)?));
        Ok(())
    }
}

/// The type a browser insists on for each kind of file.
fn mime_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// Serves as long as it lives.
#[derive(Debug)]
pub struct Server {
    port: u16,
    stopped: Arc<AtomicBool>,
}

impl Server {
    /// Starts on a port of this machine; 0 takes a free one.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub fn start(files: Files, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let server = Self { port: listener.local_addr()?.port(), stopped: Arc::default() };
        let (files, stopped) = (Arc::new(files), Arc::clone(&server.stopped));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let files = Arc::clone(&files);
                // A browser that goes away in the middle of an answer is no concern of ours.
                std::thread::spawn(move || answer(&files, stream).ok());
            }
        });
        Ok(server)
    }

    /// Where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // One last connection, so that the loop looks up and the port is closed.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

/// Answers one request and closes the connection.
fn answer(files: &Files, mut stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.try_clone()?.take(LONGEST_REQUEST)).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let found = files.0.get(path).filter(|_| method == "GET" || method == "HEAD");
    let (status, kind, body) = match found {
        Some((kind, bytes)) => ("200 OK", *kind, bytes.as_slice()),
        None => ("404 Not Found", "text/plain; charset=utf-8", b"not found".as_slice()),
    };
    // A rebuilt site is seen at once; the service worker does the caching.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if method != "HEAD" {
        stream.write_all(body)?;
    }
    stream.flush()
}
