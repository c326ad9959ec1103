//! A record of the log: a whole book or edits, numbered, hung on what was before, sealed or not, with its digest.
//!
//! Edits form a chain: each names the *point* it continues (the digest of the edits before, or where the line begins).
//! A book hangs on a point too, but nothing hangs on the book: a lost or damaged snapshot never breaks the chain.
//! The digest is taken over what is stored, so the chain can be checked before anybody gives a passphrase.

use crate::frame::{self, Reader, Refusal, What};
use crate::id::{BookId, Digest, Epoch, TabId};
use crate::limits;
use crate::seal::{BookKey, NONCE, Sealer, TAG};

const SEALED: u8 = 1;

/// What a record carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The whole book as it is at the point it hangs on.
    Book,
    /// Edits, in order.
    Edits,
    /// Edits that take back the newest step not yet taken back. Replayed as edits; undo is rebuilt with it.
    Undo,
    /// Edits that bring back what was taken back last.
    Redo,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Book => 1,
            Self::Edits => 2,
            Self::Undo => 3,
            Self::Redo => 4,
        }
    }

    fn read(byte: u8) -> Result<Self, Refusal> {
        [Self::Book, Self::Edits, Self::Undo, Self::Redo]
            .into_iter()
            .find(|kind| kind.byte() == byte)
            .ok_or(Refusal::Damaged)
    }
}

/// When something was stored, as a record says it in four bytes: the minutes since 1970 in the user's time zone, or the day
/// alone as `20261123`, as earlier versions wrote it. Minutes of this century are larger than days of this and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Not known.
    Unknown,
    /// The day, as `20261123`.
    Day(u32),
    /// Minutes since the beginning of 1970.
    Minute(u32),
}

/// First number that is a minute and no day: late in 2011.
const MINUTES: u32 = 22_000_000;
/// Minutes of a day.
const A_DAY: u32 = 24 * 60;

impl Moment {
    /// What a record says.
    #[must_use]
    pub fn of(number: u32) -> Self {
        match number {
            0 => Self::Unknown,
            day if day < MINUTES => Self::Day(day),
            minute => Self::Minute(minute),
        }
    }

    /// A number that is the same for what was stored on the same day, by a program that writes minutes.
    #[must_use]
    pub(crate) fn day(self) -> u32 {
        match self {
            Self::Unknown => 0,
            Self::Day(day) => day,
            Self::Minute(minute) => minute / A_DAY,
        }
    }
}

/// A snapshot that is kept as a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Its number.
    pub number: u64,
    /// When it was made by the machine's clock, see [`Moment`]; 0 when unknown.
    pub day: u32,
    /// Its stored size in bytes.
    pub size: u32,
}

/// What a book record says besides the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookMeta {
    /// The line and point this book was put in place of; `None` when it states what the line holds anyway.
    pub instead_of: Option<(Epoch, Digest)>,
    /// Older snapshots that are kept with it.
    pub keeps: Vec<Keep>,
    /// The latest writers and the last record of each that this book holds. Tells an entry of a journal that came back from
    /// the past apart from edits nobody took in.
    pub holds: Vec<(TabId, u64)>,
}

/// Everything about a record but its payload. Bound to the payload by digest and seal, and readable without the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The book.
    pub book: BookId,
    /// The line of history.
    pub epoch: Epoch,
    /// Number, growing by one whatever the kind; never given twice on purpose.
    pub number: u64,
    /// Who wrote it.
    pub writer: TabId,
    /// What it carries.
    pub kind: Kind,
    /// When, by the machine's clock, see [`Moment`]; 0 when unknown. For the eye only, never for order.
    pub day: u32,
    /// The point it continues (edits) or states (book).
    pub before: Digest,
    /// Only, and always, with a book.
    pub meta: Option<BookMeta>,
}

/// A record in its stored form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it says in clear.
    pub about: About,
    bytes: Vec<u8>,
    body: usize,
    nonce: Option<[u8; NONCE]>,
    digest: Digest,
}

