use super::*;
use crate::connect_ui::AccessMode;
use crate::connect_ui::field_value::RawValue;
use crate::external_id::ExternalId;
use proptest::prelude::*;
use std::collections::BTreeMap;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn params() -> ConnectUiParams {
    ConnectUiParams::from_json(
        r#"{"bucket": {}, "path_prefix": {}, "aws_access_key_id": {}, "aws_secret_access_key": {},
            "aws_external_id": {}, "aws_role_arn": {}, "region": {}, "endpoint": {}, "kms_key_arn": {},
            "team": {"required": true}, "size": {"type": "number"},
            "speed": {"type": "select", "options": [{"name": "Fast", "value": "f"}]}}"#,
    )
    .expect("params")
}

fn raw(fields: &[(&str, &str)]) -> RawDraft {
    RawDraft {
        sender: DraftSender::Browser,
        access: None,
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), RawValue::Text((*value).to_owned())))
            .collect(),
    }
}

fn valid_keys<'a>() -> Vec<(&'a str, &'a str)> {
    vec![
        ("bucket", "my-data"),
        ("aws_access_key_id", "AKIAIOSFODNN7EXAMPLE"),
        ("aws_secret_access_key", SECRET),
        ("team", "blue"),
    ]
}

fn codes(errors: &[FieldError]) -> Vec<(&str, &str)> {
    errors
        .iter()
        .map(|e| (e.field.as_str(), e.code.as_str()))
        .collect()
}

#[test]
fn a_checkbox_that_a_form_omits_or_sends_empty_is_unticked() {
    let params = ConnectUiParams::from_json(
        r#"{"bucket": {}, "aws_access_key_id": {}, "aws_secret_access_key": {}, "agreed": {"type": "boolean"}}"#,
    );
    let params = params.expect("params");
    let mut fields = valid_keys();
    fields.pop();
    for (value, is_ticked) in [
        (None, false),
        (Some(""), false),
        (Some("false"), false),
        (Some("on"), true),
    ] {
        let mut fields = fields.clone();
        fields.extend(value.map(|value| ("agreed", value)));
        let parsed =
            Draft::parse(&raw(&fields), &params, &VendorIdentity::default()).expect("a draft");
        let stored = parsed.draft.vendor_fields.get("agreed");
        assert_eq!(stored, Some(&is_ticked.into()), "{value:?}");
    }
}

#[test]
fn the_filled_in_fields_decide_between_keys_and_role() {
    let parsed =
        Draft::parse(&raw(&valid_keys()), &params(), &VendorIdentity::default()).expect("keys");
    assert_eq!(parsed.draft.access.mode(), AccessMode::Keys);
    assert!(parsed.notices.is_empty());
    let role = [
        ("bucket", "my-data"),
        ("aws_role_arn", "arn:aws:iam::111122223333:role/r"),
        ("team", "b"),
    ];
    let parsed = Draft::parse(&raw(&role), &params(), &VendorIdentity::default()).expect("role");
    assert_eq!(parsed.draft.access.mode(), AccessMode::Role);
}

#[test]
fn reports_all_errors_in_the_order_of_the_fields() {
    let errors = Draft::parse(
        &raw(&[
            ("zzz", "?"),
            ("size", "big"),
            ("speed", "slow"),
            ("bucket", "My_Bucket"),
            ("path_prefix", "/in"),
            ("aws_access_key_id", "x"),
            ("region", "Ireland"),
        ]),
        &params(),
        &VendorIdentity::default(),
    )
    .expect_err("errors");
    assert_eq!(
        codes(&errors),
        [
            ("bucket", "bad_character"),
            ("path_prefix", "leading_slash"),
            ("aws_access_key_id", "bad_access_key_id"),
            ("aws_secret_access_key", "required"),
            ("region", "bad_region"),
            ("team", "required"),
            ("size", "wrong_type"),
            ("speed", "unknown_option"),
            ("zzz", "unknown_field"),
        ]
    );
}

