//! One vector: header lines with what to expect, an empty line, the file in base64.

use exchange::hex;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use exchange::{Keys, Opened, SecretKey, Signature, open};
use libtest_mimic::{Failed, Trial};

/// A vector.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Case {
    /// Stem of its file name.
    pub(crate) name: String,
    /// `success`, or the name of the refusal.
    pub(crate) expect: String,
    /// What it shows, in a sentence.
    pub(crate) claim: String,
    /// Passphrase to open with.
    pub(crate) passphrase: Option<String>,
    /// Identities to open with.
    pub(crate) identities: Vec<String>,
    /// On success: SHA-256 of the document, kind, signing key, names of attachments.
    pub(crate) facts: Vec<(String, String)>,
    /// The file.
    pub(crate) bytes: Vec<u8>,
}

/// Facts about an opened file, in the form the header lines have.
pub(crate) fn facts(opened: &Opened) -> Vec<(String, String)> {
    let mut facts = vec![
        ("sealing".to_owned(), opened.sealing.name().to_owned()),
        ("kind".to_owned(), opened.parcel.kind.clone()),
        ("sequence".to_owned(), opened.parcel.sequence.to_string()),
        ("document".to_owned(), hex(&exchange::digest(&opened.parcel.payload))),
        ("content".to_owned(), hex(&opened.content)),
    ];
    if let Signature::Valid { public_key } = opened.signature {
        facts.push(("signer".to_owned(), public_key.to_string()));
    }
    for attachment in &opened.parcel.attachments {
        facts.push((
            "attachment".to_owned(),
            format!("{} {}", hex(&exchange::digest(&attachment.bytes)), attachment.name),
        ));
    }
    facts
}

impl Case {
    pub(crate) fn open(&self) -> Result<Opened, exchange::OpenError> {
        let identities: Vec<SecretKey> =
            self.identities.iter().map(|text| text.parse().expect("vectors hold valid identities")).collect();
        open(&self.bytes, &Keys { passphrase: self.passphrase.as_deref(), identities: &identities })
    }

    /// Fails when the file does not do what its header says.
    pub(crate) fn check(&self) -> Result<(), Failed> {
        let (found, facts) = match self.open() {
            Ok(opened) => ("success", facts(&opened)),
            Err(error) => {
                let message = error.message();
                if message.what.is_empty() || message.todo.is_empty() {
                    return Err(format!("{} has no message", error.code()).into());
                }
                (error.code(), Vec::new())
            }
        };
        if found != self.expect {
            return Err(format!("{}\nexpected {}, found {found}", self.claim, self.expect).into());
        }
        if facts != self.facts {
            return Err(format!("{}\nexpected {:?}\nfound    {facts:?}", self.claim, self.facts).into());
        }
        Ok(())
    }

    pub(crate) fn to_text(&self) -> String {
        let mut lines = vec![format!("expect: {}", self.expect), format!("claim: {}", self.claim)];
        lines.extend(self.passphrase.iter().map(|text| format!("passphrase: {text}")));
        lines.extend(self.identities.iter().map(|text| format!("identity: {text}")));
        lines.extend(self.facts.iter().map(|(key, value)| format!("{key}: {value}")));
        lines.push(String::new());
        let base64 = STANDARD.encode(&self.bytes);
        lines.extend(base64.as_bytes().chunks(100).map(|line| String::from_utf8_lossy(line).into_owned()));
        lines.join("\n") + "\n"
    }

    fn parse(name: &str, text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").expect("an empty line parts header and file");
        let mut case = Self { name: name.to_owned(), ..Self::default() };
        for line in head.lines() {
            let (key, value) = line.split_once(": ").expect("a header line is `key: value`");
            match key {
                "expect" => case.expect = value.to_owned(),
                "claim" => case.claim = value.to_owned(),
                "passphrase" => case.passphrase = Some(value.to_owned()),
                "identity" => case.identities.push(value.to_owned()),
                _ => case.facts.push((key.to_owned(), value.to_owned())),
            }
        }
        let base64: String = body.lines().collect();
        case.bytes = STANDARD.decode(base64).expect("the file is in base64");
        case
    }
}

/// All vectors of the folder, by name.
pub(crate) fn read_all(folder: &Path) -> Vec<Case> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the suite is there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "case"));
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.file_stem().expect("a case has a name").to_string_lossy();
            Case::parse(&name, &std::fs::read_to_string(path).expect("a case is text"))
        })
        .collect()
}

pub(crate) fn trials(folder: &Path) -> Vec<Trial> {
    let cases = read_all(folder);
    assert!(cases.len() >= 40, "the suite has shrunk to {} vectors", cases.len());
    cases.into_iter().map(|case| Trial::test(format!("vector {}", case.name), move || case.check())).collect()
}
