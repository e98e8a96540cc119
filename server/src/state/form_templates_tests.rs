use super::*;
use app::shell::Script;
use axum::http::StatusCode;
use domain::RawParams;

const NONCE: &str = "bm9uY2Ugb2YgYSB0ZXN0IQ==";

fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("s3-connect").build()
}

fn document(locale: Locale, look: Look) -> Document {
    Document {
        locale,
        title: locale.connect_title(),
        status: StatusCode::OK,
        frame_ancestors: None,
        look,
        style: "",
        script: Script::Widget,
    }
}

fn widget(locale: Locale, tenant: &str, direction: Direction, params: &str) -> Widget {
    let raw: RawParams = serde_json::from_str(params).expect("JSON");
    let parse = |text: &str| TenantId::parse(text).expect("a tenant");
    let external_id = ExternalId::from_random([tenant.len().try_into().unwrap_or(7); 16]);
    let values = Variable::ALL.map(|variable| (variable, format!("{tenant}.{}", variable.name())));
    Widget {
        locale,
        vendor: None,
        token: format!("token_of-{}", tenant.len()),
        direction,
        params: ConnectUiParams::from_raw(&raw).expect("params"),
        external_id: external_id.clone(),
        requirements: SetupRequirements {
            name: ResourceName::new(
                &EnvironmentId::parse("dev").expect("an environment"),
                &FlowId::parse("demo").expect("a flow"),
                &parse(tenant),
            ),
            direction,
            temporary_credentials: false,
            principal: PrincipalArn::parse("arn:aws:iam::111122223333:role/vendor").ok(),
            external_ids: vec![external_id],
            template_url: Some("https://acme.s3.amazonaws.com/connect.json".to_owned()),
        },
        examples: Variables::from(values),
        sandbox_console: None,
        forwarded: None,
        return_url: None,
        can_be_framed: false,
    }
}

#[test]
fn a_filled_in_template_equals_the_rendered_form() {
    let keys_and_role = r#"{"bucket":{"label":"Bucket","required":true},"path_prefix":{"label":"Path prefix","default":"in/"},
        "aws_access_key_id":{"label":"Access key ID"},"aws_secret_access_key":{"label":"Secret","type":"password"},
        "aws_role_arn":{"label":"Role"},"aws_external_id":{"label":"External ID"}}"#;
    let with_a_bucket = r#"{"bucket":{"label":"Bücket <b>","default":"data-1"},"aws_role_arn":{"label":"Role"},
        "aws_external_id":{"label":"External ID"},"note":{"label":"Note","description":"m0 & \"m1\""}}"#;
    app::shell::init_executor();
    for params in [keys_and_role, with_a_bucket] {
        for locale in [Locale::English, Locale::Japanese, Locale::German] {
            for direction in Direction::ALL {
                let widget_for = |tenant| widget(locale, tenant, direction, params);
                let look = Look {
                    css: "html:root{--radius:3px;}".to_owned(),
                    name: Some("Acme & Söhne".to_owned()),
                    ..Look::default()
                };
                let document = document(locale, look);
                let template = FormTemplate::render(options(), &document, &widget_for("first"))
                    .expect("a template");
                for tenant in ["acme_corp", "a.b@c+d=e:f", &"x".repeat(128)] {
                    let widget = widget_for(tenant);
                    let filled = template.fill(&widget, NONCE);
                    let view = View::Form(Box::default());
                    let (rendered, nonce) = render_html(
                        options(),
                        document.clone(),
                        move || view! { <WidgetPage widget view /> },
                    );
                    assert_eq!(filled, rendered.replace(&nonce, NONCE));
                }
            }
        }
    }
}
