//! Vectors that open.

use std::collections::BTreeMap;

use exchange::{Attachment, Parcel, Seal, seal};

use super::good;
use crate::case::Case;
use crate::craft::{self, JSON, content, deflated, reader, signer, stranger};

fn parcel() -> Parcel {
    Parcel {
        kind: "submission".to_owned(),
        sender: "某研究所党委".to_owned(),
        sequence: 3,
        made: "2026-11-20T10:00:00+08:00".to_owned(),
        app: "ducha 0.1.0".to_owned(),
        about: BTreeMap::from([("task".to_owned(), "2026".to_owned())]),
        payload: JSON.into(),
        attachments: vec![
            Attachment { name: "会议纪要.pdf".to_owned(), bytes: b"%PDF-1.7 minutes".to_vec() },
            Attachment { name: "名单.csv".to_owned(), bytes: "姓名,支部\n".into() },
        ],
    }
}

fn long_parcel() -> Parcel {
    // Numbers that don't compress well, so that the sealed content takes more than one chunk.
    let mut number = 1_u64;
    let bytes = (0..70_000).map(|_| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        b'!' + u8::try_from(number >> 58).expect("six bits")
    });
    Parcel {
        attachments: vec![Attachment { name: "long.txt".to_owned(), bytes: bytes.collect() }],
        ..parcel()
    }
}

/// A file as Ducha makes the fourth of a unit (SPEC.md section 13).
fn following() -> Parcel {
    let claims = [
        ("role", "unit"),
        ("round", "round-2026-0a1b2c3d"),
        ("unit", "unit-017"),
        ("previous", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ];
    let about = claims.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    Parcel { sequence: 4, about, ..parcel() }
}

fn sealed(parcel: &Parcel, how: Seal<'_>, signed: bool) -> Vec<u8> {
    seal(parcel, how, signed.then(signer).as_ref(), [7; 32]).expect("the parcel can be sealed")
}

pub(crate) fn cases() -> Vec<Case> {
    let ours = [reader().public()];
    let three = [stranger().public(), exchange::derive_secret_key([9; 32]).public(), reader().public()];
    let nothing = Parcel { kind: "task".to_owned(), payload: b"null".to_vec(), ..Parcel::default() };
    let greatest = Parcel { sequence: (1 << 53) - 1, kind: "book".to_owned(), ..parcel() };
    let small = content(JSON.as_bytes());
    vec![
        good("good-plain", "A plain file with attachments opens.", sealed(&parcel(), Seal::Plain, false)),
        good(
            "good-plain-signed",
            "A plain signed file tells its signer.",
            sealed(&parcel(), Seal::Plain, true),
        ),
        good(
            "good-plain-following",
            "A signed file names role, round, unit and the file before it.",
            sealed(&following(), Seal::Plain, true),
        ),
        good("good-plain-least", "The least file there is opens.", sealed(&nothing, Seal::Plain, false)),
        good(
            "good-plain-greatest-sequence",
            "2^53-1 is a sequence number.",
            sealed(&greatest, Seal::Plain, false),
        ),
        good("good-plain-crafted", "A file written by hand from SPEC.md opens.", small.plain()),
        good(
            "good-plain-later-key",
            "A later key that begins with x- is ignored.",
            small.clone().with("x-colour", r#""red""#).plain(),
        ),
        good(
            "good-plain-stored",
            "A document may be stored uncompressed.",
            deflated(&craft::stored(JSON.as_bytes()), JSON.len()).plain(),
        ),
        good(
            "good-plain-deep",
            "Nesting of 32 is allowed.",
            content(("[".repeat(32) + &"]".repeat(32)).as_bytes()).plain(),
        ),
        good(
            "good-passphrase",
            "A file sealed with a passphrase at the writer's work factor opens.",
            sealed(&parcel(), Seal::Passphrase(craft::PASSPHRASE), false),
        ),
        good(
            "good-passphrase-little-work",
            "A lower work factor is read.",
            craft::with_passphrase(&small.bytes(), 2),
        ),
        good(
            "good-recipient",
            "A file sealed to us opens.",
            sealed(&parcel(), Seal::Recipients(&ours), false),
        ),
        good(
            "good-recipient-signed",
            "A signed file sealed to us tells its signer.",
            sealed(&parcel(), Seal::Recipients(&ours), true),
        ),
        good(
            "good-recipient-third-of-three",
            "A file sealed to three readers opens for the third.",
            sealed(&parcel(), Seal::Recipients(&three), false),
        ),
        good(
            "good-recipient-chunks",
            "A content of more than one chunk opens.",
            sealed(&long_parcel(), Seal::Recipients(&ours), true),
        ),
        good("good-recipient-unpadded", "Padding is the writer's choice.", craft::to_reader(&small.bytes())),
    ]
}
