use super::*;

fn params(json: &str) -> ConnectUiParams {
    ConnectUiParams::from_json(json).expect("params")
}

fn translate(before: (Direction, &str), after: (Direction, &str)) -> Vec<String> {
    let (old, new) = (params(before.1), params(after.1));
    changes(
        Settings {
            direction: before.0,
            params: &old,
        },
        Settings {
            direction: after.0,
            params: &new,
        },
    )
}

const KEYS: &str = r#""aws_access_key_id": {}, "aws_secret_access_key": {}"#;
const ROLE: &str = r#""aws_external_id": {}, "aws_role_arn": {}"#;

#[test]
fn what_tenants_notice_is_said() {
    let both = Direction::Both;
    for (before, after, words) in [
        (KEYS.to_owned(), KEYS.to_owned(), &[][..]),
        (
            KEYS.to_owned(),
            ROLE.to_owned(),
            &["Tenants will be asked for a role instead of access keys."],
        ),
        (
            format!("{KEYS}, {ROLE}"),
            ROLE.to_owned(),
            &["Tenants will be asked for a role; access keys are no longer offered."],
        ),
        (
            KEYS.to_owned(),
            format!("{KEYS}, {ROLE}"),
            &["Tenants may choose between access keys and a role."],
        ),
        (
            format!("{KEYS}, {ROLE}"),
            format!("{ROLE}, {KEYS}"),
            &[
                "A role is offered first, before access keys.",
                "The fields come in another order: “Bucket”, “External ID”, “Role ARN”, “Access key ID”, “Secret access key”.",
            ],
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
                "“How large” has to be filled in.",
                "Below “How large” it says: In MB.",
                "Around “How large” stands “MB” after.",
                "“How large” begins as 5.",
            ],
        ),
        (
            format!("{KEYS}, {ROLE}"),
            format!(
                r#"{KEYS}, "aws_external_id": {{}}, "aws_role_arn": {{"label": "Your role", "description": "We assume it."}}"#
            ),
            &[
                "“Role ARN” is now called “Your role”.",
                "Below “Your role” it says: We assume it.",
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
                "“x” begins as “C”.",
                "“x” offers “C” as well.",
                "“x” no longer offers “B”.",
            ],
        ),
    ] {
        let before = format!(r#"{{"bucket": {{}}, {before}}}"#);
        let after = format!(r#"{{"bucket": {{}}, {after}}}"#);
        assert_eq!(
            said((both, &before), (both, &after)),
            words,
            "{before} → {after}"
        );
    }
}

#[test]
fn which_way_files_move_is_said() {
    let json = format!(r#"{{"bucket": {{}}, {KEYS}}}"#);
    for (before, after, words) in [
        (Direction::Read, Direction::Write, "Files are written only"),
        (Direction::Both, Direction::Read, "Files are read only"),
        (
            Direction::Read,
            Direction::Both,
            "Files are read and written",
        ),
    ] {
        let all = said((before, &json), (after, &json));
        assert!(all.len() == 1 && all[0].starts_with(words), "{all:?}");
    }
}
