//! Laws of the format: what is sealed opens as it was, what was touched does not open, and no bytes make it panic.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that meets a surprise should stop there"
)]

use exchange::age::{self, To};
use exchange::{
    Attachment, Keys, Parcel, Seal, SecretKey, Signature, SigningKey, derive_secret_key, derive_signing_key,
    inspect, open, seal,
};
use proptest::prelude::*;

fn key() -> SecretKey {
    derive_secret_key([1; 32])
}

fn signer() -> SigningKey {
    derive_signing_key([2; 32])
}

fn parcel() -> Parcel {
    Parcel {
        kind: "submission".to_owned(),
        sender: "某研究所党委".to_owned(),
        sequence: 3,
        made: "2026-11-20T10:00:00+08:00".to_owned(),
        app: "ducha 0.1.0".to_owned(),
        about: [("task".to_owned(), "2026".to_owned())].into(),
        payload: r#"{"answers":{"a1":"是","a2":"部分"}}"#.into(),
        attachments: vec![Attachment { name: "纪要.pdf".to_owned(), bytes: b"%PDF-1.7 minutes".to_vec() }],
    }
}

const PASSPHRASE: &str = "开门";

/// The content of the parcel, taken out of a file sealed to our own key.
fn content(signer: Option<&SigningKey>) -> Vec<u8> {
    let file = seal(&parcel(), Seal::Recipients(&[key().public()]), signer, [3; 32]).unwrap();
    age::Sealed::parse(after_line(&file))
        .unwrap()
        .open(&Keys { passphrase: None, identities: &[key()] })
        .unwrap()
}

fn after_line(file: &[u8]) -> &[u8] {
    &file[file.iter().position(|byte| *byte == b'\n').unwrap() + 1..]
}

/// A passphrase file with so little work that thousands can be tried.
fn quick_passphrase_file() -> Vec<u8> {
    let to = To::Passphrase { text: PASSPHRASE, work_factor: 1 };
    [b"ducha-exchange/1 age/1 passphrase\n".as_slice(), &age::encrypt(&content(None), to, [4; 32])].concat()
}

/// One file of each kind, with a name.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let recipients = [key().public(), derive_secret_key([5; 32]).public()];
    vec![
        ("plain", seal(&parcel(), Seal::Plain, None, [3; 32]).unwrap()),
        ("plain, signed", seal(&parcel(), Seal::Plain, Some(&signer()), [3; 32]).unwrap()),
        (
            "recipients, signed",
            seal(&parcel(), Seal::Recipients(&recipients), Some(&signer()), [3; 32]).unwrap(),
        ),
        ("passphrase", quick_passphrase_file()),
    ]
}

fn opens(file: &[u8]) -> bool {
    open(file, &Keys { passphrase: Some(PASSPHRASE), identities: &[key()] }).is_ok()
}

#[test]
fn the_untouched_files_open() {
    for (name, file) in files() {
        let opened = open(&file, &Keys { passphrase: Some(PASSPHRASE), identities: &[key()] }).unwrap();
        assert_eq!(opened.parcel, parcel(), "{name}");
        let expected = Signature::Valid { public_key: signer().public() };
        assert_eq!(opened.signature == expected, name.contains("signed"), "{name}");
        assert_eq!(inspect(&file).unwrap().digest, opened.digest);
    }
}

#[test]
fn a_file_with_any_single_bit_flipped_does_not_open() {
    for (name, file) in files() {
        for bit in 0..file.len() * 8 {
            let mut touched = file.clone();
            touched[bit / 8] ^= 1 << (bit % 8);
            assert!(!opens(&touched), "{name}, bit {bit}");
        }
    }
}

#[test]
fn a_file_cut_anywhere_does_not_open() {
    for (name, file) in files() {
        for length in 0..file.len() {
            assert!(!opens(&file[..length]), "{name}, {length} bytes");
            assert!(length == 0 || !opens(&file[length..]), "{name}, without the first {length} bytes");
        }
    }
}

#[test]
fn a_file_with_something_after_it_does_not_open() {
    for (name, file) in files() {
        for more in [b"\0".as_slice(), b"\n", &[0; 16], &[0; 70_000]] {
            assert!(!opens(&[file.as_slice(), more].concat()), "{name}, {} more", more.len());
        }
    }
}

