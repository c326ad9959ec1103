//! The day and the time of day, Beijing time (UTC+8), which is the time of every user of this program.

use std::time::{SystemTime, UNIX_EPOCH};

use app::Moment;
use expr::Date;

use super::entropy;
use crate::failure::Failure;

const DAY: u64 = 24 * 60 * 60;
const BEIJING: u64 = 8 * 60 * 60;

/// Now, or the given day at noon so that what is made on it is the same every time but for its keys.
pub(crate) fn moment(today: Option<Date>) -> Result<Moment, Failure> {
    let entropy = entropy::bytes()?;
    Ok(match today {
        Some(today) => Moment { today, seconds: (DAY / 2) as u32, entropy },
        None => {
            let since =
                SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) + BEIJING;
            let epoch = Date::new(1970, 1, 1).expect("the epoch is a day of the calendar");
            let days = i64::try_from(since / DAY).unwrap_or(0);
            Moment { today: epoch.plus_days(days), seconds: (since % DAY) as u32, entropy }
        }
    })
}
