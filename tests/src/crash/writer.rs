//! Asks the server for one change after another, and notes what it acknowledged.

use super::story::{Effect, Operation, Story, Subject};
use super::world::Server;
use crate::answer::Answer;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::RequestBuilder;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The server was killed.
pub struct Cut;

/// Which answers mean what.
pub struct Expected {
    pub status: u16,
    /// What the answer holds besides.
    pub words: &'static str,
    /// Refusals that change nothing and are no surprise.
    pub refused: &'static [u16],
}

impl Expected {
    pub fn status(status: u16) -> Self {
        Self {
            status,
            words: "",
            refused: &[],
        }
    }
}

pub struct Writer {
    pub story: Story,
    pub rng: StdRng,
    /// Of a connect link, of a forwarded link, and the ARN of a role, where there are any.
    pub token: Option<String>,
    pub forwarded: Option<String>,
    pub role: Option<String>,
    pub counted: BTreeMap<&'static str, usize>,
    pub unexpected: Vec<String>,
}

impl Writer {
    pub fn new(subject: Subject, seed: u64) -> Self {
        Self {
            story: Story::new(subject),
            rng: StdRng::seed_from_u64(seed),
            token: None,
            forwarded: None,
            role: None,
            counted: BTreeMap::new(),
            unexpected: Vec::new(),
        }
    }

    /// Goes on until the server is killed.
    pub async fn run(&mut self, server: &Server<'_>) {
        while self.step(server).await.is_ok() {
            // So that what follows happens in another millisecond, and the log has an order.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    async fn step(&mut self, server: &Server<'_>) -> Result<(), Cut> {
        match self.story.subject.clone() {
            Subject::Tenant(name) => self.tenant_step(&name, server).await,
            Subject::Connector => self.save_connector(server).await,
            Subject::ApiKeys => self.key_step(server).await,
            Subject::Settings => self.settings_step(server).await,
        }
    }

    /// Sends a request that changes something. `None` comes back where it was refused.
    pub async fn ask(
        &mut self,
        server: &Server<'_>,
        name: &'static str,
        effects: &[Effect],
        request: RequestBuilder,
        expected: &Expected,
    ) -> Result<Option<Answer>, Cut> {
        if server.stopping.load(Ordering::SeqCst) {
            return Err(Cut);
        }
        let effects = effects.to_vec();
        let Ok(answer) = server.client.try_send(request).await else {
            self.story.in_flight = Some(Operation { name, effects });
            return Err(Cut);
        };
        server.answers.fetch_add(1, Ordering::SeqCst);
        if answer.status == expected.status && answer.text.contains(expected.words) {
            self.story.acknowledged.extend(effects);
            *self.counted.entry(name).or_default() += 1;
            return Ok(Some(answer));
        }
        // The server may ask for patience.
        if answer.status != 429 && !expected.refused.contains(&answer.status) {
            let start: String = answer.text.chars().take(400).collect();
            let subject = &self.story.subject;
            self.unexpected
                .push(format!("{name} of {subject}: {} {start}", answer.status));
        }
        Ok(None)
    }

    /// Sends a request that changes nothing.
    pub async fn look(&self, server: &Server<'_>, request: RequestBuilder) -> Result<Answer, Cut> {
        server.client.try_send(request).await.map_err(|_| Cut)
    }

    /// One of these, by its weight.
    pub fn choose<T: Copy>(&mut self, of: &[(u32, T)]) -> T {
        let sum: u32 = of.iter().map(|(weight, _)| weight).sum();
        let mut at = self.rng.random_range(0..sum);
        for (weight, choice) in of {
            if at < *weight {
                return *choice;
            }
            at -= weight;
        }
        of[0].1
    }
}
