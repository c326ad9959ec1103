//! Where a line of Chinese text may end (避头尾), as Word and `LibreOffice` decide it.

use super::line::Reader;
use crate::measure::half_ems;

/// Whether a character is never first in a line.
fn never_first(c: char) -> bool {
    matches!(
        c,
        '!' | '%'
            | ')'
            | ','
            | '.'
            | ':'
            | ';'
            | '?'
            | ']'
            | '}'
            | '¢'
            | '°'
            | '·'
            | 'ˇ'
            | 'ˉ'
            | '―'
            | '‖'
            | '’'
            | '”'
            | '…'
            | '‰'
            | '′'
            | '″'
            | '›'
            | '℃'
            | '∶'
            | '、'
            | '。'
            | '〃'
            | '〉'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '〗'
            | '〞'
            | '！'
            | '＂'
            | '％'
            | '＇'
            | '）'
            | '，'
            | '．'
            | '：'
            | '；'
            | '？'
            | '］'
            | '｀'
            | '｜'
            | '｝'
            | '～'
    )
}

/// Whether a character is never last in a line.
fn never_last(c: char) -> bool {
    matches!(
        c,
        '$' | '('
            | '['
            | '{'
            | '£'
            | '¥'
            | '‘'
            | '“'
            | '〈'
            | '《'
            | '「'
            | '『'
            | '【'
            | '〔'
            | '〖'
            | '〝'
            | '＄'
            | '（'
            | '［'
            | '｛'
            | '￡'
            | '￥'
    )
}

/// Whether a character may stand outside the measure at the end of a line.
pub(crate) fn hangs(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？')
}

/// Whether a line may end between two characters.
pub(super) fn may_part(left: char, right: char, reader: Reader) -> bool {
    if right == ' ' {
        return false;
    }
    if left == ' ' {
        return true;
    }
    if never_first(right) || never_last(left) {
        return false;
    }
    if reader == Reader::LibreOffice && (matches!(right, '“' | '‘') || matches!(left, '”' | '’')) {
        return false;
    }
    // —— and …… are one sign each.
    if left == right && matches!(left, '—' | '…') {
        return false;
    }
    let narrow = |c: char| half_ems(c) == 1;
    if half_ems(right) == 0 {
        return false;
    }
    if narrow(left) && narrow(right) {
        let apart = right.is_alphabetic() || (reader == Reader::LibreOffice && left == '-');
        return matches!(left, '-' | '/') && apart;
    }
    true
}
