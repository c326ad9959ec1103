//! Vectors whose outside is right and whose content is bad: header, sizes, document, attachments, signature.

use exchange::{Parcel, Seal, seal};

use super::bad;
use crate::case::Case;
use crate::craft::{self, Content, JSON, content, deflate, deflated, plain, replace, signer};
use exchange::hex;

pub(crate) fn cases() -> Vec<Case> {
    [header_form(), header_values(), sizes(), document(), attachments(), signature()].concat()
}

fn right() -> Content {
    content(JSON.as_bytes())
}

fn header_form() -> Vec<Case> {
    let header = right().header_json();
    let as_header = |header: &str| plain(&right().bytes_with_header(header.as_bytes()));
    let sorted =
        |claim: &str, name: &str, header: String| bad(name, "header-refused", claim, as_header(&header));
    vec![
        sorted("White space is not canonical.", "header-space", header.replacen(':', ": ", 1)),
        sorted("Keys are sorted.", "header-unsorted", {
            let app = "\"app\":\"ducha 0.1.0\",";
            header.replacen(app, "", 1).replacen('{', &format!("{{{app}"), 1)
        }),
        sorted(
            "Characters that need no escape have none.",
            "header-escaped",
            header.replacen("某", "\\u67d0", 1),
        ),
        sorted(
            "A key stands once.",
            "header-key-twice",
            header.replacen("\"app\"", "\"app\":\"x\",\"app\"", 1),
        ),
        sorted(
            "An integer has one form.",
            "header-exponent",
            header.replacen("\"sequence\":3", "\"sequence\":3e0", 1),
        ),
        sorted(
            "An optional key is absent, not null.",
            "header-null",
            header.replacen("3}", "3,\"signer\":null}", 1),
        ),
        sorted("A required key is there.", "header-key-missing", right().without("sender").header_json()),
        sorted("A header is an object.", "header-array", "[]".to_owned()),
        sorted("A header is JSON.", "header-not-json", "{".to_owned()),
        bad(
            "header-not-utf-8",
            "header-refused",
            "A header is UTF-8.",
            plain(&right().bytes_with_header(b"{\"about\":\"\xFF\"}")),
        ),
        bad(
            "header-longer-than-file",
            "damaged",
            "A header length beyond the content is damage.",
            plain(b"\0\0\xFF\0{}"),
        ),
        bad(
            "header-too-long",
            "too-large",
            "A header length above 64 KiB is refused.",
            plain(b"\0\x01\0\x01{}"),
        ),
        bad("header-length-cut", "damaged", "A content of three bytes is damage.", plain(b"\0\0\0")),
        bad(
            "header-unknown-key",
            "header-key-unknown",
            "A key that must be understood is named.",
            right().with("valid-until", "\"2027\"").plain(),
        ),
        bad(
            "header-unknown-key-of-part",
            "header-refused",
            "Objects inside the header have exactly their keys.",
            {
                let header = header.replacen("\"inflated\"", "\"encoding\":\"br\",\"inflated\"", 1);
                plain(&right().bytes_with_header(header.as_bytes()))
            },
        ),
    ]
}

fn header_values() -> Vec<Case> {
    let value = |name: &str, claim: &str, key: &str, json: &str| {
        bad(name, "header-refused", claim, right().with(key, json).plain())
    };
    let many: Vec<String> = (0..33).map(|number| format!("\"k{number:02}\":\"\"")).collect();
    vec![
        value("header-kind-upper-case", "A kind is lower-case.", "kind", "\"Submission\""),
        value("header-kind-empty", "A kind is not empty.", "kind", "\"\""),
        value(
            "header-sender-backwards",
            "A name that turns the reading direction is refused.",
            "sender",
            "\"某所\u{202E}委党\"",
        ),
        value(
            "header-sender-invisible",
            "A name with an invisible character is refused.",
            "sender",
            "\"某\u{200B}所党委\"",
        ),
        value(
            "header-sender-control",
            "A name with a control character is refused.",
            "sender",
            "\"某所\\n党委\"",
        ),
        value(
            "header-sender-too-long",
            "A text has at most 256 characters.",
            "sender",
            &format!("\"{}\"", "长".repeat(257)),
        ),
        value(
            "header-sequence-too-great",
            "A sequence number is below 2^53.",
            "sequence",
            "9007199254740992",
        ),
        value("header-sequence-negative", "A sequence number is not negative.", "sequence", "-1"),
        value("header-about-key", "A key of about is a label.", "about", "{\"__proto__\":\"x\"}"),
        value(
            "header-about-too-many",
            "About has at most 32 entries.",
            "about",
            &format!("{{{}}}", many.join(",")),
        ),
        value("header-later-not-text", "A later key holds a text.", "x-later", "1"),
        value("header-sha256-upper-case", "A hash has one form.", "document", &{
            let document = right().document;
            format!(
                "{{\"inflated\":{},\"sha256\":\"{}\",\"size\":{}}}",
                JSON.len(),
                hex(&exchange::digest(&document)).to_uppercase(),
                document.len()
            )
        }),
    ]
}

