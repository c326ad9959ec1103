//! The line to a browser: commands out, answers and events in. Chromium's is the `DevTools` pipe, each message a JSON
//! text ended by a zero byte; Firefox's is a web socket, behind which `bidi` translates.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::error::{DriverError, Result};
use super::{bidi, socket};

/// How long the browser may take to answer a command; commands are short, only a hung tab takes longer.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Events that somebody asks for later; the rest is dropped on arrival.
const KEPT_EVENTS: &[&str] = &[
    "Inspector.targetCrashed",
    "Log.entryAdded",
    "Page.fileChooserOpened",
    "Page.javascriptDialogOpening",
    "Page.loadEventFired",
    "Runtime.bindingCalled",
    "Runtime.consoleAPICalled",
    "Runtime.exceptionThrown",
];

/// The connection to one browser, shared by its pages.
#[derive(Debug)]
pub(super) struct Wire {
    /// None once hung up.
    writer: Mutex<Option<Writer>>,
    firefox: bool,
    /// The number in front of the browser's version.
    major: AtomicU32,
    inbox: Mutex<Inbox>,
    arrival: Condvar,
}

#[derive(Debug)]
enum Writer {
    Pipe(ChildStdin),
    Socket(Box<socket::Half>),
}

#[derive(Debug, Default)]
struct Inbox {
    last_id: u64,
    answers: BTreeMap<u64, Value>,
    events: Vec<Event>,
    /// Tabs that have crashed or closed, with the reason.
    lost: BTreeMap<String, &'static str>,
    /// Tabs that answer a dialog with 取消; all others accept.
    refusing: BTreeMap<String, bool>,
    ended: bool,
}

/// Something a page reported by itself.
#[derive(Debug, Clone)]
pub(super) struct Event {
    tab: String,
    pub(super) method: String,
    pub(super) params: Value,
}

impl Wire {
    /// Takes over the child's pipes and starts listening.
    pub(super) fn over(child: &mut Child) -> Result<Arc<Self>> {
        let missing = || DriverError::Misuse("the browser was started without pipes".into());
        let writer = Writer::Pipe(child.stdin.take().ok_or_else(missing)?);
        let stdout = child.stdout.take().ok_or_else(missing)?;
        let wire = Self::writing(writer, false);
        let listener = Arc::clone(&wire);
        std::thread::spawn(move || listener.listen(stdout));
        Ok(wire)
    }

    /// Takes over the two halves of a socket and starts listening.
    pub(super) fn over_socket((speaker, mut ear): (socket::Half, socket::Half)) -> Arc<Self> {
        let wire = Self::writing(Writer::Socket(Box::new(speaker)), true);
        let listener = Arc::clone(&wire);
        std::thread::spawn(move || {
            while let Some(message) = socket::next(&mut ear) {
                listener.receive(message);
            }
            listener.end();
        });
        wire
    }

    fn writing(writer: Writer, firefox: bool) -> Arc<Self> {
        let (writer, inbox) = (Mutex::new(Some(writer)), Mutex::new(Inbox::default()));
        Arc::new(Self { writer, firefox, major: AtomicU32::new(0), inbox, arrival: Condvar::new() })
    }

    /// Sends a command to a tab (empty: to the browser) and waits for its answer.
    pub(super) fn call(&self, tab: &str, method: &str, params: Value) -> Result<Value> {
        if self.firefox { bidi::call(self, tab, method, &params) } else { self.command(tab, method, params) }
    }

    /// Sends a command in the browser's own words and waits for its answer.
    pub(super) fn command(&self, tab: &str, method: &str, params: Value) -> Result<Value> {
        let id = self.post(tab, method, params)?;
        self.wait(tab, method, ANSWER_WITHIN, |inbox| inbox.answers.remove(&id)).and_then(|answer| {
            // Chromium puts the words into the error, Firefox beside it.
            match answer.get("error").and_then(|error| error.get("message").or_else(|| answer.get("message")))
            {
                Some(message) => Err(DriverError::Refused {
                    method: method.into(),
                    message: message.as_str().unwrap_or_default().into(),
                }),
                None => Ok(answer.get("result").cloned().unwrap_or_default()),
            }
        })
    }

