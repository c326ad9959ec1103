//! The arguments `ducha` understands.

use std::path::PathBuf;

use clap::error::{ContextKind, ErrorKind};
use clap::{Args, Parser, Subcommand, ValueEnum};
use expr::Date;

use crate::failure::Failure;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "ducha", version, about = "督查：离线表单和公文工具", disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// The day that counts as today.
    #[arg(long, global = true, value_name = "年-月-日", value_parser = day, help = "以这一天为“今天”，不填则取系统日期（北京时间）")]
    pub(crate) today: Option<Date>,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(about = "用模板和数据生成公文（DOCX）")]
    Compose(Compose),
    #[command(about = "将公文正文和要素排成公文（DOCX）")]
    Typeset(Typeset),
    #[command(about = "生成分页预览（网页），输入同 compose 或 typeset")]
    Preview(Preview),
    #[command(about = "校对公文，列出问题；有错误时退出码为1")]
    Proof(Proof),
    #[command(about = "取出 Word 文件（.docx）中的文字")]
    Import(Import),
    #[command(subcommand, about = "表单")]
    Form(FormCommand),
    #[command(subcommand, about = "工作簿")]
    Book(BookCommand),
    #[command(about = "加密或重新打包一个 .ducha 文件")]
    Seal(SealFile),
    #[command(about = "打开一个 .ducha 文件，另存为不加密的文件或只存内容（.json）")]
    Open(OpenFile),
    #[command(about = "查看一个 .ducha 文件是什么")]
    Inspect(InspectFile),
    #[command(subcommand, about = "报告")]
    Report(ReportCommand),
    #[command(about = "生成示例工作簿")]
    Sample(SampleBook),
}

/// `compose`.
#[derive(Debug, Args)]
pub(crate) struct Compose {
    #[arg(value_name = "模板", help = "模板名称（如 feedback-letter），或模板文件（.txt）")]
    pub(crate) letter: String,
    #[arg(long, value_name = "数据.json", help = "数据")]
    pub(crate) data: PathBuf,
    #[arg(long, value_name = "版式", help = "版式名称，不填则用模板指定的版式")]
    pub(crate) style: Option<String>,
    #[arg(short, long, value_name = "输出.docx", help = "生成的文件")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) house: HouseArguments,
}

/// `typeset`.
#[derive(Debug, Args)]
pub(crate) struct Typeset {
    #[arg(value_name = "正文.txt", help = "公文正文")]
    pub(crate) text: PathBuf,
    #[arg(long, value_name = "要素.toml", help = "公文要素")]
    pub(crate) head: PathBuf,
    #[arg(long, value_name = "版式", help = "版式名称，不填则用要素中的 style")]
    pub(crate) style: Option<String>,
    #[arg(short, long, value_name = "输出.docx", help = "生成的文件")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) house: HouseArguments,
}

/// `preview`: with `--data` as `compose`, with `--head` as `typeset`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("made_from").required(true).args(["data", "head"])))]
pub(crate) struct Preview {
    #[arg(value_name = "模板或正文", help = "与 --data 同用时为模板，与 --head 同用时为公文正文")]
    pub(crate) source: String,
    #[arg(long, value_name = "数据.json", help = "模板的数据")]
    pub(crate) data: Option<PathBuf>,
    #[arg(long, value_name = "要素.toml", help = "公文要素")]
    pub(crate) head: Option<PathBuf>,
    #[arg(long, value_name = "版式", help = "版式名称")]
    pub(crate) style: Option<String>,
    #[arg(short, long, value_name = "输出.html", help = "生成的文件")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) house: HouseArguments,
}

/// House style of what is made.
#[derive(Debug, Args)]
pub(crate) struct HouseArguments {
    #[arg(
        long = "house",
        value_name = "版式.toml",
        help = "院内版式文件，可用的名称：profile、fonts、mark_pt、mirrored、imprint_even_page、latin"
    )]
    pub(crate) file: Option<PathBuf>,
    #[arg(long, value_enum, value_name = "版面", ignore_case = true, help = "行距和页边距")]
    pub(crate) profile: Option<ProfileArgument>,
    #[arg(long, value_enum, value_name = "字体", help = "字体名称")]
    pub(crate) fonts: Option<FontsArgument>,
}

/// Line pitch and margins.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ProfileArgument {
    #[value(help = "行距28.95磅，国家标准推荐页边距")]
    A,
    #[value(help = "行距28磅")]
    B,
    #[value(help = "行距29.6磅，文字撑满版心")]
    C,
}

