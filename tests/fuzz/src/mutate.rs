//! Inputs out of seeds: bits flipped, parts moved, cut and repeated, words and awkward numbers put in.

use crate::Target;

/// Numbers at which lengths, counts and signs go wrong, as a file writes them in words.
const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "1",
    "127",
    "65536",
    "2147483648",
    "4294967296",
    "9007199254740993",
    "18446744073709551616",
    "0.1",
    "33.333333333333336",
    "1e308",
];
/// The same as bytes.
const BYTES: [u8; 9] = [0, 1, 0x0a, 0x20, 0x7f, 0x80, 0xc0, 0xfe, 0xff];
/// Most seeds that are kept beside the first ones.
const LEARNED: usize = 400;

/// A source of numbers that look random (xorshift64*); the same seed gives the same inputs.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Any number.
    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// A number below `limit`; 0 when the limit is.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % (limit.max(1) as u64)).unwrap_or_default()
    }

    fn byte(&mut self) -> u8 {
        self.roll().to_le_bytes()[0]
    }
}

/// Makes inputs for one target.
#[derive(Debug)]
pub struct Mutator {
    dice: Dice,
    seeds: Vec<Vec<u8>>,
    first: usize,
    words: &'static [&'static str],
    longest: usize,
}

impl Mutator {
    /// Of a target's seeds, those that are not too long.
    #[must_use]
    pub fn new(target: &Target, seed: u64) -> Self {
        let mut seeds = (target.seeds)();
        seeds.retain(|bytes| bytes.len() <= target.longest);
        seeds.push(Vec::new());
        let first = seeds.len();
        Self { dice: Dice::new(seed), seeds, first, words: target.words, longest: target.longest }
    }

    /// How many seeds there are by now.
    #[must_use]
    pub fn seeds(&self) -> usize {
        self.seeds.len()
    }

    /// Takes an input among the seeds. When there are too many, a learned one makes room.
    pub fn learn(&mut self, input: &[u8]) {
        if self.seeds.len() < self.first + LEARNED {
            self.seeds.push(input.to_vec());
        } else {
            let at = self.first + self.dice.below(LEARNED);
            self.seeds[at] = input.to_vec();
        }
    }

    /// The next input. Of two seeds the shorter is taken half of the time: short ones are quick.
    pub fn next_input(&mut self) -> Vec<u8> {
        let (one, two) = (self.dice.below(self.seeds.len()), self.dice.below(self.seeds.len()));
        let shorter = if self.seeds[one].len() < self.seeds[two].len() { one } else { two };
        let mut input = self.seeds[if self.dice.below(2) == 0 { one } else { shorter }].clone();
        for _ in 0..=self.dice.below(1 << self.dice.clone().below(4)) {
            self.step(&mut input);
        }
        input.truncate(self.longest);
        input
    }

    fn step(&mut self, input: &mut Vec<u8>) {
        match self.dice.below(12) {
            0 | 1 => self.flip(input),
            2 => self.put_byte(input),
            3 => self.insert(input),
            4 => self.remove(input),
            5 => self.repeat(input),
            6 => self.splice(input),
            7 => input.truncate(self.dice.below(input.len() + 1)),
            8 => self.number(input),
            9 => self.swap(input),
            _ => self.word(input),
        }
    }

    /// A range of at most `most` bytes.
    fn range(&mut self, length: usize, most: usize) -> std::ops::Range<usize> {
        let from = self.dice.below(length + 1);
        from..(from + self.dice.below(most.min(length - from) + 1))
    }

    fn flip(&mut self, input: &mut [u8]) {
        let at = self.dice.below(input.len());
        if let Some(byte) = input.get_mut(at) {
            *byte ^= 1 << self.dice.below(8);
        }
    }

    fn put_byte(&mut self, input: &mut [u8]) {
        let at = self.dice.below(input.len());
        let with =
            if self.dice.below(2) == 0 { self.dice.byte() } else { BYTES[self.dice.below(BYTES.len())] };
        if let Some(byte) = input.get_mut(at) {
            *byte = with;
        }
    }

    fn insert(&mut self, input: &mut Vec<u8>) {
        let at = self.dice.below(input.len() + 1);
        let bytes: Vec<u8> = (0..=self.dice.below(8)).map(|_| self.dice.byte()).collect();
        input.splice(at..at, bytes);
    }

    fn remove(&mut self, input: &mut Vec<u8>) {
        let range = self.range(input.len(), 64);
        input.drain(range);
    }

    /// Repeats a part, a few times or very often: depth and counts.
    fn repeat(&mut self, input: &mut Vec<u8>) {
        let range = self.range(input.len(), 48);
        let often = if self.dice.below(8) == 0 { self.longest / (range.len() + 1) } else { 3 };
        let part = input[range.clone()].repeat(self.dice.below(often) + 1);
        input.splice(range.end..range.end, part);
    }

    /// Puts a part of another seed in.
    fn splice(&mut self, input: &mut Vec<u8>) {
        let other = self.dice.below(self.seeds.len());
        let from = self.range(self.seeds[other].len(), 512);
        let part = self.seeds[other][from].to_vec();
        let to = self.range(input.len(), 64);
        input.splice(to, part);
    }

    /// Writes an awkward number in place of the next one.
    fn number(&mut self, input: &mut Vec<u8>) {
        let at = self.dice.below(input.len() + 1);
        let Some(from) = input[at..].iter().position(u8::is_ascii_digit).map(|found| at + found) else {
            return;
        };
        let digits = input[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let with = NUMBERS[self.dice.below(NUMBERS.len())];
        input.splice(from..from + digits, with.bytes());
    }

    fn swap(&mut self, input: &mut [u8]) {
        let (one, two) = (self.dice.below(input.len()), self.dice.below(input.len()));
        if !input.is_empty() {
            input.swap(one, two);
        }
    }

    /// Puts a word in, or writes it over what is there.
    fn word(&mut self, input: &mut Vec<u8>) {
        if self.words.is_empty() {
            return;
        }
        let word = self.words[self.dice.below(self.words.len())].as_bytes();
        let from = self.dice.below(input.len() + 1);
        let to = if self.dice.below(2) == 0 { from } else { (from + word.len()).min(input.len()) };
        input.splice(from..to, word.iter().copied());
    }
}
