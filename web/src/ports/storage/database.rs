//! One database of IndexedDB with one store: numbered slots, written with strict durability.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use store::{Disk, Expect, Fault, Put, Slot, Transaction};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbCursorDirection, IdbCursorWithValue, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore,
    IdbOpenDbRequest, IdbTransaction, IdbVersionChangeEvent,
};
use yew::Callback;

use super::request::{fault, finished, is_blocked, opened, settled};

/// Raised only when the store changes shape; an older app then refuses by name instead of guessing.
const VERSION: u32 = 1;
const STORE: &str = "log";

/// What the browser did to a connection by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// It closed it, or another window deletes the database to write it anew.
    Closed,
    /// A newer version of the app wants to change its shape.
    VersionAsked,
}

/// A database by name. The connection is made when it is first needed and made again after it was closed.
#[derive(Clone)]
pub(super) struct Database {
    name: Rc<str>,
    connection: Rc<RefCell<Option<IdbDatabase>>>,
    on_broken: Rc<RefCell<Callback<Broken>>>,
}

impl Database {
    /// The database of a name; nothing is opened yet.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.into(), connection: Rc::default(), on_broken: Rc::default() }
    }

    /// Whom to tell when the browser breaks a connection that is in use.
    pub(super) fn tell(&self, on_broken: Callback<Broken>) {
        *self.on_broken.borrow_mut() = on_broken;
    }

    /// Lets go of the connection.
    pub(super) fn close(&self) {
        if let Some(connection) = self.connection.borrow_mut().take() {
            connection.close();
        }
    }

    async fn connect(&self) -> Result<IdbDatabase, Fault> {
        if let Some(connection) = self.connection.borrow().clone() {
            return Ok(connection);
        }
        self.is_free()?;
        let request = factory()?.open_with_u32(&self.name, VERSION).map_err(fault)?;
        let upgrade = Closure::once(upgrade);
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened: IdbDatabase = opened(&request, &self.name).await.map_err(fault)?.unchecked_into();
        if let Some(connection) = self.connection.borrow().clone() {
            // Somebody was quicker while we waited.
            opened.close();
            return Ok(connection);
        }
        self.listen(&opened);
        *self.connection.borrow_mut() = Some(opened.clone());
        Ok(opened)
    }

    /// Listens to what happens to a connection until it is let go of.
    fn listen(&self, opened: &IdbDatabase) {
        let broken = |what: fn(&web_sys::Event) -> Broken| {
            let (database, mine) = (self.clone(), opened.clone());
            Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
                mine.close();
                let current = database.connection.borrow().as_ref() == Some(&mine);
                if current {
                    database.connection.borrow_mut().take();
                    let tell = database.on_broken.borrow().clone();
                    tell.emit(what(&event));
                }
            })
        };
        let on_close = broken(|_| Broken::Closed);
        let on_change = broken(|event| {
            let event = event.dyn_ref::<IdbVersionChangeEvent>();
            let deleted = event.is_none_or(|event| event.new_version().is_none());
            if deleted { Broken::Closed } else { Broken::VersionAsked }
        });
        opened.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        opened.set_onversionchange(Some(on_change.as_ref().unchecked_ref()));
        // A connection is made once a session; the browser calls them as long as it exists.
        on_close.forget();
        on_change.forget();
    }

    /// Slot 0.
    pub(super) async fn head(&self) -> Result<Option<Vec<u8>>, Fault> {
        let store = self.reading().await?;
        let value = settled(&store.get(&key(0)).map_err(fault)?).await.map_err(fault)?;
        self.close();
        Ok(bytes(&value))
    }

    /// The head and every slot behind a number.
    pub(super) async fn read(&self, after: u64) -> Disk {
        match self.try_read(after).await {
            Ok((head, records)) => Disk::Read { head, records },
            Err(fault) => Disk::Failed(fault),
        }
    }

    async fn try_read(&self, after: u64) -> Result<(Option<Vec<u8>>, Vec<Slot>), Fault> {
        let store = self.reading().await?;
        let range: JsValue = IdbKeyRange::lower_bound_with_open(&key(after), true).map_err(fault)?.into();
        // All at once: a transaction that waits for nothing is over.
        let head = settled(&store.get(&key(0)).map_err(fault)?);
        let keys = settled(&store.get_all_keys_with_key(&range).map_err(fault)?);
        let values = settled(&store.get_all_with_key(&range).map_err(fault)?);
        let head = bytes(&head.await.map_err(fault)?);
        let keys = Array::from(&keys.await.map_err(fault)?);
        let values = Array::from(&values.await.map_err(fault)?);
        let slot = |(key, value): (JsValue, JsValue)| {
            let number = key.as_f64().filter(|key| *key >= 1.0).map(whole)?;
            // What is no longer bytes is damaged, and said to be so by its emptiness.
            Some(Slot { number, bytes: Some(bytes(&value).unwrap_or_default()) })
        };
        Ok((head, keys.iter().zip(values.iter()).filter_map(slot).collect()))
    }

    /// One slot.
    pub(super) async fn slot(&self, number: u64) -> Result<Option<Vec<u8>>, Fault> {
        let store = self.reading().await?;
        Ok(bytes(&settled(&store.get(&key(number)).map_err(fault)?).await.map_err(fault)?))
    }

    async fn reading(&self) -> Result<IdbObjectStore, Fault> {
        let connection = self.connect().await?;
        connection.transaction_with_str(STORE).and_then(|t| t.object_store(STORE)).map_err(fault)
    }

    /// Makes a transaction; it is done when the disk has it.
    pub(super) async fn write(&self, transaction: &Transaction) -> Result<(), Fault> {
        let connection = self.connect().await?;
        let (open, store) = strict(&connection).map_err(fault)?;
        let end = finished(&open);
        if !expected(&store, &transaction.expect).await? {
            let _ = open.abort();
            return Err(Fault::Conflict);
        }
        let queued = queue(&store, transaction).and_then(|()| commit(&open));
        if let Err(error) = queued {
            let _ = open.abort();
            return Err(fault(error));
        }
        end.await.map(drop).map_err(fault)
    }

    /// Deletes the database and writes it anew, unless it is other than expected.
    pub(super) async fn rebuild(&self, expect: Option<&Expect>, puts: &[Put]) -> Result<(), Fault> {
        if let Some(expect) = expect {
            let store = self.reading().await?;
            if !expected(&store, expect).await? {
                return Err(Fault::Conflict);
            }
        }
        self.delete().await?;
        let connection = self.connect().await?;
        let (open, store) = strict(&connection).map_err(fault)?;
        let end = finished(&open);
        let fresh = Transaction { expect: Expect::default(), drop: Vec::new(), put: puts.to_vec() };
        queue(&store, &fresh).and_then(|()| commit(&open)).map_err(fault)?;
        end.await.map(drop).map_err(fault)
    }

    /// Deletes the database. Other windows are asked to let go and do so at once.
    pub(super) async fn delete(&self) -> Result<(), Fault> {
        self.close();
        self.is_free()?;
        let request = factory()?.delete_database(&self.name).map_err(fault)?;
        opened(&request, &self.name).await.map(drop).map_err(fault)
    }

    fn is_free(&self) -> Result<(), Fault> {
        if is_blocked(&self.name) { Err(Fault::Blocked) } else { Ok(()) }
    }

    /// Writes one slot if what `decide` makes of its present content says so, in one transaction.
    pub(super) async fn change_slot<T>(
        &self,
        number: u64,
        decide: impl FnOnce(Option<Vec<u8>>) -> (T, Option<Vec<u8>>),
    ) -> Result<T, Fault> {
        let connection = self.connect().await?;
        let (open, store) = strict(&connection).map_err(fault)?;
        let end = finished(&open);
        let found = bytes(&settled(&store.get(&key(number)).map_err(fault)?).await.map_err(fault)?);
        let (answer, new) = decide(found);
        if let Some(new) = new {
            store.put_with_key(&Uint8Array::from(new.as_slice()), &key(number)).map_err(fault)?;
        }
        end.await.map_err(fault)?;
        Ok(answer)
    }
}

