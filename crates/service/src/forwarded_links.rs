//! Links that a tenant forwards to whoever manages its AWS account. Such a link can fill in, test and save a flow that is
//! not connected yet, and do nothing else.

use crate::connect_sessions::{ConnectLink, MAX_TTL_SECONDS};
use crate::error::Error;
use crate::public_fields::public_fields;
use crate::random::secret_token;
use crate::service::Service;
use crate::widget_state::WidgetState;
use domain::connect_ui::field_names;
use domain::misplaced_secret::may_contain_secret;
use domain::{FieldError, RawDraft};
use store::{Attempt, AuditAction, ConnectSession, SessionKind};

/// How many links of one flow are valid at once, and how many can be created within an hour. A new link ends the oldest
/// one. The second limit exists because each link adds rows to the database and the audit log.
const MAX_LINKS: u32 = 10;
/// The most characters of the sender's name.
pub const MAX_SENDER_CHARS: usize = 80;
const HOUR_MS: i64 = 3_600 * 1_000;

impl Service {
    /// Creates a forwarded link and saves the form input, without secrets, for the page that it opens. `sender` is the name
    /// of the person who forwards it.
    ///
    /// The link is valid for a week, even if the tenant's own link expires earlier: an AWS administrator may only be back
    /// next week. The vendor sees both links and can end them.
    ///
    /// # Errors
    /// - Returns [`Error::NotForForwardedLinks`] if the session is itself a forwarded link.
    /// - Returns [`Error::AlreadyConnected`] if there is nothing left to set up.
    /// - Returns [`Error::Fields`] if the bucket is missing or not valid. The administrator would not know what to do.
    /// - Returns [`Error::TooManyLinks`] if too many links were created within an hour.
    /// - Returns [`Error::UnknownLink`] if the tenant was deleted meanwhile.
    /// - Returns another error if the database fails.
    pub async fn forward_link(
        &self,
        session: &ConnectSession,
        widget_state: &WidgetState,
        raw: &RawDraft,
        sender: Option<&str>,
    ) -> Result<ConnectLink, Error> {
        let (scope, flow) = (&session.scope, &session.flow);
        if session.kind != SessionKind::Tenant {
            return Err(Error::NotForForwardedLinks);
        }
        if widget_state.connection.is_some() {
            return Err(Error::AlreadyConnected);
        }
        // An otherwise incomplete form can be forwarded. The fields that were refused are left out.
        let errors = self.draft_errors(widget_state, raw);
        let bucket_errors: Vec<FieldError> = errors
            .iter()
            .filter(|error| error.field == field_names::BUCKET)
            .cloned()
            .collect();
        if !bucket_errors.is_empty() {
            return Err(Error::Fields(bucket_errors));
        }
        let now = self.now();
        let draft = self.new_draft(widget_state, raw, &errors);
        let event = self.flow_event(scope, flow, AuditAction::LinkForwarded);
        let forwarded = ConnectSession {
            kind: SessionKind::Forwarded,
            // The administrator opens it as a page of its own, never in a frame.
            origin: None,
            return_url: None,
            asked_by: sender.and_then(clean_name),
            created_at: now,
            expires_at: now + MAX_TTL_SECONDS * 1_000,
            ..session.clone()
        };
        let token = secret_token()?;
        let limit = (now - HOUR_MS, MAX_LINKS);
        let created =
            self.store
                .create_forwarded_session(&forwarded, &token, draft.as_ref(), limit, &event);
        if !created
            .await
            .map_err(|error| Error::from(error).for_link())?
        {
            return Err(Error::TooManyLinks);
        }
        Ok(ConnectLink::new(forwarded, token))
    }

    fn draft_errors(&self, widget_state: &WidgetState, raw: &RawDraft) -> Vec<FieldError> {
        let (connector, tenant) = (&widget_state.connector, &widget_state.tenant);
        match self.parse_draft(connector, tenant, raw) {
            Err(Error::Fields(errors)) => errors,
            _ => Vec::new(),
        }
    }

    /// Returns the form input as an attempt without a report. Returns `None` if the last attempt has the same fields: it
    /// stays, because it also has a report.
    fn new_draft(
        &self,
        widget_state: &WidgetState,
        raw: &RawDraft,
        errors: &[FieldError],
    ) -> Option<Attempt> {
        let public_fields = public_fields(raw, &widget_state.connector.params, errors);
        let last = widget_state.stored_attempt.as_ref();
        let is_new = last.is_none_or(|attempt| attempt.public_fields != public_fields);
        is_new.then(|| Attempt {
            public_fields,
            report: None,
            attempted_at: self.now(),
        })
    }
}

/// Returns a name as the page of the link shows it: on one line, and not too long. Empty names and secrets are left out.
fn clean_name(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name: String = words.join(" ").chars().take(MAX_SENDER_CHARS).collect();
    (!name.is_empty() && !may_contain_secret(text)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_short_line_and_no_secrets() {
        for (text, name) in [
            ("Ann Lee", Some("Ann Lee")),
            (" Ann\r\n\tLee ", Some("Ann Lee")),
            ("", None),
            (" \n", None),
            ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None),
        ] {
            assert_eq!(clean_name(text).as_deref(), name, "{text:?}");
        }
        let long = clean_name(&"ä".repeat(500)).map(|name| name.chars().count());
        assert_eq!(long, Some(MAX_SENDER_CHARS));
    }
}
