//! Sends the changes of one subject to the server, and records which of them it acknowledged.

use super::history::{AuditEntry, History, Operation, Subject};
use super::server_host::ServerUnderTest;
use crate::answer::Answer;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::RequestBuilder;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Ends a writer's work: the server was killed.
pub struct ServerKilled;

/// The answers to a request that the test expects.
pub struct ExpectedAnswer {
    /// The status of success.
    pub status: u16,
    /// A text that the body of a success contains.
    pub text: &'static str,
    /// Statuses of refusals that are expected too. A refused request changes nothing.
    pub refusals: &'static [u16],
}

impl ExpectedAnswer {
    pub fn status(status: u16) -> Self {
        Self {
            status,
            text: "",
            refusals: &[],
        }
    }
}

/// Changes one subject.
pub struct Writer {
    pub history: History,
    pub rng: StdRng,
    /// The token of a connect link that is still good.
    pub token: Option<String>,
    /// The token of a forwarded link that is still good.
    pub forwarded_token: Option<String>,
    /// The ARN of the tenant's role.
    pub role: Option<String>,
    /// How often each operation was acknowledged.
    pub counts: BTreeMap<&'static str, usize>,
    pub unexpected: Vec<String>,
}

impl Writer {
    pub fn new(subject: Subject, seed: u64) -> Self {
        Self {
            history: History::new(subject),
            rng: StdRng::seed_from_u64(seed),
            token: None,
            forwarded_token: None,
            role: None,
            counts: BTreeMap::new(),
            unexpected: Vec::new(),
        }
    }

    /// Sends a request that changes something. Returns `None` if the server refused it.
    ///
    /// # Errors
    /// Returns [`ServerKilled`] if the server is being killed, or did not answer in full.
    pub async fn send_change(
        &mut self,
        server: &ServerUnderTest<'_>,
        name: &'static str,
        entries: &[AuditEntry],
        request: RequestBuilder,
        expected: &ExpectedAnswer,
    ) -> Result<Option<Answer>, ServerKilled> {
        if server.stopping.load(Ordering::SeqCst) {
            return Err(ServerKilled);
        }
        let entries = entries.to_vec();
        let Ok(answer) = server.client.try_send(request).await else {
            self.history.in_flight = Some(Operation { name, entries });
            return Err(ServerKilled);
        };
        server.answers.fetch_add(1, Ordering::SeqCst);
        if answer.status == expected.status && answer.text.contains(expected.text) {
            self.history.acknowledged.extend(entries);
            *self.counts.entry(name).or_default() += 1;
            return Ok(Some(answer));
        }
        // The writers send so much that the server's rate limits may refuse some of it.
        if answer.status != 429 && !expected.refusals.contains(&answer.status) {
            let start: String = answer.text.chars().take(400).collect();
            let subject = &self.history.subject;
            self.unexpected
                .push(format!("{name} of {subject}: {} {start}", answer.status));
        }
        Ok(None)
    }

    /// Sends a request that changes nothing.
    ///
    /// # Errors
    /// Returns [`ServerKilled`] if the server did not answer in full.
    pub async fn send_read(
        &self,
        server: &ServerUnderTest<'_>,
        request: RequestBuilder,
    ) -> Result<Answer, ServerKilled> {
        server
            .client
            .try_send(request)
            .await
            .map_err(|_| ServerKilled)
    }

    /// Chooses one of several values at random, each with its weight.
    pub fn choose<T: Copy>(&mut self, choices: &[(u32, T)]) -> T {
        let sum: u32 = choices.iter().map(|(weight, _)| weight).sum();
        let mut at = self.rng.random_range(0..sum);
        for (weight, choice) in choices {
            if at < *weight {
                return *choice;
            }
            at -= weight;
        }
        choices[0].1
    }
}
