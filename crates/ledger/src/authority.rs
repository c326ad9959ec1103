//! What a file may do: who may add, renew or remove which kind of entry, as a table that is data
//! (`templates/rules/authority.json`). Every file that is taken in passes [`Table::judge`]; what the table does not list is
//! refused by name.

use std::collections::{BTreeMap, BTreeSet};

use expr::Date;
use serde::{Deserialize, Serialize};

use crate::book::{Book, Role, form_name};
use crate::content::Content;
use crate::entry::{Entry, EntryId};
use crate::merge::{Bundle, Purpose};
use crate::trust::Sender;
use crate::twins;

mod beside;
mod events;
mod laws;
mod owner;

pub use beside::beside;
pub use laws::{Rules, is_hidden, names_in};
pub use owner::Writer;

/// Form of the records that files of a unit carry as its self-check, and after which their entries are named.
const SELF_CHECK: &str = "self-check";
/// Form of the records that files carry as what became of a finding.
const RECTIFICATION: &str = "rectification";

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Format and version of the file.
    pub format: String,
    /// What is allowed; everything else is not.
    pub cells: Vec<Cell>,
    /// What becomes of that which is not allowed, by cause.
    pub laws: BTreeMap<Cause, Law>,
    /// What people call the kinds of entries.
    pub kinds: BTreeMap<Kind, String>,
    /// What people call the acts.
    pub acts: BTreeMap<Act, String>,
}

/// Something that files of one purpose from one kind of sender may do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Why the file was made.
    pub purpose: Purpose,
    /// Who sends it.
    pub sender: Post,
    /// Whose books take it in.
    pub books: BTreeSet<Role>,
    /// With which entries.
    pub kinds: BTreeSet<Kind>,
    /// What.
    pub acts: BTreeSet<Act>,
    /// About which units.
    pub about: About,
    /// Whose entries it may renew or remove.
    pub over: Over,
    /// Why, for people.
    pub why: String,
}

/// What becomes of an act that is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// What becomes of it.
    pub then: Then,
    /// What is wrong, for people; `{what}` are the entries.
    pub why: String,
    /// What to do.
    pub todo: String,
}

/// Who sends a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Post {
    /// The office that runs the round.
    Office,
    /// The office above, for an office that is a branch's.
    Superior,
    /// A unit of the roster.
    Unit,
    /// A team.
    Team,
}

/// What an entry is, as far as it matters who may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A unit of the roster.
    Unit,
    /// A round with its deadline and public key.
    Round,
    /// A unit's self-check.
    SelfCheck,
    /// What became of a finding.
    Rectification,
    /// What a team wrote: records, verifications, working papers.
    Record,
    /// The office's decision about a submission.
    Review,
    /// What somebody decided about a record by its life cycle.
    Event,
    /// A document.
    Letter,
    /// A picture of a document.
    Picture,
}

/// What a file does with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Brings one that the book does not have.
    Add,
    /// Brings another version of one that it has.
    Renew,
    /// Removes one that it has.
    Remove,
}

/// Units that entries may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// Any.
    Any,
    /// The one that the file is about.
    Own,
}

/// Entries that may be renewed or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// Anybody's.
    Any,
    /// The sender's own.
    Own,
    /// Also those that answer a finding of the sender's.
    OwnFinding,
}

/// Why something is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The table does not list it.
    NotListed,
    /// It is about another unit than the file.
    OtherUnit,
    /// It is under a name that belongs to something else.
    Name,
    /// It renews or removes what somebody else wrote.
    NotOwner,
    /// It changes a document that was issued.
    Issued,
    /// It changes a submission that was accepted.
    Accepted,
    /// It speaks of something that belongs to another unit or round.
    Link,
    /// It says beside another version what only others may say about it.
    Decision,
    /// A decision that is not its sender's to take.
    NotTheirs,
    /// A decision that says something else than it said before.
    Altered,
    /// A decision of a day that has not come, lies long before its round, or is none.
    Day,
    /// A document of a kind that this sender does not draft.
    NotDrafted,
    /// The office above sends it, whose key nobody has compared over the telephone.
    Unconfirmed,
    /// A form or document of a later version.
    TooNew,
    /// A round with items of which no form can be made.
    Broken,
    /// It is about a unit that is not in the roster.
    UnknownUnit,
    /// A name holds characters that cannot be seen or turn the writing around.
    Hidden,
    /// Nobody signed it, and it changes what the book has.
    Unsigned,
}

