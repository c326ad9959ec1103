//! The browser shell: shows views, emits commands, performs effects. It decides nothing.

mod pages;
mod ports;
mod shell;
mod widgets;

fn main() {
    shell::alarm::install();
    let root =
        gloo::utils::document().get_element_by_id("app").expect("the page has an element with the id app");
    // What the page showed while the module was loading has done its duty.
    root.set_text_content(None);
    yew::Renderer::<shell::Shell>::with_root(root).render();
}