fn sizes() -> Vec<Case> {
    let mut longer = right();
    longer.document.push(0);
    let document = |inflated: usize, size: usize| {
        let sha256 = hex(&exchange::digest(&right().document));
        right()
            .with("document", &format!("{{\"inflated\":{inflated},\"sha256\":\"{sha256}\",\"size\":{size}}}"))
            .plain()
    };
    let size = right().document.len();
    let parts: Vec<(String, Vec<u8>)> = (0..65).map(|number| (format!("{number}.txt"), vec![b'x'])).collect();
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let huge = format!("[{{\"name\":\"a.pdf\",\"sha256\":\"{}\",\"size\":16777217}}]", "0".repeat(64));
    vec![
        bad(
            "size-document-beyond",
            "damaged",
            "A document longer than the content is damage.",
            document(JSON.len(), 1_000_000),
        ),
        bad("size-document-short", "damaged", "Bytes between the parts are damage.", longer.plain()),
        bad(
            "size-document-too-large",
            "too-large",
            "A document of more than 64 MiB is refused unread.",
            document((64 << 20) + 1, size),
        ),
        bad("size-beyond-32-bits", "header-refused", "A size has at most 32 bits.", document(1 << 32, size)),
        bad(
            "size-attachment-too-large",
            "too-large",
            "An attachment of more than 16 MiB is refused unread.",
            right().with("attachments", &huge).plain(),
        ),
        bad(
            "size-too-many-attachments",
            "too-large",
            "There are at most 64 attachments.",
            right().attach(&parts[..65]).plain(),
        ),
    ]
}

fn document() -> Vec<Case> {
    let bomb = deflate(&vec![b' '; 8 << 20]);
    let json =
        |name: &str, expect: &str, claim: &str, json: &[u8]| bad(name, expect, claim, content(json).plain());
    let hash = hex(&exchange::digest(b""));
    let long = format!("\"{}\"", "x".repeat((1 << 20) + 1));
    vec![
        bad("document-hash", "damaged", "A document with another hash is damage.", {
            let right = right();
            right
                .clone()
                .with(
                    "document",
                    &format!(
                        "{{\"inflated\":{},\"sha256\":\"{hash}\",\"size\":{}}}",
                        JSON.len(),
                        right.document.len()
                    ),
                )
                .plain()
        }),
        bad(
            "document-bomb",
            "inflates-too-much",
            "A bomb that says how large it is is refused unread.",
            deflated(&bomb, 8 << 20).plain(),
        ),
        bad(
            "document-bomb-in-disguise",
            "inflates-too-much",
            "A bomb that says it is small is stopped.",
            deflated(&bomb, 100).plain(),
        ),
        bad(
            "document-shorter",
            "damaged",
            "A document shorter than it says is damage.",
            deflated(&deflate(JSON.as_bytes()), JSON.len() + 1).plain(),
        ),
        bad(
            "document-not-deflated",
            "damaged",
            "What is not DEFLATE is damage.",
            deflated(&[0xFF; 40], 40).plain(),
        ),
        bad(
            "document-zlib",
            "damaged",
            "A zlib frame is not raw DEFLATE.",
            deflated(&[b"\x78\x9C", deflate(JSON.as_bytes()).as_slice()].concat(), JSON.len()).plain(),
        ),
        bad(
            "document-followed",
            "damaged",
            "Nothing follows the last block.",
            deflated(&[deflate(JSON.as_bytes()).as_slice(), b"x"].concat(), JSON.len()).plain(),
        ),
        json("json-syntax", "json-syntax", "A document is JSON.", b"{answers:1}"),
        json("json-nothing", "json-syntax", "A document is not empty.", b""),
        json("json-two", "json-syntax", "A document is one value.", b"{}{}"),
        json("json-not-a-number", "json-syntax", "NaN is not JSON.", b"{\"score\":NaN}"),
        json("json-lone-surrogate", "json-syntax", "Half a surrogate pair is no character.", b"\"\\ud83d\""),
        json(
            "json-deep",
            "json-too-deep",
            "Nesting of 33 is refused.",
            ("[".repeat(33) + &"]".repeat(33)).as_bytes(),
        ),
        json(
            "json-very-deep",
            "json-too-deep",
            "A hundred thousand brackets are refused.",
            "[".repeat(100_000).as_bytes(),
        ),
        json("json-key-twice", "json-duplicate-key", "A key stands once.", b"{\"a\":1,\"a\":2}"),
        json(
            "json-key-twice-escaped",
            "json-duplicate-key",
            "A key stands once, however it is written.",
            b"{\"a\":1,\"\\u0061\":2}",
        ),
        json("json-not-utf-8", "json-not-utf-8", "A document is UTF-8, not GBK.", b"\"\xB6\xBD\xB2\xE9\""),
        json("json-byte-order-mark", "json-syntax", "A document has no byte order mark.", b"\xEF\xBB\xBF{}"),
        json("json-infinite", "json-number", "A number fits a 64-bit float.", b"[1e400]"),
        json("json-long-string", "json-too-long", "A string has at most 1 MiB.", long.as_bytes()),
        json(
            "json-long-array",
            "json-too-long",
            "An array has at most 100,000 items.",
            format!("[{}0]", "0,".repeat(100_000)).as_bytes(),
        ),
    ]
}