/// What becomes of that which is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    /// The entry stays outside; the rest of the file comes in.
    LeaveOut,
    /// The whole file waits until somebody asked its sender.
    Hold,
    /// The whole file is refused.
    Refuse,
}

/// A file that wants to come in.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// What it carries.
    pub bundle: &'a Bundle,
    /// Whom it is from, as it says.
    pub sender: &'a Sender,
    /// Key that signed it.
    pub key: Option<&'a str>,
    /// Key that the receiving book signs with.
    pub own_key: Option<&'a str>,
    /// Whether somebody compared the sender's key over the telephone.
    pub confirmed: bool,
    /// The receiver's day; `None` where there is no clock.
    pub today: Option<Date>,
}

/// An act that is not allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Entry; `None` for the file as a whole.
    pub entry: Option<EntryId>,
    /// What it is; `None` when that cannot be told.
    pub kind: Option<Kind>,
    /// What the file wanted to do with it.
    pub acts: BTreeSet<Act>,
    /// Why.
    pub cause: Cause,
    /// What becomes of it.
    pub then: Then,
}

/// What a file wants to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// What is not allowed.
    pub refused: Vec<Refusal>,
    /// Entries that stay outside without a word: they would add nothing to what stands.
    pub idle: BTreeSet<EntryId>,
    /// What is, and how often.
    pub acts: BTreeMap<(Kind, Act), usize>,
}

impl Judged {
    /// The gravest consequence of what is not allowed; `None` when everything is.
    #[must_use]
    pub fn then(&self) -> Option<Then> {
        self.refused.iter().map(|refusal| refusal.then).max()
    }

    /// Whether an entry stays outside.
    #[must_use]
    pub fn leaves_out(&self, id: &EntryId) -> bool {
        let left_out =
            |refusal: &Refusal| refusal.then == Then::LeaveOut && refusal.entry.as_ref() == Some(id);
        self.idle.contains(id) || self.refused.iter().any(left_out)
    }

    /// Whether nothing is left that changes the book, though the file wanted to.
    #[must_use]
    pub fn nothing_left(&self) -> bool {
        self.acts.is_empty() && !self.refused.is_empty()
    }
}

impl Post {
    /// Of a sender, as the book of a role sees it: to an office another office is the one above.
    #[must_use]
    pub fn of(sender: &Sender, receiver: Role) -> Self {
        if sender.as_unit().is_some() {
            Self::Unit
        } else if sender.as_team().is_some() {
            Self::Team
        } else if receiver == Role::Office {
            Self::Superior
        } else {
            Self::Office
        }
    }
}

impl Kind {
    /// Of a content; `None` for an entry that was removed.
    #[must_use]
    pub fn of(content: &Content) -> Option<Self> {
        Some(match content {
            Content::Unit(_) => Self::Unit,
            Content::Round(_) => Self::Round,
            Content::Record(record) => match form_name(&record.form) {
                SELF_CHECK => Self::SelfCheck,
                RECTIFICATION => Self::Rectification,
                _ => Self::Record,
            },
            Content::Review(_) => Self::Review,
            Content::Event(_) => Self::Event,
            Content::Letter(_) => Self::Letter,
            Content::Picture(_) => Self::Picture,
            Content::Removed => return None,
        })
    }

    fn of_entry(entry: &Entry) -> BTreeSet<Self> {
        entry.versions.values().filter_map(|version| Self::of(&version.content)).collect()
    }
}