    /// Sends a command without waiting; returns its number.
    pub(super) fn post(&self, tab: &str, method: &str, params: Value) -> Result<u64> {
        let id = {
            let mut inbox = self.inbox();
            inbox.last_id += 1;
            inbox.last_id
        };
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let (false, Some(fields)) = (tab.is_empty(), message.as_object_mut()) {
            fields.insert("sessionId".into(), tab.into());
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = writer.as_mut().is_some_and(|writer| writer.send(&message.to_string()));
        if sent { Ok(id) } else { Err(DriverError::BrowserGone { during: method.into() }) }
    }

    /// Notes which version answers.
    pub(super) fn know(&self, major: u32) {
        self.major.store(major, Ordering::Relaxed);
    }

    /// Whether a drag with files can be sent: Firefox has no such command, Chromium before 97 takes it and drops nothing.
    pub(super) fn can_drag(&self) -> bool {
        !self.firefox && self.major.load(Ordering::Relaxed) >= 97
    }

    /// Closes our end of the pipe. Chromium 83 cannot end while it still reads from it.
    pub(super) fn hang_up(&self) {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// A place in the stream of events, to wait only for later ones.
    pub(super) fn mark(&self) -> usize {
        self.inbox().events.len()
    }

    /// Waits for an event of a page after `mark`.
    pub(super) fn wait_event(
        &self,
        tab: &str,
        method: &str,
        mark: usize,
        patience: Duration,
    ) -> Result<Value> {
        self.wait(tab, method, patience, |inbox| {
            let later = inbox.events.iter().skip(mark);
            later.into_iter().find(|e| e.tab == tab && e.method == method).map(|e| e.params.clone())
        })
    }

    /// All kept events of a page so far.
    pub(super) fn events(&self, tab: &str) -> Vec<Event> {
        self.inbox().events.iter().filter(|event| event.tab == tab).cloned().collect()
    }

    /// Forgets that a page has crashed, before it is reloaded.
    pub(super) fn revive(&self, tab: &str) {
        self.inbox().lost.remove(tab);
    }

    /// Chooses how dialogs of this page are answered from now on.
    pub(super) fn refuse_dialogs(&self, tab: &str, refuse: bool) {
        self.inbox().refusing.insert(tab.into(), refuse);
    }

    fn wait<T>(
        &self,
        tab: &str,
        what: &str,
        patience: Duration,
        mut found: impl FnMut(&mut Inbox) -> Option<T>,
    ) -> Result<T> {
        let deadline = Instant::now() + patience;
        let mut inbox = self.inbox();
        loop {
            if let Some(value) = found(&mut inbox) {
                return Ok(value);
            }
            if inbox.ended {
                return Err(DriverError::BrowserGone { during: what.into() });
            }
            if let Some(reason) = inbox.lost.get(tab) {
                return Err(DriverError::PageGone { reason: (*reason).into(), during: what.into() });
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(DriverError::timeout(what, patience, "no answer from the browser"));
            }
            let woken = self.arrival.wait_timeout(inbox, left);
            inbox = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn listen(&self, stdout: ChildStdout) {
        let mut reader = BufReader::new(stdout);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(0, &mut bytes), Ok(read) if read > 0) {
            bytes.pop();
            if let Ok(message) = serde_json::from_slice::<Value>(&bytes) {
                self.receive(message);
            }
            bytes.clear();
        }
        self.end();
    }

    fn end(&self) {
        self.inbox().ended = true;
        self.arrival.notify_all();
    }

    fn receive(&self, mut message: Value) {
        if let Some(id) = message.get("id").and_then(Value::as_u64) {
            self.inbox().answers.insert(id, message);
        } else {
            let params = message.get_mut("params").map(Value::take).unwrap_or_default();
            let method = text_at(&message, "/method");
            if !self.firefox {
                self.receive_event(Event { tab: text_at(&message, "/sessionId"), method, params });
            } else if let Some((tab, method, params)) = bidi::event(&method, &params) {
                self.receive_event(Event { tab, method: method.to_owned(), params });
            }
        }
        self.arrival.notify_all();
    }

    fn receive_event(&self, event: Event) {
        let mut inbox = self.inbox();
        match event.method.as_str() {
            "Inspector.targetCrashed" => {
                inbox.lost.insert(event.tab.clone(), "it crashed");
            }
            "Target.detachedFromTarget" => {
                inbox.lost.insert(text_at(&event.params, "/sessionId"), "it was closed");
            }
            "Page.javascriptDialogOpening" => {
                // A dialog halts the page and so the test's next command; it is answered right here.
                let accept = !inbox.refusing.get(&event.tab).copied().unwrap_or(false);
                drop(inbox);
                let _ = if self.firefox {
                    let answer = json!({ "context": event.tab, "accept": accept });
                    self.post("", "browsingContext.handleUserPrompt", answer)
                } else {
                    self.post(&event.tab, "Page.handleJavaScriptDialog", json!({ "accept": accept }))
                };
                inbox = self.inbox();
            }
            _ => {}
        }
        if KEPT_EVENTS.contains(&event.method.as_str()) {
            inbox.events.push(event);
        }
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    fn send(&mut self, message: &str) -> bool {
        match self {
            Self::Pipe(pipe) => {
                pipe.write_all(message.as_bytes()).and_then(|()| pipe.write_all(&[0])).is_ok()
            }
            Self::Socket(socket) => socket.send(message.into()).is_ok(),
        }
    }
}

/// The text at a JSON pointer; empty when there is none.
pub(super) fn text_at(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}
