//! Stores reports without a language, so that each reader sees them in their own.

use crate::columns::{Columns, to_json};
use crate::error::StoreError;
use domain::message::StoredMessage;
use domain::{Message, Report};

/// Serializes a report. No report becomes `null`.
pub fn report_to_json(report: Option<&Report>) -> Result<String, StoreError> {
    let stored = report.map(|report| report.clone().map_messages(StoredMessage::from));
    to_json(&stored)
}

impl Columns<'_> {
    pub fn report(self, column: &'static str) -> Result<Report, StoreError> {
        let stored: Report<StoredMessage> = self.json(column)?;
        Ok(stored.map_messages(Message::from))
    }

    pub fn report_or_none(self, column: &'static str) -> Result<Option<Report>, StoreError> {
        let stored: Option<Report<StoredMessage>> = self.json(column)?;
        Ok(stored.map(|report| report.map_messages(Message::from)))
    }
}
