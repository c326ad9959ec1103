//! Every single bit of many files: each one flipped, the file does not open. No bit of a file is outside its checks.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets a surprise should stop there"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

use exchange::age::{self, To};
use exchange::{
    Attachment, Keys, Parcel, Seal, SecretKey, derive_secret_key, derive_signing_key, open, seal,
};

/// Plain files; opening one is quick.
const PLAIN: u8 = 80;
/// Files of each of the two sealings, each try of which takes a key exchange or a key derivation.
const SEALED: u8 = 12;

/// A file with what opens it.
struct File {
    name: String,
    bytes: Vec<u8>,
    identities: Vec<SecretKey>,
    passphrase: Option<String>,
}

impl File {
    fn opens(&self, bytes: &[u8]) -> bool {
        open(bytes, &Keys { passphrase: self.passphrase.as_deref(), identities: &self.identities }).is_ok()
    }
}

fn parcel(number: u8) -> Parcel {
    let attachment = |name: &str, size: u8| Attachment {
        name: format!("{name}{number}.txt"),
        bytes: vec![b'a' + number % 26; usize::from(size)],
    };
    Parcel {
        kind: ["submission", "task", "book", "feedback"][usize::from(number % 4)].to_owned(),
        sender: "所".repeat(usize::from(number % 5)),
        sequence: u64::from(number) << (number % 40),
        made: if number.is_multiple_of(3) { "2026-11-24T09:00:00".to_owned() } else { String::new() },
        app: String::new(),
        about: (0..number % 3).map(|key| (format!("k{key}"), format!("值{number}"))).collect(),
        payload: serde_json::to_vec(&vec![u32::from(number) * 77_777; usize::from(number % 7)]).unwrap(),
        attachments: (0..number % 3).map(|at| attachment(["a", "b", "c"][usize::from(at)], number)).collect(),
    }
}

/// The content as it stands behind the checksum of a plain file; sealing it unpadded keeps the files small.
fn content(number: u8) -> Vec<u8> {
    let plain = plain(number);
    let line = plain.iter().position(|byte| *byte == b'\n').unwrap();
    plain[line + 66..].to_vec()
}

fn plain(number: u8) -> Vec<u8> {
    let signer = derive_signing_key([number ^ 0x55; 32]);
    let signer = (number % 2 == 1).then_some(&signer);
    seal(&parcel(number), Seal::Plain, signer, [number; 32]).unwrap()
}

fn recipient(number: u8) -> File {
    let identity = derive_secret_key([number; 32]);
    let other = derive_secret_key([number ^ 0xaa; 32]).public();
    let keys = [identity.public(), other];
    let keys = if number.is_multiple_of(4) { &keys[..] } else { &keys[..1] };
    let age = age::encrypt(&content(number), To::Recipients(keys), [number ^ 0x33; 32]);
    File {
        name: format!("recipient {number}"),
        bytes: [b"ducha-exchange/1 age/1 recipient\n".as_slice(), &age].concat(),
        identities: vec![identity],
        passphrase: None,
    }
}

/// With so little work that thousands can be tried.
fn passphrase(number: u8) -> File {
    let text = format!("口令{number}");
    let to = To::Passphrase { text: &text, work_factor: 1 };
    let age = age::encrypt(&content(number), to, [number ^ 0x66; 32]);
    File {
        name: format!("passphrase {number}"),
        bytes: [b"ducha-exchange/1 age/1 passphrase\n".as_slice(), &age].concat(),
        identities: Vec::new(),
        passphrase: Some(text),
    }
}

fn files() -> Vec<File> {
    let plain = |number| File {
        name: format!("plain {number}"),
        bytes: plain(number),
        identities: Vec::new(),
        passphrase: None,
    };
    let sealed = (0..SEALED).flat_map(|number| [recipient(number), passphrase(number)]);
    (0..PLAIN).map(plain).chain(sealed).collect()
}

/// A flip in the work factor of a passphrase makes a reader work for long, which says nothing about the check.
fn costs_too_much(file: &File, touched: &[u8]) -> bool {
    let Some(line) = file.passphrase.as_ref().and_then(|_| touched.split(|byte| *byte == b'\n').nth(2))
    else {
        return false;
    };
    let factor = line.split(|byte| *byte == b' ').nth(3).and_then(|word| std::str::from_utf8(word).ok());
    factor.and_then(|word| word.parse::<u8>().ok()).is_some_and(|factor| factor > 10)
}

#[test]
fn every_single_bit_flip_of_a_hundred_files_is_refused() {
    let (files, next, tried) = (files(), AtomicUsize::new(0), AtomicUsize::new(0));
    assert!(files.len() > 100);
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            assert!(file.opens(&file.bytes), "{} does not open", file.name);
            let mut touched = file.bytes.clone();
            for bit in 0..touched.len() * 8 {
                touched[bit / 8] ^= 1 << (bit % 8);
                assert!(!costs_too_much(file, &touched), "{}, bit {bit}: much work", file.name);
                assert!(!file.opens(&touched), "{}, bit {bit}", file.name);
                touched[bit / 8] ^= 1 << (bit % 8);
            }
            tried.fetch_add(touched.len() * 8, Ordering::Relaxed);
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
    assert_eq!(tried.into_inner(), files.iter().map(|file| file.bytes.len() * 8).sum::<usize>());
}
