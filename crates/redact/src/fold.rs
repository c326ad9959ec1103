//! A text as masks read it: one width, one kind of dash and space, nothing invisible; and the way back to what was written.

/// A character as it is compared, and where in the text it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glyph {
    /// What it is compared as.
    pub(crate) c: char,
    /// First byte of what was written.
    pub(crate) at: usize,
    /// The byte after it.
    pub(crate) end: usize,
}

/// Radicals of the Kangxi dictionary in the order of their code points (U+2F00 on), as the characters they look like.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Shortest run of Chinese figures that is a number and no year or amount.
const SPELLED: usize = 7;

/// The visible characters of a text. `same` holds pairs of characters, the second of which the first is compared as.
pub(crate) fn fold(text: &str, same: &str) -> Vec<Glyph> {
    let pairs: Vec<char> = same.chars().collect();
    let twin = |c: char| {
        let pair = pairs.chunks_exact(2).find(|pair| pair.first() == Some(&c));
        pair.and_then(|pair| pair.last()).copied().unwrap_or(c)
    };
    let mut glyphs = Vec::with_capacity(text.len() / 2);
    for (at, written) in text.char_indices() {
        if !invisible(written) {
            let c = if written.is_ascii() { written } else { twin(one_width(written)) };
            glyphs.push(Glyph { c, at, end: at + written.len_utf8() });
        }
    }
    spelled_numbers(&mut glyphs);
    glyphs
}

/// What takes no room on the page.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

fn one_width(c: char) -> char {
    let code = u32::from(c);
    match c {
        '\u{ff01}'..='\u{ff5e}' if !matches!(c, '～') => char::from_u32(code - 0xfee0).unwrap_or(c),
        // Digits of mathematical alphabets, and digits in circles or with a dot.
        '\u{1d7ce}'..='\u{1d7ff}' => digit((code - 0x1d7ce) % 10),
        '\u{2460}'..='\u{2468}' => digit(code - 0x245f),
        '\u{2080}'..='\u{2089}' => digit(code - 0x2080),
        '\u{2070}' | '\u{2074}'..='\u{2079}' => digit(code - 0x2070),
        '\u{b9}' => '1',
        '\u{b2}' | '\u{b3}' => digit(code - 0xb0),
        '\u{24ea}' => '0',
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\u{3164}'
        | '\u{ffa0}' => ' ',
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{2043}'
        | '\u{ff70}'
        | '\u{30fc}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '～'
        | '\u{301c}' => '-',
        '•' | '‧' | '・' | '･' | '⋅' | '∙' | '●' | '▪' | '\u{2e31}' | '\u{387}' | '\u{16eb}' => {
            '·'
        }
        '﹙' | '⁽' | '₍' => '(',
        '﹚' | '⁾' | '₎' => ')',
        '﹫' => '@',
        '﹒' => '.',
        '\u{2f00}'..='\u{2fd5}' => KANGXI.chars().nth((code - 0x2f00) as usize).unwrap_or(c),
        _ => c,
    }
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}

/// A long run of Chinese figures is a number that was spelled out.
fn spelled_numbers(glyphs: &mut [Glyph]) {
    let value = |c: char| match c {
        '〇' | '零' | '○' => Some('0'),
        '一' | '幺' => Some('1'),
        '二' => Some('2'),
        '三' => Some('3'),
        '四' => Some('4'),
        '五' => Some('5'),
        '六' => Some('6'),
        '七' => Some('7'),
        '八' => Some('8'),
        '九' => Some('9'),
        _ => None,
    };
    let mut from = 0;
    while from < glyphs.len() {
        let run = glyphs.iter().skip(from).take_while(|glyph| value(glyph.c).is_some()).count();
        if run >= SPELLED {
            for glyph in glyphs.iter_mut().skip(from).take(run) {
                glyph.c = value(glyph.c).unwrap_or(glyph.c);
            }
        }
        from += run.max(1);
    }
}

/// Whether a character is written in names: Hanzi of every plane.
pub(crate) fn hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
        || ('\u{e000}'..='\u{f8ff}').contains(&c)
}