impl Record {
    /// Makes a record; `None` when the payload or the list of backups is beyond the limits.
    pub(crate) fn make(about: About, payload: &[u8], sealer: &mut Sealer) -> Option<Self> {
        let (keeps, holds) = about.meta.as_ref().map_or((0, 0), |meta| (meta.keeps.len(), meta.holds.len()));
        let listed = keeps <= limits::KEEPS && holds <= limits::WRITERS;
        if payload.len() > limits::RECORD - 4096 || !listed || about.number > limits::NUMBER {
            return None;
        }
        let nonce = sealer.nonce();
        let mut bytes = frame::open(What::Record);
        write_about(&about, nonce.is_some(), &mut bytes);
        bytes.extend(nonce.iter().flatten());
        let length = payload.len() + if nonce.is_some() { TAG } else { 0 };
        bytes.extend(u32::try_from(length).ok()?.to_be_bytes());
        let body = bytes.len();
        match &nonce {
            Some(nonce) => {
                let sealed = sealer.seal(nonce, &bytes, payload);
                bytes.extend(sealed);
            }
            None => bytes.extend(payload),
        }
        let (bytes, digest) = frame::close(bytes);
        Some(Self { about, bytes, body, nonce, digest })
    }

    /// Reads a stored record.
    ///
    /// # Errors
    /// [`Refusal::TooNew`] for an intact record of a later version, [`Refusal::Damaged`] for anything else.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let (mut reader, digest) = frame::check(bytes, What::Record)?;
        let (about, sealed) = read_about(&mut reader)?;
        let nonce = if sealed { Some(reader.array()?) } else { None };
        let length = usize::try_from(reader.u32()?).map_err(|_| Refusal::Damaged)?;
        let body = reader.at();
        reader.take(length)?;
        reader.end()?;
        Ok(Self { about, bytes: bytes.to_vec(), body, nonce, digest })
    }

    /// The stored form.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The point after this record: a book leaves it where it is.
    #[must_use]
    pub fn point(&self) -> Digest {
        if self.about.kind == Kind::Book { self.about.before } else { self.digest }
    }

    /// Whether a key is needed.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.nonce.is_some()
    }

    /// The payload. A record in clear needs no key, and a key does not make it more trustworthy: whoever expects a sealed
    /// book must refuse records in clear.
    ///
    /// # Errors
    /// [`Refusal::OtherKey`] when it is sealed and the key is missing or another.
    pub fn payload(&self, key: Option<&BookKey>) -> Result<Vec<u8>, Refusal> {
        let (place, rest) = self.bytes.split_at_checked(self.body).ok_or(Refusal::Damaged)?;
        let body = rest.get(..rest.len().saturating_sub(32)).ok_or(Refusal::Damaged)?;
        match (&self.nonce, key) {
            (None, _) => Ok(body.to_vec()),
            (Some(nonce), Some(key)) => key.open(nonce, place, body).ok_or(Refusal::OtherKey),
            (Some(_), None) => Err(Refusal::OtherKey),
        }
    }
}

fn write_about(about: &About, sealed: bool, out: &mut Vec<u8>) {
    out.extend(about.book.0);
    out.extend(about.epoch.0);
    out.extend(about.number.to_be_bytes());
    out.extend(about.writer.0);
    out.extend([about.kind.byte(), if sealed { SEALED } else { 0 }]);
    out.extend(about.day.to_be_bytes());
    out.extend(about.before.0);
    let Some(meta) = &about.meta else { return };
    out.push(u8::from(meta.instead_of.is_some()));
    if let Some((epoch, point)) = &meta.instead_of {
        out.extend(epoch.0);
        out.extend(point.0);
    }
    out.push(u8::try_from(meta.keeps.len()).expect("make refuses more than 32"));
    for keep in &meta.keeps {
        out.extend(keep.number.to_be_bytes());
        out.extend(keep.day.to_be_bytes());
        out.extend(keep.size.to_be_bytes());
    }
    out.push(u8::try_from(meta.holds.len()).expect("make refuses more than 16"));
    for (writer, number) in &meta.holds {
        out.extend(writer.0);
        out.extend(number.to_be_bytes());
    }
}

fn read_about(reader: &mut Reader<'_>) -> Result<(About, bool), Refusal> {
    let (book, epoch) = (BookId(reader.array()?), Epoch(reader.array()?));
    let (number, writer) = (reader.number()?, TabId(reader.array()?));
    let [kind, flags] = reader.array()?;
    let (day, before) = (reader.u32()?, Digest(reader.array()?));
    let kind = Kind::read(kind)?;
    if flags > SEALED {
        return Err(Refusal::Damaged);
    }
    let meta = if kind == Kind::Book { Some(read_shelf(reader)?) } else { None };
    Ok((About { book, epoch, number, writer, kind, day, before, meta }, flags == SEALED))
}