fn attachments() -> Vec<Case> {
    let named = |name: &str, claim: &str, file: &str| {
        bad(name, "attachment-refused", claim, right().attach(&[(file, b"%PDF-1.7")]).plain())
    };
    let mut changed = right().attach(&[("a.pdf", b"%PDF-1.7")]);
    changed.attachments = vec![b"%PDF-1.4".to_vec()];
    vec![
        bad("attachment-hash", "damaged", "An attachment with another hash is damage.", changed.plain()),
        named("attachment-path", "A name is not a path.", "../../autoexec.pdf"),
        named("attachment-backslash", "A name is not a Windows path.", "C:\\Users\\a.pdf"),
        named("attachment-device", "A name is not a device.", "CON.pdf"),
        named("attachment-hidden", "A name does not begin with a dot.", ".a.pdf"),
        named("attachment-backwards", "A name does not turn the reading direction.", "\u{202E}fdp.exe.pdf"),
        named("attachment-program", "A program does not travel.", "a.pdf.exe"),
        named("attachment-macros", "Formats with macros do not travel.", "a.docm"),
        named("attachment-no-extension", "A name has an extension.", "readme"),
        named("attachment-disguised", "The bytes are what the extension says.", "photo.png"),
        bad(
            "attachment-twice",
            "attachment-refused",
            "Names differ in more than case.",
            right().attach(&[("a.pdf", b"%PDF-1"), ("A.PDF", b"%PDF-2")]).plain(),
        ),
    ]
}

fn signature() -> Vec<Case> {
    let parcel = Parcel {
        kind: "submission".to_owned(),
        sender: "unit-a".to_owned(),
        payload: JSON.into(),
        ..Parcel::default()
    };
    let file = seal(&parcel, Seal::Plain, Some(&signer()), [0; 32]).expect("the parcel can be sealed");
    let start = file.windows(4).position(|part| part == b"{\"ab").expect("a header") - 4;
    let signed = &file[start..];
    let key = hex(signer().public().as_bytes());
    let other = hex(exchange::derive_signing_key([8; 32]).public().as_bytes());
    let small_order = format!("01{}", "0".repeat(62));
    let identity_point = [[1].as_slice(), &[0; 63]].concat();
    let (before, signature) = signed.split_at(signed.len() - 64);
    let unsigned = replace(signed, format!(",\"signer\":\"{key}\"").as_bytes(), b"");
    vec![
        bad(
            "signature-of-other-content",
            "signature-invalid",
            "A changed sender breaks the signature.",
            plain(&replace(signed, b"unit-a", b"unit-b")),
        ),
        bad(
            "signature-of-other-key",
            "signature-invalid",
            "Another signer does not verify.",
            plain(&replace(signed, key.as_bytes(), other.as_bytes())),
        ),
        bad(
            "signature-flipped",
            "signature-invalid",
            "A changed signature does not verify.",
            plain(&craft::flip(signed, -64)),
        ),
        bad(
            "signature-not-reduced",
            "signature-invalid",
            "A signature has one form: S is below the order.",
            plain(&[before, &signature[..32], &plus_order(&signature[32..])].concat()),
        ),
        bad("signature-of-small-order", "signature-invalid", "A key that verifies anything is refused.", {
            plain(&replace(&[before, &identity_point].concat(), key.as_bytes(), small_order.as_bytes()))
        }),
        bad("signature-cut", "damaged", "A signer without a signature is damage.", plain(before)),
        bad("signature-without-signer", "damaged", "A signature without a signer is damage.", {
            let length = u32::try_from(start_of_document(&unsigned)).expect("short");
            plain(&[&length.to_be_bytes(), &unsigned[4..]].concat())
        }),
        bad("signature-signer-malformed", "header-refused", "A signer is 64 lower-case digits.", {
            plain(&replace(signed, key.as_bytes(), "A".repeat(64).as_bytes()))
        }),
    ]
}

/// Length of the header of a content whose length field is not right any more.
fn start_of_document(content: &[u8]) -> usize {
    let end = b"\"sequence\":0}";
    content.windows(end.len()).position(|part| part == end).expect("the header ends so") + end.len() - 4
}

/// S + L, little-endian: the other number that means the same to a lenient verifier.
fn plus_order(s: &[u8]) -> Vec<u8> {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0;
    let sum = s.iter().zip(ORDER).map(|(a, b)| {
        let sum = u16::from(*a) + u16::from(b) + carry;
        carry = sum >> 8;
        sum.to_le_bytes()[0]
    });
    sum.collect()
}
