//! The books of this machine on the start page.

use store::{BookId, Listed};
use templates::{text, text_with};
use yew::prelude::*;

use crate::widgets::dialog::Confirm;

/// The list.
#[derive(Properties, PartialEq)]
pub(crate) struct BooksProps {
    /// Books, the one opened last first.
    pub(crate) books: Vec<Listed>,
    /// Opens one.
    pub(crate) on_open: Callback<BookId>,
    /// Removes one from this machine.
    pub(crate) on_remove: Callback<BookId>,
    /// Removes everything from this machine.
    pub(crate) on_destroy: Callback<()>,
}

#[derive(Clone, PartialEq)]
enum Asking {
    Nothing,
    Remove(BookId, String),
    Everything,
}

/// The list.
#[component]
pub(crate) fn Books(props: &BooksProps) -> Html {
    let asking = use_state(|| Asking::Nothing);
    if props.books.is_empty() {
        return html! {};
    }
    let everything = {
        let asking = asking.setter();
        Callback::from(move |_: MouseEvent| asking.set(Asking::Everything))
    };
    html! {
        <section class="card book-list" aria-label={text("books.title")}>
            <h2>{ text("books.title") }</h2>
            <ul>{ for props.books.iter().map(|listed| row(props, listed, &asking)) }</ul>
            <p class="muted">{ text("books.about") }
                <button type="button" class="link danger" id="destroy" onclick={everything}>{ text("destroy.button") }</button>
            </p>
            { question(props, &asking) }
        </section>
    }
}

fn row(props: &BooksProps, listed: &Listed, asking: &UseStateHandle<Asking>) -> Html {
    let name = name(listed);
    let open = {
        let (on_open, book) = (props.on_open.clone(), listed.book);
        Callback::from(move |_: MouseEvent| on_open.emit(book))
    };
    let locked = listed.head.as_ref().is_ok_and(|head| head.lock.is_some());
    // Books of one name are told apart by a mark that stays, and by the one that was used last.
    let twin = props.books.iter().filter(|other| self::name(other) == name).count() > 1;
    let last = twin && props.books.iter().all(|other| other.opened <= listed.opened);
    let mark: String = listed.book.to_string().chars().take(MARK).collect();
    let mark = text_with("books.mark", &[("mark", &mark.to_uppercase())]);
    let remove = {
        let called = if twin { format!("{name}{mark}") } else { name.clone() };
        let (asking, book) = (asking.setter(), listed.book);
        Callback::from(move |_: MouseEvent| asking.set(Asking::Remove(book, called.clone())))
    };
    html! {
        <li>
            <button type="button" class="book-open" data-book={listed.book.to_string()} onclick={open}>
                { name }
                if twin { <span class="muted">{ mark }</span> }
                if last { <span class="badge">{ text("books.last") }</span> }
                if locked { <span class="badge">{ text("books.sealed") }</span> }
                if listed.traces_only { <span class="badge warn">{ text("books.traces") }</span> }
            </button>
            <button type="button" class="link book-remove" onclick={remove}>{ text("books.remove") }</button>
        </li>
    }
}

/// Characters of a book's name that tell it from others.
const MARK: usize = 4;

fn name(listed: &Listed) -> String {
    match &listed.head {
        Ok(head) if !head.label.is_empty() => head.label.clone(),
        Ok(_) => text("book.untitled").to_owned(),
        Err(_) => text("books.nameless").to_owned(),
    }
}

fn question(props: &BooksProps, asking: &UseStateHandle<Asking>) -> Html {
    let close = {
        let asking = asking.setter();
        Callback::from(move |()| asking.set(Asking::Nothing))
    };
    match &**asking {
        Asking::Nothing => html! {},
        Asking::Remove(book, name) => {
            let (on_remove, book, done) = (props.on_remove.clone(), *book, close.clone());
            let on_yes = Callback::from(move |()| {
                done.emit(());
                on_remove.emit(book);
            });
            let message = text_with("books.remove_about", &[("name", name)]);
            html! { <Confirm title={text("books.remove_title")} {message} yes={text("books.remove")} {on_yes} on_close={close} /> }
        }
        Asking::Everything => {
            let (on_destroy, done) = (props.on_destroy.clone(), close.clone());
            let on_yes = Callback::from(move |()| {
                done.emit(());
                on_destroy.emit(());
            });
            html! { <Confirm title={text("destroy.title")} message={text("destroy.about")} yes={text("destroy.yes")} {on_yes} on_close={close} /> }
        }
    }
}
