//! Pictures between paragraphs: centred, in whole lines, never wider than the text or higher than half a page.

use super::{LeftOut, Setter, run};
use crate::document::PictureBlock;
use crate::flow::{Align, FontRole, Picture, Role, RunContent, Twips};
use crate::layout::picture_foot;
use crate::picture::{PictureFacts, PictureRefusal, inspect};

/// Size of a pixel on paper when nothing makes the picture smaller: 96 to the inch.
const PIXEL: Twips = 15;

impl Setter<'_> {
    /// A picture with its caption, or its name in brackets where it cannot be shown.
    pub(super) fn picture(&mut self, block: &PictureBlock) {
        let mut paragraph = self.plain(Role::Body);
        paragraph.align = Align::Centre;
        paragraph.source_line = (block.source_line > 0).then_some(block.source_line);
        match self.find(&block.name) {
            Ok((picture, facts)) => {
                let (width, height) = self.fitted(facts);
                let content = RunContent::Picture { picture, width, height };
                paragraph.runs = vec![run(self.sheet, content, FontRole::FangSong, self.sheet.body.half_pt)];
                paragraph.line = whole_lines(height, paragraph.mark_half_pt, self.sheet.grid.line);
            }
            Err(reason) => {
                let name = block.name.clone();
                self.left_out.push(LeftOut { name, reason, source_line: paragraph.source_line });
                paragraph.runs = self.text(&format!("〔图：{}〕", block.name), FontRole::FangSong);
            }
        }
        let captioned = !block.caption.trim().is_empty();
        paragraph.keep_next = captioned;
        self.push(paragraph);
        if captioned {
            let mut caption = self.plain(Role::Body);
            caption.align = Align::Centre;
            caption.source_line = (block.source_line > 0).then_some(block.source_line);
            caption.runs = self.text(block.caption.trim(), FontRole::FangSong);
            self.push(caption);
        }
    }

    /// Index of the picture in the flow; a picture shown twice is held once. Its bytes are filled in at the end.
    fn find(&mut self, name: &str) -> Result<(usize, PictureFacts), PictureRefusal> {
        let bytes = self.supplied.get(name).ok_or(PictureRefusal::Missing)?;
        let facts = inspect(bytes)?;
        let known = self.pictures.iter().position(|p| p.name == name);
        let index = known.unwrap_or_else(|| {
            self.pictures.push(Picture { name: name.to_owned(), kind: facts.kind, bytes: Vec::new() });
            self.pictures.len() - 1
        });
        Ok((index, facts))
    }

    /// Size on paper, in the picture's own proportions.
    fn fitted(&self, facts: PictureFacts) -> (Twips, Twips) {
        let pixels = |side: u32| i64::from(side) * i64::from(PIXEL);
        let (width, height) = (pixels(facts.width), pixels(facts.height));
        // One twip less than the measure: what fills it exactly may not fit in a word processor that rounds.
        let widest = i64::from((self.page.text_width() - 1).max(1));
        let lines = i64::from(self.page.text_height() / 2 / self.sheet.grid.line.max(1)).max(1);
        let highest = (lines * i64::from(self.sheet.grid.line)
            - i64::from(picture_foot(self.sheet.body.half_pt)))
        .max(1);
        let (width, height) =
            if width > widest { (widest, height * widest / width) } else { (width, height) };
        let (width, height) =
            if height > highest { (width * highest / height, highest) } else { (width, height) };
        let twips = |length: i64| Twips::try_from(length.max(1)).unwrap_or(Twips::MAX);
        (twips(width), twips(height))
    }
}

/// Height of the line that holds a picture: whole lines of the grid, so that the text below stays on it.
fn whole_lines(height: Twips, mark_half_pt: u16, grid: Twips) -> Twips {
    let grid = grid.max(1);
    let lines = (height + picture_foot(mark_half_pt) + grid - 1) / grid;
    lines.saturating_mul(grid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;
    use crate::flow::Item;
    use crate::picture::tests::png_of;
    use crate::style::tests::sheet;
    use crate::{HeadFields, Typeset, compose, layout, typeset};

    fn with(pictures: &[(&str, Vec<u8>)], shown: &[&str]) -> Typeset {
        let mut document = compose(&HeadFields::default(), "上文。");
        for name in shown {
            let block =
                PictureBlock { name: (*name).to_owned(), caption: "图1 现场".to_owned(), source_line: 2 };
            document.main.body.push(Block::Picture(block));
        }
        document.pictures = pictures.iter().map(|(n, b)| ((*n).to_owned(), b.clone())).collect();
        typeset(&document, &sheet("document"))
    }

    fn sizes(typeset: &Typeset) -> Vec<(Twips, Twips, Twips)> {
        let items = typeset.flow.sections.iter().flat_map(|s| &s.items);
        let shown = items.filter_map(|item| match item {
            Item::Paragraph(p) => {
                let RunContent::Picture { width, height, .. } = p.runs.first()?.content else { return None };
                Some((width, height, p.line))
            }
            Item::Table(_) => None,
        });
        shown.collect()
    }

    #[test]
    fn a_picture_keeps_its_proportions_inside_the_measure_and_half_the_page() {
        let made = with(
            &[("小.png", png_of(100, 50)), ("宽.png", png_of(4000, 1000)), ("高.png", png_of(1000, 9000))],
            &["小.png", "宽.png", "高.png"],
        );
        let found = sizes(&made);
        assert_eq!(found[0], (1500, 750, 2 * 579));
        assert_eq!((found[1].0, found[1].1), (8844, 2211));
        assert!(found[2].2 <= 11 * 579 && found[2].1 == 11 * 579 - 64);
        assert!((found[2].0 * 9 - found[2].1).abs() < 9);
        assert_eq!(made.left_out, []);
    }

    #[test]
    fn a_picture_shown_twice_is_held_once_and_stands_in_the_middle_of_its_lines() {
        let made = with(&[("a.png", png_of(100, 50))], &["a.png", "a.png"]);
        assert_eq!(made.flow.pictures.len(), 1);
        let pages = layout(&made.flow);
        let marks = &pages.pages[0].pictures;
        assert_eq!(marks.len(), 2);
        assert_eq!(marks[0].x, 1587 + (8845 - 1500) / 2);
        assert_eq!(marks[0].y + 750 + 64, 2098 + 579 * 3);
        let caption = pages.pages[0].marks.iter().find(|m| m.text.starts_with('图')).unwrap();
        assert_eq!(caption.y, 2098 + 579 * 3 + 579 * 4 / 5);
    }

    #[test]
    fn a_picture_that_cannot_be_shown_is_named_in_its_place_and_in_the_list() {
        let made = with(&[("b.png", b"no picture".to_vec())], &["a.png", "b.png"]);
        let reasons: Vec<_> = made.left_out.iter().map(|l| (l.name.as_str(), l.reason)).collect();
        assert_eq!(reasons, [("a.png", PictureRefusal::Missing), ("b.png", PictureRefusal::NotAPicture)]);
        let lines = layout(&made.flow).lines().concat();
        assert!(lines.contains(&"〔图：a.png〕".to_owned()), "{lines:?}");
        assert!(made.flow.pictures.is_empty());
    }
}