#[test]
fn removes_what_pasting_added_and_adds_a_notice() {
    for (field, pasted, codes) in [
        (
            2,
            " wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
            vec!["aws_secret_access_key: trimmed"],
        ),
        (
            2,
            "“wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY”",
            vec!["aws_secret_access_key: unquoted"],
        ),
        (
            1,
            "\u{feff}'AKIAIOSFODNN7EXAMPLE'",
            vec!["aws_access_key_id: trimmed", "aws_access_key_id: unquoted"],
        ),
        (0, "`my-data`", vec!["bucket: unquoted"]),
        (
            0,
            "\"s3://my-data/in/\"",
            vec!["bucket: unquoted", "bucket: split", "path_prefix: split"],
        ),
        (4, "\"in/{tenant}/\"", vec!["path_prefix: unquoted"]),
        (4, "\u{a0}in/\u{200b}", vec!["path_prefix: trimmed"]),
        (4, "it's", vec![]),
    ] {
        let mut fields = valid_keys();
        fields.push(("path_prefix", ""));
        fields[field].1 = pasted;
        let parsed =
            Draft::parse(&raw(&fields), &params(), &VendorIdentity::default()).expect(pasted);
        let notices: Vec<_> = parsed
            .notices
            .iter()
            .map(|n| format!("{}: {}", n.field, n.code))
            .collect();
        assert_eq!(notices, codes, "{pasted:?}");
        let Access::Keys { secret, id } = &parsed.draft.access else {
            panic!("keys")
        };
        assert_eq!(
            (id.as_str(), secret.expose(), parsed.draft.bucket.as_str()),
            ("AKIAIOSFODNN7EXAMPLE", SECRET, "my-data")
        );
    }
}

#[test]
fn refuses_fields_that_contradict_each_other() {
    const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";
    const ROLE: &str = "arn:aws:iam::111122223333:role/r";
    let keys = valid_keys();
    let role = vec![("bucket", "my-data"), ("aws_role_arn", ROLE), ("team", "b")];
    for (access, change, expected) in [
        (
            &keys,
            vec![
                ("aws_access_key_id", SECRET),
                ("aws_secret_access_key", "AKIAIOSFODNN7EXAMPLE"),
            ],
            vec![
                ("aws_access_key_id", "swapped"),
                ("aws_secret_access_key", "swapped"),
            ],
        ),
        (
            &keys,
            vec![("aws_access_key_id", SECRET)],
            vec![("aws_access_key_id", "looks_like_secret")],
        ),
        (
            &keys,
            vec![("region", "cn-north-1"), ("kms_key_arn", KEY)],
            vec![("kms_key_arn", "other_partition")],
        ),
        (
            &keys,
            vec![("region", "cn-north-1"), ("bucket", "arn:aws:s3:::my-data")],
            vec![("bucket", "other_partition")],
        ),
        (
            &keys,
            vec![
                ("region", "cn-north-1"),
                ("bucket", "arn:aws-cn:s3:::my-data"),
            ],
            vec![],
        ),
        (
            &keys,
            vec![
                ("region", "cn-north-1"),
                ("endpoint", "https://store.example.com"),
                ("kms_key_arn", KEY),
            ],
            vec![],
        ),
        (
            &role,
            vec![("region", "cn-north-1")],
            vec![("region", "other_partition")],
        ),
        (
            &role,
            vec![(
                "kms_key_arn",
                "arn:aws-cn:kms:cn-north-1:111122223333:key/1",
            )],
            vec![("kms_key_arn", "other_partition")],
        ),
        (
            &role,
            vec![("bucket", "arn:aws-us-gov:s3:::my-data")],
            vec![("bucket", "other_partition")],
        ),
        (
            &role,
            vec![("bucket", "https://s3.cn-north-1.amazonaws.com.cn/my-data")],
            vec![("bucket", "other_partition")],
        ),
        (
            &role,
            vec![
                ("region", "eu-west-1"),
                ("kms_key_arn", KEY),
                ("bucket", "arn:aws:s3:::my-data"),
            ],
            vec![],
        ),
    ] {
        let mut fields: BTreeMap<&str, &str> = access.iter().copied().collect();
        fields.extend(change.iter().copied());
        let fields: Vec<_> = fields.into_iter().collect();
        let errors = Draft::parse(&raw(&fields), &params(), &VendorIdentity::default())
            .err()
            .unwrap_or_default();
        assert_eq!(codes(&errors), expected, "{change:?}");
        assert!(
            errors.iter().all(|e| !e.detail.contains("wJalr")),
            "{errors:?}"
        );
    }
}

