//! The titles of a check's steps, also of those that failed, and the details of steps that passed or were skipped. A step
//! that AWS refused has the messages of its cause instead.

super::define_messages! {
    pub(crate) fn step_credentials();
    pub(crate) fn step_credentials_failed();
    pub(crate) fn step_assume_role();
    pub(crate) fn step_assume_role_failed();
    pub(crate) fn step_external_id_enforced();
    pub(crate) fn step_external_id_enforced_failed();
    pub(crate) fn step_bucket();
    pub(crate) fn step_bucket_failed();
    pub(crate) fn step_list();
    pub(crate) fn step_list_failed();
    pub(crate) fn step_get();
    pub(crate) fn step_get_failed();
    pub(crate) fn step_put();
    pub(crate) fn step_put_failed();
    pub(crate) fn step_cleanup();
    pub(crate) fn step_cleanup_failed();

    pub fn not_aws();
    pub fn key_refused();
    pub fn role_refused();
    pub fn role_trusts_others();
    pub fn no_bucket();
    pub fn bucket_refused();
    pub fn role_enforces();
    pub fn nothing_written();
    pub fn no_list();
    pub fn key_known();
    pub fn account_known(account);
    pub fn region_found(region);
    pub fn region_corrected(region, from);
    pub fn region_told(region);
    pub fn listed(place);
    pub fn listed_nothing(place);
    pub fn nothing_to_read(place);
    pub fn object_read(key);
    pub fn object_is_empty(key);
    pub fn object_is_gone(key);
    pub fn object_written(key);
    pub fn object_would_be_written(key);
    pub fn object_kept(key);
    pub fn object_may_be_there(key);
    pub fn object_removed(key);
    pub fn object_stays(key);
    pub fn object_not_removed(key);
}