#[test]
fn signed_content_with_any_bit_flipped_does_not_open_even_with_its_checksum_made_right() {
    let file = seal(&parcel(), Seal::Plain, Some(&signer()), [3; 32]).unwrap();
    let content = &after_line(&file)[65..];
    assert!(opens(&plain(content)));
    for bit in 0..content.len() * 8 {
        let mut touched = content.to_vec();
        touched[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(&plain(&touched)), "bit {bit}");
    }
}

/// A plain file with a right checksum around whatever content.
fn plain(content: &[u8]) -> Vec<u8> {
    let sum = exchange::hex(&exchange::digest(content));
    [format!("ducha-exchange/1 age/1 plain\n{sum}\n").as_bytes(), content].concat()
}

#[test]
fn a_signed_content_keeps_its_signature_when_filed_in_plain_form() {
    let padded = content(Some(&signer()));
    let plain = seal(&parcel(), Seal::Plain, Some(&signer()), [0; 32]).unwrap();
    let same = &after_line(&plain)[65..];
    assert_eq!(&padded[..same.len()], same);
}

#[test]
fn the_same_arguments_give_the_same_bytes_and_any_other_gives_others() {
    let to = |seed: u8| [derive_secret_key([seed; 32]).public()];
    let file = |parcel: &Parcel, seed: u8, entropy: u8| {
        seal(parcel, Seal::Recipients(&to(seed)), None, [entropy; 32]).unwrap()
    };
    let first = file(&parcel(), 1, 1);
    assert_eq!(first, file(&parcel(), 1, 1));
    // Even with the same entropy no key or nonce is used for two contents: no 16 bytes of the files' ends agree.
    let other = file(&Parcel { sequence: 4, ..parcel() }, 1, 1);
    for different in [other, file(&parcel(), 2, 1), file(&parcel(), 1, 2)] {
        let ends = [&first, &different].map(|file| file[file.len() - 4096..].to_vec());
        assert!(ends[0].chunks(16).zip(ends[1].chunks(16)).all(|(a, b)| a != b));
    }
}

#[test]
fn a_sealed_file_shows_nothing_of_its_content_and_little_of_its_size() {
    let file = |payload: &str| {
        let parcel = Parcel { payload: payload.into(), ..parcel() };
        seal(&parcel, Seal::Recipients(&[key().public()]), Some(&signer()), [3; 32]).unwrap()
    };
    let (short, long) = (file("{}"), file(&format!("{:?}", (0..300).collect::<Vec<_>>())));
    assert_eq!(short.len(), long.len());
    for word in ["submission", "研究所", "2026", "纪要", "signer"] {
        assert!(!short.windows(word.len()).any(|part| part == word.as_bytes()), "{word}");
    }
}

#[test]
fn a_passphrase_file_at_full_strength_opens_with_its_passphrase_only() {
    let file = seal(&parcel(), Seal::Passphrase(PASSPHRASE), None, [3; 32]).unwrap();
    let with = |passphrase| open(&file, &Keys { passphrase, identities: &[key()] });
    assert_eq!(with(Some(PASSPHRASE)).unwrap().parcel, parcel());
    assert_eq!(with(Some("开窗")).unwrap_err().code(), "passphrase-wrong");
    assert_eq!(with(None).unwrap_err().code(), "passphrase-needed");
}

#[test]
fn a_file_above_the_limit_is_refused_unread() {
    let mut file = seal(&parcel(), Seal::Plain, None, [0; 32]).unwrap();
    file.resize(exchange::limits::FILE + 1, 0);
    assert_eq!(open(&file, &Keys::default()).unwrap_err().code(), "too-large");
    assert_eq!(inspect(&file).unwrap_err().code(), "too-large");
}

