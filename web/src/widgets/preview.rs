//! The exact pages of a document, drawn from the paginator's marks.
//!
//! A page is an `<svg>` whose user units are twips, so nothing is rounded. Looks are presentation attributes and
//! classes: the page's security policy forbids inline styles and raw markup alike.

use std::rc::Rc;

use app::document::flow::{FontRole, Picture};
use app::document::{Mark, Page, PictureMark, RuleMark};
use app::draft::Typeset;
use app::view::{Proof, Underline};
use gloo::events::EventListener;
use templates::text_with;
use web_sys::Element;
use yew::prelude::*;

use crate::ports::screen;

/// A document of so many pages is drawn whole.
const WHOLE: usize = 12;
/// Pages drawn above and below those in sight.
const AROUND: usize = 3;

/// A document's pages.
#[derive(Properties, Clone)]
pub(crate) struct PreviewProps {
    /// The typeset document.
    pub(crate) typeset: Rc<Typeset>,
    /// What proof-reading found, to be underlined.
    #[prop_or_default]
    pub(crate) proof: Rc<Proof>,
    /// What the pages of a long document scroll in; without it all of them are drawn.
    #[prop_or_default]
    pub(crate) desk: Option<NodeRef>,
    /// Whether pages lie there as large as on paper, rather than all as wide as the desk.
    #[prop_or_default]
    pub(crate) real_size: bool,
}

impl PartialEq for PreviewProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.typeset, &other.typeset)
            && Rc::ptr_eq(&self.proof, &other.proof)
            && self.real_size == other.real_size
    }
}

/// All pages, one below the other. Of a long document those near the window are drawn, the others stand there blank; all of
/// them are drawn for paper.
#[component]
pub(crate) fn Preview(props: &PreviewProps) -> Html {
    let count = props.typeset.pages.pages.len();
    let printing = use_state_eq(|| false);
    let sight = use_state_eq(|| (0, 2 * AROUND));
    use_effect_with(props.clone(), {
        let (sight, printing) = (sight.setter(), printing.setter());
        move |props| {
            let desk = props.desk.clone().filter(|_| count > WHOLE);
            let watched = desk.map(|desk| watch(&desk, props.clone(), sight, printing));
            move || drop(watched)
        }
    });
    let drawn = |index: usize| {
        let near = sight.0.saturating_sub(AROUND)..=sight.1 + AROUND;
        count <= WHOLE || props.desk.is_none() || *printing || near.contains(&index)
    };
    let sheet = |index: usize| {
        let (typeset, proof) = (Rc::clone(&props.typeset), Rc::clone(&props.proof));
        html! { <Sheet key={index} {typeset} {proof} {index} drawn={drawn(index)} /> }
    };
    html! { <>{ for (0..count).map(sheet) }</> }
}

/// Follows the window over the pages, and tells when they are printed.
fn watch(
    desk: &NodeRef,
    props: PreviewProps,
    sight: UseStateSetter<(usize, usize)>,
    printing: UseStateSetter<bool>,
) -> (Option<EventListener>, screen::Printing) {
    let element = desk.cast::<Element>();
    let look = move |desk: &Element| sight.set(in_sight(&props, desk));
    if let Some(desk) = &element {
        look(desk);
    }
    let scrolled = element.map(|desk| {
        let target = desk.clone();
        EventListener::new(&target, "scroll", move |_| look(&desk))
    });
    (scrolled, screen::while_printing(Callback::from(move |on| printing.set(on))))
}

/// First and last page in the window, from how far it is scrolled and how high each page is for its width.
fn in_sight(props: &PreviewProps, desk: &Element) -> (usize, usize) {
    let height = |page: &Page| {
        let width = if props.real_size { 1.0 } else { f64::from(page.width).max(1.0) };
        f64::from(page.height) / width
    };
    let pages = &props.typeset.pages.pages;
    let all: f64 = pages.iter().map(height).sum();
    let scale = all / f64::from(desk.scroll_height()).max(1.0);
    let top = f64::from(desk.scroll_top()) * scale;
    let bottom = f64::from(desk.scroll_top() + desk.client_height()) * scale;
    let ends = pages.iter().scan(0.0, |end, page| {
        *end += height(page);
        Some(*end)
    });
    let (mut first, mut last) = (0, 0);
    for (index, end) in ends.enumerate() {
        if end < top {
            first = index + 1;
        }
        if end < bottom {
            last = index + 1;
        }
    }
    (first, last)
}

/// One page of a document.
#[derive(Properties, Clone)]
struct SheetProps {
    typeset: Rc<Typeset>,
    proof: Rc<Proof>,
    index: usize,
    /// Whether it is near the window; otherwise it is a blank sheet of its size.
    drawn: bool,
}

impl SheetProps {
    fn page(&self) -> Option<&Page> {
        self.typeset.pages.pages.get(self.index)
    }

