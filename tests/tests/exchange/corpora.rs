//! Vectors of others: the age test kit through our age reader, `JSONTestSuite` through our JSON check.

use std::io::Read;
use std::path::{Path, PathBuf};

use exchange::SecretKey;
use exchange::age::{AgeError, Keys, Sealed};
use libtest_mimic::{Failed, Trial};

use exchange::hex;

/// One trial per file; without the corpora two ignored trials say what was not done.
pub(crate) fn trials() -> Vec<Trial> {
    let corpora = std::env::var_os("DUCHA_CORPORA").map(PathBuf::from);
    let mut trials = folder(corpora.as_deref(), "age-vectors", age_trial);
    if let Some(kit) = corpora.as_ref().map(|corpora| corpora.join("age-vectors")).filter(|kit| kit.is_dir())
    {
        trials.push(Trial::test("the age kit is whole", move || kit_is_whole(&kit)));
    }
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

/// The kit of 2026 has 143 vectors: 92 that an exchange file could hold, 33 in armor and 18 for post-quantum keys.
const KIT: [(Use, usize); 3] = [(Use::Ours, 92), (Use::Armor, 33), (Use::PostQuantum, 18)];

/// What a vector is to a reader of exchange files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A binary age file for X25519 keys or a passphrase: our reader must say exactly what the kit says.
    Ours,
    /// An age file as text. No exchange file has one inside, so all of them are refused, the good ones too.
    Armor,
    /// A file for a kind of key that `age/1` of SPEC.md does not have: refused, the good ones too.
    PostQuantum,
}

fn use_of(vector: &AgeVector) -> Use {
    let post_quantum = |key: &String| key.starts_with("AGE-SECRET-KEY-PQ-1");
    match vector.armored {
        true => Use::Armor,
        false if vector.identities.iter().any(post_quantum) => Use::PostQuantum,
        false => Use::Ours,
    }
}

/// A kit that has shrunk proves less than it says.
fn kit_is_whole(folder: &Path) -> Result<(), Failed> {
    let paths = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    let uses: Vec<Use> =
        paths.map(|path| Ok(use_of(&parse(&std::fs::read(path)?)))).collect::<std::io::Result<_>>()?;
    for (kind, least) in KIT {
        let found = uses.iter().filter(|found| **found == kind).count();
        if found < least {
            return Err(format!("{found} vectors of {kind:?}, and there were {least}").into());
        }
    }
    Ok(())
}

fn age_trial(name: String, bytes: Vec<u8>) -> Trial {
    let vector = parse(&bytes);
    match use_of(&vector) {
        Use::Ours => Trial::test(name, move || said_as_expected(&vector)),
        Use::Armor => Trial::test(format!("{name} (armor: refused)"), move || refused(&vector)),
        Use::PostQuantum => Trial::test(format!("{name} (post-quantum: refused)"), move || refused(&vector)),
    }
}

fn open(vector: &AgeVector, identities: &[SecretKey]) -> Result<Vec<u8>, AgeError> {
    let keys = Keys { passphrase: vector.passphrase.as_deref(), identities };
    Sealed::parse(&vector.file).and_then(|sealed| sealed.open(&keys))
}

fn said_as_expected(vector: &AgeVector) -> Result<(), Failed> {
    let identities: Vec<SecretKey> = vector
        .identities
        .iter()
        .map(|text| text.parse().map_err(|_| Failed::from("an identity of the kit is not read")))
        .collect::<Result<_, _>>()?;
    let found = open(vector, &identities);
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
}

/// With every key we can read, nothing comes out.
fn refused(vector: &AgeVector) -> Result<(), Failed> {
    let identities: Vec<SecretKey> = vector.identities.iter().flat_map(|text| text.parse()).collect();
    match open(vector, &identities) {
        Ok(_) => Err("something came out".into()),
        Err(_) => Ok(()),
    }
}
