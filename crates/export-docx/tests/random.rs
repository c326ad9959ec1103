//! Any flow, however odd, becomes a valid file or a named error, the same one every time.

mod common;

use common::{fonts, part};
use document::flow::*;
use export_docx::{DocxError, check, docx};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Lengths as they are, and as nobody means them.
fn length() -> impl Strategy<Value = Twips> {
    prop_oneof![4 => -2000..20_000i32, 1 => any::<i32>()]
}

/// Words with everything XML and Word treat specially.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[一-龥，。（）0-9A-Za-z]{0,40}",
        2 => any::<String>(),
        1 => "[\u{0}-\u{20}<>&\"'\n\r\t\u{2028}\u{FFFD}-\u{10000}]{0,20}",
        1 => (1..3usize).prop_map(|n| "长".repeat(n * 5000)),
    ]
}

fn font() -> impl Strategy<Value = FontRole> {
    prop_oneof![
        Just(FontRole::FangSong),
        Just(FontRole::KaiTi),
        Just(FontRole::HeiTi),
        Just(FontRole::SongTi),
        Just(FontRole::XiaoBiaoSong)
    ]
}

fn role() -> impl Strategy<Value = Role> {
    proptest::sample::select(vec![
        Role::Body,
        Role::IssuerMark,
        Role::Head,
        Role::Title,
        Role::Addressees,
        Role::Heading1,
        Role::Heading2,
        Role::Heading3,
        Role::Heading4,
        Role::AttachmentNote,
        Role::Signature,
        Role::Note,
        Role::Annex,
        Role::ContentsTitle,
        Role::Contents1,
        Role::Contents2,
        Role::Imprint,
        Role::Cell,
        Role::Furniture,
    ])
}

fn run() -> impl Strategy<Value = Run> {
    let content = prop_oneof![
        5 => words().prop_map(RunContent::Text),
        1 => Just(RunContent::Tab),
        1 => Just(RunContent::LineBreak),
        1 => Just(RunContent::PageNumber),
        1 => Just(RunContent::PageCount),
        1 => (0..6u32, any::<u32>()).prop_map(|(anchor, page)| RunContent::PageOf { anchor, page }),
        1 => (0..4usize, length(), length())
            .prop_map(|(picture, width, height)| RunContent::Picture { picture, width, height }),
    ];
    (content, font(), any::<u16>(), any::<u32>(), length(), any::<u16>(), any::<bool>()).prop_map(
        |(content, font, half_pt, colour, tracking, scale_percent, bold)| Run {
            content,
            font,
            half_pt,
            colour: Rgb(colour),
            tracking,
            scale_percent,
            bold,
        },
    )
}

fn rule() -> impl Strategy<Value = Option<Rule>> {
    option::of(
        (any::<u16>(), any::<u32>()).prop_map(|(eighths, colour)| Rule { eighths, colour: Rgb(colour) }),
    )
}

fn align() -> impl Strategy<Value = Align> {
    proptest::sample::select(vec![
        Align::Left,
        Align::Centre,
        Align::Right,
        Align::Justify,
        Align::Distribute,
    ])
}

fn tab() -> impl Strategy<Value = Tab> {
    let align = proptest::sample::select(vec![TabAlign::Left, TabAlign::Right, TabAlign::Centre]);
    (length(), align, any::<bool>()).prop_map(|(at, align, leader)| Tab { at, align, leader })
}

fn indent() -> impl Strategy<Value = Indent> {
    (length(), length(), length(), option::of(any::<i32>())).prop_map(
        |(left, right, first_line, first_line_chars)| Indent { left, right, first_line, first_line_chars },
    )
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let measures = (length(), length(), length(), any::<u16>());
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), option::of(0..6u32));
    let rules = (rule(), rule());
    (role(), measures, align(), indent(), flags, vec(tab(), 0..3), rules, vec(run(), 0..4)).prop_map(
        |(role, (line, before, after, mark), align, indent, flags, tabs, rules, runs)| Paragraph {
            role,
            line,
            before,
            after,
            align,
            indent,
            keep_next: flags.0,
            keep_lines: flags.1,
            page_break_before: flags.2,
            tabs,
            rule_above: rules.0,
            rule_below: rules.1,
            runs,
            mark_half_pt: mark,
            source_line: None,
            source_column: None,
            anchor: flags.3,
        },
    )
}

fn cell() -> impl Strategy<Value = Cell> {
    let span = prop_oneof![4 => 0..4usize, 1 => any::<usize>()];
    let merge = proptest::sample::select(vec![Merge::None, Merge::Start, Merge::Continue]);
    let valign =
        proptest::sample::select(vec![VerticalAlign::Top, VerticalAlign::Middle, VerticalAlign::Bottom]);
    let borders = (rule(), rule(), rule(), rule()).prop_map(|(top, bottom, left, right)| Borders {
        top,
        bottom,
        left,
        right,
    });
    (span, merge, borders, valign, vec(paragraph(), 0..2)).prop_map(
        |(span, merge, borders, valign, paragraphs)| Cell { span, merge, borders, valign, paragraphs },
    )
}

