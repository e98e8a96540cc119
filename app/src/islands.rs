//! The part of the page that wakes up in the browser. It shares what is being typed through `Typed`; the inputs
//! themselves stay plain HTML, so that nothing typed before the script arrives is lost.
//!
//! The island takes no props: the browser would need a JSON parser of its own to read them, which is a tenth of what
//! it downloads. What the island has to know stands in attributes of the page, and JSON is read by the browser's.

mod clipboard;
mod live;
mod outputs;
mod setup;
mod stream;
mod words;

pub use live::Live;
pub use outputs::{destination, example};
pub use stream::PIECES;

use domain::connect_ui::names;
use leptos::prelude::*;

/// The fields that the page follows while they are typed. Secrets are not among them.
pub const FOLLOWED: [&str; 3] = [names::BUCKET, names::PATH_PREFIX, names::KMS_KEY_ARN];

/// The text of each followed field.
type Place = [String; 3];

/// What is being typed, as the parts of the island see it.
#[derive(Clone, Copy)]
struct Typed {
    bucket: RwSignal<String>,
    prefix: RwSignal<String>,
    key: RwSignal<String>,
}

impl Typed {
    fn new([bucket, prefix, key]: Place) -> Self {
        Self {
            bucket: RwSignal::new(bucket),
            prefix: RwSignal::new(prefix),
            key: RwSignal::new(key),
        }
    }
}
