//! `seal`, `open`, `inspect`: exchange files as such, whatever they hold.

use std::path::Path;

use exchange::{Keys, Opened, Parcel, PublicKey, Seal, SecretKey};
use expr::Date;
use serde_json::{Value, json};

use crate::args::{InspectFile, KeyArguments, OpenFile, SealFile};
use crate::failure::Failure;
use crate::ports::{clock, files, terminal};

/// What opens sealed files.
#[derive(Default)]
pub(crate) struct Secrets {
    pub(crate) passphrase: Option<String>,
    identities: Vec<SecretKey>,
}

impl Secrets {
    /// Reads the files that the arguments name.
    pub(crate) fn of(args: &KeyArguments) -> Result<Self, Failure> {
        let passphrase = files::passphrase(args.passphrase_file.as_deref())?;
        let mut identities = Vec::new();
        if let Some(path) = &args.key_file {
            let text = files::read_text(path)?;
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            for line in lines {
                identities.push(line.parse::<SecretKey>().map_err(|error| Failure::from(error.message()))?);
            }
        }
        Ok(Self { passphrase, identities })
    }
}

/// Reads and opens an exchange file.
pub(crate) fn open_parcel(path: &Path, secrets: &Secrets) -> Result<Opened, Failure> {
    let keys = Keys { passphrase: secrets.passphrase.as_deref(), identities: &secrets.identities };
    exchange::open(&files::read(path)?, &keys).map_err(|error| Failure::from(error.message()))
}

/// `seal`.
pub(crate) fn seal(args: &SealFile, today: Option<Date>) -> Result<(), Failure> {
    let moment = clock::moment(today)?;
    let parcel = parcel(args, &moment)?;
    let passphrase = files::passphrase(args.seal_passphrase_file.as_deref())?;
    let parsed = |text: &String| text.parse::<PublicKey>().map_err(|error| Failure::from(error.message()));
    let recipients: Vec<PublicKey> = args.to.iter().map(parsed).collect::<Result<_, _>>()?;
    let seal = match &passphrase {
        Some(passphrase) => Seal::Passphrase(passphrase),
        None if args.plain => Seal::Plain,
        None => Seal::Recipients(&recipients),
    };
    let bytes = exchange::seal(&parcel, seal, None, moment.entropy)
        .map_err(|error| Failure::from(error.message()))?;
    files::write(&args.output, &bytes)
}

/// What is in the file: of an exchange file its content, of a JSON file a new parcel around it.
fn parcel(args: &SealFile, moment: &app::Moment) -> Result<Parcel, Failure> {
    let is_json = args.file.extension().is_some_and(|extension| extension == "json");
    if !is_json {
        return Ok(open_parcel(&args.file, &Secrets::default())?.parcel);
    }
    let Some(kind) = &args.kind else {
        return Err(Failure::new("没有说明内容文件的用途。", "请用 --kind 给出用途，如 submission。"));
    };
    Ok(Parcel {
        kind: kind.clone(),
        sender: args.sender.clone(),
        made: moment.stamp(),
        payload: files::read(&args.file)?,
        ..Parcel::default()
    })
}

/// `open`.
pub(crate) fn open(args: &OpenFile) -> Result<(), Failure> {
    let mut secrets = Secrets::of(&args.keys)?;
    if let Some(book) = &args.book {
        let book = super::book::read(book, &secrets)?;
        secrets.identities.extend(book.local.secret_key.parse::<SecretKey>().ok());
    }
    let opened = open_parcel(&args.file, &secrets)?;
    let only_content = args.output.extension().is_some_and(|extension| extension == "json");
    if only_content {
        return files::write(&args.output, &opened.parcel.payload);
    }
    // An unsealed file needs no randomness.
    let bytes = exchange::seal(&opened.parcel, Seal::Plain, None, [0; 32])
        .map_err(|error| Failure::from(error.message()))?;
    files::write(&args.output, &bytes)
}

/// `inspect`: what can be known from outside, and what stands inside when it can be opened.
pub(crate) fn inspect(args: &InspectFile) -> Result<(), Failure> {
    let bytes = files::read(&args.file)?;
    let outline = exchange::inspect(&bytes).map_err(|error| Failure::from(error.message()))?;
    let secrets = Secrets::of(&args.keys)?;
    let keys = Keys { passphrase: secrets.passphrase.as_deref(), identities: &secrets.identities };
    let opened = exchange::open(&bytes, &keys);
    let mut facts = json!({
        "version": outline.version,
        "suite": outline.suite,
        "sealing": outline.sealing.name(),
        "size": outline.size,
        "digest": exchange::hex(&outline.digest),
        "code": exchange::short_code(&outline.digest),
    });
    let state = match &opened {
        Ok(_) => "opened".to_owned(),
        Err(error) => error.code().to_owned(),
    };
    let inside = opened.as_ref().map_or_else(|_| json!({}), |opened| inside(&opened.parcel));
    if let (Value::Object(facts), Value::Object(inside)) = (&mut facts, inside) {
        facts.insert("state".to_owned(), state.into());
        facts.extend(inside);
    }
    if args.json {
        terminal::say(&facts.to_string());
        return Ok(());
    }
    tell(&facts, opened.err().map(|error| error.message().to_string()));
    Ok(())
}

fn inside(parcel: &Parcel) -> Value {
    json!({
        "kind": parcel.kind,
        "sender": parcel.sender,
        "sequence": parcel.sequence,
        "made": parcel.made,
        "document_bytes": parcel.payload.len(),
        "attachments": parcel.attachments.len(),
    })
}

fn tell(facts: &Value, refusal: Option<String>) {
    let labels = [
        ("version", "格式版本"),
        ("suite", "加密组合"),
        ("sealing", "加密方式"),
        ("size", "字节数"),
        ("digest", "SHA-256"),
        ("code", "文件校验码"),
        ("kind", "用途"),
        ("sender", "发送单位"),
        ("made", "制作时间"),
        ("sequence", "序号"),
        ("document_bytes", "内容字节数"),
        ("attachments", "附件数"),
    ];
    for (key, label) in labels {
        if let Some(value) = facts.get(key) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            terminal::say(&format!("{label}：{text}"));
        }
    }
    if let Some(refusal) = refusal {
        terminal::say(&format!("内容：未打开（{refusal}）"));
    }
}