fn table() -> impl Strategy<Value = Table> {
    let row = (option::of(length()), any::<bool>(), any::<bool>(), vec(cell(), 0..5))
        .prop_map(|(height, exact, may_split, cells)| Row { height, exact, may_split, cells });
    let float = option::of(Just(TableFloat::FootOfTextArea));
    (vec(length(), 0..5), length(), vec(row, 0..4), 0..6usize, float, length()).prop_map(
        |(columns, left, rows, header_rows, float, padding)| Table {
            columns,
            left,
            rows,
            header_rows,
            float,
            padding,
        },
    )
}

fn furniture() -> impl Strategy<Value = Furniture> {
    let turned = (length(), length(), length(), paragraph()).prop_map(|(x, y, length, paragraph)| Turned {
        x,
        y,
        length,
        paragraph,
    });
    (vec(paragraph(), 0..2), vec(paragraph(), 0..2), option::of(turned))
        .prop_map(|(header, footer, turned)| Furniture { header, footer, turned })
}

fn section() -> impl Strategy<Value = Section> {
    let start = proptest::sample::select(vec![
        SectionStart::NextPage,
        SectionStart::EvenPage,
        SectionStart::Continuous,
    ]);
    let item = prop_oneof![3 => paragraph().prop_map(Item::Paragraph), 1 => table().prop_map(Item::Table)];
    let page =
        (vec(length(), 8), any::<bool>(), option::of(length())).prop_map(|(sizes, landscape, line_pitch)| {
            let mut sizes = sizes.into_iter();
            let mut next = || sizes.next().unwrap_or_default();
            PageSetup {
                width: next(),
                height: next(),
                landscape,
                top: next(),
                bottom: next(),
                left: next(),
                right: next(),
                header: next(),
                footer: next(),
                line_pitch,
            }
        });
    let furnished = (option::of(furniture()), furniture(), furniture());
    (page, start, furnished, option::of(any::<u32>()), vec(item, 0..6)).prop_map(
        |(page, start, (first, odd, even), restart_page_number, items)| Section {
            page,
            start,
            first,
            odd,
            even,
            restart_page_number,
            items,
        },
    )
}

fn picture() -> impl Strategy<Value = Picture> {
    let kind = proptest::sample::select(vec![PictureKind::Png, PictureKind::Jpeg]);
    (words(), kind, vec(any::<u8>(), 0..9)).prop_map(|(name, kind, bytes)| Picture { name, kind, bytes })
}

fn flow() -> impl Strategy<Value = Flow> {
    let sides = (any::<bool>(), any::<bool>());
    (words(), words(), words(), sides, vec(picture(), 0..3), vec(section(), 0..4)).prop_map(
        |(title, author, family, (odd_and_even, mirrored), pictures, sections)| Flow {
            title,
            author,
            fonts: Fonts { latin: Some(family.clone()), fang_song: family, ..fonts() },
            odd_and_even,
            mirrored,
            pictures,
            sections,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_flow_becomes_a_valid_file_or_a_named_error(flow in flow()) {
        match docx(&flow) {
            Ok(bytes) => {
                prop_assert_eq!(check(&bytes), []);
                prop_assert_eq!(docx(&flow), Ok(bytes));
            }
            Err(error) => prop_assert_eq!(error, DocxError::NoSections),
        }
    }

    #[test]
    fn every_character_xml_allows_arrives_as_it_was(words in any::<String>()) {
        let run = common::text(&words);
        let paragraph = common::paragraph(Role::Body, vec![run]);
        let flow = common::flow(vec![common::numbered(vec![Item::Paragraph(paragraph)])]);
        let document = part(&docx(&flow).expect("written"), "word/document.xml");
        let expected: String = words
            .chars()
            .filter(|it| !matches!(it, '\u{0}'..='\u{1F}' | '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}'))
            .collect();
        prop_assert_eq!(text_of(&document), expected);
    }

    #[test]
    fn checking_any_bytes_never_panics(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(!check(&bytes).is_empty());
    }

    #[test]
    fn checking_a_damaged_file_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = docx(&common::letter()).expect("written");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = check(&bytes);
    }
}

/// Characters of all `w:t`, entities resolved.
fn text_of(document: &str) -> String {
    let mut found = String::new();
    for piece in document.split("<w:t xml:space=\"preserve\">").skip(1) {
        let words = piece.split("</w:t>").next().unwrap_or_default();
        let words =
            words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
        found.push_str(&words.replace("&#39;", "'").replace("&amp;", "&"));
    }
    found
}
