//! Claims about the widths of columns.

use super::*;

const MEASURE: Measure = Measure { half: 105, padding: 85 };

fn table(widths: &[u32], rows: &[&[&str]]) -> TableBlock {
    let cell = |text: &&str| TableCell { text: (*text).to_owned(), ..TableCell::default() };
    let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    TableBlock { widths: widths.to_vec(), rows, ..TableBlock::default() }
}

#[test]
fn columns_are_as_wide_as_what_stands_in_them() {
    let rows: [&[&str]; 3] = [
        &["序号", "整改措施", "完成时限", "备注"],
        &["1", "修订差旅报销管理办法，逐笔核对凭证并组织财务人员集中学习", "2026年10月31日", ""],
        &["2", "补开组织生活会", "2026年11月5日", ""],
    ];
    let columns = widths(&table(&[3, 3, 3, 3], &rows), 8844, 4, MEASURE);
    let [number, measure, day, note] = columns.as_slice() else { unreachable!("four columns") };
    assert_eq!(columns.iter().sum::<i32>(), 8844);
    assert!(number < day && note < day && day < measure, "{columns:?}");
    assert!(*day >= 16 * 105 + 170, "a date stays on one line: {columns:?}");
}

#[test]
fn given_shares_hold_unless_a_date_would_be_parted() {
    let rows: [&[&str]; 1] = [&["1", "甲", "2026年10月31日"]];
    let columns = widths(&table(&[10, 80, 10], &rows), 8844, 3, MEASURE);
    let [number, words, day] = columns.as_slice() else { unreachable!("three columns") };
    assert!(*day >= 14 * 105 && *words > 4 * number, "{columns:?}");
}

#[test]
fn given_shares_give_way_where_they_make_a_column_of_long_texts_narrow() {
    let evidence = "党委会议纪要〔2026〕3号、学习记录本、专题研讨材料汇编（2026年3月5日）、会议签到表";
    let rows: [&[&str]; 2] = [&["甲", "好", evidence], &["乙", "好", evidence]];
    let columns = widths(&table(&[10, 80, 10], &rows), 8844, 3, MEASURE);
    let [.., words, evidence] = columns.as_slice() else { unreachable!("three columns") };
    assert!(evidence > words, "{columns:?}");
}

#[test]
fn a_code_is_not_cut_and_a_short_word_only_where_there_is_no_room() {
    let rows: [&[&str]; 2] =
        [&["编号", "检查项目", "责任部门", "结论"], &["A01-03-2026", "党费收缴", "组织人事处", "符合"]];
    let columns = widths(&table(&[], &rows), 4000, 4, MEASURE);
    let [code, project, ..] = columns.as_slice() else { unreachable!("four columns") };
    assert!(*code >= 11 * 105 + 170 && *project >= 4 * 105, "{columns:?}");
    let needs = needs(&table(&[], &rows), 4, MEASURE);
    assert!(needs.least <= 4000 && needs.decent > needs.least);
    assert!(needs.exceed(3000) && !needs.exceed(8844));
}

#[test]
fn figures_are_centred_and_words_are_not() {
    assert!(is_figure("1,286") && is_figure("98.9%") && is_figure("2026年10月31日") && is_figure("—"));
    assert!(!is_figure("青石镇") && !is_figure("") && !is_figure("3个"));
}

#[test]
fn blanks_beside_labels_have_room_for_a_signature_and_labels_take_what_they_need() {
    let rows: [&[&str]; 2] =
        [&["记录人（签字）", "", "督查组组长（签字）", ""], &["日期", "", "日期", "2026年3月5日"]];
    for shares in [&[3, 5, 3, 5][..], &[1, 1, 1, 1], &[]] {
        let columns = widths(&table(shares, &rows), 8844, 4, MEASURE);
        let [who, name, leader, seal] = columns.as_slice() else { unreachable!("four columns") };
        assert_eq!(columns.iter().sum::<i32>(), 8844);
        assert!(*name > 1985 && *seal > 1985, "{columns:?}");
        assert!((14 * 105..15 * 105 + 200).contains(who) && *leader >= 18 * 105 + 170, "{columns:?}");
    }
    let long = "负责整改工作的党组织主要负责人（签字并加盖党组织印章）";
    let columns = widths(&table(&[], &[&[long, "", long, ""]]), 8844, 4, MEASURE);
    assert!(columns.iter().all(|width| *width >= 1985), "{columns:?}");
}

#[test]
fn a_column_that_nothing_fills_has_room_for_a_name_and_takes_none_from_full_ones() {
    let text = "全年召开党委会议二十次，其中十三次以首项议题传达学习重要讲话精神";
    let rows: [&[&str]; 3] =
        [&["序号", "情况说明", "存在问题", "签字"], &["1", text, "", ""], &["2", text, "", ""]];
    for shares in [&[2, 6, 6, 6][..], &[]] {
        let columns = widths(&TableBlock { header_rows: 1, ..table(shares, &rows) }, 8844, 4, MEASURE);
        let [_, words, problem, signature] = columns.as_slice() else { unreachable!("four columns") };
        assert!(*problem >= 1417 && *signature >= 1417 && *words > 4500, "{columns:?}");
    }
}