/// Writes this many bytes to a scratch database and removes it: whether there is room.
pub(super) async fn probe(size: usize) -> Result<(), Fault> {
    let scratch = Database::new("ducha-scratch");
    let put = Put { slot: 1, bytes: vec![0x5a; size] };
    let outcome = async {
        let connection = scratch.connect().await?;
        let (open, store) = strict(&connection).map_err(fault)?;
        let end = finished(&open);
        let writes = Transaction { expect: Expect::default(), drop: Vec::new(), put: vec![put] };
        queue(&store, &writes).and_then(|()| commit(&open)).map_err(fault)?;
        end.await.map(drop).map_err(fault)
    };
    let outcome = outcome.await;
    let removed = scratch.delete().await;
    outcome.and(removed)
}

/// Names of all databases of this origin; empty where the browser does not tell.
pub(super) async fn names() -> Vec<String> {
    let asked = factory().ok().and_then(|factory| {
        let list: Function = Reflect::get(&factory, &"databases".into()).ok()?.dyn_into().ok()?;
        list.call0(&factory).ok()?.dyn_into::<Promise>().ok()
    });
    let Some(asked) = asked else { return Vec::new() };
    let Ok(list) = JsFuture::from(asked).await else { return Vec::new() };
    let name = |entry: JsValue| Reflect::get(&entry, &"name".into()).ok()?.as_string();
    Array::from(&list).iter().filter_map(name).collect()
}

