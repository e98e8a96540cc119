//! The parts of the page that wake up in the browser. They share what is being typed through `Typed`;
//! the inputs themselves stay plain HTML, so that nothing typed before the script arrives is lost.

mod clipboard;
mod live;
mod outputs;
mod setup;
mod stream;

pub use live::Live;
pub use outputs::{PrefixPreview, Sentence};
pub use stream::PIECES;

use domain::PastedBucket;
use leptos::prelude::*;

/// What is being typed, as the islands see it. Secrets are not in here.
#[derive(Clone, Copy)]
struct Typed {
    bucket: RwSignal<String>,
    prefix: RwSignal<String>,
    key: RwSignal<String>,
}

impl Typed {
    fn new(bucket: String, prefix: String, key: String) -> Self {
        Self {
            bucket: RwSignal::new(bucket),
            prefix: RwSignal::new(prefix),
            key: RwSignal::new(key),
        }
    }

    /// The bucket, and the prefix typed for it or pasted with it.
    fn place(self) -> (Option<PastedBucket>, String) {
        let pasted = self.bucket.with(|text| PastedBucket::parse(text)).ok();
        let typed = self.prefix.get();
        let prefix = match &pasted {
            Some(PastedBucket {
                prefix: Some(prefix),
                ..
            }) if typed.trim().is_empty() => prefix.clone(),
            _ => typed,
        };
        (pasted, prefix)
    }
}
