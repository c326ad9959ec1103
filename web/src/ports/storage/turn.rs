//! Whose turn it is to write a book: the browser's locks, or a lease kept in IndexedDB where a page has none
//! (an intranet page without TLS).

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use js_sys::{Function, Object, Promise, Reflect};
use store::lease::{Turn, Watch};
use store::{BookId, TabId};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

use super::beside;
use super::channel::Channel;
use super::database::Database;

/// Between two looks at a lease, in milliseconds; `store::lease` counts them.
const LOOK_MS: u32 = 5_000;
const LEASES: &str = "ducha-lease-";
/// A window that waits asks whether the holder still lives; the holder answers.
const ASK: &str = "?";
const ANSWER: &str = "!";

/// This window's place at a book, given up when dropped.
pub(crate) struct Place {
    held: Rc<Cell<bool>>,
    kind: Kind,
}

enum Kind {
    Lock(Lock),
    Lease(
        Lease,
        #[allow(dead_code, reason = "they look and listen as long as they live")] (Interval, EventListener),
    ),
}

impl Place {
    /// Asks for the place of the writer. When somebody else has it, `on_turn` is told as soon as it is free, and told
    /// `false` when it is lost.
    pub(crate) async fn ask(book: BookId, me: TabId, on_turn: Callback<bool>) -> Self {
        let held = Rc::new(Cell::new(false));
        if let Some(locks) = locks()
            && let Ok(lock) = Self::lock(locks, book, &held, &on_turn).await
        {
            return Self { held, kind: Kind::Lock(lock) };
        }
        Self::lease(book, me, held, on_turn).await
    }

    /// An error when the browser has locks and refuses them.
    async fn lock(
        locks: JsValue,
        book: BookId,
        held: &Rc<Cell<bool>>,
        on_turn: &Callback<bool>,
    ) -> Result<Lock, JsValue> {
        let name = format!("ducha:book:{book}");
        let lock = Lock { locks, name, held: held.clone(), gone: Rc::default(), release: Rc::default() };
        lock.request(true).await?;
        if !held.get() {
            let (waiting, on_turn) = (lock.clone(), on_turn.clone());
            spawn_local(async move {
                // Refused now, this window goes on looking on; it has said so.
                if waiting.request(false).await.is_ok() && waiting.held.get() {
                    on_turn.emit(true);
                }
            });
        }
        Ok(lock)
    }

    async fn lease(book: BookId, me: TabId, held: Rc<Cell<bool>>, on_turn: Callback<bool>) -> Self {
        let watch = Rc::new(RefCell::new(Watch::new(book, me, Channel::there_are())));
        let channel = Rc::new_cyclic(|channel: &Weak<Channel>| {
            let (channel, watch, held) = (channel.clone(), watch.clone(), held.clone());
            Channel::open(
                &format!("ducha:lease:{book}"),
                Callback::from(move |word: String| match (word.as_str(), channel.upgrade()) {
                    (ASK, Some(channel)) if held.get() => channel.say(ANSWER),
                    (ANSWER, _) => watch.borrow_mut().answered(),
                    _ => {}
                }),
            )
        });
        let leases = Database::new(&format!("{LEASES}{book}"));
        let lease = Lease { book, me, leases, watch, channel };
        held.set(lease.look().await);
        let looks = {
            let (lease, held) = (lease.clone(), held.clone());
            Interval::new(LOOK_MS, move || {
                let (lease, held, on_turn) = (lease.clone(), held.clone(), on_turn.clone());
                spawn_local(async move {
                    let now = lease.look().await;
                    if held.replace(now) != now {
                        on_turn.emit(now);
                    }
                });
            })
        };
        // A window that closes has no time for a transaction.
        let going = {
            let (lease, held) = (lease.clone(), held.clone());
            EventListener::new(&gloo::utils::window(), "pagehide", move |_| {
                if held.get() {
                    lease.give_up();
                }
            })
        };
        Self { held, kind: Kind::Lease(lease, (looks, going)) }
    }

    /// Whether this window writes.
    pub(crate) fn is_mine(&self) -> bool {
        self.held.get()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        match &self.kind {
            Kind::Lock(lock) => {
                lock.gone.set(true);
                if let Some(release) = lock.release.borrow_mut().take() {
                    let _ = release.call0(&JsValue::NULL);
                }
            }
            Kind::Lease(lease, _) => {
                if self.held.get() {
                    lease.give_up();
                }
                lease.leases.close();
            }
        }
    }
}

/// The browser's lock manager; missing on pages without TLS.
fn locks() -> Option<JsValue> {
    let navigator = gloo::utils::window().navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

#[derive(Clone)]
struct Lock {
    locks: JsValue,
    name: String,
    held: Rc<Cell<bool>>,
    /// Set when the place was given up: a lock granted after that is let go of at once.
    gone: Rc<Cell<bool>>,
    release: Rc<RefCell<Option<Function>>>,
}

impl Lock {
    /// Returns once the lock is held, or once it is known not to be free. It is held until the place is given up.
    async fn request(&self, only_if_free: bool) -> Result<(), JsValue> {
        let lock = self.clone();
        let answered = Promise::new(&mut move |answer, refuse| match lock.call(only_if_free, &answer) {
            Ok(asked) => spawn_local(async move {
                // It settles when the lock is given up, long after the answer, or at once when it is refused.
                if let Err(error) = JsFuture::from(asked).await {
                    let _ = refuse.call1(&JsValue::NULL, &error);
                }
            }),
            Err(error) => {
                let _ = refuse.call1(&JsValue::NULL, &error);
            }
        });
        JsFuture::from(answered).await.map(drop)
    }

    fn call(&self, only_if_free: bool, answered: &Function) -> Result<Promise, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into())?;
        let (mine, answered) = (self.clone(), answered.clone());
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let ours = !lock.is_null() && !mine.gone.get();
            mine.held.set(ours);
            let _ = answered.call0(&JsValue::NULL);
            if !ours {
                return JsValue::UNDEFINED;
            }
            // The lock is held as long as this promise waits.
            Promise::new(&mut |resolve, _| *mine.release.borrow_mut() = Some(resolve)).into()
        });
        let request: Function = Reflect::get(&self.locks, &"request".into())?.dyn_into()?;
        request.call3(&self.locks, &self.name.as_str().into(), &options, &granted)?.dyn_into()
    }
}

#[derive(Clone)]
struct Lease {
    book: BookId,
    me: TabId,
    leases: Database,
    watch: Rc<RefCell<Watch>>,
    channel: Rc<Channel>,
}

impl Lease {
    /// Looks at the lease, renews or takes it, and says whether it is ours.
    async fn look(&self) -> bool {
        let watch = self.watch.clone();
        let free = beside::given_up(self.book);
        let looked = self.leases.change_slot(1, move |found| {
            let owner = found.as_deref().and_then(|bytes| store::lease::Lease::read(bytes).ok());
            let given_up = free.is_some() && owner.map(|lease| lease.owner) == free;
            match watch.borrow_mut().look(found.as_deref().filter(|_| !given_up)) {
                Turn::Hold(lease) | Turn::Take(lease) => (true, Some(lease.write())),
                Turn::Wait | Turn::Newer => (false, None),
            }
        });
        // Without a lease nobody is kept from writing; what is written is protected by what it expects.
        let mine = looked.await.unwrap_or(true);
        if !mine {
            self.channel.say(ASK);
        }
        mine
    }

    /// Says, in an instant, that the lease is free, so that the next window, perhaps this one after a reload, need not
    /// wait until its holder counts as gone.
    fn give_up(&self) {
        beside::give_up(self.book, self.me);
    }
}
