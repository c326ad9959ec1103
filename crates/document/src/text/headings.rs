//! Numbered lines under one heading look alike: either all of them open with a heading, or none does.

use crate::document::{Block, TextBlock};

/// Longest heading that runs on into its text, in characters without its number and full stop.
const LONGEST_RUN_IN: usize = 25;

/// Longest heading of two phrases with a comma between them.
const LONGEST_PAIR: usize = 20;

/// Levels whose headings have a typeface of their own (7.3.3: 黑体, 楷体); the others look like the text.
const LEVELS: u8 = 2;

/// Takes back the headings of brothers (lines of one level under one heading) as soon as one of them cannot open with
/// one: a sentence, a clause, or words that would go on over several lines. Headings that stand alone on their lines stay
/// what they are, and so do those under other headings: a list of items and a list of measures may differ.
pub(super) fn even(blocks: &mut [Block]) {
    for level in 1..=LEVELS {
        let above = |block: &Block| numbered(block).and_then(|b| b.level).is_some_and(|l| l < level);
        for brothers in blocks.chunk_by_mut(|_, next| !above(next)) {
            even_brothers(brothers, level);
        }
    }
}

fn even_brothers(brothers: &mut [Block], level: u8) {
    let runs_on = |block: &&TextBlock| block.level == Some(level) && !block.text.trim().is_empty();
    if brothers.iter().filter_map(numbered).filter(runs_on).all(|block| may_run_in(&block.heading)) {
        return;
    }
    for block in brothers {
        if let Block::Paragraph(block) = block
            && runs_on(&&*block)
        {
            block.text.insert_str(0, &std::mem::take(&mut block.heading));
        }
    }
}

/// The paragraph, when it has a number.
fn numbered(block: &Block) -> Option<&TextBlock> {
    match block {
        Block::Paragraph(text) => text.level.is_some().then_some(text),
        Block::Table(_) | Block::Picture(_) => None,
    }
}

/// Whether words are short and one phrase, so that they may open a paragraph in another typeface.
fn may_run_in(heading: &str) -> bool {
    let words = heading.trim_end_matches('。');
    let words = words.split_once(['、', '）', ')', '.', '．']).map_or(words, |(_, words)| words);
    let (length, commas) = (words.chars().count(), words.matches('，').count());
    // 提高认识，压实责任 is one heading; what goes on longer behind a comma is a sentence.
    let phrase = commas == 0 && length <= LONGEST_RUN_IN || commas == 1 && length <= LONGEST_PAIR;
    !words.trim().is_empty() && phrase && !words.contains(['；', '：'])
}

#[cfg(test)]
mod tests {
    use super::super::line::{Around, paragraph};
    use super::*;

    fn headings(lines: &[&str]) -> Vec<String> {
        let read = |line: &&str| Block::Paragraph(paragraph(line, 1, Around::default()));
        let mut blocks: Vec<Block> = lines.iter().map(read).collect();
        even(&mut blocks);
        blocks
            .iter()
            .filter_map(|block| match block {
                Block::Paragraph(text) => Some(text.heading.clone()),
                Block::Table(_) | Block::Picture(_) => None,
            })
            .collect()
    }

    #[test]
    fn a_level_with_a_sentence_in_it_has_no_headings() {
        let lines = [
            "一、同意设立管理处，为所属单位，编制12名。所需编制调剂解决。",
            "二、总面积1863公顷。不得改变。",
        ];
        assert_eq!(headings(&lines), ["", ""], "a clause is no heading, and so its brother is none");
        assert_eq!(
            headings(&["一、拓宽渠道。补助至年底。", "二、自主创业。限额扣减。"]),
            ["一、拓宽渠道。", "二、自主创业。"]
        );
        assert_eq!(
            headings(&["一、目标任务", "二、报送方式。按期报送。", "三、经费列入预算。"]),
            ["一、目标任务", "", ""]
        );
        assert_eq!(
            headings(&[
                "一、总体要求。坚持原则。",
                "（一）评估得分六十分且无高风险项的，结论为基本符合。其余不变。"
            ]),
            ["一、总体要求。", ""],
            "each level by itself"
        );
        let lists = ["一、内容", "（一）主体责任落实情况。", "二、方式", "（一）基层自查。对照内容自查。"];
        assert_eq!(headings(&lists), ["一、内容", "", "二、方式", "（一）基层自查。"], "each list by itself");
    }
}
