//! Messages about a single field. The browser shows them too, when somebody leaves the field, and has no Fluent to format
//! them with: a translation may only insert its arguments. The build of `crates/i18n` checks that.

super::define_messages! {
    // The access key.
    pub(crate) fn access_key_id_required();
    pub(crate) fn access_key_id_wanted();
    pub(crate) fn access_key_id_temporary();
    pub(crate) fn access_key_id_whole_line(id);
    pub(crate) fn access_key_id_line_of_secret();
    pub(crate) fn access_key_id_bad();
    pub(crate) fn secret_required();
    pub(crate) fn secret_wanted();
    pub(crate) fn secret_whole_line();
    pub(crate) fn secret_line_with_id();
    pub(crate) fn secret_look_alike(kind);
    pub(crate) fn secret_bad();
    pub(crate) fn secret_misplaced();

    // A value of another kind than the field expects: what it looks like, and what to enter instead.
    pub(crate) fn looks_like(what, wanted);
    pub(crate) fn what_secret();
    pub(crate) fn what_key_id();
    pub(crate) fn what_account();
    pub(crate) fn what_external_id();
    pub(crate) fn what_email();
    pub(crate) fn what_region();
    pub(crate) fn arn_of(kind, wanted);
    pub(crate) fn kind_role();
    pub(crate) fn kind_user();
    pub(crate) fn kind_policy();
    pub(crate) fn kind_group();
    pub(crate) fn kind_instance_profile();
    pub(crate) fn kind_account();
    pub(crate) fn kind_session();
    pub(crate) fn kind_federated_user();
    pub(crate) fn kind_kms_key();
    pub(crate) fn kind_access_point();
    pub(crate) fn kind_bucket();
    pub(crate) fn kind_other();

    // Characters that look like ASCII ones.
    pub(crate) fn look_alike(character, code, kind, like, way_out);
    pub(crate) fn look_alike_unseen(kind, code, way_out);
    pub(crate) fn look_alike_by_hand();
    pub(crate) fn look_alike_meant(meant);
    pub(crate) fn character_invisible();
    pub(crate) fn character_blank();
    pub(crate) fn character_greek();
    pub(crate) fn character_cyrillic();
    pub(crate) fn character_full_width();
    pub(crate) fn character_dash();
    pub(crate) fn character_quote();
    pub(crate) fn character_special();

    // ARNs and partitions.
    pub(crate) fn account_bad();
    pub(crate) fn arn_whole(example);
    pub(crate) fn arn_too_long();
    pub(crate) fn partition_unknown();
    pub(crate) fn partition_out_of_reach(name, code);
    pub(crate) fn partition_sovereign();

    // The bucket.
    pub(crate) fn bucket_required();
    pub(crate) fn bucket_or_really(name);
    pub(crate) fn bucket_character(found);
    pub(crate) fn bucket_character_meant(found, meant);
    pub(crate) fn found_blank();
    pub(crate) fn found_underscore();
    pub(crate) fn found_capital(letter);
    pub(crate) fn found_control();
    pub(crate) fn found_character(character);
    pub(crate) fn found_code(character, code);
    pub(crate) fn bucket_length(length);
    pub(crate) fn bucket_edge();
    pub(crate) fn bucket_two_dots();
    pub(crate) fn bucket_ip_address();
    pub(crate) fn bucket_reserved_start(start);
    pub(crate) fn bucket_object_lambda();
    pub(crate) fn bucket_outposts();
    pub(crate) fn bucket_multi_region();
    pub(crate) fn bucket_directory();
    pub(crate) fn bucket_table();
    pub(crate) fn bucket_arn_cut();
    pub(crate) fn bucket_not_in_address();
    pub(crate) fn bucket_not_s3();

    // The path prefix.
    pub(crate) fn path_leading_slash(without);
    pub(crate) fn path_control(position);
    pub(crate) fn path_stray_brace(brace, position, twice);
    pub(crate) fn path_unclosed(brace, position);
    pub(crate) fn path_unclosed_meant(brace, position, meant);
    pub(crate) fn path_unknown(variable, position, variables);
    pub(crate) fn path_unknown_meant(variable, position, meant);
    pub(crate) fn path_too_long(length, most);
    pub(crate) fn path_two_slashes();
    pub(crate) fn path_dots(segment);
    pub(crate) fn path_slash_first();

    // The role.
    pub(crate) fn role_required();
    pub(crate) fn role_wanted(example);
    pub(crate) fn role_bad_account(example);
    pub(crate) fn role_bad_name();
    pub(crate) fn role_bad_path();
    pub(crate) fn role_identity_center();
    pub(crate) fn role_service_linked();
    pub(crate) fn role_whole_line(arn);
    pub(crate) fn role_console_address(wanted);
    pub(crate) fn role_place_of_external_id(wanted);
    pub(crate) fn role_name_only(wanted);
    pub(crate) fn role_session(role);
    pub(crate) fn role_instance_profile(role);
    pub(crate) fn role_bucket(example);
    pub(crate) fn role_of_other(kind, example);

    // The region and the KMS key, fields that only some connectors have.
    pub(crate) fn region_bad();
    pub(crate) fn region_meant(meant);
    pub(crate) fn kms_alias();
    pub(crate) fn kms_bad(example);
}
