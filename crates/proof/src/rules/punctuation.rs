//! Rules about punctuation (GB/T 15834).

mod blanks;
mod lists;
mod marks;
mod pairs;

use super::Rule;
use crate::Severity::{Error, Hint, Warning};
use crate::context::{Context, Kind, LONGEST_LINE, Line};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    Rule {
        code: "PN-01",
        severity: Error,
        name: "半角标点",
        basis: "GB/T 15834—2011 5.1",
        check: marks::half_width,
    },
    Rule {
        code: "PN-02",
        severity: Error,
        name: "半角括号",
        basis: "GB/T 15834—2011 4.9",
        check: pairs::half_brackets,
    },
    Rule {
        code: "PN-03",
        severity: Error,
        name: "直引号",
        basis: "GB/T 15834—2011 4.8",
        check: pairs::straight_quotes,
    },
    Rule {
        code: "PN-04",
        severity: Error,
        name: "标点重复",
        basis: "GB/T 15834—2011 4",
        check: marks::doubled,
    },
    Rule {
        code: "PN-05",
        severity: Error,
        name: "成对标点不成对",
        basis: "GB/T 15834—2011 4.8、4.9、4.15",
        check: pairs::unbalanced,
    },
    Rule {
        code: "PN-06",
        severity: Warning,
        name: "“等”字用法",
        basis: "GB/T 15834—2011 附录A.6",
        check: lists::and_so_on,
    },
    Rule {
        code: "PN-07",
        severity: Warning,
        name: "并列书名号、引号之间的顿号",
        basis: "GB/T 15834—2011 4.5.3.5",
        check: lists::between_titles,
    },
    Rule {
        code: "PN-08",
        severity: Error,
        name: "省略号",
        basis: "GB/T 15834—2011 4.11",
        check: marks::ellipsis,
    },
    Rule {
        code: "PN-09",
        severity: Warning,
        name: "汉字之间的空格、全角数字字母",
        basis: "公文排版惯例",
        check: blanks::inside,
    },
    Rule {
        code: "PN-10",
        severity: Hint,
        name: "段末没有句号",
        basis: "公文写作惯例",
        check: blanks::open_end,
    },
    Rule {
        code: "PN-11",
        severity: Error,
        name: "句末半角句点",
        basis: "GB/T 15834—2011 4.1",
        check: marks::half_stop,
    },
    Rule {
        code: "PN-12",
        severity: Error,
        name: "标点相连",
        basis: "GB/T 15834—2011 4",
        check: marks::clashing,
    },
    Rule {
        code: "PN-13",
        severity: Warning,
        name: "引号、书名号套用",
        basis: "GB/T 15834—2011 4.8.3.3、4.15.3.4",
        check: pairs::nested,
    },
    Rule {
        code: "PN-14",
        severity: Warning,
        name: "汉字与数字、字母之间的空格",
        basis: "公文排版惯例",
        check: blanks::beside_figures,
    },
    Rule {
        code: "PN-15",
        severity: Error,
        name: "用大于号、小于号代替书名号",
        basis: "GB/T 15834—2011 4.15",
        check: pairs::angles,
    },
    Rule {
        code: "PN-16",
        severity: Error,
        name: "破折号",
        basis: "GB/T 15834—2011 4.10",
        check: marks::dash,
    },
    Rule {
        code: "PN-17",
        severity: Warning,
        name: "间隔号",
        basis: "GB/T 15834—2011 4.14",
        check: marks::middle_dot,
    },
    Rule {
        code: "PN-18",
        severity: Warning,
        name: "省略号与“等”并用",
        basis: "GB/T 15834—2011 4.11",
        check: lists::dots_and_so_on,
    },
    Rule {
        code: "PN-19",
        severity: Warning,
        name: "异体标点",
        basis: "GB/T 15834—2011 4",
        check: marks::odd_forms,
    },
    Rule {
        code: "PN-20",
        severity: Hint,
        name: "时刻中的全角冒号",
        basis: "GB/T 15835—2011 5.1",
        check: marks::clock,
    },
    Rule {
        code: "PN-21",
        severity: Warning,
        name: "连词前的顿号",
        basis: "GB/T 15834—2011 4.5",
        check: lists::before_and,
    },
];

/// Lines whose punctuation is looked at: all text but title, addressees and signature, which have rules of their own.
fn texts<'c, 'a>(context: &'c Context<'a>) -> impl Iterator<Item = &'c Line<'a>> {
    context.lines.iter().filter(|l| l.chars.len() <= LONGEST_LINE).filter(|l| match l.kind {
        Kind::Plain | Kind::Heading { .. } | Kind::Table | Kind::AttachmentNote | Kind::Note => true,
        Kind::Blank
        | Kind::Opening
        | Kind::Title
        | Kind::Addressees
        | Kind::Organ
        | Kind::Date
        | Kind::AnnexLabel
        | Kind::Directive
        | Kind::Imprint => false,
    })
}