#[test]
fn the_longest_texts_get_the_room_whatever_the_shares_say() {
    let text = "对照上级部署逐项检视，发现部分任务分解偏原则、缺少完成标志和责任人；专题学习研讨质量不高；";
    let (long, longer) = (text.repeat(2), text.repeat(4));
    let tall: &[&str] = &["A01-02", "逐项确定责任人和完成标志。", "部分", &longer, "", "1", &long, &long];
    let low: &[&str] =
        &["A01-01", "作为首项议题。", "是", "全年召开党委会18次。", "党委会纪要〔2026〕3号", "2", "", ""];
    let rows = [low, tall, low, tall];
    for shares in [&[3, 9, 2, 10, 6, 2, 4, 5][..], &[]] {
        let columns = widths(&table(shares, &rows), 12755, 8, MEASURE);
        let lines = |column: usize, text: &str| {
            columns.get(column).map_or(0, |width| text_half_ems(text) * MEASURE.half / (width - 170))
        };
        let (note, problem, measure) = (lines(3, &longer), lines(6, &long), lines(7, &long));
        assert!((note - problem).abs() <= 3 && (note - measure).abs() <= 3, "{columns:?}");
    }
}

#[test]
fn the_name_of_an_organ_stands_on_one_line_where_the_table_has_the_room() {
    let choices = "□ 已完成　□ 正在办理　□ 尚未启动";
    for name in ["中国科学院示例天文台", "中国科学院示例研究所（28）", "中国科学院国家示例文献情报中心"]
    {
        let form: [&[&str]; 3] = [
            &["单位", name, "督办事项", "督查反馈问题整改工作"],
            &["完成情况", choices, "预计完成日期", ""],
            &["主要负责人签字", "", "日期", ""],
        ];
        for shares in [&[5, 8, 5, 8][..], &[1, 1, 1, 1], &[]] {
            let columns = widths(&table(shares, &form), 8844, 4, MEASURE);
            assert!(
                columns.get(1).is_some_and(|w| *w > text_half_ems(name) * 105 + 170),
                "{name} {columns:?}"
            );
            assert!(columns.iter().sum::<i32>() == 8844 && columns.iter().all(|w| *w > 1000), "{columns:?}");
        }
        if text_half_ems(name) > 26 {
            // Two lines cost less than what the other columns would need.
            continue;
        }
        let list: [&[&str]; 3] = [
            &["序号", "单位名称", "问题数", "整改情况", "备注"],
            &["1", name, "3", "已整改2个，其余1个正在按照整改方案推进，预计年底前完成", ""],
            &["2", "示例所", "12", "已全部整改", "其中2个由分院核验销号"],
        ];
        let columns = widths(&table(&[1, 2, 1, 6, 2], &list), 8844, 5, MEASURE);
        assert!(columns.get(1).is_some_and(|w| *w > text_half_ems(name) * 105 + 170), "{name} {columns:?}");
    }
}

#[test]
fn a_name_beside_the_label_of_who_signs_is_not_cut() {
    let name = "中国科学院示例研究所（28）";
    let rows: [&[&str]; 3] =
        [&["单位", name, "日期", ""], &["记录人（签字）", "", "审核人", ""], &["地点", "", "", ""]];
    let columns = widths(&table(&[], &rows), 8844, 4, MEASURE);
    assert!(columns.get(1).is_some_and(|w| *w > text_half_ems(name) * 105 + 170), "{columns:?}");
}

/// 问题清单 on a page turned on its side.
fn findings(count: usize) -> TableBlock {
    let head: &[&str] = &["序号", "领域", "问题表述", "具体表现", "依据", "性质", "整改时限", "销号核验单位"];
    let rows: [&[&str]; 3] = [
        &[
            "1",
            "政治建设与决策部署落实",
            "分党组会议首项议题制度落实不到位",
            "核查会议纪要原件，第5次、第9次会议未将其列为首项议题，分党组会议15次中有2次不符合要求。",
            "中央和国家机关工委“第一议题”制度有关要求；院党组相关规定",
            "落实不到位",
            "2026年12月31日",
            "中国科学院直属机关党委",
        ],
        &[
            "2",
            "组织设置与按期换届",
            "新设科研单元党组织设置滞后",
            "年内新成立攻关组2个，涉及党员9名，截至督查时未明确党组织隶属，4名党员连续两个月未参加组织生活。",
            "《中国共产党支部工作条例（试行）》关于党支部设置的规定",
            "进度滞后",
            "2026年12月18日",
            "中国科学院直属机关党委",
        ],
        &[
            "3",
            "问题整改与配合督查",
            "整改台账责任人和时限不明确",
            "整改台账列措施15条，其中4条责任人填写为部门，3条时限填写为“长期坚持”而没有阶段目标。",
            "《党建工作督查实施办法（试行）》",
            "不规范",
            "2027年1月6日",
            "中国科学院直属机关党委",
        ],
    ];
    let rows: Vec<&[&str]> = std::iter::once(head).chain(rows.into_iter().take(count)).collect();
    TableBlock { header_rows: 1, ..table(&[2, 4, 6, 10, 6, 3, 3, 3], &rows) }
}

