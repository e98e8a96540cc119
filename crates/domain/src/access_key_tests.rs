use super::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

#[test]
fn a_key_id_is_parsed_or_refused_with_what_to_enter() {
    assert_eq!(
        AccessKeyId::parse(" AKIAIOSFODNN7EXAMPLE\n")
            .expect("id")
            .as_str(),
        "AKIAIOSFODNN7EXAMPLE"
    );
    for (bad, code, words) in [
        ("", "required", "Enter the access key ID."),
        ("ASIAIOSFODNN7EXAMPLE", "temporary_key", "temporary"),
        (SECRET, "looks_like_secret", "begins with AKIA"),
        (
            "wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKEY",
            "looks_like_secret",
            "begins with AKIA",
        ),
        ("AKIA IOSFODNN7EXAMPLE", "bad_access_key_id", "16 to 128"),
        ("short", "bad_access_key_id", "16 to 128"),
        (
            "arn:aws:iam::111122223333:user/me",
            "wrong_arn",
            "the ARN of a user",
        ),
        ("me@example.com", "email", "an email address"),
        (
            "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
            "whole_line",
            "Enter only AKIAIOSFODNN7EXAMPLE here",
        ),
        (
            "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
            "whole_line",
            "Enter only AKIAIOSFODNN7EXAMPLE here",
        ),
        (
            "\"AccessKeyId\": \"AKIAIOSFODNN7EXAMPLE\",",
            "whole_line",
            "Enter only AKIAIOSFODNN7EXAMPLE here",
        ),
        (
            "AKIAIOSFODNN7EXAMPLE,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "whole_line",
            "Enter only AKIAIOSFODNN7EXAMPLE here. The secret",
        ),
        (
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "whole_line",
            "the line of the secret access key",
        ),
        (
            "АKIAIOSFODNN7EXAMPLE",
            "look_alike",
            "U+0410) is a Cyrillic letter and only looks like “A”. You probably mean “AKIAIOSFODNN7EXAMPLE”",
        ),
        (
            "wJalrXUtnFEMIаK7MDENGabPxRfiCYEXAMPLEKEY",
            "look_alike",
            "Type the value by hand",
        ),
    ] {
        let refusal = AccessKeyId::parse(bad).expect_err(bad);
        assert_eq!(refusal.code, code, "{bad}");
        assert!(refusal.detail.contains(words), "{bad}: {}", refusal.detail);
        assert!(
            !refusal.detail.contains("wJalr"),
            "{bad}: {}",
            refusal.detail
        );
    }
}

#[test]
fn a_secret_is_parsed_or_refused_without_being_repeated() {
    let secret = SecretAccessKey::parse(&format!("\t{SECRET} ")).expect("secret");
    assert_eq!(secret.expose(), SECRET);
    assert_eq!(secret.last_four(), "EKEY");
    assert!(
        !format!("{secret:?}").contains("wJalr"),
        "Debug must be redacted"
    );
    for good in [
        "“wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY”",
        "a-secret=of,another:store",
        "me@store.example",
    ] {
        assert!(SecretAccessKey::parse(good).is_ok(), "{good}");
    }
    for (bad, code, words) in [
        ("", "required", "Enter the secret access key."),
        (
            "AKIAIOSFODNN7EXAMPLE",
            "looks_like_key_id",
            "usually has 40",
        ),
        ("wJalrXUtnFEMI K7MDENG", "bad_secret", "without spaces"),
        ("short", "bad_secret", "40"),
        (
            "s3c-abababababababababababababababab",
            "external_id",
            "the external ID",
        ),
        (
            "arn:aws:iam::111122223333:role/r",
            "wrong_arn",
            "the ARN of a role",
        ),
        (
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "whole_line",
            "only what comes after the “=”",
        ),
        (
            "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "whole_line",
            "only what comes after the “=”",
        ),
        (
            "AKIAIOSFODNN7EXAMPLE,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "whole_line",
            "only the secret access key",
        ),
        (
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXАMPLEKEY",
            "look_alike",
            "This value contains a Cyrillic letter",
        ),
        (
            "wJalrXUtnFEMI/K7MDENG/\u{200b}bPxRfiCYEXAMPLEKEY",
            "look_alike",
            "an invisible character",
        ),
        (
            "wJalrXUtnFEMI∕K7MDENG/bPxRfiCYEXAMPLEKEY",
            "look_alike",
            "a special character",
        ),
    ] {
        let refusal = SecretAccessKey::parse(bad).expect_err(bad);
        assert_eq!(refusal.code, code, "{bad}");
        assert!(refusal.detail.contains(words), "{bad}: {}", refusal.detail);
        assert!(
            !refusal.detail.contains("wJalr") && (bad.is_empty() || !refusal.detail.contains(bad)),
            "a refusal must not repeat a secret"
        );
    }
}
