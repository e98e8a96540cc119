//! The script with which a vendor's page shows the widget.

/// The source of `/embed.js`. The npm package in `app/embed` has the same file.
pub const SCRIPT: &str = include_str!("../embed/embed.js");
