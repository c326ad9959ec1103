//! Vectors that are bad before their content is reached: first line, checksum, age file, keys.

use exchange::age::{To, encrypt};

use super::bad;
use crate::case::Case;
use crate::craft::{self, JSON, content, flip, line, replace, stranger};
use exchange::hex;

pub(crate) fn cases() -> Vec<Case> {
    [first_line(), checksum(), age(), keys()].concat()
}

fn first_line() -> Vec<Case> {
    let plain = content(JSON.as_bytes()).plain();
    let as_line = |text: &str| replace(&plain, b"ducha-exchange/1 age/1 plain\n", text.as_bytes());
    vec![
        bad("line-empty", "empty", "No bytes are refused as empty.", Vec::new()),
        bad("line-json", "not-ours", "JSON is not ours.", JSON.into()),
        bad("line-zip", "not-ours", "A zip is not ours.", b"PK\x03\x04\x14\0\0\0".to_vec()),
        bad(
            "line-age",
            "not-ours",
            "A bare age file is not ours.",
            encrypt(b"x", To::Recipients(&[]), [0; 32]),
        ),
        bad(
            "line-byte-order-mark",
            "not-ours",
            "A byte order mark before the magic is refused.",
            [b"\xEF\xBB\xBF", plain.as_slice()].concat(),
        ),
        bad(
            "line-cut",
            "damaged",
            "A file cut in its first line is damaged.",
            b"ducha-exchange/1 age".to_vec(),
        ),
        bad("line-only", "damaged", "A first line alone is damaged.", line("plain", b"", b"")),
        bad(
            "line-carriage-return",
            "damaged",
            "A file turned to CR LF is damaged.",
            as_line("ducha-exchange/1 age/1 plain\r\n"),
        ),
        bad(
            "line-two-spaces",
            "damaged",
            "The line has one form.",
            as_line("ducha-exchange/1  age/1 plain\n"),
        ),
        bad(
            "line-too-long",
            "damaged",
            "A first line has at most 128 bytes.",
            as_line(&format!("ducha-exchange/1 age/1 {}\n", "p".repeat(200))),
        ),
        bad(
            "version-2",
            "version-too-new",
            "A later version is named, whatever follows.",
            b"ducha-exchange/2 {new:form}".to_vec(),
        ),
        bad(
            "version-65535",
            "version-too-new",
            "The greatest version is named.",
            as_line("ducha-exchange/65535 age/1 plain\n"),
        ),
        bad(
            "version-65536",
            "damaged",
            "A version beyond 16 bits is damage.",
            as_line("ducha-exchange/65536 age/1 plain\n"),
        ),
        bad("version-0", "damaged", "There is no version 0.", as_line("ducha-exchange/0 age/1 plain\n")),
        bad(
            "version-leading-zero",
            "damaged",
            "A version has one form.",
            as_line("ducha-exchange/01 age/1 plain\n"),
        ),
        bad(
            "suite-sm",
            "suite-unknown",
            "A suite not known here is named.",
            as_line("ducha-exchange/1 sm/1 plain\n"),
        ),
        bad(
            "suite-sm-later",
            "suite-unknown",
            "A later one of the names set aside is named as well.",
            as_line("ducha-exchange/1 sm/2 recipient\n"),
        ),
        bad(
            "suite-both",
            "suite-unknown",
            "A suite that seals twice is named.",
            as_line("ducha-exchange/1 both/1 recipient\n"),
        ),
        bad(
            "suite-later",
            "suite-unknown",
            "A later age suite is named.",
            as_line("ducha-exchange/1 age/2 recipient\n"),
        ),
        bad(
            "suite-sealing",
            "suite-unknown",
            "A sealing not known here is named.",
            as_line("ducha-exchange/1 age/1 escrow\n"),
        ),
        bad(
            "suite-malformed",
            "damaged",
            "A suite that can't be one is damage.",
            as_line("ducha-exchange/1 AGE/1 plain\n"),
        ),
    ]
}

fn checksum() -> Vec<Case> {
    let content = content(JSON.as_bytes()).bytes();
    let plain = craft::plain(&content);
    let sum = hex(&exchange::digest(&content));
    vec![
        bad(
            "plain-cut",
            "damaged",
            "A plain file without its last byte is damaged.",
            plain[..plain.len() - 1].to_vec(),
        ),
        bad(
            "plain-longer",
            "damaged",
            "A plain file with a byte more is damaged.",
            [plain.as_slice(), b"\n"].concat(),
        ),
        bad("plain-flipped", "damaged", "A plain file with one bit changed is damaged.", flip(&plain, -1)),
        bad(
            "plain-checksum-upper-case",
            "damaged",
            "A checksum has one form.",
            replace(&plain, sum.as_bytes(), sum.to_uppercase().as_bytes()),
        ),
        bad(
            "plain-padded",
            "damaged",
            "A plain file has no padding.",
            craft::plain(&[content.as_slice(), &[0; 100]].concat()),
        ),
    ]
}