/// Names of the fonts.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FontsArgument {
    #[value(help = "仿宋_GB2312、楷体_GB2312")]
    Gb2312,
    #[value(help = "仿宋、楷体")]
    Windows,
}

/// `proof`.
#[derive(Debug, Args)]
pub(crate) struct Proof {
    #[arg(value_name = "正文.txt", help = "公文正文，或整篇公文")]
    pub(crate) text: PathBuf,
    #[arg(long, value_name = "要素.toml", help = "公文要素")]
    pub(crate) head: Option<PathBuf>,
    #[arg(long, value_name = "版式", help = "版式名称，不填则用要素中的 style")]
    pub(crate) style: Option<String>,
    #[arg(long, help = "供其他程序读取的格式")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) house: HouseArguments,
}

/// `import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[arg(value_name = "文件.docx", help = "Word 文件")]
    pub(crate) file: PathBuf,
    #[arg(short, long, value_name = "正文.txt", help = "生成的文件")]
    pub(crate) output: PathBuf,
}

/// `form …`.
#[derive(Debug, Subcommand)]
pub(crate) enum FormCommand {
    #[command(about = "检查一份填好的表单，列出问题")]
    Check(FormCheck),
}

/// `form check`.
#[derive(Debug, Args)]
pub(crate) struct FormCheck {
    #[arg(value_name = "表单", help = "表单名称（如 phone-call），或表单文件（.json）")]
    pub(crate) form: String,
    #[arg(value_name = "填写内容.json", help = "填写内容，按栏目标识")]
    pub(crate) answers: PathBuf,
    #[arg(long, value_name = "已知情况.json", help = "表单可用的已知情况，如 unit、year、period_end")]
    pub(crate) context: Option<PathBuf>,
    #[arg(long, value_name = "清单.json", help = "自查内容清单，不填则用默认样本")]
    pub(crate) catalogue: Option<PathBuf>,
    #[arg(long, help = "供其他程序读取的格式")]
    pub(crate) json: bool,
}

/// `book …`.
#[derive(Debug, Subcommand)]
pub(crate) enum BookCommand {
    #[command(about = "新建工作簿")]
    New(BookNew),
    #[command(about = "查看工作簿的概况")]
    Info(BookInfo),
    #[command(about = "列出工作簿的各项数字")]
    Figures(BookFigures),
    #[command(
        about = "将收到的文件接收到工作簿；同一工作簿在另一台电脑上的副本（收件凭证或识别码相同）也可接收，其他工作簿拒收"
    )]
    Merge(BookMerge),
    #[command(about = "列出工作簿的全部内容，一行一条，供其他程序读取")]
    Export(BookExport),
    #[command(about = "另存一份隐去姓名、电话、证件号码的工作簿，供查看，不含收件凭证和图片")]
    Mask(BookMask),
}

/// Who uses a book.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RoleArgument {
    #[value(help = "填报单位")]
    Unit,
    #[value(help = "督查组")]
    Inspector,
    #[value(help = "办公室或分院")]
    Office,
}

impl From<RoleArgument> for ledger::Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::Unit => Self::Unit,
            RoleArgument::Inspector => Self::Inspector,
            RoleArgument::Office => Self::Office,
        }
    }
}

/// `book new`.
#[derive(Debug, Args)]
pub(crate) struct BookNew {
    #[arg(long, value_enum, value_name = "使用者", default_value = "office", help = "使用者")]
    pub(crate) role: RoleArgument,
    #[arg(long, default_value = "", hide_default_value = true, value_name = "姓名", help = "使用人")]
    pub(crate) person: String,
    #[arg(
        long,
        default_value = "",
        hide_default_value = true,
        value_name = "名称",
        help = "办公室或督查组名称"
    )]
    pub(crate) organ: String,
    #[arg(long, value_name = "单位", required_if_eq("role", "unit"), help = "填报单位的全称或简称")]
    pub(crate) unit: Option<String>,
    #[arg(short, long, value_name = "工作簿.ducha", help = "生成的工作簿")]
    pub(crate) output: PathBuf,
}

/// How a sealed file is opened.
#[derive(Debug, Args)]
pub(crate) struct KeyArguments {
    #[arg(long, value_name = "文件", help = "口令文件，口令写在第一行")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, value_name = "文件", help = "收件凭证文件")]
    pub(crate) key_file: Option<PathBuf>,
}

