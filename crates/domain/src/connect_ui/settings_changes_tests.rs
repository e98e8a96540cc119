use super::*;

fn params(json: &str) -> ConnectUiParams {
    ConnectUiParams::from_json(json).expect("params")
}

fn sentences(before: (Direction, &str), after: (Direction, &str)) -> Vec<String> {
    let (old, new) = (params(before.1), params(after.1));
    describe_changes(
        ConnectorSettings {
            direction: before.0,
            params: &old,
        },
        ConnectorSettings {
            direction: after.0,
            params: &new,
        },
    )
}

const KEYS: &str = r#""aws_access_key_id": {}, "aws_secret_access_key": {}"#;
const KEYS_WITH_SESSIONS: &str =
    r#""aws_access_key_id": {"temporary_credentials": true}, "aws_secret_access_key": {}"#;
const ROLE: &str = r#""aws_external_id": {}, "aws_role_arn": {}"#;

#[test]
fn describes_every_change_that_tenants_notice() {
    let both = Direction::Both;
    for (before, after, expected) in [
        (KEYS.to_owned(), KEYS.to_owned(), &[][..]),
        (
            KEYS.to_owned(),
            ROLE.to_owned(),
            &["Tenants will be asked for a role instead of access keys."],
        ),
        (
            format!("{KEYS}, {ROLE}"),
            ROLE.to_owned(),
            &["Tenants will be asked for a role. Access keys are no longer offered."],
        ),
        (
            KEYS.to_owned(),
            format!("{KEYS}, {ROLE}"),
            &["Tenants can choose between a role and access keys."],
        ),
        (
            format!("{KEYS}, {ROLE}"),
            format!("{ROLE}, {KEYS}"),
            &[
                "Tenants with access keys are asked to use a role.",
                "The fields are in another order: “Bucket”, “External ID”, “Role ARN”, “Access key ID”, “Secret access key”.",
            ],
        ),
        (
            KEYS.to_owned(),
            KEYS_WITH_SESSIONS.to_owned(),
            &[
                "Tenants with access keys are asked to allow temporary credentials: the policy in the setup guide has one more statement.",
            ],
        ),
        (
            KEYS_WITH_SESSIONS.to_owned(),
            KEYS.to_owned(),
            &["Tenants with access keys are no longer asked to allow temporary credentials."],
        ),
        (
            KEYS_WITH_SESSIONS.to_owned(),
            ROLE.to_owned(),
            &["Tenants will be asked for a role instead of access keys."],
        ),
        (
            KEYS.to_owned(),
            format!(r#"{KEYS}, "region": {{}}"#),
            &["The field “Region” appears."],
        ),
        (
            format!(r#"{KEYS}, "x": {{"label": "Team"}}"#),
            KEYS.to_owned(),
            &["The field “Team” disappears."],
        ),
        (
            format!(r#"{KEYS}, "x": {{"label": "Size"}}"#),
            format!(
                r#"{KEYS}, "x": {{"label": "How large", "type": "number", "required": true, "description": "In MB.", "adornment": {{"end": "MB"}}, "default": 5}}"#
            ),
            &[
                "“Size” is now called “How large”.",
                "“How large” changes from text to number.",
                "“How large” becomes required.",
                "The description of “How large” is now: In MB.",
                "“How large” now shows “MB” after the input.",
                "The default of “How large” is now 5.",
            ],
        ),
        (
            format!("{KEYS}, {ROLE}"),
            format!(
                r#"{KEYS}, "aws_external_id": {{}}, "aws_role_arn": {{"label": "Your role", "description": "We assume it."}}"#
            ),
            &[
                "“Role ARN” is now called “Your role”.",
                "The description of “Your role” is now: We assume it.",
            ],
        ),
        (
            format!(
                r#"{KEYS}, "x": {{"type": "select", "default": "a", "options": [{{"name": "A", "value": "a"}}, {{"name": "B", "value": "b"}}]}}"#
            ),
            format!(
                r#"{KEYS}, "x": {{"type": "select", "default": "c", "options": [{{"name": "A", "value": "a"}}, {{"name": "C", "value": "c"}}]}}"#
            ),
            &[
                "The default of “x” is now “C”.",
                "“x” also offers “C”.",
                "“x” no longer offers “B”.",
            ],
        ),
    ] {
        let before = format!(r#"{{"bucket": {{}}, {before}}}"#);
        let after = format!(r#"{{"bucket": {{}}, {after}}}"#);
        assert_eq!(
            sentences((both, &before), (both, &after)),
            expected,
            "{before} → {after}"
        );
    }
}

#[test]
fn describes_a_change_of_direction() {
    let json = format!(r#"{{"bucket": {{}}, {KEYS}}}"#);
    for (before, after, start) in [
        (Direction::Read, Direction::Write, "Files are only written"),
        (Direction::Both, Direction::Read, "Files are only read"),
        (
            Direction::Read,
            Direction::Both,
            "Files are read and written",
        ),
    ] {
        let all = sentences((before, &json), (after, &json));
        assert!(all.len() == 1 && all[0].starts_with(start), "{all:?}");
    }
}
