//! Placeholder
// "overlapping_prefix" "keys_not_preferred"