    fn underlines(&self) -> &[Underline] {
        self.proof.pages.get(self.index).map(Vec::as_slice).unwrap_or_default()
    }

    /// The pictures on the page.
    fn pictures(&self) -> impl Iterator<Item = Option<&Picture>> {
        let marks = self.page().into_iter().flat_map(|page| &page.pictures);
        marks.map(|mark| self.typeset.flow.pictures.get(mark.picture))
    }
}

impl PartialEq for SheetProps {
    /// A page that looks the same is not drawn again: typing on page nineteen redraws page nineteen.
    fn eq(&self, other: &Self) -> bool {
        let size = |props: &Self| props.page().map(|page| (page.width, page.height));
        if !self.drawn && !other.drawn {
            return self.index == other.index && size(self) == size(other);
        }
        self.index == other.index
            && self.drawn == other.drawn
            && self.page() == other.page()
            && self.underlines() == other.underlines()
            && self.pictures().eq(other.pictures())
    }
}

#[component]
fn Sheet(props: &SheetProps) -> Html {
    let Some(page) = props.page() else { return html! {} };
    let wide = page.width > page.height;
    let label = text_with("letter.page", &[("number", &(props.index + 1).to_string())]);
    html! {
        <div class={classes!("leaf", wide.then_some("wide"))} role="img" aria-label={label}>
            <svg viewBox={format!("0 0 {} {}", page.width, page.height)}>{ if props.drawn { contents(props, page) } else { html! {} } }</svg>
        </div>
    }
}

fn contents(props: &SheetProps, page: &Page) -> Html {
    html! {
        <>
                { for page.rules.iter().map(rule) }
                { for page.pictures.iter().zip(props.pictures()).map(|(mark, picture)| drawn(mark, picture)) }
                { for groups(&page.marks).map(group) }
                { for props.underlines().iter().map(underline) }
        </>
    }
}

/// Marks of one look follow each other: a group says it once.
fn groups(marks: &[Mark]) -> impl Iterator<Item = &[Mark]> {
    marks.chunk_by(|a, b| (a.font, a.half_pt, a.colour, a.bold) == (b.font, b.half_pt, b.colour, b.bold))
}

fn group(marks: &[Mark]) -> Html {
    let Some(first) = marks.first() else { return html! {} };
    let size = i32::from(first.half_pt) * 10;
    html! {
        <g class={font_class(first.font)} font-size={size.to_string()} fill={format!("#{}", first.colour.hex())}
            font-weight={first.bold.then_some("bold")}>
            { for marks.iter().map(mark) }
        </g>
    }
}

/// One stretch of text. `textLength` makes it as wide as computed, whatever font stands in.
fn mark(mark: &Mark) -> Html {
    let several = mark.text.chars().nth(1).is_some();
    let scaled = mark.scale_percent != 100;
    let width = (several || scaled).then(|| mark.width.to_string());
    html! {
        <text x={mark.x.to_string()} y={mark.y.to_string()} textLength={width}
            transform={mark.turned.then(|| format!("rotate(90 {} {})", mark.x, mark.y))}
            lengthAdjust={scaled.then_some("spacingAndGlyphs")}
            data-line={mark.source_line.map(|line| line.to_string())}
            data-column={mark.source_column.map(|column| column.to_string())}>{ &mark.text }</text>
    }
}

/// A picture as a `data:` address, which the page's security policy allows for images and nothing else.
fn drawn(mark: &PictureMark, picture: Option<&Picture>) -> Html {
    let Some(picture) = picture else { return html! {} };
    html! {
        <image x={mark.x.to_string()} y={mark.y.to_string()} width={mark.width.to_string()}
            height={mark.height.to_string()} preserveAspectRatio="none" href={picture.data_url()}>
            <title>{ &picture.name }</title>
        </image>
    }
}

fn rule(rule: &RuleMark) -> Html {
    html! {
        <rect x={rule.x.to_string()} y={rule.y.to_string()} width={rule.width.to_string()}
            height={rule.height.to_string()} fill={format!("#{}", rule.colour.hex())} />
    }
}

/// A bar under words that proof-reading objects to; paper does not show it.
fn underline(bar: &Underline) -> Html {
    html! {
        <rect class={classes!("flaw", bar.tone.class())} x={bar.x.to_string()} y={bar.y.to_string()}
            width={bar.width.to_string()} height="24" />
    }
}

/// Class whose style sheet entry lists the families for a typeface class.
fn font_class(role: FontRole) -> &'static str {
    match role {
        FontRole::FangSong => "f-fang",
        FontRole::KaiTi => "f-kai",
        FontRole::HeiTi => "f-hei",
        FontRole::SongTi => "f-song",
        FontRole::XiaoBiaoSong => "f-biao",
    }
}
