//! What a page tells its reader about an action that failed, in the language of the page.

use crate::problem_code::ProblemCode;
use app::widget::FailedAction;
use i18n::Locale;

/// Returns what a page says about the problem of this code. The problem's own detail is in English and written for
/// vendors.
#[expect(
    clippy::too_many_lines,
    reason = "one match names every problem, so none is forgotten"
)]
pub fn failed_action(locale: Locale, code: ProblemCode) -> FailedAction {
    let did_not_work = |text| {
        (
            locale.did_not_work_title(),
            text,
            locale.did_not_work_action(),
        )
    };
    let (title, text, next_step) = match code {
        ProblemCode::NotFound => (
            locale.not_found_title(),
            locale.not_found_words(),
            locale.not_found_action(),
        ),
        ProblemCode::UnknownLink => (
            locale.unknown_link_title(),
            locale.unknown_link_words(),
            locale.unknown_link_action(),
        ),
        ProblemCode::ExpiredLink => (
            locale.expired_link_title(),
            locale.nothing_lost(),
            locale.expired_link_action(),
        ),
        ProblemCode::ExpiredForwardedLink => (
            locale.expired_link_title(),
            locale.nothing_lost(),
            locale.expired_forwarded_link_action(),
        ),
        ProblemCode::NotForForwardedLinks => (
            locale.not_for_forwarded_links_title(),
            locale.not_for_forwarded_links_words(),
            locale.not_for_forwarded_links_action(),
        ),
        ProblemCode::AlreadyConnected => (
            locale.already_connected_title(),
            locale.already_connected_words(),
            locale.already_connected_action(),
        ),
        ProblemCode::UnknownFlow => (
            locale.unknown_flow_title(),
            locale.unknown_flow_words(),
            locale.unknown_flow_action(),
        ),
        ProblemCode::NoConnection => (
            locale.no_connection_title(),
            locale.no_connection_words(),
            locale.no_connection_action(),
        ),
        ProblemCode::TooManyChecks => (
            locale.too_many_checks_title(),
            locale.too_many_checks_words(),
            locale.too_many_checks_action(),
        ),
        ProblemCode::RateLimited => (
            locale.rate_limited_title(),
            locale.rate_limited_words(),
            locale.rate_limited_action(),
        ),
        ProblemCode::TooManyLinks => (
            locale.too_many_links_title(),
            locale.too_many_links_words(),
            locale.too_many_links_action(),
        ),
        ProblemCode::BodyTooLarge => (
            locale.too_large_title(),
            locale.too_large_words(),
            locale.too_large_action(),
        ),
        ProblemCode::BodyTooSlow | ProblemCode::BodyCutOff => did_not_work(locale.cut_off_words()),
        ProblemCode::Busy => did_not_work(locale.busy_words()),
        ProblemCode::BadForm
        | ProblemCode::BadId
        | ProblemCode::BadIdempotencyKey
        | ProblemCode::BadJson
        | ProblemCode::BadPath
        | ProblemCode::BadUtf8
        | ProblemCode::CheckFailed
        | ProblemCode::CheckUndetermined
        | ProblemCode::CredentialsRefused
        | ProblemCode::CredentialsUndetermined
        | ProblemCode::Database
        | ProblemCode::IdempotencyInProgress
        | ProblemCode::IdempotencyKeyReused
        | ProblemCode::Internal
        | ProblemCode::InvalidFields
        | ProblemCode::MethodNotAllowed
        | ProblemCode::NeedsAccessPointArn
        | ProblemCode::NeedsAws
        | ProblemCode::NoAttempt
        | ProblemCode::NoKey
        | ProblemCode::NoRotation
        | ProblemCode::NoVersion
        | ProblemCode::NotEmpty
        | ProblemCode::NotJson
        | ProblemCode::OtherOrigin
        | ProblemCode::PrefixTooLong
        | ProblemCode::QueryTooLong
        | ProblemCode::RotationTakenUp
        | ProblemCode::RotationUnderWay
        | ProblemCode::StaleForm
        | ProblemCode::TooManyFlows
        | ProblemCode::TooManyIdempotencyKeys
        | ProblemCode::Unauthorized
        | ProblemCode::UnknownEnvironment
        | ProblemCode::UnknownTenant
        | ProblemCode::VersionConflict => did_not_work(locale.did_not_work_words()),
    };
    FailedAction {
        title,
        text,
        next_step,
    }
}

/// Returns what the form says if it was sent with an action that we don't know.
pub fn unknown_action_notice(locale: Locale) -> FailedAction {
    FailedAction {
        title: locale.unknown_action_title(),
        text: locale.unknown_action_words(),
        next_step: locale.unknown_action_action(),
    }
}