/// `book info`.
#[derive(Debug, Args)]
pub(crate) struct BookInfo {
    #[arg(value_name = "工作簿.ducha", help = "工作簿")]
    pub(crate) book: PathBuf,
    #[command(flatten)]
    pub(crate) keys: KeyArguments,
    #[arg(long, help = "供其他程序读取的格式")]
    pub(crate) json: bool,
}

/// `book figures`.
#[derive(Debug, Args)]
pub(crate) struct BookFigures {
    #[arg(value_name = "工作簿.ducha", help = "工作簿")]
    pub(crate) book: PathBuf,
    #[command(flatten)]
    pub(crate) keys: KeyArguments,
    #[arg(long, value_name = "年度", help = "统计的年度，不填的，统计最近一年")]
    pub(crate) year: Option<i32>,
    #[arg(long, help = "一并列出各项数字的分布")]
    pub(crate) by: bool,
    #[arg(long, help = "供其他程序读取的格式")]
    pub(crate) json: bool,
}

/// `book merge`.
#[derive(Debug, Args)]
pub(crate) struct BookMerge {
    #[arg(value_name = "工作簿.ducha", help = "工作簿，或用来新建工作簿的任务文件、督查组工作包")]
    pub(crate) book: PathBuf,
    #[arg(value_name = "文件.ducha", required = true, help = "要接收的文件")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) keys: KeyArguments,
    #[arg(short, long, value_name = "输出.ducha", help = "接收后的工作簿")]
    pub(crate) output: PathBuf,
    #[arg(
        long,
        help = "首次收到的单位、督查组或办公室的文件，以及没有识别码的文件，已核对来源，一并接收；不加则列出识别码，暂不接收"
    )]
    pub(crate) accept_first: bool,
    #[arg(long, help = "列出每个文件的结果，供其他程序读取")]
    pub(crate) json: bool,
}

/// `book export`.
#[derive(Debug, Args)]
pub(crate) struct BookExport {
    #[arg(value_name = "工作簿.ducha", help = "工作簿")]
    pub(crate) book: PathBuf,
    #[command(flatten)]
    pub(crate) keys: KeyArguments,
    #[arg(short, long, value_name = "输出.ndjson", help = "生成的文件")]
    pub(crate) output: PathBuf,
}

/// `book mask`.
#[derive(Debug, Args)]
pub(crate) struct BookMask {
    #[arg(value_name = "工作簿.ducha", help = "工作簿")]
    pub(crate) book: PathBuf,
    #[arg(long, value_name = "文字", help = "也隐去这一内容，可多次给出")]
    pub(crate) also: Vec<String>,
    #[arg(long, help = "未隐去而像人名、号码的内容全部隐去")]
    pub(crate) also_all: bool,
    #[command(flatten)]
    pub(crate) keys: KeyArguments,
    #[arg(short, long, value_name = "输出.ducha", help = "生成的文件")]
    pub(crate) output: PathBuf,
}

/// `seal`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("protection").required(true).args(["to", "seal_passphrase_file", "plain"])))]
pub(crate) struct SealFile {
    #[arg(value_name = "文件", help = "不加密的 .ducha 文件，或内容文件（.json，须同时给出 --kind）")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "收件凭证", help = "收件方的收件凭证，可多次给出")]
    pub(crate) to: Vec<String>,
    #[arg(long = "passphrase-file", value_name = "文件", help = "以口令加密，口令写在文件第一行")]
    pub(crate) seal_passphrase_file: Option<PathBuf>,
    #[arg(long, help = "不加密")]
    pub(crate) plain: bool,
    #[arg(long, value_name = "用途", help = "内容文件的用途，如 submission、records、book")]
    pub(crate) kind: Option<String>,
    #[arg(
        long,
        default_value = "",
        hide_default_value = true,
        value_name = "名称",
        help = "内容文件的发送单位"
    )]
    pub(crate) sender: String,
    #[arg(short, long, value_name = "输出.ducha", help = "生成的文件")]
    pub(crate) output: PathBuf,
}

/// `open`.
#[derive(Debug, Args)]
pub(crate) struct OpenFile {
    #[arg(value_name = "文件.ducha", help = "要打开的文件")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) keys: KeyArguments,
    #[arg(long, value_name = "工作簿.ducha", help = "用这个工作簿中的办公室收件凭证打开")]
    pub(crate) book: Option<PathBuf>,
    #[arg(short, long, value_name = "输出", help = "扩展名为 .json 时只写内容，否则写不加密的 .ducha 文件")]
    pub(crate) output: PathBuf,
}

