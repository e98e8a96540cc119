//! What the form does with the address of a store that we recognise.

use e2e::app::App;
use reqwest::Method;
use serde_json::json;

/// Starts a server whose flow asks for an endpoint and a region.
async fn start() -> App {
    let app = App::start().await;
    let settings = json!({
        "direction": "both",
        "connect_ui_params": {
            "bucket": {}, "path_prefix": {"required": false}, "endpoint": {"required": false},
            "region": {"required": false}, "aws_access_key_id": {}, "aws_secret_access_key": {},
        },
    });
    let path = "/flows/demo/connector";
    app.api(Method::PUT, path, Some(&settings))
        .await
        .expect(200);
    app
}

/// Returns the domains of the hints that a page shows.
fn shown_hints(page: &str) -> Vec<&str> {
    let hints = page.split("data-domain=\"").skip(1);
    hints
        .filter_map(|hint| {
            let (domain, rest) = hint.split_once('"')?;
            let (attributes, _) = rest.split_once('>')?;
            (!attributes.contains("hidden")).then_some(domain)
        })
        .collect()
}

#[tokio::test]
async fn the_page_shows_the_hint_of_the_store_in_the_endpoint() {
    let app = start().await;
    for (n, (endpoint, hints)) in [
        ("", vec![]),
        ("https://store.example.com", vec![]),
        (
            "https://0123abcd.r2.cloudflarestorage.com",
            vec!["r2.cloudflarestorage.com"],
        ),
        (
            "https://S3.eu-central-003.backblazeb2.com",
            vec!["backblazeb2.com"],
        ),
        (
            "https://fsn1.your-objectstorage.com",
            vec!["your-objectstorage.com"],
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let token = app.create_session(&format!("tenant_{n}")).await;
        let page = app.press(&token, "save", &[("endpoint", endpoint)]).await;
        let page = page.expect(422).text;
        assert_eq!(shown_hints(&page), hints, "{endpoint}");
        assert_eq!(page.matches("data-domain=").count(), 6, "{endpoint}");
        // The guide is about AWS, so it is closed where it does not help.
        let is_open = page.contains(r#"<details open class="setup""#);
        assert_eq!(is_open, endpoint.is_empty(), "{endpoint}");
    }
}

#[tokio::test]
async fn mistakes_in_the_address_of_a_store_are_named() {
    let app = start().await;
    for (field, value, endpoint, code, words) in [
        (
            "endpoint",
            "https://my-space.fra1.digitaloceanspaces.com",
            "https://my-space.fra1.digitaloceanspaces.com",
            "bucket_in_endpoint",
            "https://fra1.digitaloceanspaces.com",
        ),
        (
            "bucket",
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-point",
            "https://s3.wasabisys.com",
            "access_point_needs_aws",
            "AWS only",
        ),
        ("region", "auto", "", "bad_region", "eu-west-1"),
    ] {
        let mut fields = json!({
            "bucket": "my-data", "path_prefix": "in/", "endpoint": endpoint,
            "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
            "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        });
        fields[field] = json!(value);
        let answer = app.put_connection("acme", &fields).await.expect(422);
        let errors = &answer.json()["errors"];
        assert_eq!(errors[0]["field"], field, "{errors}");
        assert_eq!(errors[0]["code"], code, "{errors}");
        let detail = errors[0]["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(words), "{errors}");
    }
}
