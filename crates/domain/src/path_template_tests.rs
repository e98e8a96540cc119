use super::*;
use proptest::prelude::*;

fn values() -> Variables {
    [
        (Variable::Tenant, "acme_corp"),
        (Variable::RootTenantId, "acme"),
        (Variable::Tap, "salesforce"),
        (Variable::Date, "202312"),
        (Variable::FullDate, "20231206"),
        (Variable::FlowId, "Fq183dc"),
        (Variable::JobId, "jklc4"),
        (Variable::EnvId, "prod.hg.acme.com"),
    ]
    .map(|(variable, value)| (variable, value.to_owned()))
    .into()
}

#[test]
fn a_template_resolves_with_values() {
    for (template, resolved, static_prefix) in [
        ("", "", ""),
        ("incoming/orders", "incoming/orders/", "incoming/orders/"),
        ("incoming/orders/", "incoming/orders/", "incoming/orders/"),
        (" in ", "in/", "in/"),
        ("{tenant}/{full_date}", "acme_corp/20231206/", ""),
        ("x/{tenant}-{date}/y", "x/acme_corp-202312/y/", "x/"),
        ("in-{root_tenant_id}", "in-acme/", "in-"),
        ("{ tenant }", "acme_corp/", ""),
        ("a{{b}}/{tap}", "a{b}/salesforce/", "a{b}/"),
        (
            "{flow_id}/{job_id}/{env_id}",
            "Fq183dc/jklc4/prod.hg.acme.com/",
            "",
        ),
        ("Übersicht/日本", "Übersicht/日本/", "Übersicht/日本/"),
    ] {
        let parsed = PathTemplate::parse(template).expect(template);
        assert_eq!(
            parsed.resolve(&values()).expect(template),
            resolved,
            "{template}"
        );
        assert_eq!(parsed.static_prefix(), static_prefix, "{template}");
    }
}

#[test]
fn a_refusal_names_the_mistake_and_its_position() {
    let long = "a".repeat(1025);
    for (template, code, words) in [
        ("/incoming", "leading_slash", "“incoming”"),
        ("a//b", "double_slash", ""),
        ("a/../b", "dot_segment", "“..”"),
        ("./a", "dot_segment", "“.”"),
        ("a/b\0c", "control_character", "position 4"),
        (
            "a/{tennant}/b",
            "unknown_variable",
            "{tennant} at position 3 is not a variable. Perhaps you mean {tenant}.",
        ),
        (
            "{customer}",
            "unknown_variable",
            "The variables are tenant, root_tenant_id",
        ),
        ("{}", "unknown_variable", "position 1"),
        ("a/{tenant", "unclosed_variable", "position 3"),
        (
            "a/{tenant/b}",
            "unclosed_variable",
            "Perhaps you mean {tenant}",
        ),
        ("a/tenant}/b", "stray_brace", "position 9"),
        (long.as_str(), "too_long", "1,024"),
    ] {
        let refusal = PathTemplate::parse(template).expect_err(template);
        assert_eq!(refusal.code, code, "{template}");
        let words = words.replace("1,024", "1024");
        assert!(
            refusal.detail.contains(&words),
            "{template}: {}",
            refusal.detail
        );
    }
}

#[test]
fn a_value_cannot_leave_its_folder() {
    for (value, code) in [
        ("a/b", "slash_in_value"),
        ("..", "dot_segment"),
        ("", "empty_value"),
        ("a\nb", "control_character"),
    ] {
        let template = PathTemplate::parse("x/{tenant}/y").expect("template");
        let values = Variables::from([(Variable::Tenant, value.to_owned())]);
        assert_eq!(
            template.resolve(&values).expect_err(value).code,
            code,
            "{value:?}"
        );
    }
    let template = PathTemplate::parse("{job_id}").expect("template");
    assert_eq!(
        template.resolve(&Variables::new()).expect_err("none").code,
        "no_value"
    );
}

proptest! {
    #[test]
    fn the_text_of_a_template_parses_to_the_same_template(text in "[a-z{}/. _é-]{0,40}|[a-z/]{0,9}\\{(tenant|full_date|tap)\\}[a-z/]{0,9}") {
        if let Ok(template) = PathTemplate::parse(&text) {
            prop_assert_eq!(PathTemplate::parse(&template.to_text()), Ok(template));
        }
    }

    #[test]
    fn a_resolved_template_is_a_folder_under_the_static_prefix(text in "[a-z{}/.]{0,12}(\\{tenant\\})?[a-z/]{0,9}") {
        if let Ok(template) = PathTemplate::parse(&text)
            && let Ok(resolved) = template.resolve(&values())
        {
            prop_assert!(resolved.starts_with(template.static_prefix()));
            prop_assert!(resolved.is_empty() || resolved.ends_with('/'));
            prop_assert!(!resolved.starts_with('/') && !resolved.contains("//"));
            prop_assert!(resolved.split('/').all(|segment| segment != "." && segment != ".."));
        }
    }

    #[test]
    fn never_panics(text in "\\PC{0,60}") {
        let _ = PathTemplate::parse(&text);
    }
}

#[test]
fn refuses_a_long_value_before_copying_it() {
    let template = PathTemplate::parse(&"{tenant}".repeat(1_000)).expect("a template");
    let values = Variables::from([(Variable::Tenant, "x".repeat(1_000_000))]);
    let refusal = template.resolve(&values).expect_err("too long");
    assert_eq!(refusal.code, "too_long");
    // The copies would take a gigabyte.
    assert!(
        refusal
            .detail
            .english()
            .replace(',', "")
            .contains("1000000001")
    );
}

#[test]
fn resolves_the_start_up_to_the_first_variable_without_a_value() {
    let values = Variables::from([
        (Variable::Tenant, "acme".to_owned()),
        (Variable::EnvId, "..".to_owned()),
    ]);
    for (template, expected) in [
        ("", Some("")),
        ("in/", Some("in/")),
        ("in/{tenant}/{full_date}", Some("in/acme/")),
        ("{tenant}-{job_id}/{tenant}", Some("acme-")),
        ("{full_date}/{tenant}", Some("")),
        ("{env_id}/{full_date}", None),
    ] {
        let template = PathTemplate::parse(template).expect(template);
        let start = template.resolve_start(&values).ok();
        assert_eq!(start.as_deref(), expected, "{template:?}");
    }
}
