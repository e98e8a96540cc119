use super::*;
use secrecy::ExposeSecret;

fn generate() -> (KeyRing, String) {
    let (ring, text) = KeyRing::generate().expect("randomness");
    (ring, text.expose_secret().to_owned())
}

#[test]
fn a_generated_key_can_be_parsed_and_decrypts_the_same_texts() {
    let (ring, text) = generate();
    let parsed = KeyRing::parse(&text).expect("parse");
    let sealed = ring.seal(b"plain", b"here").expect("seal");
    assert!(!sealed.contains("plain"));
    assert_eq!(&**parsed.open(&sealed, b"here").expect("open"), b"plain");
    assert_ne!(
        sealed,
        ring.seal(b"plain", b"here").expect("seal"),
        "every encryption uses a new nonce"
    );
}

#[test]
fn the_first_key_encrypts_and_every_key_decrypts() {
    let ((old, old_text), (new, new_text)) = (generate(), generate());
    let both =
        KeyRing::parse(&format!(" {new_text} , {}", old_text.trim_end_matches('='))).expect("both");
    let sealed_by_old = old.seal(b"plain", b"").expect("seal");
    assert!(both.open(&sealed_by_old, b"").is_ok());
    let sealed_by_both = both.seal(b"plain", b"").expect("seal");
    assert!(new.open(&sealed_by_both, b"").is_ok());
    assert_eq!(
        old.open(&sealed_by_both, b"").expect_err("old"),
        OpenError::UnknownKey
    );
}

#[test]
fn refuses_other_associated_data_and_changed_texts() {
    let (ring, _) = generate();
    let sealed = ring.seal(b"plain", b"here").expect("seal");
    assert_eq!(
        ring.open(&sealed, b"there").expect_err("moved"),
        OpenError::Tampered
    );
    let (head, text) = sealed.rsplit_once('.').expect("parts");
    let mut bytes = BASE64.decode(text).expect("base64");
    for position in 0..bytes.len() {
        bytes[position] ^= 1;
        let changed = format!("{head}.{}", BASE64.encode(&bytes));
        assert_eq!(
            ring.open(&changed, b"here").expect_err("changed"),
            OpenError::Tampered
        );
        bytes[position] ^= 1;
    }
    for malformed in [
        "",
        "v1",
        "v2.a.b",
        &format!("{head}.?"),
        &format!("{head}.AAAA"),
    ] {
        assert_eq!(
            ring.open(malformed, b"here").expect_err("malformed"),
            OpenError::Malformed,
            "{malformed}"
        );
    }
}

#[test]
fn parse_errors_name_the_entry_and_never_repeat_it() {
    let (_, good) = generate();
    let short = BASE64.encode([7; 16]);
    for (list, expected) in [
        (String::new(), KeyRingError::Empty),
        (" ".to_owned(), KeyRingError::Empty),
        (format!("{good},"), KeyRingError::EmptyEntry { entry: 2 }),
        (format!(",{good}"), KeyRingError::EmptyEntry { entry: 1 }),
        (
            format!("{good},correct-horse-battery"),
            KeyRingError::NotBase64 { entry: 2 },
        ),
        (
            short.clone(),
            KeyRingError::WrongLength {
                entry: 1,
                bytes: 16,
            },
        ),
    ] {
        let error = KeyRing::parse(&list).expect_err("refused");
        assert_eq!(error, expected);
        let texts = format!("{error} {error:?}");
        for secret in [good.as_str(), "correct-horse", short.as_str()] {
            assert!(!texts.contains(secret), "{texts}");
        }
    }
    assert_eq!(
        format!("{:?}", KeyRing::parse(&good).expect("ring")),
        "KeyRing(1 keys)"
    );
}
