//! The wasm entry: hydrates the islands, nothing else.

// The islands are found by their exported names; this keeps the linker from dropping them.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
