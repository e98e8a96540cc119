//! Reports as they are kept: their words neutral, so that each reader has them in a language of their own.

use crate::error::StoreError;
use crate::row::{Columns, to_json};
use domain::message::Kept;
use domain::{Message, Report};

/// `null` for none.
pub fn report_to_json(report: Option<&Report>) -> Result<String, StoreError> {
    let kept = report.map(|report| report.clone().said(Kept::from));
    to_json(&kept)
}

impl Columns<'_> {
    pub fn report(self, column: &'static str) -> Result<Report, StoreError> {
        let kept: Report<Kept> = self.json(column)?;
        Ok(kept.said(Message::from))
    }

    pub fn report_or_none(self, column: &'static str) -> Result<Option<Report>, StoreError> {
        let kept: Option<Report<Kept>> = self.json(column)?;
        Ok(kept.map(|report| report.said(Message::from)))
    }
}
