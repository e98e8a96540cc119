//! Fuzz targets for every parser of untrusted bytes.
//!
//! Each target is a function that takes any bytes and panics if a property does not hold. libFuzzer calls it from
//! `tests/fuzz`. The tests of this package call it with the stored corpus and with mutations of it.

#![expect(
    clippy::expect_used,
    reason = "a property that does not hold is a panic"
)]

mod answer_texts;
mod arns;
#[cfg(feature = "aws")]
mod aws_answers;
#[cfg(feature = "server")]
mod bodies;
mod buckets;
#[cfg(feature = "server")]
mod cookies;
mod endpoints;
#[cfg(feature = "server")]
mod forms;
mod input_bytes;
mod keys;
mod languages;
pub mod mutate;
mod overlaps;
mod params;
#[cfg(feature = "server")]
mod policies;
mod round_trip;
mod templates;
#[cfg(feature = "server")]
mod themes;

pub use arns::arns;
#[cfg(feature = "aws")]
pub use aws_answers::aws_answers;
#[cfg(feature = "server")]
pub use bodies::bodies;
pub use buckets::buckets;
#[cfg(feature = "server")]
pub use cookies::cookies;
pub use endpoints::endpoints;
#[cfg(feature = "server")]
pub use forms::forms;
pub use keys::keys;
pub use languages::languages;
pub use overlaps::overlaps;
pub use params::params;
pub use templates::templates;
#[cfg(feature = "server")]
pub use themes::themes;

/// A target with its name, which is also the name of its corpus and of its program.
pub type Target = (&'static str, fn(&[u8]));

#[cfg(all(feature = "aws", feature = "server"))]
pub const TARGETS: [Target; 13] = [
    ("arns", arns),
    ("aws_answers", aws_answers),
    ("bodies", bodies),
    ("buckets", buckets),
    ("cookies", cookies),
    ("endpoints", endpoints),
    ("forms", forms),
    ("keys", keys),
    ("languages", languages),
    ("overlaps", overlaps),
    ("params", params),
    ("templates", templates),
    ("themes", themes),
];
