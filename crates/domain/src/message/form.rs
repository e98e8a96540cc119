//! Messages about a form as a whole, and about the fields that only the server validates; also the names of things in
//! the form.

super::define_messages! {
    // Values of the vendor's own fields.
    pub(crate) fn needed(label);
    pub(crate) fn value_not_text();
    pub(crate) fn value_too_long(length, most);
    pub(crate) fn value_nul();
    pub(crate) fn value_control();
    pub(crate) fn value_not_boolean();
    pub(crate) fn value_not_number();
    pub(crate) fn value_no_option(label);
    pub(crate) fn unknown_field(name);
    pub(crate) fn unknown_field_and_more(name, more);

    // Notices about corrected input.
    pub(crate) fn trimmed();
    pub(crate) fn unquoted();
    pub(crate) fn bucket_split(bucket);
    pub(crate) fn prefix_split(prefix);
    pub(crate) fn external_id_edited(own);

    // Fields that contradict each other.
    pub(crate) fn swapped_secret_here();
    pub(crate) fn swapped_id_here();
    pub(crate) fn access_not_offered();
    pub(crate) fn access_not_chosen();
    pub(crate) fn path_in_bucket(path);
    pub(crate) fn role_needs_aws();
    pub(crate) fn bucket_in_other_region(region, typed);
    pub(crate) fn bucket_of_other_account(account, typed);
    pub(crate) fn access_point_in_other_region(region, typed);
    pub(crate) fn access_point_needs_aws();
    pub(crate) fn bucket_in_endpoint(endpoint);
    pub(crate) fn other_partition(what, here, whose, there);
    pub(crate) fn this_bucket();
    pub(crate) fn this_region();
    pub(crate) fn this_key();
    pub(crate) fn this_role();
    pub(crate) fn whose_role();
    pub(crate) fn whose_region();
    pub(crate) fn whose_we();
    pub(crate) fn partition_commercial();
    pub(crate) fn partition_china();
    pub(crate) fn partition_us_gov();
    pub(crate) fn own_arn(what, arn, example);
    pub(crate) fn own_role();
    pub(crate) fn own_user();
    pub(crate) fn own_account();

    // The endpoint, a field that only some connectors have.
    pub(crate) fn endpoint_https();
    pub(crate) fn endpoint_port();
    pub(crate) fn endpoint_ipv6();
    pub(crate) fn endpoint_host();
    pub(crate) fn endpoint_private();

    // Labels of fields that the connector does not label itself.
    pub(crate) fn label_access_key_id();
    pub(crate) fn label_secret_access_key();
    pub(crate) fn label_external_id();
    pub(crate) fn label_role_arn();
    pub(crate) fn label_bucket();
    pub(crate) fn label_path_prefix();
    pub(crate) fn label_region();
    pub(crate) fn label_endpoint();
    pub(crate) fn label_kms_key_arn();
    pub(crate) fn label_bucket_owner();

    // Meanings of the variables in a path prefix.
    pub(crate) fn variable_tenant();
    pub(crate) fn variable_root_tenant_id();
    pub(crate) fn variable_tap();
    pub(crate) fn variable_date();
    pub(crate) fn variable_full_date();
    pub(crate) fn variable_flow_id();
    pub(crate) fn variable_job_id();
    pub(crate) fn variable_env_id();
}