#[test]
fn what_is_told_at_length_has_the_room_however_many_rows_there_are() {
    for count in [1, 2, 3] {
        let columns = widths(&findings(count), 12755, 8, MEASURE);
        let [_, area, _, facts, basis, _, day, _] = columns.as_slice() else { unreachable!("eight columns") };
        assert!(facts > area && facts > basis, "{count}: {columns:?}");
        assert!(area * 3 < facts * 2, "{count}: {columns:?}");
        assert!(*day >= MEASURE.wide(content::roomy("2026年12月31日")), "{count}: {columns:?}");
    }
}

#[test]
fn a_day_and_a_code_are_whole_in_wider_fonts_before_a_word_is() {
    let rows: [&[&str]; 2] = [
        &["编号", "材料名称", "查阅日期", "查阅情况"],
        &["A01-01", "学习档案", "2026年11月10日", "部分符合"],
    ];
    let (code, day) =
        (MEASURE.wide(content::roomy("A01-01")), MEASURE.wide(content::roomy("2026年11月10日")));
    for width in [code + day + 2 * 620, 5200, 8844] {
        let columns = widths(&table(&[], &rows), width, 4, MEASURE);
        let [first, _, third, _] = columns.as_slice() else { unreachable!("four columns") };
        assert!(*first >= code && *third >= day, "{width}: {columns:?}");
    }
}

#[test]
fn figures_among_words_stand_as_the_words_do() {
    let rows: [&[&str]; 4] = [
        &["项目", "内容", "人数"],
        &["座谈日期", "2026年11月10日", "3"],
        &["开始时间", "10:00", "12"],
        &["地点", "行政楼三层会议室", ""],
    ];
    let table = TableBlock { header_rows: 1, ..table(&[], &rows) };
    assert_eq!(figures(&table, 3), [false, false, true]);
}

/// 问题汇总表: names and areas take no room from the problem they are about.
#[test]
fn a_problem_has_more_room_than_the_names_beside_it() {
    let head: &[&str] =
        &["序号", "单位", "领域", "问题表述", "具体表现", "性质", "严重程度", "整改时限", "整改状态"];
    let rows: [&[&str]; 4] = [
        head,
        &[
            "1",
            "示例分院分党组",
            "党内政治生活",
            "民主生活会查摆问题整改不到位",
            "3项问题逾期未完成。",
            "落实不到位",
            "较重",
            "2026年12月31日",
            "已销号",
        ],
        &[
            "2",
            "示例分院分党组",
            "党内政治生活",
            "部分支部“三会一课”记录不完整",
            "抽查3个支部，2个支部记录缺少决议。",
            "不规范",
            "一般",
            "2026年11月20日",
            "逾期",
        ],
        &[
            "3",
            "示例二所",
            "主体责任与党委运行",
            "班子成员“一岗双责”落实不平衡",
            "2名班子成员到联系支部不足2次。",
            "落实不到位",
            "一般",
            "—",
            "整改中",
        ],
    ];
    let table = TableBlock { header_rows: 1, ..table(&[2, 4, 4, 6, 8, 3, 2, 3, 3], &rows) };
    let columns = widths(&table, 12755, 9, MEASURE);
    let [_, _, area, title, facts, ..] = columns.as_slice() else { unreachable!("nine columns") };
    assert!(title > area && facts > area, "{columns:?}");
}

#[test]
fn what_was_seen_is_not_a_strip_beside_names_that_stay_whole() {
    let head: &[&str] =
        &["序号", "单位", "领域", "问题表述", "具体表现", "性质", "严重程度", "整改时限", "整改状态"];
    let seen = "抽查3个党支部，发现此类情况。";
    let row = |area, problem| {
        vec!["1", "示例一所", area, problem, seen, "落实不到位", "一般", "2026年12月31日", "整改中"]
    };
    let rows = [
        row("组织设置与按期换届", "党支部届满未及时换届"),
        row("党内政治生活", "民主生活会查摆问题整改不到位"),
        row("政治建设与决策部署落实", "重点任务分解不细"),
        row("党员发展教育管理与党费", "党费收缴公布不及时"),
    ];
    let rows: Vec<&[&str]> = std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).collect();
    let table = TableBlock { header_rows: 1, ..table(&[], &rows) };
    let columns = widths(&table, 12755, 9, MEASURE);
    let [.., problem, seen, _, _, day, _] = columns.as_slice() else { unreachable!("nine columns") };
    assert!(
        *problem >= MEASURE.wide(120) && *seen >= MEASURE.wide(120),
        "six characters on a line: {columns:?}"
    );
    assert!(*day >= MEASURE.wide(content::length("2026年12月31日")), "{columns:?}");
}
