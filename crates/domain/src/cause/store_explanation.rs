//! Explains causes at a store that is not AWS. There is no IAM there, no AWS console, and nobody who runs an AWS account.

use super::Cause;
use super::cause_context::{CauseContext, in_brackets, name_or};
use crate::message::{Message, causes};
use crate::remedy::Remedy;

/// Returns what happened and what to change, or `None` if the explanation for AWS fits the store too.
pub(super) fn explain_at_store(
    cause: Cause,
    store: &str,
    context: &CauseContext<'_>,
) -> Option<(Message, Remedy)> {
    let bucket = context.bucket_name();
    let key = name_or(context.access_key_id, causes::some_key);
    let why = in_brackets(context.aws_code);
    let (detail, text) = match cause {
        Cause::UnknownAccessKey => (
            causes::store_unknown_access_key(store, key),
            causes::store_unknown_access_key_do(),
        ),
        Cause::WrongSecret => (
            causes::store_wrong_secret(store, key),
            causes::store_wrong_secret_do(),
        ),
        Cause::BucketNotFound => (
            causes::bucket_not_found(bucket),
            causes::store_bucket_not_found_do(),
        ),
        Cause::WrongRegion => (
            causes::store_wrong_region(bucket, name_or(context.region, causes::some_region), store),
            causes::store_wrong_region_do(),
        ),
        Cause::ListDenied => (
            causes::list_denied(context.identity(), context.location()),
            causes::store_permission_do("s3:ListBucket"),
        ),
        Cause::GetDenied => (
            causes::get_denied(context.identity(), context.location()),
            causes::store_permission_do("s3:GetObject"),
        ),
        Cause::PutDenied => (
            causes::put_denied(context.identity(), context.location()),
            causes::store_permission_do("s3:PutObject"),
        ),
        Cause::AccountSuspended => (
            causes::store_account_suspended(store, why),
            causes::store_account_suspended_do(),
        ),
        Cause::ClockSkew => (
            causes::store_clock_skew(store),
            causes::store_clock_skew_do(),
        ),
        Cause::BadRequest => (causes::store_bad_request(store, why), causes::our_side_do()),
        Cause::BadAnswer => (causes::store_bad_answer(store), causes::endpoint_do()),
        Cause::UnknownRefusal => (
            causes::unknown_refusal_of_store(name_or(context.aws_code, causes::some_code)),
            causes::store_unknown_refusal_do(),
        ),
        _ => return None,
    };
    Some((detail, Remedy::without_statement(text)))
}
