//! Requests and transactions of IndexedDB as futures, and what the browser's errors mean.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Function, Promise};
use store::Fault;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransaction};

/// How long another window may stand in the way of a request, in milliseconds: it may be finishing what it writes.
const BLOCKED_MS: u32 = 4_000;
/// Stands for an error where the browser has none.
const BLOCKED: &str = "blocked";

thread_local! {
    /// Databases that a request still waits for although nobody waits for the request.
    static BLOCKED_NAMES: RefCell<BTreeSet<Rc<str>>> = RefCell::default();
}

/// A request as a future.
pub(super) fn settled(request: &IdbRequest) -> JsFuture {
    let promise = Promise::new(&mut |resolve, reject| {
        let (good, bad) = (request.clone(), request.clone());
        let on_success = Closure::once_into_js(move || {
            let value = good.result().unwrap_or(JsValue::UNDEFINED);
            let _ = resolve.call1(&JsValue::NULL, &value);
        });
        let on_error = Closure::once_into_js(move || refuse(&bad, &reject));
        request.set_onsuccess(Some(on_success.unchecked_ref()));
        request.set_onerror(Some(on_error.unchecked_ref()));
    });
    JsFuture::from(promise)
}

/// A request to open or delete a database as a future. Another window may stand in its way; ours let go at once, so after
/// a while it is known not to be one of ours, or not to be well. The request goes on waiting, and the browser lets every
/// later one for the same database wait behind it without a word; [`is_blocked`] says so.
pub(super) fn opened(request: &IdbOpenDbRequest, name: &Rc<str>) -> JsFuture {
    let promise = Promise::new(&mut |resolve, reject| {
        let given_up = Rc::new(Cell::new(false));
        let settled = Rc::new(Cell::new(false));
        // Says whether anybody still waits.
        let settle = {
            let (name, given_up, settled) = (name.clone(), given_up.clone(), settled.clone());
            move || {
                settled.set(true);
                if given_up.get() {
                    BLOCKED_NAMES.with_borrow_mut(|names| names.remove(&name));
                }
                !given_up.get()
            }
        };
        let on_success = {
            let (request, settle) = (request.clone(), settle.clone());
            Closure::once_into_js(move || {
                let awaited = settle();
                let value = request.result().unwrap_or(JsValue::UNDEFINED);
                match value.dyn_ref::<IdbDatabase>() {
                    // It would stand in the way of others.
                    Some(late) if !awaited => late.close(),
                    Some(_) | None => drop(resolve.call1(&JsValue::NULL, &value)),
                }
            })
        };
        let on_error = {
            let (request, reject) = (request.clone(), reject.clone());
            Closure::once_into_js(move || {
                settle();
                refuse(&request, &reject);
            })
        };
        let name = name.clone();
        let on_blocked = Closure::once_into_js(move || {
            Timeout::new(BLOCKED_MS, move || {
                if !settled.get() {
                    given_up.set(true);
                    BLOCKED_NAMES.with_borrow_mut(|names| names.insert(name));
                    let _ = reject.call1(&JsValue::NULL, &BLOCKED.into());
                }
            })
            .forget();
        });
        request.set_onsuccess(Some(on_success.unchecked_ref()));
        request.set_onerror(Some(on_error.unchecked_ref()));
        request.set_onblocked(Some(on_blocked.unchecked_ref()));
    });
    JsFuture::from(promise)
}

/// Whether another window stands in the way of a database, and did so for a while already.
pub(super) fn is_blocked(name: &str) -> bool {
    BLOCKED_NAMES.with_borrow(|names| names.contains(name))
}

fn refuse(request: &IdbRequest, reject: &Function) {
    let error = request.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from);
    let _ = reject.call1(&JsValue::NULL, &error);
}

/// Listeners of one transaction, kept until it settles and dropped then: a day of typing must not pile them up.
type Kept = Rc<RefCell<Option<(Closure<dyn FnMut()>, Closure<dyn FnMut()>)>>>;

/// The end of a transaction as a future. Listening begins at once, so the transaction may settle before anybody awaits it.
pub(super) fn finished(transaction: &IdbTransaction) -> JsFuture {
    let promise = Promise::new(&mut |resolve, reject| {
        let kept: Kept = Rc::default();
        let on_complete = {
            let kept = kept.clone();
            Closure::<dyn FnMut()>::new(move || {
                let listeners = kept.borrow_mut().take();
                let _ = resolve.call0(&JsValue::NULL);
                drop(listeners);
            })
        };
        let on_abort = {
            let (kept, transaction) = (kept.clone(), transaction.clone());
            Closure::<dyn FnMut()>::new(move || {
                let listeners = kept.borrow_mut().take();
                let error = transaction.error().map_or(JsValue::UNDEFINED, JsValue::from);
                let _ = reject.call1(&JsValue::NULL, &error);
                drop(listeners);
            })
        };
        transaction.set_oncomplete(Some(on_complete.as_ref().unchecked_ref()));
        transaction.set_onabort(Some(on_abort.as_ref().unchecked_ref()));
        *kept.borrow_mut() = Some((on_complete, on_abort));
    });
    JsFuture::from(promise)
}

/// What an error of the browser means here.
#[allow(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
pub(super) fn fault(error: JsValue) -> Fault {
    if error == BLOCKED {
        return Fault::Blocked;
    }
    let exception = error.dyn_ref::<DomException>();
    let name = exception.map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "QuotaExceededError" => Fault::Full,
        "ConstraintError" => Fault::Conflict,
        "VersionError" => Fault::TooNew,
        "InvalidStateError" => Fault::Closed,
        "AbortError" => Fault::Aborted,
        "SecurityError" | "NotAllowedError" => Fault::Absent,
        // Chromium says of a full disk only this, and names it in the text.
        "UnknownError" if exception.is_some_and(|e| is_about_room(&e.message())) => Fault::Full,
        _ => Fault::Other,
    }
}

fn is_about_room(message: &str) -> bool {
    let message = message.to_lowercase();
    ["space", "full", "quota"].iter().any(|word| message.contains(word))
}
