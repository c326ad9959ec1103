//! `sample`: the sample book, of any size.

use app::sample::{Sample, book};
use expr::Date;
use templates::Pack;

use crate::args::SampleBook;
use crate::failure::Failure;
use crate::ports::clock;

/// Makes the sample book of a role.
pub(crate) fn sample(args: &SampleBook, today: Option<Date>) -> Result<(), Failure> {
    let moment = clock::moment(today)?;
    let sample = Sample { units: args.units as usize, seed: args.seed, today: moment.today };
    super::book::write(book(&Pack::shipped(), &sample, args.role.into()), &args.output, &moment)
}