#[test]
fn what_could_not_be_opened_is_not_sealed() {
    let refused = |change: fn(&mut Parcel), code: &str| {
        let mut parcel = parcel();
        change(&mut parcel);
        assert_eq!(seal(&parcel, Seal::Plain, None, [0; 32]).unwrap_err().code(), code);
    };
    refused(|parcel| parcel.kind = "Submission".to_owned(), "header-refused");
    refused(|parcel| parcel.sender = "\u{202E}党委".to_owned(), "header-refused");
    refused(|parcel| parcel.sequence = 1 << 53, "header-refused");
    refused(|parcel| parcel.about = [("__proto__".to_owned(), String::new())].into(), "header-refused");
    refused(|parcel| parcel.payload = b"{\"a\":1,\"a\":2}".to_vec(), "json-duplicate-key");
    refused(|parcel| parcel.payload = vec![b' '; exchange::limits::DOCUMENT + 1], "json-too-long");
    refused(|parcel| parcel.attachments[0].name = "../a.pdf".to_owned(), "attachment-refused");
    refused(|parcel| parcel.attachments[0].bytes.resize(exchange::limits::ATTACHMENT + 1, 0), "too-large");
    let how = |how: Seal<'_>| seal(&parcel(), how, None, [0; 32]).unwrap_err().code();
    assert_eq!(how(Seal::Passphrase("")), "passphrase-empty");
    assert_eq!(how(Seal::Recipients(&[])), "recipient-missing");
    assert_eq!(how(Seal::Recipients(&[key().public(); 65])), "too-large");
}

fn any_parcel() -> impl Strategy<Value = Parcel> {
    let text = "[ -~一-龥（）《》\"\\\\]{0,40}";
    let about = prop::collection::btree_map("[a-z][a-z0-9_-]{0,20}", text, 0..5);
    let files = prop::collection::btree_map("[a-z一-龥]{1,8}", prop::collection::vec(1_u8.., 0..3000), 0..4);
    let payload = prop::collection::vec(any::<String>(), 0..20);
    let head = ("[a-z][a-z0-9-]{0,20}", text, 0..(1_u64 << 53), text, text);
    (head, about, payload, files).prop_map(|((kind, sender, sequence, made, app), about, payload, files)| {
        Parcel {
            kind,
            sender,
            sequence,
            made,
            app,
            about,
            payload: serde_json::to_vec(&payload).unwrap(),
            attachments: files
                .into_iter()
                .map(|(name, bytes)| Attachment { name: name + ".txt", bytes })
                .collect(),
        }
    })
}

proptest! {
    #[test]
    fn what_is_sealed_opens_as_it_was(parcel in any_parcel(), entropy: [u8; 32], plain: bool, signed: bool) {
        let recipients = [key().public()];
        let how = if plain { Seal::Plain } else { Seal::Recipients(&recipients) };
        let signer = signed.then(signer);
        let file = seal(&parcel, how, signer.as_ref(), entropy).unwrap();
        let opened = open(&file, &Keys { passphrase: None, identities: &[key()] }).unwrap();
        prop_assert_eq!(opened.parcel, parcel);
        let expected = signer.map_or(Signature::None, |key| Signature::Valid { public_key: key.public() });
        prop_assert_eq!(opened.signature, expected);
    }

    #[test]
    fn no_bytes_make_opening_panic(bytes: Vec<u8>, start in 0..6_usize) {
        let starts = ["", "ducha-exchange/", "ducha-exchange/1 age/1 plain\n", "ducha-exchange/1 age/1 recipient\n",
            "ducha-exchange/1 age/1 recipient\nage-encryption.org/v1\n-> ", "ducha-exchange/1 age/1 passphrase\nage-encryption.org/v1\n-> scrypt "];
        let file = [starts[start].as_bytes(), &bytes].concat();
        prop_assert!(!opens(&file));
        let _ = inspect(&file);
    }

    /// The attacker knows the format: he changes the content and makes the checksum right again.
    #[test]
    fn no_content_makes_opening_panic(at in 0..900_usize, with: Vec<u8>, drop in 0..20_usize) {
        let file = seal(&parcel(), Seal::Plain, Some(&signer()), [3; 32]).unwrap();
        let mut content = after_line(&file)[65..].to_vec();
        let at = at.min(content.len());
        let end = (at + drop).min(content.len());
        content.splice(at..end, with);
        let _ = opens(&plain(&content));
    }

    #[test]
    fn no_bytes_make_the_json_check_panic_and_what_it_accepts_is_json(text in "[\\[\\]{}:,\"\\\\ud0-9a-f eE+.truenl-]{0,30}") {
        if exchange::json::check(text.as_bytes(), exchange::json::DOCUMENT).is_ok() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }
    }
}
