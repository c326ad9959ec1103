//! The moment a command happens in: the only way time and chance come into the core.

use expr::Date;

/// Today, now and entropy, read by the shell and handed in with each command.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The user's calendar day.
    pub today: Date,
    /// Seconds since midnight of that day, by the user's clock.
    pub seconds: u32,
    /// 32 random bytes, fresh for every command.
    pub entropy: [u8; 32],
}

impl Moment {
    /// `YYYY-MM-DDTHH:MM:SS`.
    #[must_use]
    pub fn stamp(&self) -> String {
        let (hours, minutes, seconds) = (self.seconds / 3600 % 24, self.seconds / 60 % 60, self.seconds % 60);
        format!("{}T{hours:02}:{minutes:02}:{seconds:02}", self.today)
    }

    /// `HH:MM:SS`.
    #[must_use]
    pub fn clock(&self) -> String {
        self.stamp().split('T').nth(1).unwrap_or_default().to_owned()
    }

    /// Eight characters that name a new book's writer.
    #[must_use]
    pub fn replica(&self) -> String {
        exchange::hex(self.entropy.first_chunk::<4>().map_or(&[], |first| first))
    }
}
