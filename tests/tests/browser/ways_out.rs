//! Fifty-two ways for a page to send a byte, tried in the product and in the product without its policy.
//!
//! The worst case is assumed: somebody's script already runs in the page. Every way has a port of its own on the
//! loopback address, so whatever comes there, a connection or a datagram, is that way's.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tests::browser::{Browser, Launch, Page, file_url};

use crate::Walk;
use crate::product::{self, Desk};

/// How long a byte may take after the last page was told to send; ten times what the slowest way needs.
const WAIT: Duration = Duration::from_secs(4);

/// So many of the ways must arrive where no policy stops them, or the trial could not tell anything.
const MUST_ARRIVE: usize = 40;

/// Flags that open the way as far as a browser can be opened, so that it is the policy that closes it.
const OPEN: [&str; 3] = [
    "--disable-popup-blocking",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,HttpsUpgrades",
];

/// What the scripts of the list may use: see the head of the list.
const HELP: &str = "const page = document.body; const add = (tag, attributes) => { \
     const element = document.createElement(tag); \
     for (const name in attributes) element.setAttribute(name, attributes[name]); \
     return page.appendChild(element); };";

/// One way out.
struct Way {
    name: String,
    /// A policy in the page cannot stop it.
    open: bool,
    /// It leaves the page or opens another.
    alone: bool,
    script: String,
}

/// Where a way leads to.
struct Gate {
    stream: TcpListener,
    datagram: UdpSocket,
    port: u16,
}

/// The product as it is, in today's browser, and then without its policy.
pub(crate) fn nothing_leaves() -> Walk {
    let ways = ways()?;
    assert_eq!(ways.len(), 52, "the list holds every way that is known");
    let launch = opened(product::today()?);
    let guarded = arrivals(&launch, &product::page_url()?, &ways)?;
    println!("the product: {} of {} arrive: {}", guarded.len(), ways.len(), told(&guarded));
    only_open_ones(&ways, &guarded);
    let desk = Desk::new()?;
    let bare = desk.put("bare.html", without_policy()?.as_bytes())?;
    let free = arrivals(&launch, &file_url(&bare), &ways)?;
    let quiet: BTreeSet<&str> =
        ways.iter().map(|way| way.name.as_str()).filter(|name| !free.contains(name)).collect();
    println!("without its policy: {} of {} arrive; not: {}", free.len(), ways.len(), told(&quiet));
    assert!(
        free.len() >= MUST_ARRIVE,
        "the trial shows nothing: only {} ways arrive without a policy",
        free.len()
    );
    Ok(())
}

/// The product in the oldest browser.
pub(crate) fn nothing_leaves_chromium_83(launch: &Launch) -> Walk {
    let ways = ways()?;
    let mut guarded = arrivals(&opened(launch.clone()), &product::page_url()?, &ways)?;
    println!("the product in Chromium 83: {} of {} arrive: {}", guarded.len(), ways.len(), told(&guarded));
    // A window opened on a blob does not inherit the policy there; opening windows is what the module cannot do.
    guarded.remove("blob popup");
    only_open_ones(&ways, &guarded);
    Ok(())
}

fn only_open_ones(ways: &[Way], arrived: &BTreeSet<&str>) {
    let open: BTreeSet<&str> = ways.iter().filter(|way| way.open).map(|way| way.name.as_str()).collect();
    let leaks: BTreeSet<&str> = arrived.difference(&open).copied().collect();
    assert!(leaks.is_empty(), "the policy lets through: {}", told(&leaks));
}

fn told(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}

fn opened(mut launch: Launch) -> Launch {
    launch.extra_args.extend(OPEN.map(str::to_owned));
    launch
}

/// The list, in its order.
fn ways() -> Walk<Vec<Way>> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/suite/ways-out/ways.txt");
    let text = std::fs::read_to_string(file)?;
    let parts = text.split("\n== ").skip(1);
    let way = |part: &str| {
        let (mut name, script) = part.split_once('\n')?;
        let mut marked = |mark| name.strip_suffix(mark).map(|rest| name = rest).is_some();
        // Marks stand behind the name, in this order.
        let (alone, _idle, open) = (marked(" alone"), marked(" idle"), marked(" open"));
        Some(Way { name: name.to_owned(), open, alone, script: script.to_owned() })
    };
    Ok(parts.map(way).collect::<Option<Vec<Way>>>().ok_or("a way has a name and a script")?)
}

