//! How the widget looks in an environment: chosen in the admin's pages, and legible or not taken.

use e2e::admin::{Admin, FORM_TOKEN};
use e2e::answer::Answer;
use e2e::app::App;
use reqwest::multipart::{Form, Part};

const LOOKS: &str = "/admin/dev/looks";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";

async fn save(
    app: &App,
    admin: &Admin<'_>,
    fields: &[(&'static str, &str)],
    logo: Option<&str>,
) -> Answer {
    let mut form = Form::new().text(FORM_TOKEN, admin.form_token.clone());
    for (name, value) in fields {
        form = form.text(*name, (*value).to_owned());
    }
    if let Some(logo) = logo {
        form = form.part(
            "logo",
            Part::bytes(logo.as_bytes().to_vec()).file_name("logo.svg"),
        );
    }
    let request = app.request(reqwest::Method::POST, LOOKS).multipart(form);
    app.send(request.header("cookie", &admin.cookie)).await
}

#[tokio::test]
async fn what_is_chosen_is_what_tenants_see() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        let token = app.create_session("acme").await;
        let before = app.open(&token).await.page(200, "Connect your S3 bucket");
        assert!(!before.text.contains("<style") && !before.text.contains("masthead"));
        let fields = [
            ("name", "Ácme & Söhne"),
            ("accent", "#a3195b"),
            ("radius", "2"),
            ("fonts", "Inter, \"Helvetica Neue\""),
            ("scheme", "dark"),
        ];
        save(&app, &admin, &fields, Some(SVG))
            .await
            .page(200, "Saved.");
        let page = app.open(&token).await.page(200, "Ácme & Söhne");
        let sentence = "Ácme & Söhne will read files from and write files to";
        assert!(page.words().contains(sentence), "{}", page.words());
        for part in [
            "color-scheme:dark;",
            "--accent:light-dark(#a3195b,#",
            "--radius:2px;",
            "--font:\"Inter\", \"Helvetica Neue\",system-ui",
            "<meta name=\"color-scheme\" content=\"dark\"",
        ] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        let nonce = page
            .text
            .split("<style nonce=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains(&format!(
                "style-src 'self' 'nonce-{}'",
                nonce.expect("a nonce")
            )),
            "{policy}"
        );

        let address = page
            .text
            .split("src=\"/logo/")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let address = format!("/logo/{}", address.expect("the picture"));
        let picture = app.get(&address).await.expect(200);
        assert_eq!(picture.text, SVG);
        assert_eq!(picture.header("content-type"), "image/svg+xml");
        assert!(
            picture
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
        assert!(
            picture
                .header("content-security-policy")
                .contains("sandbox")
        );
        assert_eq!(picture.header("x-content-type-options"), "nosniff");
        app.get(&address.replace("/dev/", "/prod/"))
            .await
            .problem(404, "not_found");
        app.get("/logo/dev/0000000000000000")
            .await
            .problem(404, "not_found");

        // Saved without a new picture: the old one stays, until it is to go.
        save(&app, &admin, &fields, None).await.page(200, "Saved.");
        app.get(&address).await.expect(200);
        let mut without = fields.to_vec();
        without.push(("remove_logo", "true"));
        save(&app, &admin, &without, None).await.page(200, "Saved.");
        app.get(&address).await.problem(404, "not_found");
        let page = app.open(&token).await.page(200, "Ácme & Söhne");
        assert!(!page.text.contains("/logo/"));
    }
}

#[tokio::test]
async fn what_cannot_be_is_said_and_nothing_is_saved() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    save(
        &app,
        &admin,
        &[("name", "Acme"), ("accent", "#0b5cd6")],
        Some(SVG),
    )
    .await
    .page(200, "Saved.");
    let before = app
        .service
        .theme(&domain::EnvironmentId::parse("dev").expect("id"))
        .await
        .expect("a theme");
    for (fields, logo, words) in [
        (
            &[("accent", "#ffcc00")][..],
            None,
            "The nearest that has it is #",
        ),
        (
            &[("accent", "red;} body{display:none")],
            None,
            "A colour is written",
        ),
        (&[("fonts", "x;} body{display:none")], None, "font families"),
        (&[("radius", "9999")], None, "A radius is a number"),
        (
            &[("accent", "#0b5cd6")],
            Some("<html>"),
            "This is no picture",
        ),
    ] {
        let page = save(&app, &admin, fields, logo).await.page(422, words);
        // What was typed is still there.
        if fields[0].0 != "accent" {
            assert!(page.text.contains("aria-invalid=\"true\""), "{words}");
        }
        let now = app
            .service
            .theme(&domain::EnvironmentId::parse("dev").expect("id"))
            .await
            .expect("a theme");
        assert_eq!(now, before, "{words}");
    }
    let huge = "x".repeat(200_000);
    save(&app, &admin, &[], Some(&huge))
        .await
        .problem(413, "body_too_large");
    let stranger = Admin::with_cookie(&app, "s3_connect_admin=forged");
    save(&app, &stranger, &[("name", "Mallory")], None)
        .await
        .page(401, "You were signed out");
    let form = app
        .form(LOOKS, &[("name", "x"), (FORM_TOKEN, &admin.form_token)])
        .header("cookie", &admin.cookie);
    app.send(form).await.problem(400, "bad_form");
    assert_eq!(
        app.service
            .theme(&domain::EnvironmentId::parse("dev").expect("id"))
            .await
            .expect("a theme"),
        before
    );
}

#[tokio::test]
async fn a_link_that_is_over_says_so_in_the_same_look() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let fields = [("name", "Acme"), ("accent", "#a3195b")];
    save(&app, &admin, &fields, None).await.page(200, "Saved.");
    // The one for dark is made of the accent, also when that changes.
    assert_eq!(admin.value(LOOKS, "accent_dark").await, "");
    let token = app.create_session("acme").await;
    admin
        .post("/admin/dev/tenants/acme/links/end", &[])
        .await
        .expect(303);
    let over = app.open(&token).await.page(410, "This link has expired");
    assert!(over.words().contains("Acme"), "{}", over.words());
    assert!(over.text.contains("--accent:light-dark(#a3195b,#"));
}