#[test]
fn a_pasted_console_url_fills_in_bucket_path_and_region() {
    let mut fields = valid_keys();
    fields[0].1 =
        "https://s3.console.aws.amazon.com/s3/buckets/my-data?region=eu-west-1&prefix=in/{x}/";
    let parsed = Draft::parse(&raw(&fields), &params(), &VendorIdentity::default()).expect("draft");
    let draft = parsed.draft;
    assert_eq!(
        (draft.bucket.as_str(), draft.static_prefix()),
        ("my-data", "in/{x}/")
    );
    assert_eq!(draft.region.as_ref().map(Region::as_str), Some("eu-west-1"));
    assert_eq!(parsed.notices.len(), 2);
}

#[test]
fn refuses_two_different_paths() {
    let mut fields = valid_keys();
    fields[0].1 = "s3://my-data/in";
    fields.push(("path_prefix", "out"));
    let errors =
        Draft::parse(&raw(&fields), &params(), &VendorIdentity::default()).expect_err("two paths");
    assert_eq!(codes(&errors), [("bucket", "path_in_bucket")]);
    fields[4].1 = "in/";
    assert!(Draft::parse(&raw(&fields), &params(), &VendorIdentity::default()).is_ok());
}

#[test]
fn a_foreign_external_id_is_a_notice_for_a_browser_and_an_error_for_a_server() {
    let own = ExternalId::from_random([7; 16]);
    let vendor = VendorIdentity {
        principal: None,
        external_ids: std::slice::from_ref(&own),
    };
    let mut fields = valid_keys();
    fields.push(("aws_external_id", "mine"));
    let mut draft = raw(&fields);
    let notices = Draft::parse(&draft, &params(), &vendor)
        .expect("ignored")
        .notices;
    assert_eq!(
        (notices.len(), notices[0].code.as_str()),
        (1, "external_id_edited")
    );
    draft.sender = DraftSender::Server;
    let errors = Draft::parse(&draft, &params(), &vendor).expect_err("refused");
    assert_eq!(codes(&errors), [("aws_external_id", "external_id_edited")]);
    draft.fields.insert(
        "aws_external_id".to_owned(),
        RawValue::Text(format!(" {own} ")),
    );
    let parsed = Draft::parse(&draft, &params(), &vendor).expect("the same");
    assert_eq!(parsed.notices, []);
}

#[test]
fn the_chosen_access_mode_must_be_offered() {
    let both = [
        valid_keys(),
        vec![("aws_role_arn", "arn:aws:iam::111122223333:role/r")],
    ]
    .concat();
    assert_eq!(
        codes(&Draft::parse(&raw(&both), &params(), &VendorIdentity::default()).expect_err("both")),
        [("access", "choose_access")]
    );
    let mut chosen = raw(&both);
    chosen.access = Some("role".to_owned());
    assert_eq!(
        Draft::parse(&chosen, &params(), &VendorIdentity::default())
            .expect("role")
            .draft
            .access
            .mode(),
        AccessMode::Role
    );
    let mut raw = params().to_raw();
    raw.set_access_mode(AccessMode::Role, false);
    let keys_only = ConnectUiParams::from_raw(&raw).expect("keys only");
    chosen.fields.remove("aws_role_arn");
    assert_eq!(
        codes(
            &Draft::parse(&chosen, &keys_only, &VendorIdentity::default())
                .expect_err("not offered")
        ),
        [("access", "bad_access")]
    );
}

#[test]
fn an_endpoint_works_with_keys_only() {
    let fields = [
        ("bucket", "my-data"),
        ("team", "b"),
        ("aws_role_arn", "arn:aws:iam::111122223333:role/r"),
        ("endpoint", "https://store.example.com"),
    ];
    assert_eq!(
        codes(
            &Draft::parse(&raw(&fields), &params(), &VendorIdentity::default()).expect_err("role")
        ),
        [("endpoint", "role_needs_aws")]
    );
}

#[test]
fn refuses_long_values_nul_and_values_that_are_not_text() {
    let long = "a".repeat(10_000);
    for (value, code) in [
        (RawValue::Text(long), "too_long"),
        (RawValue::Text("a\0b".to_owned()), "control_character"),
        (RawValue::Boolean(true), "wrong_type"),
        (RawValue::Number(7.into()), "wrong_type"),
        (RawValue::Many(vec![]), "wrong_type"),
    ] {
        let mut draft = raw(&valid_keys());
        draft.fields.insert("bucket".to_owned(), value);
        assert_eq!(
            codes(&Draft::parse(&draft, &params(), &VendorIdentity::default()).expect_err(code)),
            [("bucket", code)]
        );
    }
}

