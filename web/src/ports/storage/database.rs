//! IndexedDB: one store of numbered records, written with strict durability.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use super::Trouble;

const NAME: &str = "ducha";
/// Raised only when the store changes shape; an older app then refuses by name instead of guessing.
const VERSION: u32 = 1;
const STORE: &str = "log";

/// The open database.
#[derive(Clone)]
pub(super) struct Database(IdbDatabase);

/// Writes to be made in one transaction, all or none.
pub(super) enum Write {
    /// Adds a record; fails when the number is taken, which means that another window wrote it.
    Add(u64, Vec<u8>),
    /// Removes every record.
    Clear,
}

impl Database {
    /// Opens the database, making it where it is missing.
    pub(super) async fn open() -> Result<Self, Trouble> {
        let factory = gloo::utils::window().indexed_db().ok().flatten().ok_or(Trouble::Absent)?;
        let request = factory.open_with_u32(NAME, VERSION).map_err(|error| trouble(&error))?;
        let upgrade = Closure::once(upgrade);
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = settled(&request).await.map_err(|error| trouble(&error))?;
        let database: IdbDatabase = opened.unchecked_into();
        let close = database.clone();
        // A newer version of the app in another window may need the old one to let go.
        let on_change = Closure::<dyn FnMut()>::new(move || close.close());
        database.set_onversionchange(Some(on_change.as_ref().unchecked_ref()));
        on_change.forget();
        Ok(Self(database))
    }

    /// All records in the order of their numbers.
    pub(super) async fn read(&self) -> Result<Vec<(u64, Vec<u8>)>, Trouble> {
        let failed = |error: JsValue| trouble(&error);
        let store = self.0.transaction_with_str(STORE).and_then(|t| t.object_store(STORE)).map_err(failed)?;
        let keys = settled(store.get_all_keys().map_err(failed)?.as_ref());
        let values = settled(store.get_all().map_err(failed)?.as_ref());
        let (keys, values) = (keys.await.map_err(failed)?, values.await.map_err(failed)?);
        let number = |key: JsValue| key.as_f64().filter(|key| *key >= 0.0);
        Ok(Array::from(&keys)
            .iter()
            .zip(Array::from(&values).iter())
            .filter_map(|(key, value)| Some((whole(number(key)?), Uint8Array::new(&value).to_vec())))
            .collect())
    }

    /// Makes writes in one transaction and tells once they are on disk, or why they are not.
    pub(super) fn write(&self, writes: &[Write], done: impl FnOnce(Result<(), Trouble>) + 'static) {
        match self.begin(writes) {
            Ok(transaction) => when_settled(&transaction, done),
            Err(error) => done(Err(trouble(&error))),
        }
    }

    fn begin(&self, writes: &[Write]) -> Result<IdbTransaction, JsValue> {
        let transaction = self.strict()?;
        let store = transaction.object_store(STORE)?;
        for write in writes {
            queue(&store, write)?;
        }
        // Without an explicit commit a tab that closes now loses the transaction. Chromium has it from 76.
        if let Ok(commit) =
            Reflect::get(&transaction, &"commit".into()).and_then(JsCast::dyn_into::<Function>)
        {
            commit.call0(&transaction)?;
        }
        Ok(transaction)
    }

    /// A transaction that is complete only when the disk has it. The option is not yet part of the stable bindings.
    fn strict(&self) -> Result<IdbTransaction, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let open: Function = Reflect::get(&self.0, &"transaction".into())?.dyn_into()?;
        open.call3(&self.0, &STORE.into(), &"readwrite".into(), &options)?.dyn_into()
    }
}

fn upgrade(event: web_sys::Event) {
    let request = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok());
    let database = request.and_then(|request| request.result().ok());
    if let Some(database) = database {
        // When it cannot be made, opening a transaction fails and says so.
        let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
    }
}

fn queue(store: &IdbObjectStore, write: &Write) -> Result<(), JsValue> {
    match write {
        Write::Add(number, bytes) => {
            store.add_with_key(&Uint8Array::from(bytes.as_slice()), &key(*number))?
        }
        Write::Clear => store.clear()?,
    };
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "2^53 edits are more than any office makes")]
fn key(number: u64) -> JsValue {
    JsValue::from_f64(number as f64)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be positive; keys were written from u64"
)]
fn whole(key: f64) -> u64 {
    key as u64
}

/// A request as a future.
fn settled(request: &IdbRequest) -> JsFuture {
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

fn when_settled(transaction: &IdbTransaction, done: impl FnOnce(Result<(), Trouble>) + 'static) {
    let kept: Kept = Rc::default();
    let done = Rc::new(RefCell::new(Some(done)));
    let finish = {
        let (kept, done) = (kept.clone(), done);
        move |outcome: Result<(), Trouble>| {
            let listeners = kept.borrow_mut().take();
            if let Some(done) = done.borrow_mut().take() {
                done(outcome);
            }
            drop(listeners);
        }
    };
    let on_complete = {
        let finish = finish.clone();
        Closure::<dyn FnMut()>::new(move || finish(Ok(())))
    };
    let on_abort = {
        let transaction = transaction.clone();
        Closure::<dyn FnMut()>::new(move || {
            let error = transaction.error().map_or(JsValue::UNDEFINED, JsValue::from);
            finish(Err(trouble(&error)));
        })
    };
    transaction.set_oncomplete(Some(on_complete.as_ref().unchecked_ref()));
    transaction.set_onabort(Some(on_abort.as_ref().unchecked_ref()));
    *kept.borrow_mut() = Some((on_complete, on_abort));
}

/// What an error of the browser means here.
fn trouble(error: &JsValue) -> Trouble {
    let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "QuotaExceededError" => Trouble::Full,
        "ConstraintError" => Trouble::Elsewhere,
        "VersionError" => Trouble::TooNew,
        "SecurityError" | "InvalidStateError" | "NotAllowedError" => Trouble::Absent,
        _ => Trouble::Failed,
    }
}
