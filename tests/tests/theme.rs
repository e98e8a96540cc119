//! The theme of an environment: admins choose it, colours have to be legible, and the widget shows it.

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
async fn shows_tenants_the_chosen_theme_and_logo() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let token = app.create_session("acme").await;
        let before = app
            .open(&token)
            .await
            .expect_page(200, "Connect your S3 bucket");
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
            .expect_page(200, "Saved.");
        let page = app.open(&token).await.expect_page(200, "Ácme & Söhne");
        let sentence = "Ácme & Söhne will read files from and write files to";
        assert!(
            page.visible_text().contains(sentence),
            "{}",
            page.visible_text()
        );
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
            .expect_problem(404, "not_found");
        app.get("/logo/dev/0000000000000000")
            .await
            .expect_problem(404, "not_found");

        // Saving without a new logo keeps the old one, until the admin removes it.
        save(&app, &admin, &fields, None)
            .await
            .expect_page(200, "Saved.");
        app.get(&address).await.expect(200);
        let mut removal = fields.to_vec();
        removal.push(("remove_logo", "true"));
        save(&app, &admin, &removal, None)
            .await
            .expect_page(200, "Saved.");
        app.get(&address).await.expect_problem(404, "not_found");
        let page = app.open(&token).await.expect_page(200, "Ácme & Söhne");
        assert!(!page.text.contains("/logo/"));
    }
}

#[tokio::test]
async fn refuses_invalid_themes_and_keeps_the_old_one() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    save(
        &app,
        &admin,
        &[("name", "Acme"), ("accent", "#0b5cd6")],
        Some(SVG),
    )
    .await
    .expect_page(200, "Saved.");
    let before = app
        .service
        .theme(&domain::EnvironmentId::parse("dev").expect("id"))
        .await
        .expect("a theme");
    for (fields, logo, words) in [
        (
            &[("accent", "#ffcc00")][..],
            None,
            "The nearest colour with enough contrast is #",
        ),
        (
            &[("accent", "red;} body{display:none")],
            None,
            "Write a colour as #",
        ),
        (&[("fonts", "x;} body{display:none")], None, "font families"),
        (&[("radius", "9999")], None, "A radius is a number"),
        (
            &[("accent", "#0b5cd6")],
            Some("<html>"),
            "The logo must be an SVG",
        ),
    ] {
        let page = save(&app, &admin, fields, logo)
            .await
            .expect_page(422, words);
        // The page marks the field and keeps what was typed.
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
        .expect_problem(413, "body_too_large");
    let stranger = Admin::with_cookie(&app, "s3_connect_admin=forged");
    save(&app, &stranger, &[("name", "Mallory")], None)
        .await
        .expect_page(401, "You were signed out");
    let form = app
        .form(LOOKS, &[("name", "x"), (FORM_TOKEN, &admin.form_token)])
        .header("cookie", &admin.cookie);
    app.send(form).await.expect_problem(400, "bad_form");
    assert_eq!(
        app.service
            .theme(&domain::EnvironmentId::parse("dev").expect("id"))
            .await
            .expect("a theme"),
        before
    );
}

#[tokio::test]
async fn takes_the_suggested_colour_with_one_button() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let refused = [
        ("name", "Acme"),
        ("accent", "#ffcc00"),
        ("accent_dark", "#0b5cd6"),
    ];
    let page = save(&app, &admin, &refused, None).await;
    let page = page.expect_page(422, "The nearest colour with enough contrast is #");
    let suggestion = |name| e2e::html::input_value(&page.text, name).expect(name);
    let (light, dark) = (suggestion("use_accent"), suggestion("use_accent_dark"));
    assert!(page.visible_text().contains(&format!("Use {light}")));
    // Each button sends the form with its own colour. The other field still needs a change.
    let mut fields = refused.to_vec();
    fields.push(("use_accent", &light));
    let page = save(&app, &admin, &fields, None).await.expect(422);
    assert_eq!(
        e2e::html::input_value(&page.text, "accent").as_deref(),
        Some(light.as_str())
    );
    assert!(!page.text.contains("name=\"use_accent\""));
    fields[1].1 = &light;
    fields[3] = ("use_accent_dark", &dark);
    save(&app, &admin, &fields, None)
        .await
        .expect_page(200, "Saved.");
    let token = app.create_session("acme").await;
    let page = app.open(&token).await.expect_page(200, "Acme");
    for part in [
        format!("--accent:light-dark({light},{dark});"),
        "--note-tint:light-dark(#".to_owned(),
    ] {
        assert!(page.text.contains(&part), "{part}: {}", page.text);
    }
    // A colour that is not legible either is refused as if it had been typed.
    let forged = [("use_accent", "#ffffff")];
    save(&app, &admin, &forged, None).await.expect(422);
}

#[tokio::test]
async fn shows_the_theme_on_the_page_of_an_expired_link() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let fields = [("name", "Acme"), ("accent", "#a3195b")];
    save(&app, &admin, &fields, None)
        .await
        .expect_page(200, "Saved.");
    // An empty dark accent is derived from the accent, also after the accent changes.
    assert_eq!(admin.field_value(LOOKS, "accent_dark").await, "");
    let token = app.create_session("acme").await;
    admin
        .post("/admin/dev/tenants/acme/links/end", &[])
        .await
        .expect(303);
    let expired = app
        .open(&token)
        .await
        .expect_page(410, "This link has expired");
    assert!(
        expired.visible_text().contains("Acme"),
        "{}",
        expired.visible_text()
    );
    assert!(expired.text.contains("--accent:light-dark(#a3195b,#"));
}
