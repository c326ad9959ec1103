//! Vectors of others: the age test kit through our age reader, `JSONTestSuite` through our JSON check.

use std::io::Read;
use std::path::{Path, PathBuf};

use exchange::SecretKey;
use exchange::age::{AgeError, Keys, Sealed};
use libtest_mimic::{Failed, Trial};

use crate::case::hex;

/// One trial per file; without the corpora two ignored trials say what was not done.
pub(crate) fn trials() -> Vec<Trial> {
    let corpora = std::env::var_os("DUCHA_CORPORA").map(PathBuf::from);
    let mut trials = folder(corpora.as_deref(), "age-vectors", age_trial);
    trials.extend(folder(corpora.as_deref(), "json-test-suite", json_trial));
    trials
}

fn folder(corpora: Option<&Path>, name: &str, trial: fn(String, Vec<u8>) -> Trial) -> Vec<Trial> {
    let Some(folder) = corpora.map(|corpora| corpora.join(name)).filter(|folder| folder.is_dir()) else {
        let missing = || Err(Failed::from("DUCHA_CORPORA does not lead to it"));
        return vec![
            Trial::test(format!("{name} (not run: DUCHA_CORPORA)"), missing).with_ignored_flag(true),
        ];
    };
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    let trials = paths.iter().filter(|path| path.is_file()).map(|path| {
        let file = path.file_name().expect("a file has a name").to_string_lossy();
        trial(format!("{name}/{file}"), std::fs::read(path).expect("readable"))
    });
    trials.collect()
}

/// Our reader is stricter or as strict as the parser behind it: `y_` accepted, `n_` refused, `i_` either, never a panic.
fn json_trial(name: String, bytes: Vec<u8>) -> Trial {
    // JSON allows a key to stand twice; we do not, because readers differ in what it means.
    let twice = name.contains("/y_object_duplicated_key");
    let file = name.rsplit('/').next().unwrap_or_default().to_owned();
    Trial::test(name, move || {
        let found = exchange::json::check(&bytes, exchange::json::DOCUMENT).map_err(|refusal| refusal.code());
        let fine = match (file.get(..2), found) {
            (Some("y_"), Err("json-duplicate-key")) => twice,
            (Some("y_"), found) => found.is_ok() && !twice,
            (Some("n_"), found) => found.is_err(),
            (Some("i_"), Ok(())) => serde_json::from_slice::<serde_json::Value>(&bytes).is_ok(),
            _ => true,
        };
        if fine { Ok(()) } else { Err(format!("found {found:?}").into()) }
    })
}

/// A vector of the age kit.
#[derive(Default)]
struct AgeVector {
    expect: String,
    payload: String,
    passphrase: Option<String>,
    identities: Vec<String>,
    armored: bool,
    file: Vec<u8>,
}

fn parse(bytes: &[u8]) -> AgeVector {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n").expect("an empty line parts header and file");
    let mut vector = AgeVector::default();
    let mut zlib = false;
    for line in String::from_utf8_lossy(&bytes[..end]).lines() {
        let (key, value) = line.split_once(": ").expect("a header line is `key: value`");
        match key {
            "expect" => vector.expect = value.to_owned(),
            "payload" => vector.payload = value.to_owned(),
            "passphrase" => vector.passphrase = Some(value.to_owned()),
            "identity" => vector.identities.push(value.to_owned()),
            "armored" => vector.armored = true,
            "compressed" => zlib = value == "zlib",
            _ => {}
        }
    }
    let file = &bytes[end + 2..];
    if zlib {
        flate2::read::ZlibDecoder::new(file)
            .read_to_end(&mut vector.file)
            .expect("the kit's own compression");
    } else {
        vector.file = file.to_vec();
    }
    vector
}

/// Armor and post-quantum identities are not part of an exchange file: those vectors are reported as ignored.
fn age_trial(name: String, bytes: Vec<u8>) -> Trial {
    let vector = parse(&bytes);
    let identities: Result<Vec<SecretKey>, _> = vector.identities.iter().map(|text| text.parse()).collect();
    let Ok(identities) = identities else { return not_supported(&name, "a post-quantum identity") };
    if vector.armored {
        return not_supported(&name, "armor");
    }
    Trial::test(name, move || {
        let keys = Keys { passphrase: vector.passphrase.as_deref(), identities: &identities };
        let found = Sealed::parse(&vector.file).and_then(|sealed| sealed.open(&keys));
        let said = match &found {
            Ok(_) => "success",
            Err(AgeError::Header | AgeError::HeaderTooLong | AgeError::WorkFactor { .. }) => "header failure",
            Err(AgeError::HeaderMac) => "HMAC failure",
            Err(AgeError::Payload) => "payload failure",
            Err(AgeError::NoMatch | AgeError::PassphraseWrong) => "no match",
            Err(AgeError::PassphraseNeeded) => "passphrase needed",
        };
        if said != vector.expect {
            return Err(format!("expected {}, found {said}", vector.expect).into());
        }
        match found {
            Ok(plaintext) if hex(&exchange::digest(&plaintext)) != vector.payload => {
                Err("another plaintext".into())
            }
            _ => Ok(()),
        }
    })
}

fn not_supported(name: &str, what: &'static str) -> Trial {
    Trial::test(format!("{name} (not supported: {what})"), move || Err(Failed::from(what)))
        .with_ignored_flag(true)
}