fn age() -> Vec<Case> {
    let content = content(JSON.as_bytes()).bytes();
    let sealed = craft::to_reader(&content);
    let locked = craft::with_passphrase(&content, 2);
    let header_end = sealed.windows(5).position(|part| part == b"\n--- ").expect("an age header ends so");
    let payload = header_end + 1 + 4 + 43 + 1;
    let stanza =
        String::from_utf8_lossy(&locked[..locked.windows(4).position(|part| part == b"\n---").expect("so")])
            .into_owned();
    let stanza = stanza.split_once("-> ").expect("a stanza").1.to_owned();
    let padded = |padding: &[u8]| craft::to_reader(&[content.as_slice(), padding].concat());
    vec![
        bad(
            "age-recipient-called-passphrase",
            "damaged",
            "The sealing in the first line must be that of the age file.",
            replace(&sealed, b"recipient", b"passphrase"),
        ),
        bad(
            "age-passphrase-called-recipient",
            "damaged",
            "The sealing in the first line must be that of the age file.",
            replace(&locked, b"passphrase", b"recipient"),
        ),
        bad(
            "age-called-plain",
            "damaged",
            "A sealed file called plain has no checksum.",
            replace(&sealed, b"recipient", b"plain"),
        ),
        bad(
            "age-cut-in-header",
            "damaged",
            "An age header that is cut is damaged.",
            sealed[..header_end - 10].to_vec(),
        ),
        bad("age-cut-after-header", "damaged", "An age header alone is damaged.", sealed[..payload].to_vec()),
        bad(
            "age-cut-in-nonce",
            "damaged",
            "A payload that is cut in its nonce is damaged.",
            sealed[..payload + 10].to_vec(),
        ),
        bad(
            "age-cut-in-payload",
            "damaged",
            "A payload without its last byte is damaged.",
            sealed[..sealed.len() - 1].to_vec(),
        ),
        bad("age-mac-changed", "damaged", "A changed header MAC is damage.", {
            let at = header_end + 10;
            let other = if sealed[at] == b'A' { b'B' } else { b'A' };
            [&sealed[..at], &[other], &sealed[at + 1..]].concat()
        }),
        bad(
            "age-payload-flipped",
            "damaged",
            "A payload with one bit changed is damaged.",
            flip(&sealed, -100),
        ),
        bad(
            "age-longer",
            "damaged",
            "A payload with a byte more is damaged.",
            [sealed.as_slice(), b"\0"].concat(),
        ),
        bad("age-chunk-missing", "damaged", "Without its last chunk a file is damaged.", {
            let two = padded(&[0; 70_000]);
            two[..payload + 16 + 65_536 + 16].to_vec()
        }),
        bad(
            "age-armored",
            "damaged",
            "Armor is not part of the format.",
            line("recipient", b"-----BEGIN AGE ENCRYPTED FILE-----\n", b""),
        ),
        bad(
            "age-later-version",
            "damaged",
            "Another version of age is not suite age/1.",
            replace(&sealed, b"encryption.org/v1", b"encryption.org/v2"),
        ),
        bad(
            "age-header-too-long",
            "too-large",
            "An age header beyond 64 KiB is refused before it is read.",
            {
                let grease = "-> grease\nAAAA\n";
                line("recipient", b"age-encryption.org/v1\n", grease.repeat(6_000).as_bytes())
            },
        ),
        bad(
            "age-two-passphrases",
            "damaged",
            "A passphrase stanza stands alone.",
            replace(&locked, b"\n---", format!("\n-> {stanza}\n---").as_bytes()),
        ),
        bad("age-share-of-small-order", "damaged", "A share that makes the secret zero is refused.", {
            let text = String::from_utf8_lossy(&sealed[..header_end]).into_owned();
            let share = text
                .split("X25519 ")
                .nth(1)
                .and_then(|rest| rest.split('\n').next())
                .expect("a share")
                .to_owned();
            replace(&sealed, share.as_bytes(), "A".repeat(43).as_bytes())
        }),
        bad("age-padding-not-zero", "damaged", "Padding is zero bytes.", padded(&[0, 0, 1, 0])),
    ]
}

fn keys() -> Vec<Case> {
    let content = content(JSON.as_bytes()).bytes();
    let sealed = craft::to_reader(&content);
    let locked = craft::with_passphrase(&content, 2);
    let with = |case: Case, passphrase: Option<&str>, identities: Vec<String>| Case {
        passphrase: passphrase.map(str::to_owned),
        identities,
        ..case
    };
    let worked = |factor: &str| replace(&locked, b" 2\n", format!(" {factor}\n").as_bytes());
    vec![
        with(
            bad("keys-none", "not-for-us", "Without an identity a sealed file stays shut.", sealed.clone()),
            None,
            vec![],
        ),
        with(
            bad("keys-stranger", "not-for-us", "A stranger's identity does not open it.", sealed),
            None,
            vec![stranger().to_text()],
        ),
        with(
            bad("keys-no-passphrase", "passphrase-needed", "A passphrase is asked for.", locked.clone()),
            None,
            vec![craft::reader().to_text()],
        ),
        with(
            bad(
                "keys-passphrase-wrong",
                "passphrase-wrong",
                "Another passphrase does not open it.",
                locked.clone(),
            ),
            Some("督查2026"),
            vec![],
        ),
        bad(
            "keys-passphrase-part-damaged",
            "passphrase-wrong",
            "Damage to the wrapped key looks like a wrong passphrase.",
            worked("3"),
        ),
        bad(
            "keys-work-factor-19",
            "work-factor-too-high",
            "A work factor above 18 is refused before any work.",
            worked("19"),
        ),
        bad(
            "keys-work-factor-63",
            "work-factor-too-high",
            "A work factor that no machine has memory for is refused.",
            worked("63"),
        ),
        bad("keys-work-factor-zero", "damaged", "There is no work factor 0.", worked("0")),
        bad("keys-work-factor-leading-zero", "damaged", "A work factor has one form.", worked("02")),
        bad(
            "keys-work-factor-huge",
            "damaged",
            "A work factor has at most two digits.",
            worked("99999999999999999999"),
        ),
    ]
}
