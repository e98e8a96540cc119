use super::*;
use secrecy::ExposeSecret;

fn generated() -> (KeyRing, String) {
    let (ring, text) = KeyRing::generate().expect("randomness");
    (ring, text.expose_secret().to_owned())
}

#[test]
fn what_is_generated_can_be_parsed_and_opens_what_the_other_sealed() {
    let (ring, text) = generated();
    let again = KeyRing::parse(&text).expect("parse");
    let sealed = ring.seal(b"plain", b"here").expect("seal");
    assert!(!sealed.contains("plain"));
    assert_eq!(&**again.open(&sealed, b"here").expect("open"), b"plain");
    assert_ne!(
        sealed,
        ring.seal(b"plain", b"here").expect("seal"),
        "each sealing has a nonce of its own"
    );
}

#[test]
fn the_first_key_seals_and_each_opens() {
    let ((old, old_text), (new, new_text)) = (generated(), generated());
    let both =
        KeyRing::parse(&format!(" {new_text} , {}", old_text.trim_end_matches('='))).expect("both");
    let by_old = old.seal(b"plain", b"").expect("seal");
    assert!(both.open(&by_old, b"").is_ok());
    let by_both = both.seal(b"plain", b"").expect("seal");
    assert!(new.open(&by_both, b"").is_ok());
    assert_eq!(
        old.open(&by_both, b"").expect_err("old"),
        OpenError::OtherKey
    );
}

#[test]
fn another_identity_or_a_changed_text_does_not_open() {
    let (ring, _) = generated();
    let sealed = ring.seal(b"plain", b"here").expect("seal");
    assert_eq!(
        ring.open(&sealed, b"there").expect_err("moved"),
        OpenError::Tampered
    );
    let (head, text) = sealed.rsplit_once('.').expect("parts");
    let mut whole = BASE64.decode(text).expect("base64");
    for at in 0..whole.len() {
        whole[at] ^= 1;
        let changed = format!("{head}.{}", BASE64.encode(&whole));
        assert_eq!(
            ring.open(&changed, b"here").expect_err("changed"),
            OpenError::Tampered
        );
        whole[at] ^= 1;
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
fn the_words_name_the_entry_and_never_repeat_it() {
    let (_, good) = generated();
    let short = BASE64.encode([7; 16]);
    for (list, error) in [
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
        let refused = KeyRing::parse(&list).expect_err("refused");
        assert_eq!(refused, error);
        let words = format!("{refused} {refused:?}");
        for secret in [good.as_str(), "correct-horse", short.as_str()] {
            assert!(!words.contains(secret), "{words}");
        }
    }
    assert_eq!(
        format!("{:?}", KeyRing::parse(&good).expect("ring")),
        "KeyRing(1 keys)"
    );
}
