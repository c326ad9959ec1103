//! An exchange file: the first line, the age part, the header, the compressed document, the attachments.
//!
//! Blind changes would never get past a checksum. So the first byte says what the rest is: a whole file, the content of a
//! plain file whose checksum is made right here, or a compressed document that gets a right header too.

use exchange::hex;
use std::io::Write;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use exchange::{
    Attachment, Keys, Parcel, Seal, SecretKey, derive_secret_key, derive_signing_key, inspect, open,
};

use crate::{Target, seeds};

pub(super) const TARGET: Target = Target {
    name: "exchange_file",
    run,
    seeds,
    words: &[
        "ducha-exchange/1 age/1 plain\n",
        "recipient",
        "passphrase",
        "age-encryption.org/v1\n",
        "-> X25519 ",
        "-> scrypt ",
        "\n--- ",
        "\"about\":{",
        "\"attachments\":[",
        "\"inflated\":",
        "\"signer\":\"",
        "\"x-later\":\"\"",
        "\u{202e}",
        "..\\",
    ],
    longest: 16 << 10,
    short: 1500,
};

const FILE: u8 = b'F';
const CONTENT: u8 = b'C';
const DOCUMENT: u8 = b'D';

/// The owner of the seeds' key, and the owners of those of the kit.
static IDENTITIES: LazyLock<Vec<SecretKey>> = LazyLock::new(|| {
    let kit = seeds::project("tests/suite/exchange", ".case");
    let mut texts: Vec<String> = kit.iter().flat_map(|case| identities(case)).collect();
    texts.sort();
    texts.dedup();
    let kit = texts.iter().filter_map(|text| text.parse().ok()).take(2);
    std::iter::once(derive_secret_key([1; 32])).chain(kit).collect()
});

fn identities(case: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(case);
    text.lines().filter_map(|line| line.strip_prefix("identity: ")).map(str::to_owned).collect()
}

fn run(bytes: &[u8]) -> &'static str {
    match bytes.split_first() {
        Some((&CONTENT, content)) => read(&plain(content)),
        Some((&DOCUMENT, document)) => read(&plain(&content_with(document))),
        Some((&FILE, file)) => read(file),
        Some(_) | None => read(bytes),
    }
}

fn read(file: &[u8]) -> &'static str {
    let outline = inspect(file);
    // No passphrase: deriving a key takes long on purpose, and behind it lies the same reader as behind a key.
    match open(file, &Keys { passphrase: None, identities: &IDENTITIES }) {
        Ok(opened) => {
            let outline = outline.expect("what opens has an outline");
            assert_eq!((outline.digest, outline.sealing), (opened.digest, opened.sealing));
            let again = exchange::seal(&opened.parcel, Seal::Plain, None, [0; 32])
                .expect("what opened can be sealed");
            let again = open(&again, &Keys::default()).expect("what was sealed opens");
            assert_eq!(again.parcel, opened.parcel, "sealing again changed the parcel");
            "opened"
        }
        Err(error) => {
            let message = error.message();
            assert!(
                !message.what.is_empty() && !message.todo.is_empty() && message.what.chars().count() < 400
            );
            error.code()
        }
    }
}

fn plain(content: &[u8]) -> Vec<u8> {
    let sum = hex(&exchange::digest(content));
    [format!("ducha-exchange/1 age/1 plain\n{sum}\n").as_bytes(), content].concat()
}

/// A content around a compressed document; the size it claims to inflate to comes first.
fn content_with(bytes: &[u8]) -> Vec<u8> {
    let (claimed, document) = bytes.split_at_checked(3).unwrap_or((bytes, &[]));
    let inflated = claimed.iter().fold(0_u32, |size, byte| size << 8 | u32::from(*byte));
    let header = format!(
        "{{\"about\":{{}},\"app\":\"\",\"attachments\":[],\"document\":{{\"inflated\":{inflated},\"sha256\":\"{}\",\"size\":{}}},\
         \"kind\":\"book\",\"made\":\"\",\"sender\":\"\",\"sequence\":1}}",
        hex(&exchange::digest(document)),
        document.len()
    );
    let length = u32::try_from(header.len()).expect("a header of this kind is short");
    [length.to_be_bytes().as_slice(), header.as_bytes(), document].concat()
}

fn marked(kind: u8, bytes: &[u8]) -> Vec<u8> {
    [[kind].as_slice(), bytes].concat()
}

fn seeds() -> Vec<Vec<u8>> {
    let kit = seeds::project("tests/suite/exchange", ".case");
    let mut found: Vec<Vec<u8>> =
        kit.iter().filter_map(|case| file_of(case)).map(|file| marked(FILE, &file)).collect();
    let contents: Vec<Vec<u8>> = found.iter().filter_map(|file| content_of(file)).collect();
    found.extend(contents.iter().map(|content| marked(CONTENT, content)));
    let age = seeds::corpora("age-vectors", "");
    found.extend(
        age.iter()
            .map(|file| marked(FILE, &[b"ducha-exchange/1 age/1 recipient\n".as_slice(), file].concat())),
    );
    found.extend(made());
    for text in ["{}", "[]", "\"督查\"", "{\"a\":[1,2,3],\"b\":{\"c\":null}}", "[[[[[[[[1]]]]]]]]"] {
        found.push(document(text.as_bytes()));
    }
    found.push(document(&vec![b' '; 300_000]));
    found
}

fn made() -> Vec<Vec<u8>> {
    let parcel = Parcel {
        kind: "submission".to_owned(),
        sender: "某所党委".to_owned(),
        sequence: 1,
        about: [("task".to_owned(), "2026".to_owned())].into(),
        payload: b"{\"answers\":{\"a1\":1}}".to_vec(),
        attachments: vec![Attachment { name: "a.txt".to_owned(), bytes: b"text".to_vec() }],
        ..Parcel::default()
    };
    let (signer, recipient) = (derive_signing_key([2; 32]), [derive_secret_key([1; 32]).public()]);
    let seal = |how: Seal<'_>, signed: bool| {
        exchange::seal(&parcel, how, signed.then_some(&signer), [3; 32])
            .expect("a small parcel can be sealed")
    };
    let plain = seal(Seal::Plain, true);
    let content = content_of(&marked(FILE, &plain)).expect("a plain file has a content");
    vec![
        marked(FILE, &plain),
        marked(FILE, &seal(Seal::Recipients(&recipient), true)),
        marked(FILE, &seal(Seal::Recipients(&recipient), false)),
        marked(CONTENT, &content),
    ]
}

fn document(json: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(json).expect("writing into a Vec does not fail");
    let deflated = encoder.finish().expect("writing into a Vec does not fail");
    let length = u32::try_from(json.len()).expect("a seed is short").to_be_bytes();
    [[DOCUMENT].as_slice(), &length[1..], &deflated].concat()
}

fn file_of(case: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(case).ok()?;
    let (_, base64) = text.split_once("\n\n")?;
    STANDARD.decode(base64.split_whitespace().collect::<String>()).ok()
}

/// What stands behind the checksum of a marked plain file.
fn content_of(marked: &[u8]) -> Option<Vec<u8>> {
    let file = marked.get(1..)?;
    let line = file.iter().position(|byte| *byte == b'\n')?;
    file.starts_with(b"ducha-exchange/1 age/1 plain").then(|| file.get(line + 66..).map(<[u8]>::to_vec))?
}
