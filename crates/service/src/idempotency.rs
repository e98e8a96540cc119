//! Carries out a request with an idempotency key only once: later requests with the key get its answer.
//!
//! The answer is stored right after the request's effect, in a transaction of its own. If the server is killed between the
//! two, the key is free again after [`RESERVATION_MS`], and the request is carried out once more.

use crate::error::Error;
use crate::idempotency_limit::Verdict;
use crate::service::Service;
use secrecy::SecretString;
use std::time::Duration;
use store::{EarlierRequest, IdempotentRequest, Reservation};

/// How long a request with an idempotency key can take. The slowest waits a minute for its turn and then checks for half
/// a minute.
pub const MAX_IDEMPOTENT_REQUEST: Duration = Duration::from_secs(150);
/// How long a key stays reserved if the server that carries out its request dies. Longer than any request, because the
/// request would otherwise be carried out twice.
const RESERVATION_MS: i64 = 180_000;
/// How long an answer can be repeated.
const ANSWER_LIFETIME_MS: i64 = 24 * 3_600 * 1_000;
/// How long to wait before each further try to store an answer.
const STORE_AGAIN_AFTER: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];
/// How often to look again at a key that was released or expired between two statements.
const MAX_TRIES: usize = 3;

/// What to do with a request that has an idempotency key.
#[derive(Debug)]
pub enum IdempotentStart {
    /// Carry it out, and then call [`Service::finish_idempotent`] or [`Service::abandon_idempotent`].
    CarryOut(Reservation),
    /// Answer as before.
    Repeat(SecretString),
}

impl Service {
    /// Finds out whether a request has to be carried out. If so, its key is reserved.
    ///
    /// # Errors
    /// - Returns [`Error::IdempotencyKeyReused`] if another request had the key.
    /// - Returns [`Error::IdempotencyInProgress`] if the same request is being carried out.
    /// - Returns [`Error::TooManyIdempotencyKeys`] if the key is new and the environment has too many.
    /// - Returns another error if the database fails, or if the stored answer cannot be decrypted.
    pub async fn start_idempotent(
        &self,
        request: &IdempotentRequest,
    ) -> Result<IdempotentStart, Error> {
        let has_room = self.has_room_for_idempotency_key(request).await?;
        for _ in 0..MAX_TRIES {
            // The reservation begins when it is written. A busy database may have taken long until here.
            let now = self.now();
            if has_room {
                let until = now + RESERVATION_MS;
                let reserved = self.store.reserve_idempotency_key(request, now, until);
                if let Some(reservation) = reserved.await? {
                    return Ok(IdempotentStart::CarryOut(reservation));
                }
            }
            match self.store.find_earlier_request(request, now).await? {
                Some(EarlierRequest::Answered(answer)) => {
                    return Ok(IdempotentStart::Repeat(answer));
                }
                Some(EarlierRequest::Other) => return Err(Error::IdempotencyKeyReused),
                Some(EarlierRequest::InProgress) => return Err(Error::IdempotencyInProgress),
                None if !has_room => return Err(Error::TooManyIdempotencyKeys),
                None => {}
            }
        }
        Err(Error::IdempotencyInProgress)
    }

    /// Stores the answer of a request that was carried out. Tries again if the database fails, because a repeated request
    /// would otherwise be carried out once more. The last error is only logged: the request's effect stays, and its caller
    /// gets the answer.
    pub async fn finish_idempotent(&self, reservation: &Reservation, answer: &SecretString) {
        let until = self.now() + ANSWER_LIFETIME_MS;
        let mut waits = STORE_AGAIN_AFTER.iter();
        loop {
            let stored = self.store.store_answer(reservation, answer, until).await;
            match (stored, waits.next()) {
                (Ok(true), _) => return,
                (Ok(false), _) => {
                    tracing::warn!(
                        "A request with an idempotency key took too long, so its answer was not stored."
                    );
                    return;
                }
                (Err(_), Some(wait)) => tokio::time::sleep(*wait).await,
                (Err(error), None) => {
                    tracing::error!(%error, "Could not store the answer of a request with an idempotency key.");
                    return;
                }
            }
        }
    }

    /// Makes the key of a request available again, because the request had no effect. An error is only logged, because the
    /// reservation ends by itself.
    pub async fn abandon_idempotent(&self, reservation: &Reservation) {
        if let Err(error) = self.store.release_idempotency_key(reservation).await {
            tracing::warn!(%error, "Could not release an idempotency key.");
        }
    }

    /// Returns whether the environment can have another key. Deletes expired keys if their number matters.
    async fn has_room_for_idempotency_key(
        &self,
        request: &IdempotentRequest,
    ) -> Result<bool, Error> {
        let environment = request.environment();
        match self.idempotency_limit.try_acquire(environment) {
            Verdict::HasRoom => return Ok(true),
            Verdict::Full => return Ok(false),
            Verdict::Unknown => {}
        }
        let count = self.store.count_idempotency_keys(environment).await?;
        if self.idempotency_limit.set_count(environment, count) {
            return Ok(true);
        }
        self.store.purge_idempotency_keys(self.now()).await?;
        let count = self.store.count_idempotency_keys(environment).await?;
        Ok(self.idempotency_limit.set_count(environment, count))
    }
}