/// The page with nothing but the policy taken out.
fn without_policy() -> Walk<String> {
    let url = product::page_file()?;
    let page = std::fs::read_to_string(url)?;
    let (before, rest) =
        page.split_once("<meta http-equiv=\"Content-Security-Policy\"").ok_or("the page has a policy")?;
    let (_, after) = rest.split_once('>').ok_or("the policy's element ends")?;
    Ok(format!("{before}{after}"))
}

/// The names of the ways that lead out of a page. Each is tried in a tab of its own, because some leave the page.
fn arrivals<'a>(launch: &Launch, url: &str, ways: &'a [Way]) -> Walk<BTreeSet<&'a str>> {
    let gates: Vec<Gate> = ways.iter().map(|_| Gate::open()).collect::<Walk<_>>()?;
    let browser = Browser::launch(launch)?;
    let stop = Arc::new(AtomicBool::new(false));
    let arrived = std::thread::scope(|scope| {
        let watched = scope.spawn(|| watch(&gates, &stop));
        let tried = attempt_all(&browser, url, ways.iter().zip(&gates));
        std::thread::sleep(WAIT);
        stop.store(true, Ordering::SeqCst);
        let arrived = watched.join().map_err(|_| "the watch over the ports ended early")?;
        tried.map(|()| arrived)
    })?;
    Ok(arrived.into_iter().filter_map(|at| ways.get(at)).map(|way| way.name.as_str()).collect())
}

/// Tries all ways: most of them in one tab, those that leave the page or open another in a tab of their own. The tabs
/// stay open while the ports are watched.
fn attempt_all<'a>(browser: &Browser, url: &str, ways: impl Iterator<Item = (&'a Way, &'a Gate)>) -> Walk {
    let (alone, together): (Vec<_>, Vec<_>) = ways.partition(|(way, _)| way.alone);
    let page = browser.open(url)?;
    together.into_iter().try_for_each(|(way, gate)| attempt(&page, way, gate.port))?;
    alone.into_iter().try_for_each(|(way, gate)| attempt(&browser.open(url)?, way, gate.port))
}

/// Runs one script. It starts from a timer: what the test's own hand runs is not held by the page's policy.
fn attempt(page: &Page, way: &Way, port: u16) -> Walk {
    let script = format!(
        "setTimeout(async () => {{ const port = {port}, url = 'http://127.0.0.1:{port}/'; {HELP}\n{} }}, 0); 0",
        way.script
    );
    let answer = page.call("Runtime.evaluate", json!({ "expression": script, "userGesture": true }))?;
    match answer.pointer("/exceptionDetails/exception/description") {
        Some(error) => Err(format!("{}: the script cannot be read: {error}", way.name).into()),
        None => Ok(()),
    }
}

/// Notes at which gates something came, until told to stop.
fn watch(gates: &[Gate], stop: &AtomicBool) -> BTreeSet<usize> {
    let mut arrived = BTreeSet::new();
    while !stop.load(Ordering::SeqCst) {
        for (at, gate) in gates.iter().enumerate() {
            if gate.came() {
                arrived.insert(at);
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    arrived
}

impl Gate {
    /// A port for both kinds of traffic; `stun` and QUIC come as datagrams.
    fn open() -> Walk<Self> {
        let start = Instant::now();
        while start.elapsed() < WAIT {
            let stream = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
            let port = stream.local_addr()?.port();
            // The other half of the port may be somebody else's.
            if let Ok(datagram) = UdpSocket::bind((Ipv4Addr::LOCALHOST, port)) {
                stream.set_nonblocking(true)?;
                datagram.set_nonblocking(true)?;
                return Ok(Self { stream, datagram, port });
            }
        }
        Err("no port is free".into())
    }

    /// Whether any byte has come since the last look. A connection that carries none is no arrival: before it asks the
    /// policy, Chromium opens one towards the goal of a frame or a form, and nothing the page knows travels on it.
    fn came(&self) -> bool {
        let sent = self.stream.accept().is_ok_and(|(stream, _)| answer(stream));
        sent || self.datagram.recv(&mut [0; 64]).is_ok()
    }
}

/// Whether the connection brought a byte; it is answered, so that nothing is tried again or waits for ever.
fn answer(mut stream: TcpStream) -> bool {
    let patience = Some(Duration::from_millis(250));
    let ready = stream.set_nonblocking(false).and_then(|()| stream.set_read_timeout(patience));
    let sent = ready.is_ok() && stream.read(&mut [0; 2048]).is_ok_and(|length| length > 0);
    // What becomes of the answer does not matter.
    let _ = stream.write_all(
        b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
    sent
}