#[test]
fn debug_output_contains_no_secret() {
    let mut fields = valid_keys();
    fields[3].1 = "hunter2";
    let draft = raw(&fields);
    let parsed = Draft::parse(&draft, &params(), &VendorIdentity::default()).expect("draft");
    let output = format!("{draft:?} {parsed:?}");
    assert!(
        !output.contains("wJalr") && !output.contains("hunter2"),
        "{output}"
    );
}

proptest! {
    #[test]
    fn parsing_never_panics(values in proptest::collection::vec("\\PC{0,30}", 12)) {
        let params = params();
        let fields: Vec<_> = params.fields().iter().map(|f| f.name.as_str()).zip(values.iter().map(String::as_str)).collect();
        let _ = Draft::parse(&raw(&fields), &params, &VendorIdentity::default());
    }
}

#[test]
fn lists_a_few_unknown_fields_and_counts_the_others() {
    for (count, last) in [
        (1, "This connection has no field “u00000”."),
        (5, "This connection has no field “u00004”."),
        (
            6,
            "This connection has no field “u00004”. Other unknown fields: 1.",
        ),
        (
            20_000,
            "This connection has no field “u00004”. Other unknown fields: 19995.",
        ),
    ] {
        let mut draft = raw(&valid_keys());
        for n in 0..count {
            let value = RawValue::Text(String::new());
            draft.fields.insert(format!("u{n:05}"), value);
        }
        let errors =
            Draft::parse(&draft, &params(), &VendorIdentity::default()).expect_err("unknown");
        assert_eq!(errors.len(), count.min(5));
        assert!(errors.iter().all(|error| error.code == "unknown_field"));
        let words = errors.last().expect("an error").detail.english();
        assert_eq!(words.replace(',', ""), last);
    }
}

#[test]
fn refuses_a_secret_in_every_field_that_is_stored_in_the_clear() {
    for (field, value) in [
        ("path_prefix", SECRET.to_owned()),
        ("path_prefix", format!("/in/{SECRET}")),
        ("bucket", SECRET.to_owned()),
        ("bucket", format!("s3://my-data/{SECRET}")),
        (
            "aws_role_arn",
            format!("arn:aws:iam::111122223333:role/x/{SECRET}"),
        ),
        ("region", SECRET.to_owned()),
        ("endpoint", format!("https://store.example.com/{SECRET}")),
        (
            "kms_key_arn",
            format!("arn:aws:kms:eu-west-1:111122223333:key/{SECRET}"),
        ),
        ("team", format!("it is {SECRET}")),
    ] {
        let mut fields = valid_keys();
        if field == "aws_role_arn" {
            fields.retain(|(name, _)| !name.starts_with("aws_"));
        }
        fields.retain(|(name, _)| *name != field);
        fields.push((field, &value));
        let errors =
            Draft::parse(&raw(&fields), &params(), &VendorIdentity::default()).expect_err(&value);
        assert_eq!(codes(&errors), [(field, "looks_like_secret")], "{value}");
        let words = errors[0].detail.english();
        assert!(!words.contains("wJalr"), "{words}");
    }
}

#[test]
fn compares_region_and_owner_with_the_name_of_an_account_regional_bucket() {
    let params = ConnectUiParams::from_json(
        r#"{"bucket": {}, "aws_access_key_id": {}, "aws_secret_access_key": {}, "region": {}, "endpoint": {}, "bucket_owner": {}}"#,
    )
    .expect("params");
    let bucket = "data-111122223333-eu-west-1-an";
    let console_url =
        format!("https://us-east-1.console.aws.amazon.com/s3/buckets/{bucket}?region=us-east-1");
    for (change, errors, region) in [
        (vec![], vec![], Some("eu-west-1")),
        (
            vec![("region", "eu-west-1"), ("bucket_owner", "111122223333")],
            vec![],
            Some("eu-west-1"),
        ),
        (
            vec![("region", "us-east-1")],
            vec![("region", "other_region")],
            None,
        ),
        (
            vec![("bucket_owner", "444455556666")],
            vec![("bucket_owner", "other_account")],
            None,
        ),
        // The region in a URL of the console can be that of another page.
        (
            vec![("bucket", console_url.as_str())],
            vec![],
            Some("eu-west-1"),
        ),
        // Another store can have buckets with any name.
        (
            vec![
                ("endpoint", "https://store.example.com"),
                ("region", "us-east-1"),
            ],
            vec![],
            Some("us-east-1"),
        ),
        (
            vec![("endpoint", "https://store.example.com")],
            vec![],
            None,
        ),
    ] {
        let mut fields: BTreeMap<&str, &str> = valid_keys().into_iter().collect();
        fields.remove("team");
        fields.insert("bucket", bucket);
        fields.extend(change.iter().copied());
        let fields: Vec<_> = fields.into_iter().collect();
        match Draft::parse(&raw(&fields), &params, &VendorIdentity::default()) {
            Ok(parsed) => {
                assert_eq!(errors, [], "{change:?}");
                let found = parsed.draft.expected_region();
                assert_eq!(found.as_ref().map(Region::as_str), region, "{change:?}");
            }
            Err(found) => assert_eq!(codes(&found), errors, "{change:?}"),
        }
    }
}

