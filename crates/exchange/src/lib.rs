//! The file that travels: seal, open, verify; bytes in, bytes out.
//!
//! A [`Parcel`] is one JSON document with attachments and a few words about itself. [`seal`] makes a `.ducha` file of it,
//! [`open`] takes it apart again or refuses it by name. `SPEC.md` beside this crate describes the format for strangers.
//! What the document means is not known here; keys and entropy are arguments; every length has a limit in [`limits`].

pub mod age;
pub mod attachment;
mod content;
mod deflate;
mod digest;
mod entropy;
mod envelope;
mod error;
mod header;
pub mod json;
mod keys;
pub mod limits;
mod line;
mod message;
pub mod text;

pub use attachment::{Attachment, AttachmentFault};
pub use content::{Parcel, Signature};
pub use digest::{digest, hex, short_code};
pub use envelope::{Keys, Made, Opened, Outline, Seal, inspect, make, open, seal};
pub use error::{OpenError, SealError};
pub use keys::{
    KeyTextError, PublicKey, SecretKey, SigningKey, VerifyingKey, derive_secret_key, derive_signing_key,
};
pub use line::Sealing;
pub use message::Message;
