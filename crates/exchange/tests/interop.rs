//! What is sealed here opens with the age library, and what that library seals opens here.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that meets a surprise should stop there"
)]

use std::io::{Read, Write};
use std::str::FromStr;

use exchange::age::{Keys, Sealed, To, encrypt};
use exchange::{Parcel, Seal, SecretKey, derive_secret_key, open, seal};

/// Lengths around the chunk size, where a stream can go wrong.
const LENGTHS: [usize; 8] = [0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 200_000];

fn text(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect()
}

fn their_identity(key: &SecretKey) -> age::x25519::Identity {
    age::x25519::Identity::from_str(&key.to_text()).unwrap()
}

fn they_open(file: &[u8], identity: &dyn age::Identity) -> Vec<u8> {
    let mut out = Vec::new();
    let mut reader = age::Decryptor::new(file).unwrap().decrypt(std::iter::once(identity)).unwrap();
    reader.read_to_end(&mut out).unwrap();
    out
}

fn they_seal(plaintext: &[u8], recipients: &[&dyn age::Recipient]) -> Vec<u8> {
    let mut file = Vec::new();
    let encryptor = age::Encryptor::with_recipients(recipients.iter().copied()).unwrap();
    let mut writer = encryptor.wrap_output(&mut file).unwrap();
    writer.write_all(plaintext).unwrap();
    writer.finish().unwrap();
    file
}

#[test]
fn keys_mean_the_same_to_both() {
    for seed in 0..20 {
        let key = derive_secret_key([seed; 32]);
        assert_eq!(their_identity(&key).to_public().to_string(), key.public().to_string());
    }
    let theirs = age::x25519::Identity::generate();
    let ours = age::secrecy::ExposeSecret::expose_secret(&theirs.to_string()).parse::<SecretKey>().unwrap();
    assert_eq!(ours.public().to_string(), theirs.to_public().to_string());
}

#[test]
fn the_library_opens_what_was_sealed_to_keys_here() {
    let keys = [derive_secret_key([1; 32]), derive_secret_key([2; 32])];
    let recipients = [keys[0].public(), keys[1].public()];
    for length in LENGTHS {
        let file = encrypt(&text(length), To::Recipients(&recipients), [9; 32]);
        for key in &keys {
            assert_eq!(they_open(&file, &their_identity(key)), text(length), "{length}");
        }
    }
}

#[test]
fn the_library_opens_what_was_sealed_with_a_passphrase_here() {
    for length in [0, 65_536, 70_000] {
        let file = encrypt(&text(length), To::Passphrase { text: "督查 口令", work_factor: 4 }, [9; 32]);
        let identity = age::scrypt::Identity::new("督查 口令".to_owned().into());
        assert_eq!(they_open(&file, &identity), text(length));
    }
}

#[test]
fn what_the_library_seals_opens_here() {
    let key = derive_secret_key([3; 32]);
    let other = age::x25519::Identity::generate().to_public();
    for length in LENGTHS {
        let file = they_seal(&text(length), &[&other, &their_identity(&key).to_public()]);
        let keys = Keys { passphrase: None, identities: std::slice::from_ref(&key) };
        assert_eq!(Sealed::parse(&file).unwrap().open(&keys).unwrap(), text(length), "{length}");
    }
    let mut recipient = age::scrypt::Recipient::new("pass".to_owned().into());
    recipient.set_work_factor(3);
    let file = they_seal(b"text", &[&recipient]);
    let keys = Keys { passphrase: Some("pass"), identities: &[] };
    assert_eq!(Sealed::parse(&file).unwrap().open(&keys).unwrap(), b"text");
}

#[test]
fn a_file_without_its_first_line_is_an_age_file() {
    let key = derive_secret_key([4; 32]);
    let parcel = Parcel { kind: "task".to_owned(), payload: b"{}".to_vec(), ..Parcel::default() };
    let file = seal(&parcel, Seal::Recipients(&[key.public()]), None, [5; 32]).unwrap();
    let line = file.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let content = they_open(&file[line..], &their_identity(&key));

    let resealed = they_seal(&content, &[&their_identity(&key).to_public()]);
    let file = [&file[..line], resealed.as_slice()].concat();
    let opened = open(&file, &Keys { passphrase: None, identities: &[key] }).unwrap();
    assert_eq!(opened.parcel, parcel);
}
