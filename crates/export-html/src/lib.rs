//! A paginated document becomes SVG pages, alone for a shell to show or together in one standalone HTML file.
//!
//! Every page is one `<svg>` whose user units are twips, so that what [`document::layout`] computed is drawn
//! without rounding. Looks are SVG presentation attributes, not `style`: a strict content security policy does
//! not touch them. Printing keeps the paper's real size.

mod page;

use document::flow::Flow;
use document::{Pages, layout};
use std::fmt::Write as _;

pub use page::{font_stack, svg};

/// A standalone HTML file with all pages of a flow, for reading and printing. Same flow, same text.
#[must_use]
pub fn html(flow: &Flow) -> String {
    pages_html(&layout(flow), flow)
}

/// The same for the flow's pages when they are laid out already.
#[must_use]
pub fn pages_html(pages: &Pages, flow: &Flow) -> String {
    let mut out =
        String::from("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    page::escape(&flow.title, &mut out);
    out.push_str("</title>\n<style>\n");
    out.push_str(CSS);
    out.push_str("</style>\n</head>\n<body>\n");
    for (i, page) in pages.pages.iter().enumerate() {
        let class = if page.width > page.height { "page wide" } else { "page" };
        writeln!(out, "<div class=\"{class}\" id=\"page-{}\">", i + 1)
            .expect("writing to a string cannot fail");
        out.push_str(&svg(page, &pages.fonts, &flow.pictures));
        out.push_str("</div>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// Paper on a desk on screen, paper alone in print; wide pages print on paper turned on its side.
const CSS: &str = "\
@page { size: 210mm 297mm; margin: 0 }
@page wide { size: 297mm 210mm; margin: 0 }
html { background: #e8e8e6 }
body { margin: 0; padding: 8mm 0 }
.page { margin: 0 auto 8mm; width: 210mm; background: #fff; box-shadow: 0 1px 6px rgba(0, 0, 0, .3) }
.page.wide { width: 297mm }
.page svg { display: block; width: 100%; height: auto }
@media print {
  html { background: none }
  body { padding: 0 }
  .page { margin: 0; box-shadow: none; break-after: page; break-inside: avoid; overflow: hidden; height: 297mm }
  .page.wide { page: wide; height: 210mm }
  .page:last-child { break-after: auto }
}
";

#[cfg(test)]
mod tests;
