//! How long a pressed key takes until it is on the screen.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

use super::error::{DriverError, Result};
use super::page::Page;

/// The milliseconds from one key's `keydown` time stamp to three later moments.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyTiming {
    /// The page's handlers for the key and its `input`, and their microtasks, are done: the page's own cost
    /// before layout. Work put off by a timer is not in it.
    pub handled: f64,
    /// The next frame has been drawn. Contains up to one frame (16.7 ms) of waiting for its turn; on a busy
    /// machine it may be noted as late as [`KeyTiming::next_frame`].
    pub painted: f64,
    /// The frame after that has begun; certainly later than the letter's appearance.
    pub next_frame: f64,
}

impl Page {
    /// Types ASCII `text` into a field, letter by letter, and returns for each the milliseconds from
    /// `keydown` to the second animation frame after it: an upper bound of key to paint that contains a
    /// whole frame of waiting. [`Page::measure_keys`] gives the closer figures.
    ///
    /// # Errors
    /// As [`Page::measure_keys`].
    pub fn measure_key_latency(&self, css: &str, text: &str) -> Result<Vec<f64>> {
        Ok(self.measure_keys(css, text)?.into_iter().map(|key| key.next_frame).collect())
    }

    /// Types ASCII `text` into a field, letter by letter, and times each.
    ///
    /// # Errors
    /// When the text is not ASCII (Chinese has no key), the field cannot be clicked, or a frame stays out.
    pub fn measure_keys(&self, css: &str, text: &str) -> Result<Vec<KeyTiming>> {
        if !text.is_ascii() {
            return Err(DriverError::Misuse(format!("only ASCII has keys to measure: {text:?}")));
        }
        self.click(css)?;
        self.ask("watchKeys", &[])?;
        for (index, letter) in text.chars().enumerate() {
            self.type_text(letter.encode_utf8(&mut [0; 4]))?;
            self.wait_for_key(index + 1)?;
        }
        self.eval::<Value>("window.__driverKeysEnd()")?;
        self.eval("window.__driverKeys")
    }

    /// As [`Page::wait_until`], looking more often, so that waiting does not stretch the measurement.
    fn wait_for_key(&self, count: usize) -> Result<()> {
        let start = Instant::now();
        while self.eval::<usize>("window.__driverKeys.length")? < count {
            if start.elapsed() > self.patience {
                let what = format!("the frame after letter {count}");
                return Err(DriverError::timeout(what, self.patience, "no frame"));
            }
            std::thread::sleep(Duration::from_millis(7));
        }
        Ok(())
    }
}