fn factory() -> Result<IdbFactory, Fault> {
    gloo::utils::window().indexed_db().ok().flatten().ok_or(Fault::Absent)
}

fn upgrade(event: web_sys::Event) {
    let request = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok());
    let database = request.and_then(|request| request.result().ok());
    if let Some(database) = database {
        // When it cannot be made, opening a transaction fails and says so.
        let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
    }
}

/// A transaction that is complete only when the disk has it. The option is not yet part of the stable bindings.
fn strict(connection: &IdbDatabase) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let open: Function = Reflect::get(connection, &"transaction".into())?.dyn_into()?;
    let transaction: IdbTransaction =
        open.call3(connection, &STORE.into(), &"readwrite".into(), &options)?.dyn_into()?;
    let store = transaction.object_store(STORE)?;
    Ok((transaction, store))
}

/// Whether head and last slot are as expected, read in the transaction that goes on to write.
async fn expected(store: &IdbObjectStore, expect: &Expect) -> Result<bool, Fault> {
    let range: JsValue = IdbKeyRange::lower_bound(&key(1)).map_err(fault)?.into();
    let head = settled(&store.get(&key(0)).map_err(fault)?);
    let last = store.open_cursor_with_range_and_direction(&range, IdbCursorDirection::Prev).map_err(fault)?;
    let last = settled(&last);
    let head = bytes(&head.await.map_err(fault)?);
    let cursor = last.await.map_err(fault)?;
    let last = cursor.dyn_ref::<IdbCursorWithValue>().and_then(|cursor| {
        let number = cursor.key().ok()?.as_f64().map(whole)?;
        Some((number, bytes(&cursor.value().ok()?).unwrap_or_default()))
    });
    Ok(expect.holds(head.as_deref(), last.as_ref().map(|(number, bytes)| (*number, bytes.as_slice()))))
}

fn queue(store: &IdbObjectStore, transaction: &Transaction) -> Result<(), JsValue> {
    for range in &transaction.drop {
        let slots: JsValue = IdbKeyRange::bound(&key(*range.start()), &key(*range.end()))?.into();
        store.delete(&slots)?;
    }
    for put in &transaction.put {
        store.put_with_key(&Uint8Array::from(put.bytes.as_slice()), &key(put.slot))?;
    }
    Ok(())
}

/// Without an explicit commit a tab that closes now loses the transaction. Chromium has it from 76, Firefox from 74.
fn commit(transaction: &IdbTransaction) -> Result<(), JsValue> {
    if let Ok(commit) = Reflect::get(transaction, &"commit".into()).and_then(JsCast::dyn_into::<Function>) {
        commit.call0(transaction)?;
    }
    Ok(())
}

/// The bytes of a slot; `None` when it is empty or holds no bytes.
fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
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