impl Table {
    /// Holds everything that a file would do with a book against the table. `rules` is what the forms and templates say.
    ///
    /// What the book has already is no act, whoever sends it.
    #[must_use]
    pub fn judge(&self, book: &Book, file: &Delivery<'_>, rules: &dyn Rules) -> Judged {
        let mut judged = Judged::default();
        // A file may bring an entry twice: together they must be one thing.
        let mut brought: BTreeMap<&EntryId, BTreeSet<Kind>> = BTreeMap::new();
        for entry in &file.bundle.entries {
            brought.entry(&entry.id).or_default().extend(Kind::of_entry(entry));
        }
        for entry in &file.bundle.entries {
            let known = book.entries.get(&entry.id);
            let acts = acts(known, entry);
            let counted = match self.permit(book, file, entry, (&acts, &brought), rules) {
                Ok(kind) => Some(kind),
                Err((_, Cause::Issued | Cause::Accepted))
                    if known.is_some_and(|known| laws::says_nothing_new(known, entry)) =>
                {
                    judged.idle.insert(entry.id.clone());
                    None
                }
                Err((kind, cause)) => {
                    let (id, then) = (Some(entry.id.clone()), self.then(cause));
                    judged.refused.push(Refusal { entry: id, kind, acts: acts.clone(), cause, then });
                    // What only waits for an answer would be done after it.
                    kind.filter(|_| then == Then::Hold)
                }
            };
            for (kind, act) in counted.into_iter().flat_map(|kind| acts.iter().map(move |act| (kind, *act))) {
                *judged.acts.entry((kind, act)).or_default() += 1;
            }
        }
        let changes: BTreeSet<Act> =
            judged.acts.keys().map(|(_, act)| *act).filter(|act| *act != Act::Add).collect();
        if file.key.is_none() && !changes.is_empty() {
            let then = self.then(Cause::Unsigned);
            judged.refused.push(Refusal {
                entry: None,
                kind: None,
                acts: changes,
                cause: Cause::Unsigned,
                then,
            });
        }
        judged
    }

    fn then(&self, cause: Cause) -> Then {
        self.laws.get(&cause).map_or(Then::Refuse, |law| law.then)
    }

    /// Whether a file may do these acts with an entry; what the entry is, or why not.
    fn permit(
        &self,
        book: &Book,
        file: &Delivery<'_>,
        entry: &Entry,
        (acts, brought): (&BTreeSet<Act>, &BTreeMap<&EntryId, BTreeSet<Kind>>),
        rules: &dyn Rules,
    ) -> Result<Kind, (Option<Kind>, Cause)> {
        let known = book.entries.get(&entry.id);
        let mut kinds = brought.get(&entry.id).cloned().unwrap_or_default();
        kinds.extend(known.into_iter().flat_map(Kind::of_entry));
        let kind = kinds.first().copied();
        // An entry that is two things at once, or nothing, is nobody's business.
        let (Some(one), 1) = (kind, kinds.len()) else { return Err((kind, Cause::NotListed)) };
        let cell = self.cell(book, file, one, acts).ok_or((kind, Cause::NotListed))?;
        laws::check(book, file, cell, entry, acts, rules).map_err(|cause| (kind, cause))?;
        Ok(one)
    }

    fn cell(&self, book: &Book, file: &Delivery<'_>, kind: Kind, acts: &BTreeSet<Act>) -> Option<&Cell> {
        let role = book.local.profile.role;
        let post = Post::of(file.sender, role);
        // What nobody signed, or this book itself, is not from above.
        if post == Post::Superior && (file.key.is_none() || file.key == file.own_key) && !acts.is_empty() {
            return None;
        }
        self.cells.iter().find(|cell| {
            cell.purpose == file.bundle.purpose
                && cell.sender == post
                && (acts.is_empty() || cell.books.contains(&role))
                && cell.kinds.contains(&kind)
                && acts.is_subset(&cell.acts)
        })
    }
}

/// What taking an entry in would do; nothing when the book has all of it.
fn acts(known: Option<&Entry>, entry: &Entry) -> BTreeSet<Act> {
    let Some(known) = known else { return BTreeSet::from([Act::Add]) };
    let new = entry.versions.iter().filter(|(id, version)| !twins::holds(known, id, version));
    new.map(|(_, version)| if version.content == Content::Removed { Act::Remove } else { Act::Renew })
        .collect()
}

#[cfg(test)]
mod tests;
