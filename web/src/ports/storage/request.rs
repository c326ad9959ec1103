//! Requests and transactions of IndexedDB as futures, and what the browser's errors mean.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use store::Fault;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbRequest, IdbTransaction};

/// A request as a future.
pub(super) fn settled(request: &IdbRequest) -> JsFuture {
    let promise = Promise::new(&mut |resolve, reject| {
        let (good, bad) = (request.clone(), request.clone());
        let on_success = Closure::once_into_js(move || {
            let value = good.result().unwrap_or(JsValue::UNDEFINED);
            let _ = resolve.call1(&JsValue::NULL, &value);
        });
        let on_error = Closure::once_into_js(move || {
            let error = bad.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from);
            let _ = reject.call1(&JsValue::NULL, &error);
        });
        request.set_onsuccess(Some(on_success.unchecked_ref()));
        request.set_onerror(Some(on_error.unchecked_ref()));
    });
    JsFuture::from(promise)
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
