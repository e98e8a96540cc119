//! Mutates stored inputs. The same seed gives the same mutations.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

/// Texts that the parsers look for, or that often cause mistakes.
const TOKENS: [&str; 40] = [
    "{tenant}",
    "{{",
    "}}",
    "/",
    "//",
    "..",
    "../",
    "\0",
    "\n",
    "%00",
    "%ff",
    "%",
    "&",
    "=",
    ":",
    "::",
    "\"",
    "'",
    "\\",
    "arn:aws:",
    "s3://",
    "https://",
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "eu-west-1",
    "111122223333",
    "[",
    "]",
    "{",
    "}",
    "null",
    "-1",
    "1e999",
    "<Region>",
    "</Code>",
    ";q=0",
    "\u{202e}",
    "\u{feff}",
    "у",
    "😀",
];

/// Creates inputs by mutating the inputs of a corpus.
pub struct Mutator<'a> {
    corpus: &'a [Vec<u8>],
    random: StdRng,
}

impl<'a> Mutator<'a> {
    pub fn new(corpus: &'a [Vec<u8>], seed: u64) -> Self {
        Self {
            corpus,
            random: StdRng::seed_from_u64(seed),
        }
    }

    /// Returns the next input, of at most `most` bytes.
    pub fn next(&mut self, most: usize) -> Vec<u8> {
        let mut input = pick(self.corpus, &mut self.random);
        for _ in 0..self.random.random_range(1..=4) {
            change(&mut input, self.corpus, &mut self.random);
        }
        input.truncate(most);
        input
    }
}

fn pick(corpus: &[Vec<u8>], random: &mut StdRng) -> Vec<u8> {
    corpus.choose(random).cloned().unwrap_or_default()
}

/// Changes an input in one place. Some changes insert a part of another input of `corpus`.
pub fn change(input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut StdRng) {
    let at = random.random_range(0..=input.len());
    let end = random.random_range(at..=input.len().min(at + 16));
    match random.random_range(0..7) {
        0 => drop(input.drain(at..end)),
        1 => input.insert(at, random.random()),
        2 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << random.random_range(0..8);
            }
        }
        3 => {
            let copy = input[at..end].to_vec();
            drop(input.splice(at..at, copy));
        }
        4 if !corpus.is_empty() => {
            let other = pick(corpus, random);
            let from = random.random_range(0..=other.len());
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
        _ => {
            let token = TOKENS.choose(random).copied().unwrap_or_default();
            drop(input.splice(at..end, token.bytes()));
        }
    }
}
