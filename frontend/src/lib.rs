//! The entry point of the wasm. It hydrates the islands, and does nothing else.

// The page finds the islands by their exported names. Without this `use` the linker would drop them.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the islands of the page interactive. The page calls it once the wasm is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