/// `inspect`.
#[derive(Debug, Args)]
pub(crate) struct InspectFile {
    #[arg(value_name = "文件.ducha", help = "要查看的文件")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) keys: KeyArguments,
    #[arg(long, help = "供其他程序读取的格式")]
    pub(crate) json: bool,
}

/// `report …`.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    #[command(about = "起草年度督查工作报告（DOCX）")]
    Annual(AnnualReport),
}

/// `report annual`.
#[derive(Debug, Args)]
pub(crate) struct AnnualReport {
    #[arg(long, value_name = "工作簿.ducha", help = "办公室的工作簿")]
    pub(crate) book: PathBuf,
    #[command(flatten)]
    pub(crate) keys: KeyArguments,
    #[arg(long, value_name = "年度", help = "不填则取最近的年度")]
    pub(crate) year: Option<i32>,
    #[arg(short, long, value_name = "输出.docx", help = "生成的文件")]
    pub(crate) output: PathBuf,
}

/// `sample`.
#[derive(Debug, Args)]
pub(crate) struct SampleBook {
    #[arg(short, long, value_name = "工作簿.ducha", help = "生成的工作簿")]
    pub(crate) output: PathBuf,
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=5000), value_name = "数量", help = "参加督查的单位数")]
    pub(crate) units: u32,
    #[arg(long, default_value_t = 2026, value_name = "数字", help = "同一数字生成同样的内容")]
    pub(crate) seed: u64,
    #[arg(long, value_enum, value_name = "使用者", default_value = "office", help = "工作簿的使用者")]
    pub(crate) role: RoleArgument,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "日期应为“2026-11-23”的样式".to_owned())
}

/// A wrong command line, in two sentences.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "clap adds kinds of errors; all others read the same to the user"
)]
pub(crate) fn usage_failure(error: &clap::Error) -> Failure {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数：{argument}。"),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数。"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令。", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("参数 {argument} 的值“{value}”不能用。")
        }
        ErrorKind::ArgumentConflict => {
            format!("参数 {argument} 不能与 {} 同用。", context(ContextKind::PriorArg))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有说明要做什么。".to_owned()
        }
        _ => "命令的写法不对。".to_owned(),
    };
    Failure::new(what, "请运行 ducha --help 查看用法，或在命令后加 --help 查看该命令的参数。")
}

/// What clap writes of itself in a help text, which it offers in English only, and what stands there instead.
const OWN_WORDS: [(&str, &str); 14] = [
    ("Usage: ", "用法："),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("[OPTIONS]", "[选项]"),
    ("[COMMAND]", "[命令]"),
    ("<COMMAND>", "<命令>"),
    ("Print help (see more with '--help')", "显示帮助（--help 更详细）"),
    ("Print help (see a summary with '-h')", "显示帮助（-h 更简要）"),
    ("Print help", "显示帮助"),
    ("Print version", "显示版本"),
    ("[default: ", "[默认："),
    ("[possible values: ", "[可用的值："),
    ("Possible values:", "可用的值："),
];

/// A help text of clap with its own words in Chinese.
pub(crate) fn in_chinese(help: &str) -> String {
    OWN_WORDS.iter().fold(help.to_owned(), |help, (english, chinese)| help.replace(english, chinese))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    /// Every help text of the program: of a command and of all below it.
    fn helps(command: &mut clap::Command, all: &mut Vec<String>) {
        all.push(super::in_chinese(&command.render_help().to_string()));
        all.push(super::in_chinese(&command.render_long_help().to_string()));
        for below in command.get_subcommands_mut() {
            helps(below, all);
        }
    }

    #[test]
    fn the_help_has_no_english_but_names_to_type() {
        let mut command = super::Arguments::command();
        command.build();
        let mut all = Vec::new();
        helps(&mut command, &mut all);
        assert!(all.len() > 30, "{} help texts", all.len());
        for help in all {
            // What is typed is in small letters; a word of clap begins with a capital, a name nobody gave is in capitals.
            let english = |word: &&str| word.len() > 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
            let words = help.split(|c: char| !c.is_ascii_alphabetic()).filter(english);
            let left: Vec<&str> = words.filter(|word| !["Word", "DOCX", "GB"].contains(word)).collect();
            assert!(left.is_empty(), "{left:?} in {help}");
        }
    }

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        super::Arguments::command().debug_assert();
    }
}
