//! Serves `dist/site/` on this machine, for trying the app as a site.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::paths::Paths;
use crate::{dist, newest};

/// The port when none is named.
const PORT: u16 = 8765;

/// What the server answers with: path → type and bytes. Read once, so no request reaches the file system.
type Files = BTreeMap<String, (&'static str, Vec<u8>)>;

/// Builds what is stale, then serves until stopped.
pub(crate) fn serve(paths: &Paths, arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    if options.build && newest::product_is_stale(paths) {
        dist::dist(paths)?;
    }
    let files = Arc::new(read_site(paths)?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
        .with_context(|| format!("port {} is taken: choose another with --port", options.port))?;
    println!("\n  site   http://localhost:{}/", listener.local_addr()?.port());
    println!("  file   {}\n", paths.single_file().display());
    for stream in listener.incoming().flatten() {
        let files = Arc::clone(&files);
        // A browser that goes away in the middle of an answer is no concern of ours.
        std::thread::spawn(move || answer(&files, stream).ok());
    }
    Ok(())
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

fn read_site(paths: &Paths) -> Result<Files> {
    let mut files = Files::new();
    let entries = fs::read_dir(paths.site()).context("dist/site is not built: run `cargo xtask dist`")?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.insert(format!("/{name}"), (mime_type(&name), fs::read(entry.path())?));
    }
    let page = fs::read(paths.single_file())?;
    files.insert("/ducha.html".to_owned(), (mime_type("ducha.html"), page));
    if let Some(index) = files.get("/index.html").cloned() {
        files.insert("/".to_owned(), index);
    }
    Ok(files)
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

/// Answers one request and closes the connection.
fn answer(files: &Files, mut stream: TcpStream) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    // No honest request line and headers are longer than this.
    let mut lines = BufReader::new(stream.try_clone()?.take(16 * 1024)).lines();
    let request = lines.next().context("an empty request")??;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split(['?', '#']).next().unwrap_or_default();
    match files.get(path) {
        Some((kind, bytes)) if method == "GET" || method == "HEAD" => {
            let body = if method == "HEAD" { &[][..] } else { bytes };
            respond(&mut stream, "200 OK", kind, bytes.len(), body)
        }
        _ => respond(&mut stream, "404 Not Found", "text/plain; charset=utf-8", 9, b"not found"),
    }
}

fn respond(stream: &mut TcpStream, status: &str, kind: &str, length: usize, body: &[u8]) -> Result<()> {
    // A rebuilt site is seen at once; the service worker does the caching.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    Ok(stream.flush()?)
}