fn read_shelf(reader: &mut Reader<'_>) -> Result<BookMeta, Refusal> {
    let instead_of = match reader.byte()? {
        0 => None,
        1 => Some((Epoch(reader.array()?), Digest(reader.array()?))),
        _ => return Err(Refusal::Damaged),
    };
    let count = usize::from(reader.byte()?);
    if count > limits::KEEPS {
        return Err(Refusal::Damaged);
    }
    let mut keeps = Vec::with_capacity(count);
    for _ in 0..count {
        keeps.push(Keep { number: reader.number()?, day: reader.u32()?, size: reader.u32()? });
    }
    let count = usize::from(reader.byte()?);
    if count > limits::WRITERS {
        return Err(Refusal::Damaged);
    }
    let mut holds = Vec::with_capacity(count);
    for _ in 0..count {
        holds.push((TabId(reader.array()?), reader.number()?));
    }
    Ok(BookMeta { instead_of, keeps, holds })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::Session;

    pub(crate) fn about(number: u64, kind: Kind) -> About {
        let keeps = vec![Keep { number: 3, day: 20_261_123, size: 900 }];
        About {
            book: BookId([1; 16]),
            epoch: Epoch([2; 16]),
            number,
            writer: TabId([3; 8]),
            kind,
            day: 20_261_124,
            before: Digest([4; 32]),
            meta: (kind == Kind::Book).then(|| BookMeta {
                instead_of: Some((Epoch([5; 16]), Digest([6; 32]))),
                keeps,
                holds: vec![(TabId([3; 8]), 6)],
            }),
        }
    }

    fn key() -> BookKey {
        BookKey::new([9; 32])
    }

    fn sealed() -> Sealer {
        Sealer::new(Some(key()), &Session::new([8; 32]))
    }

    fn clear() -> Sealer {
        Sealer::new(None, &Session::new([8; 32]))
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        for kind in [Kind::Book, Kind::Edits, Kind::Undo, Kind::Redo] {
            let plain = Record::make(about(7, kind), "督查".as_bytes(), &mut clear()).unwrap();
            let sealed = Record::make(about(7, kind), "督查".as_bytes(), &mut sealed()).unwrap();
            for record in [plain, sealed] {
                let read = Record::read(record.bytes()).unwrap();
                assert_eq!(read, record);
                assert_eq!(read.payload(Some(&key())).unwrap(), "督查".as_bytes());
            }
        }
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        for mut sealer in [clear(), sealed()] {
            let record = Record::make(about(7, Kind::Book), b"payload", &mut sealer).unwrap();
            for bit in 0..record.bytes().len() * 8 {
                let mut bytes = record.bytes().to_vec();
                bytes[bit / 8] ^= 1 << (bit % 8);
                assert_eq!(Record::read(&bytes), Err(Refusal::Damaged), "bit {bit}");
            }
        }
    }

    #[test]
    fn every_shortened_or_lengthened_record_is_refused() {
        let record = Record::make(about(7, Kind::Edits), b"payload", &mut clear()).unwrap();
        for length in 0..record.bytes().len() {
            assert_eq!(Record::read(&record.bytes()[..length]), Err(Refusal::Damaged));
        }
        assert_eq!(Record::read(&[record.bytes(), b"x"].concat()), Err(Refusal::Damaged));
    }

    /// A newer version is intact bytes with a higher version number, not damage.
    #[test]
    fn a_newer_record_is_told_apart_from_a_damaged_one() {
        let record = Record::make(about(7, Kind::Edits), b"payload", &mut clear()).unwrap();
        let mut newer = record.bytes()[..record.bytes().len() - 32].to_vec();
        newer[4] = 2;
        assert_eq!(Record::read(&frame::close(newer).0), Err(Refusal::TooNew(2)));
    }

    #[test]
    fn another_key_is_named_as_such() {
        let record = Record::make(about(7, Kind::Edits), b"payload", &mut sealed()).unwrap();
        assert_eq!(record.payload(Some(&BookKey::new([1; 32]))), Err(Refusal::OtherKey));
        assert_eq!(record.payload(None), Err(Refusal::OtherKey));
    }

    /// A length that promises more than there is must not be believed.
    #[test]
    fn a_declared_length_is_checked_against_the_bytes() {
        let record = Record::make(about(7, Kind::Edits), b"payload", &mut clear()).unwrap();
        let mut framed = record.bytes()[..record.bytes().len() - 32].to_vec();
        let at = record.body - 4;
        framed[at..at + 4].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(Record::read(&frame::close(framed).0), Err(Refusal::Damaged));
    }
}
