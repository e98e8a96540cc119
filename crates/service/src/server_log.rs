//! The log of what happened on the whole server: sign-ins, and deleted environments.

use crate::audit_log::EVENTS_PER_PAGE;
use crate::error::Error;
use crate::service::Service;
use serde_json::{Map, Value};
use std::net::IpAddr;
use store::{Actor, NewServerEvent, ServerAction, ServerEvent};

/// How many sign-ins of each kind stay in the log. Anybody can cause a refused one, so their number needs a limit.
const MAX_SIGN_INS: i64 = 1_000;

impl Service {
    /// Records that the present actor, an admin, signed in from this address.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn record_sign_in(&self, address: IpAddr) -> Result<(), Error> {
        let event = sign_in_event(self.actor.clone(), ServerAction::SignedIn, address);
        let recorded = self.store.record_sign_in(&event, MAX_SIGN_INS, self.now());
        Ok(recorded.await?)
    }

    /// Records that somebody tried to sign in with a wrong admin key. If there are very many, only some of them are
    /// recorded, because each costs a write to the database. An error is only logged: it changes nothing for whoever tried.
    pub async fn record_refused_sign_in(&self, address: IpAddr) {
        if self.refused_sign_ins.try_acquire(&()).is_err() {
            return;
        }
        let event = sign_in_event(Actor::Anonymous, ServerAction::SignInRefused, address);
        let recorded = self.store.record_sign_in(&event, MAX_SIGN_INS, self.now());
        if let Err(error) = recorded.await {
            tracing::warn!(%error, "Could not record a refused sign-in.");
        }
    }

    /// Returns a page of the server's log, newest first, and where the next page begins.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn server_events(
        &self,
        before: Option<&str>,
    ) -> Result<(Vec<ServerEvent>, Option<String>), Error> {
        // One more than a page shows whether there is another page.
        let limit = i64::try_from(EVENTS_PER_PAGE + 1).unwrap_or(i64::MAX);
        let mut events = self.store.server_events(before, limit).await?;
        let has_more = events.len() > EVENTS_PER_PAGE;
        events.truncate(EVENTS_PER_PAGE);
        let last = events.last().filter(|_| has_more);
        let next = last.map(|event| event.id.clone());
        Ok((events, next))
    }
}

fn sign_in_event(actor: Actor, action: ServerAction, address: IpAddr) -> NewServerEvent {
    let address = Value::from(address.to_string());
    NewServerEvent {
        actor,
        action,
        detail: Map::from_iter([("address".to_owned(), address)]),
    }
}
