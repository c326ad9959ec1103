//! Removes what this machine holds: one book, or everything of ours.

use js_sys::{Array, Function, Promise, Reflect};
use store::{BookId, Fault};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::database::{self, Database};
use super::{beside, database_name};

/// What every database of ours begins with.
const OURS: &str = "ducha";

/// Removes one book.
pub(crate) async fn remove(book: BookId) -> Result<(), Fault> {
    Database::new(&database_name(book)).delete().await?;
    // A lease is worth nothing without its book.
    let _ = Database::new(&format!("ducha-lease-{book}")).delete().await;
    beside::forget_book(book);
    Ok(())
}

/// Removes every book and everything else of ours in this browser. What cannot be removed keeps nothing else here.
pub(crate) async fn everything() -> Result<(), Fault> {
    let mut databases = database::names().await;
    // Where the browser does not list its databases, the traces beside them name them.
    databases.extend(beside::traces().into_keys().map(database_name));
    databases.retain(|name| name.starts_with(OURS));
    databases.sort();
    databases.dedup();
    let mut outcome = Ok(());
    for name in databases {
        let deleted = Database::new(&name).delete().await;
        outcome = outcome.and(deleted);
    }
    if let Some(storage) = beside::storage() {
        for name in beside::names(beside::OURS) {
            storage.remove_item(&name).map_err(|_| Fault::Other)?;
        }
    }
    empty_caches().await;
    outcome
}

/// The copy of the program that the site form keeps for use without its server.
async fn empty_caches() {
    let Ok(caches) = Reflect::get(&gloo::utils::window(), &"caches".into()) else { return };
    let Some(names) = call(&caches, "keys", &JsValue::UNDEFINED).await else { return };
    for name in Array::from(&names).iter() {
        if name.as_string().is_some_and(|name| name.starts_with(OURS)) {
            call(&caches, "delete", &name).await;
        }
    }
}

async fn call(object: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = method.call1(object, argument).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
