//! The exact pages of a document, drawn from the paginator's marks.
//!
//! A page is an `<svg>` whose user units are twips, so nothing is rounded. Looks are presentation attributes and
//! classes: the page's security policy forbids inline styles and raw markup alike.

use std::rc::Rc;

use app::document::flow::{FontRole, Picture};
use app::document::{Mark, Page, PictureMark, RuleMark};
use app::draft::Typeset;
use app::view::{Proof, Underline};
use templates::text_with;
use yew::prelude::*;

/// A document's pages.
#[derive(Properties, Clone)]
pub(crate) struct PreviewProps {
    /// The typeset document.
    pub(crate) typeset: Rc<Typeset>,
    /// What proof-reading found, to be underlined.
    #[prop_or_default]
    pub(crate) proof: Rc<Proof>,
}

impl PartialEq for PreviewProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.typeset, &other.typeset) && Rc::ptr_eq(&self.proof, &other.proof)
    }
}

/// All pages, one below the other.
#[component]
pub(crate) fn Preview(props: &PreviewProps) -> Html {
    let count = props.typeset.pages.pages.len();
    html! { <>{ for (0..count).map(|index| html! { <Sheet key={index} typeset={Rc::clone(&props.typeset)} proof={Rc::clone(&props.proof)} {index} /> }) }</> }
}

/// One page of a document.
#[derive(Properties, Clone)]
struct SheetProps {
    typeset: Rc<Typeset>,
    proof: Rc<Proof>,
    index: usize,
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
        self.index == other.index
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
            <svg viewBox={format!("0 0 {} {}", page.width, page.height)}>
                { for page.rules.iter().map(rule) }
                { for page.pictures.iter().zip(props.pictures()).map(|(mark, picture)| drawn(mark, picture)) }
                { for groups(&page.marks).map(group) }
                { for props.underlines().iter().map(underline) }
            </svg>
        </div>
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
            data-line={mark.source_line.map(|line| line.to_string())}>{ &mark.text }</text>
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