const ACCESS_POINT: &str = "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point";

/// Parses the keys of [`valid_keys`] with some fields replaced, and returns the region and the codes of the errors.
fn parse_with(change: &[(&str, &str)]) -> Result<Option<String>, Vec<String>> {
    let mut fields = valid_keys();
    fields.retain(|(name, _)| change.iter().all(|(changed, _)| changed != name));
    fields.extend(change.iter().copied());
    Draft::parse(&raw(&fields), &params(), &VendorIdentity::default())
        .map(|parsed| {
            let region = parsed.draft.expected_region();
            region.map(|region| region.as_str().to_owned())
        })
        .map_err(|errors| {
            let codes = codes(&errors);
            codes
                .iter()
                .map(|(field, code)| format!("{field} {code}"))
                .collect()
        })
}

#[test]
fn the_arn_of_an_access_point_decides_the_region() {
    let role = "arn:aws:iam::111122223333:role/r";
    let alias = "my-point-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias";
    for (change, expected) in [
        (vec![("bucket", ACCESS_POINT)], Ok(Some("eu-west-1"))),
        (
            vec![("bucket", ACCESS_POINT), ("region", "eu-west-1")],
            Ok(Some("eu-west-1")),
        ),
        (
            vec![("bucket", ACCESS_POINT), ("region", "us-east-1")],
            Err("region other_region"),
        ),
        (vec![("bucket", alias)], Ok(None)),
        (
            vec![
                (
                    "bucket",
                    "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/abc",
                ),
                ("aws_role_arn", role),
                ("aws_access_key_id", ""),
                ("aws_secret_access_key", ""),
            ],
            Err("bucket other_partition"),
        ),
        (
            vec![
                ("bucket", ACCESS_POINT),
                ("endpoint", "https://store.example.com"),
            ],
            Err("bucket access_point_needs_aws"),
        ),
        (
            vec![("bucket", alias), ("endpoint", "https://store.example.com")],
            Err("bucket access_point_needs_aws"),
        ),
    ] {
        let expected = expected
            .map(|region: Option<&str>| region.map(str::to_owned))
            .map_err(|error: &str| vec![error.to_owned()]);
        assert_eq!(parse_with(&change), expected, "{change:?}");
    }
}

#[test]
fn a_known_store_decides_the_region_and_other_stores_accept_any() {
    for (endpoint, region, expected) in [
        ("https://abc.r2.cloudflarestorage.com", "", Ok(Some("auto"))),
        (
            "https://abc.r2.cloudflarestorage.com",
            "eu-west-1",
            Ok(Some("auto")),
        ),
        (
            "https://s3.us-west-004.backblazeb2.com",
            "",
            Ok(Some("us-west-004")),
        ),
        ("https://fsn1.your-objectstorage.com", "", Ok(Some("fsn1"))),
        (
            "https://store.example.com",
            "RegionOne",
            Ok(Some("RegionOne")),
        ),
        ("https://store.example.com", "", Ok(None)),
        ("https://store.example.com", "a/b", Err("region bad_region")),
        ("", "auto", Err("region bad_region")),
        (
            "https://my-space.fra1.digitaloceanspaces.com",
            "",
            Err("endpoint bucket_in_endpoint"),
        ),
    ] {
        let expected = expected
            .map(|region: Option<&str>| region.map(str::to_owned))
            .map_err(|error: &str| vec![error.to_owned()]);
        let change = [("endpoint", endpoint), ("region", region)];
        assert_eq!(parse_with(&change), expected, "{endpoint} {region}");
    }
}
