use super::*;
use proptest::prelude::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// A quarter of all secrets contains neither / nor +.
const PLAIN: &str = "m9Q4tXzR2bLk7WnE0sVhY6cPdJ1gUfA8oTqBxC3i";
/// One secret in 64 begins with a slash, and as many end with one.
const SLASH_FIRST: &str = "/9Q4tXzR2bLk7WnE0sVhY6cPdJ1gUfA8oTqBxC3i";
const SLASH_LAST: &str = "m9Q4tXzR2bLk7WnE0sVhY6cPdJ1gUfA8oTqBxC3/";

#[test]
fn refuses_a_path_with_a_secret_at_any_position() {
    for secret in [SECRET, PLAIN, SLASH_FIRST, SLASH_LAST] {
        for path in [
            secret.to_owned(),
            format!("{secret}/"),
            format!("/{secret}"),
            format!("incoming/{secret}"),
            format!("incoming/{secret}/{{tenant}}/"),
            format!("{{tenant}}/{secret}/"),
            format!("exports/2024/{secret}/daily"),
            format!("in {secret}"),
        ] {
            let refusal = refuse_in_path(&path).expect_err(&path);
            assert_eq!(refusal.code, "looks_like_secret", "{path}");
            assert!(is_refused_somewhere(&path), "{path}");
            assert!(!refusal.detail.english().contains(&secret[1..9]), "{path}");
        }
    }
}

#[test]
fn a_slash_at_the_end_of_a_path_makes_no_difference() {
    // The last 40 characters look like a secret only if the slash is one of them.
    let path = "n%/ketOSwJalrXUtnFEMR/K5MNEDG/bPDNN7EXAM2F";
    for path in [path.to_owned(), format!("{path}/")] {
        let refused = refuse_in_path(&path).expect_err("a secret");
        assert_eq!(refused.code, "looks_like_secret", "{path}");
    }
}

#[test]
fn accepts_paths_that_only_resemble_a_secret() {
    for path in [
        "",
        "incoming/",
        "exports/{tenant}/{full_date}/",
        // 40 characters each, with capitals, small letters and digits.
        "Exports/2024/CustomerData/Prod/Incoming1",
        "CustomerDataExportForProduction2024Final",
        "Sales/Marketing/Operations/Finance/Legal",
        "SalesforceOpportunityLineItemHistory2024",
        "Team7/Region2/Warehouse/Inventory2024Raw",
        "acme/data/2024/01/15/Hour12/Part0001/Raw",
        "AbcCorporation/Europe/West1/Backup/Daily",
        // UUIDs, commit hashes and other digests, alone and inside a path.
        "550e8400-e29b-41d4-a716-446655440000",
        "550E8400E29B41D4A716446655440000",
        "in/550e8400-e29b-41d4-a716-446655440000/out",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
        "builds/da39a3ee5e6b4b0d3255bfef95601890afd80709/",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "d41d8cd98f00b204e9800998ecf8427e/part-00000",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        // IDs that vendors and data lakes put into paths.
        "01ARZ3NDEKTSV4RRFFQ69G5FAV/",
        "tenants/0015g00000AbCdEAAV/orders/",
        "year=2024/month=01/day=15/Hour=12/",
        "AWSLogs/111122223333/CloudTrail/eu-west-1/2024/01/15/",
        "o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/111122223333/",
    ] {
        assert_eq!(refuse_in_path(path), Ok(()), "{path}");
    }
}

#[test]
fn refuses_a_value_that_contains_a_secret() {
    let file = format!(
        "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {SECRET}\n"
    );
    // After its label, a secret need not look random.
    let label = "SecretAccessKey: 0therWr0ngSecretMarkerabcdefghijklmnopqr";
    for text in [
        SECRET.to_owned(),
        PLAIN.to_owned(),
        format!(" {SECRET} "),
        format!("'{PLAIN}'"),
        format!("our key is {PLAIN}."),
        format!("AKIAIOSFODNN7EXAMPLE,{SECRET}"),
        format!("{{\"AccessKeyId\": \"AKIAIOSFODNN7EXAMPLE\", \"SecretAccessKey\": \"{SECRET}\"}}"),
        file.clone(),
        file.replace('\n', "\r\n"),
        format!("export AWS_SECRET_ACCESS_KEY={SECRET}"),
        format!("-----BEGIN KEY-----\nabc\n-----END KEY-----\n{PLAIN}"),
        label.to_owned(),
    ] {
        let refusal = refuse(&text).expect_err(&text);
        assert_eq!(refusal.code, "looks_like_secret", "{text}");
        assert!(is_refused_somewhere(&text), "{text}");
    }
}

#[test]
fn accepts_other_texts() {
    let key = format!("-----BEGIN PUBLIC KEY-----\n{PLAIN}\n{SECRET}\n-----END PUBLIC KEY-----");
    for text in [
        "",
        "Blue team",
        "Sales/Marketing/Operations/Finance/Legal",
        "https://hooks.example.com/services/T00000000/B00000000/abcDEF123456",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@example.com",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "The secret key is kept in the vault: production/connect/secret/access",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "arn:aws:kms:eu-west-1:111122223333:key/550e8400-e29b-41d4-a716-446655440000",
        "arn:aws:iam::111122223333:role/service-role/AmazonAppFlowS3ReadOnlyAccessForConnectors",
        &key,
    ] {
        assert_eq!(refuse(text), Ok(()), "{text}");
    }
}

#[test]
fn suspects_a_secret_inside_a_longer_text() {
    for text in [
        SECRET,
        "AKIAIOSFODNN7EXAMPLE,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "x=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY;",
    ] {
        assert!(may_contain_secret(text), "{text}");
    }
    assert!(!may_contain_secret("s3://my-data/in/AKIAIOSFODNN7EXAMPLE"));
}

#[test]
fn finds_nearly_every_random_secret() {
    // A linear congruential generator, so the keys are the same in every run.
    let mut state: u64 = 1;
    let mut draw = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let at = (state >> 58) as usize;
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[at]
    };
    let mut missed = 0;
    for _ in 0..20_000 {
        let key: Vec<u8> = (0..SECRET_LENGTH).map(|_| draw()).collect();
        let key = String::from_utf8(key).expect("ASCII");
        missed += usize::from(refuse(&key).is_ok());
    }
    assert!(missed <= 40, "{missed} of 20,000 were missed");
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,200}", path in "[A-Za-z0-9/+{}é]{0,200}") {
        let _ = (refuse(&text), refuse_in_path(&text), refuse(&path), refuse_in_path(&path));
    }
}
