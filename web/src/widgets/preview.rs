//! The exact pages of a document, drawn from the paginator's marks.
//!
//! A page is an `<svg>` whose user units are twips, so nothing is rounded. Looks are presentation attributes and
//! classes: the page's security policy forbids inline styles and raw markup alike.

use std::rc::Rc;

use app::document::flow::FontRole;
use app::document::{Mark, Page, RuleMark};
use app::draft::Typeset;
use templates::text_with;
use yew::prelude::*;

/// A document's pages.
#[derive(Properties, Clone)]
pub(crate) struct PreviewProps {
    /// The typeset document.
    pub(crate) typeset: Rc<Typeset>,
}

impl PartialEq for PreviewProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.typeset, &other.typeset)
    }
}

/// All pages, one below the other.
#[component]
pub(crate) fn Preview(props: &PreviewProps) -> Html {
    let count = props.typeset.pages.pages.len();
    html! { <>{ for (0..count).map(|index| html! { <Sheet key={index} typeset={Rc::clone(&props.typeset)} {index} /> }) }</> }
}

/// One page of a document.
#[derive(Properties, Clone)]
struct SheetProps {
    typeset: Rc<Typeset>,
    index: usize,
}

impl SheetProps {
    fn page(&self) -> Option<&Page> {
        self.typeset.pages.pages.get(self.index)
    }
}

impl PartialEq for SheetProps {
    /// A page that looks the same is not drawn again: typing on page nineteen redraws page nineteen.
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.page() == other.page()
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
                { for groups(&page.marks).map(group) }
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
            lengthAdjust={scaled.then_some("spacingAndGlyphs")}
            data-line={mark.source_line.map(|line| line.to_string())}>{ &mark.text }</text>
    }
}

fn rule(rule: &RuleMark) -> Html {
    html! {
        <rect x={rule.x.to_string()} y={rule.y.to_string()} width={rule.width.to_string()}
            height={rule.height.to_string()} fill={format!("#{}", rule.colour.hex())} />
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
