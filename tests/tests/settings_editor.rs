//! The admin's editor for a flow's settings, which has toggles, controls and JSON in one form.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::app::App;
use e2e::html::{default_form_fields, element_text, input_value};
use serde_json::{Value, json};

const FLOW: &str = "/admin/dev/flows/demo";

/// The fields of the editor's form, as a browser sends them.
struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    async fn open(admin: &Admin<'_>) -> Self {
        Self::from_page(&admin.get(FLOW).await.expect_page(200, "Flow demo").text)
    }

    fn from_page(html: &str) -> Self {
        let fields = default_form_fields(html, "editor").expect("the form");
        Self { fields }
    }

    fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Edits the JSON.
    fn edit_json(self, change: impl FnOnce(&mut Value)) -> Self {
        let (_, text) = self
            .fields
            .iter()
            .find(|(name, _)| name == "json")
            .expect("json");
        let mut params: Value = serde_json::from_str(text).expect("JSON");
        change(&mut params);
        let text = serde_json::to_string_pretty(&params).expect("JSON");
        self.set("json", &text)
    }

    async fn press(&self, admin: &Admin<'_>, action: &str) -> e2e::answer::Answer {
        let mut fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        fields.push(("action", action));
        admin.post(FLOW, &fields).await
    }
}

/// Returns settings with one field that the vendor added.
fn settings_with_field(name: &str, field: &Value) -> String {
    let params = json!({ "bucket": {}, "aws_external_id": {}, "aws_role_arn": {}, name: field });
    serde_json::to_string_pretty(&params).expect("JSON")
}

/// Enters settings as JSON, and returns the form with all its controls as a browser would send it back.
async fn form_after_typing(admin: &Admin<'_>, json: &str) -> Form {
    let page = Form::open(admin).await.set("json", json);
    let page = page
        .press(admin, "follow")
        .await
        .expect_page(200, "Flow demo");
    Form::from_page(&page.text)
}

/// Returns the settings in the page's JSON.
fn json_on_page(html: &str) -> Value {
    let text = element_text(html, "json").expect("the JSON");
    serde_json::from_str(&text).expect("JSON")
}

async fn stored_settings(app: &App) -> Value {
    app.connector().await.expect(200).json()
}

#[tokio::test]
async fn keeps_json_and_controls_in_sync() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let form = Form::open(&admin).await;
    // A change of the JSON appears in the control.
    let page = form
        .edit_json(|params| params["bucket"]["label"] = json!("Store"))
        .press(&admin, "follow")
        .await
        .expect_page(200, "Flow demo");
    assert_eq!(
        input_value(&page.text, "label:bucket").as_deref(),
        Some("Store")
    );
    // A change of a control appears in the JSON.
    let form = Form::open(&admin)
        .await
        .set("label:bucket", "Speicher")
        .set("description:bucket", "Wo?");
    let page = form
        .press(&admin, "follow")
        .await
        .expect_page(200, "Flow demo");
    assert_eq!(json_on_page(&page.text)["bucket"]["label"], "Speicher");
    assert_eq!(json_on_page(&page.text)["bucket"]["description"], "Wo?");
    // Changes of both in different places are merged.
    let form = Form::open(&admin)
        .await
        .set("label:bucket", "Speicher")
        .edit_json(|params| params["region"] = json!({"label": "Gegend"}));
    let page = form
        .press(&admin, "follow")
        .await
        .expect_page(200, "Flow demo");
    let params = json_on_page(&page.text);
    assert_eq!(
        (&params["bucket"]["label"], &params["region"]["label"]),
        (&json!("Speicher"), &json!("Gegend"))
    );
    // The JSON keeps the formatting with which it was typed.
    let text = serde_json::to_string(&params).expect("JSON");
    let page = Form::open(&admin)
        .await
        .set("json", &text)
        .press(&admin, "follow")
        .await
        .expect_page(200, "Flow demo");
    assert_eq!(element_text(&page.text, "json").expect("JSON").trim(), text);
    assert_eq!(
        stored_settings(&app).await["version"],
        1,
        "typing saved the settings"
    );
}

#[tokio::test]
async fn keeps_values_that_were_not_changed() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let options = json!([{"name": "A", "value": "a"}, {"name": "B", "value": "b"}]);
    let choice =
        |kind: &str, default: Value| json!({"type": kind, "options": options, "default": default});
    for field in [
        json!({"default": ""}),
        json!({"default": ["a", "b"]}),
        json!({"default": 7, "label": 7, "description": [], "required": "yes", "adornment": ["a"]}),
        json!({"default": "a\nb\0", "adornment": {"start": "a\r\nb", "end": ""}}),
        json!({"description": "One.\nTwo.\r\n\r\n  Three.\rFour."}),
        json!({"type": "multiline", "default": "\n\none\r\ntwo\rthree"}),
        json!({"type": "number", "default": "many"}),
        json!({"type": "number", "default": 1e300}),
        json!({"type": "boolean", "default": "yes"}),
        json!({"type": "boolean", "default": "true"}),
        json!({"type": "boolean", "default": [true, false]}),
        json!({"type": "boolean", "default": false}),
        json!({"type": "password", "default": "hush"}),
        choice("select", json!("b")),
        choice("select", json!("gone")),
        choice("select", json!(["b", "a"])),
        choice("select", json!("")),
        choice("multiselect", json!(["b", "a"])),
        choice("multiselect", json!(["b", "c", "b", "", "a"])),
        choice("multiselect", json!("b")),
        choice("multisel", json!(["b", "a"])),
        json!({"type": "select", "options": [{"name": "A", "value": "a"}, {"name": "B", "value": "a"}], "default": "a"}),
        json!({"type": "multiselect", "options": [{"name": "A", "value": "a"}, {"name": "B", "value": "a"}], "default": ["a"]}),
        json!({"type": "select", "options": [{"name": "x = y", "value": "a = b"}, {"name": "c=d", "value": "c=d"}, {"name": " e", "value": ""}]}),
        json!({"type": "select", "options": [["a", "b"]], "default": {"a": 1}}),
        json!(7),
    ] {
        let json = settings_with_field("x", &field);
        let page = form_after_typing(&admin, &json)
            .await
            .press(&admin, "follow")
            .await;
        let page = page.expect_page(200, "Flow demo");
        assert_eq!(
            element_text(&page.text, "json").expect("JSON").trim_start(),
            json
        );
    }
    // Changing one attribute of a field keeps its other attributes, even invalid ones.
    let form = form_after_typing(
        &admin,
        &settings_with_field("x", &choice("multiselect", json!(["b", "c", "a"]))),
    )
    .await;
    let page = form.set("label:x", "X").press(&admin, "follow").await;
    let field = &json_on_page(&page.text)["x"];
    assert_eq!(
        (&field["label"], &field["default"]),
        (&json!("X"), &json!(["b", "c", "a"]))
    );
}

#[tokio::test]
async fn changes_only_the_attribute_of_a_control() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let option = |name: &str, value: &str| json!({"name": name, "value": value});
    for (field, controls, changed) in [
        (
            json!({"adornment": {"start": "a", "end": "b", "middle": 1}}),
            &[("adornment.start:x", "c")][..],
            json!({"adornment": {"start": "c", "end": "b", "middle": 1}}),
        ),
        (
            json!({"adornment": {"end": "b"}}),
            &[("adornment.end:x", "")],
            json!({}),
        ),
        (
            json!({}),
            &[("adornment.end:x", "b")],
            json!({"adornment": {"end": "b"}}),
        ),
        (
            json!({"default": "old"}),
            &[("type:x", "number"), ("default:x", "5")],
            json!({"type": "number", "default": 5}),
        ),
        (
            json!({"default": "old"}),
            &[("type:x", "boolean"), ("default:x", "new")],
            json!({"type": "boolean", "default": "new"}),
        ),
        (
            json!({"default": "old"}),
            &[("type:x", "number")],
            json!({"type": "number"}),
        ),
        (
            json!({"description": "One.\nTow."}),
            &[("description:x", "One.\r\nTwo.")],
            json!({"description": "One.\nTwo."}),
        ),
        (
            json!({"type": "select", "options": [option("A", "a = b"), option("c=c", "c=c"), option("D", "d")]}),
            &[(
                "options:x",
                "A = a = b\r\nc=c = c=c\r\nSmall=s\r\nLarge = l\r\nhuge",
            )],
            json!({"type": "select", "options": [option("A", "a = b"), option("c=c", "c=c"), option("Small", "s"), option("Large", "l"), option("huge", "huge")]}),
        ),
    ] {
        let mut form = form_after_typing(&admin, &settings_with_field("x", &field)).await;
        for (name, value) in controls {
            form = form.set(name, value);
        }
        let page = form
            .press(&admin, "follow")
            .await
            .expect_page(200, "Flow demo");
        assert_eq!(
            json_on_page(&page.text)["x"],
            changed,
            "{field} {controls:?}"
        );
    }
    // A control changes one end of the adornment, and the JSON changes the other one at the same time.
    let form = form_after_typing(
        &admin,
        &settings_with_field("x", &json!({"adornment": {"start": "a", "end": "b"}})),
    )
    .await;
    let form = form
        .set("adornment.start:x", "c")
        .edit_json(|params| params["x"]["adornment"]["end"] = json!("d"));
    let page = form.press(&admin, "follow").await;
    assert_eq!(
        json_on_page(&page.text)["x"]["adornment"],
        json!({"start": "c", "end": "d"})
    );
    // The fields of a new access mode take the place of the old one's.
    let params =
        json!({"bucket": {}, "aws_access_key_id": {}, "aws_secret_access_key": {}, "x": {}});
    let mut form = form_after_typing(&admin, &params.to_string())
        .await
        .set("role", "true");
    form.fields.retain(|(name, _)| name != "keys");
    let page = form.press(&admin, "follow").await;
    let params = json_on_page(&page.text);
    let names: Vec<_> = params.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["bucket", "aws_external_id", "aws_role_arn", "x"]);
}

#[tokio::test]
async fn keeps_all_input_while_the_json_is_invalid() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let before = stored_settings(&app).await;
    let page = admin.get(FLOW).await.expect(200);
    let good = element_text(&page.text, "json").expect("the JSON");
    let broken = "{\n  \"bucket\": {},\n  \"x\": {\"label\": \"X\"\n}\n";
    let form = Form::open(&admin)
        .await
        .set("json", broken)
        .set("label:bucket", "Speicher");
    for action in ["follow", "review", "save", "add:region", "up:bucket"] {
        let page = form.press(&admin, action).await;
        // `follow` only redraws the page while the admin is typing, so an incomplete JSON is no error there.
        let is_refused = action != "follow";
        assert_eq!(page.status, if is_refused { 422 } else { 200 }, "{action}");
        assert_eq!(
            page.visible_text().contains("One thing needs a change"),
            is_refused
        );
        assert!(
            page.text.contains("data-line=\"4\""),
            "{action}: {}",
            page.visible_text()
        );
        assert_eq!(
            element_text(&page.text, "json").as_deref().map(str::trim),
            Some(broken.trim()),
            "{action}"
        );
        assert_eq!(
            input_value(&page.text, "label:bucket").as_deref(),
            Some("Speicher"),
            "{action}"
        );
        // The page sends the same changes again.
        let again = Form::from_page(&page.text);
        for name in ["label:bucket", "shown.label:bucket", "direction", "version"] {
            let field = again.fields.iter().find(|(known, _)| known == name);
            assert_eq!(field, form.fields.iter().find(|(known, _)| known == name));
        }
    }
    // Once the JSON is valid again, the change of the control is applied.
    let page = form.press(&admin, "follow").await;
    let corrected = Form::from_page(&page.text)
        .set("json", &good)
        .press(&admin, "follow")
        .await
        .expect_page(200, "Flow demo");
    assert_eq!(json_on_page(&corrected.text)["bucket"]["label"], "Speicher");
    assert_eq!(stored_settings(&app).await, before);
}

#[tokio::test]
async fn shows_mistakes_at_their_lines_and_saves_nothing() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let before = stored_settings(&app).await;
    let text = "{\n  \"bucket\": {\n    \"type\": \"number\"\n  },\n  \"aws_access_key_id\": {},\n  \"aws_secret_access_key\": {},\n  \"x\": {\n    \"label\": \"a\\u202eb\",\n    \"default\": 7\n  }\n}";
    let form = Form::open(&admin).await.set("json", text);
    for action in ["review", "save"] {
        let page = form.press(&admin, action).await;
        assert_eq!(page.status, 422);
        for (line, words) in [
            (3, "always of type text"),
            (8, "turns the direction"),
            (9, "text, in quotes"),
        ] {
            let at = format!("data-line=\"{line}\">Line {line}</a>");
            assert!(
                page.text.contains(&at) && page.visible_text().contains(words),
                "{}",
                page.visible_text()
            );
        }
        assert!(
            page.visible_text().contains("3 things need a change")
                && page.text.contains("aria-invalid=\"true\"")
        );
    }
    assert_eq!(stored_settings(&app).await, before);
}

#[tokio::test]
async fn adds_moves_and_removes_fields_with_buttons() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let names = |html: &str| -> Vec<String> {
        json_on_page(html)
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let mut page = admin.get(FLOW).await.expect_page(200, "Flow demo").text;
    let first = names(&page);
    assert_eq!(first[..2], ["bucket", "path_prefix"]);
    for (action, position, name) in [
        ("add:region", first.len(), "region"),
        ("up:path_prefix", 0, "path_prefix"),
        ("down:path_prefix", 1, "path_prefix"),
    ] {
        page = Form::from_page(&page)
            .press(&admin, action)
            .await
            .expect_page(200, "Flow demo")
            .text;
        assert_eq!(names(&page)[position], name, "{action}");
    }
    let own = Form::from_page(&page)
        .set("own", "team")
        .set("own-type", "select");
    page = own
        .press(&admin, "add")
        .await
        .expect_page(200, "Flow demo")
        .text;
    assert_eq!(json_on_page(&page)["team"]["options"][0]["value"], "first");
    for (own, words) in [
        ("team", "already"),
        ("", "1 to 64"),
        ("a b", "1 to 64"),
        ("token", "The widget uses the name"),
    ] {
        let refused = Form::from_page(&page)
            .set("own", own)
            .set("own-type", "number")
            .press(&admin, "add")
            .await
            .expect_page(422, words);
        assert!(refused.text.contains("<a href=\"#own\""), "{own}");
        assert_eq!(refused.text.matches(" aria-invalid=").count(), 1, "{own}");
        assert_eq!(json_on_page(&refused.text), json_on_page(&page), "{own}");
        assert_eq!(input_value(&refused.text, "own").as_deref(), Some(own));
        let sent = default_form_fields(&refused.text, "editor").expect("the form");
        let kind = sent.iter().find(|(name, _)| name == "own-type");
        assert_eq!(kind.expect("a type").1, "number");
    }
    page = Form::from_page(&page)
        .press(&admin, "remove:region")
        .await
        .expect_page(200, "Flow demo")
        .text;
    assert!(!names(&page).contains(&"region".to_owned()));
    let review = Form::from_page(&page)
        .press(&admin, "review")
        .await
        .expect_page(200, "The field “team” appears.");
    let json = input_value(&review.text, "json").expect("the settings are in the form");
    let saved = admin
        .post(
            FLOW,
            &[
                ("action", "save"),
                ("version", "1"),
                ("direction", "both"),
                ("json", &json),
            ],
        )
        .await
        .expect(303);
    admin
        .get(saved.header("location"))
        .await
        .expect_page(200, "Saved as version 2.");
    assert_eq!(
        stored_settings(&app).await["connect_ui_params"]["team"]["type"],
        "select"
    );
}

#[tokio::test]
async fn shows_another_admins_change_before_overwriting_it() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        let mine = Form::open(&admin)
            .await
            .edit_json(|params| params["bucket"]["label"] = json!("Mine"));
        admin
            .save_current_version(
                FLOW,
                &[("keys", "on"), ("role", "on"), ("direction", "read")],
            )
            .await;
        for action in ["review", "save"] {
            let page = mine
                .press(&admin, action)
                .await
                .expect_page(412, "Somebody else changed this flow");
            for words in [
                "Version 2 by Anna",
                "Files are only read",
                "“Bucket” is now called “Mine”.",
                "Files are read and written",
            ] {
                assert!(
                    page.visible_text().contains(words),
                    "{words}: {}",
                    page.visible_text()
                );
            }
            let json = input_value(&page.text, "json").expect("what was typed");
            assert!(json.contains("Mine"));
        }
        assert_eq!(stored_settings(&app).await["direction"], "read");
        let page = mine.press(&admin, "save").await;
        let value = |name| input_value(&page.text, name).expect("the field is on the page");
        let (version, json, direction) = (value("version"), value("json"), value("direction"));
        let over = [
            ("version", version.as_str()),
            ("json", &json),
            ("direction", &direction),
        ];
        let further = [&over[..], &[("action", "edit")]].concat();
        let edited = admin
            .post(FLOW, &further)
            .await
            .expect_page(200, "Flow demo");
        assert!(
            element_text(&edited.text, "json")
                .expect("JSON")
                .contains("Mine")
        );
        let over = [&over[..], &[("action", "save")]].concat();
        let saved = admin.post(FLOW, &over).await.expect(303);
        admin
            .get(saved.header("location"))
            .await
            .expect_page(200, "Saved as version 3.");
        assert_eq!(
            stored_settings(&app).await["connect_ui_params"]["bucket"]["label"],
            "Mine"
        );
    }
}

#[tokio::test]
async fn counts_and_keeps_connections_with_a_removed_access_mode() {
    for app in [
        App::start().await,
        App::builder().on_postgres().start().await,
    ] {
        let admin = Admin::sign_in(&app).await;
        for tenant in ["acme", "bolt"] {
            app.put_connection(tenant, &app.sample_fields("full-access").json())
                .await
                .expect(201);
        }
        let form = Form::open(&admin).await;
        let role_only = form.edit_json(|params| {
            let params = params.as_object_mut().expect("an object");
            params.retain(|name, _| !name.contains("access_key"));
        });
        let words = "2 tenants use access that these settings don’t offer.";
        role_only
            .press(&admin, "review")
            .await
            .expect_page(200, words);
        role_only
            .set("version", "0")
            .press(&admin, "review")
            .await
            .expect_page(412, words);
        admin
            .save_current_version(FLOW, &[("role", "on"), ("direction", "both")])
            .await
            .expect_page(200, "2 tenants use access");
        let token = app.create_session("acme").await;
        app.open(&token)
            .await
            .expect_page(200, "We now ask for a role instead");
        assert_eq!(
            app.check_connection("acme").await.expect(200).json()["report"]["outcome"],
            "passed"
        );
        app.delete_connection("bolt").await.expect(204);
        admin
            .get(FLOW)
            .await
            .expect_page(200, "1 tenant uses access that these settings don’t offer.");
        admin
            .save_current_version(
                FLOW,
                &[("keys", "on"), ("role", "on"), ("direction", "both")],
            )
            .await;
        let page = admin.get(FLOW).await;
        assert!(
            !page.visible_text().contains("access that these settings"),
            "{}",
            page.visible_text()
        );
    }
}

#[tokio::test]
async fn previews_the_widget_without_sending_anything() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let preview = format!("{FLOW}/preview");
    let page = admin
        .get(&preview)
        .await
        .expect_page(200, "Connect your S3 bucket");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("form-action 'none'") && policy.contains("script-src 'none'"),
        "{policy}"
    );
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'self'")
    );
    let form = Form::open(&admin)
        .await
        .edit_json(|params| params["team"] = json!({"label": "Équipe"}));
    let fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    admin
        .post(&preview, &fields)
        .await
        .expect_page(200, "Équipe");
    admin
        .post(&preview, &[("json", "{"), ("direction", "read")])
        .await
        .expect_page(422, "Correct them to see the preview");
    admin
        .save_current_version(FLOW, &[("role", "on"), ("direction", "read")])
        .await;
    let old = admin
        .get(&format!("{preview}?version=1"))
        .await
        .expect_page(200, "Access keys");
    assert!(old.text.contains("aws_secret_access_key"));
    app.get(&preview)
        .await
        .expect_page(200, "Sign in with the admin key");
    assert_eq!(stored_settings(&app).await["version"], 2);
}

/// The control belongs to the access key ID. The reviewed change says what tenants notice.
#[tokio::test]
async fn a_checkbox_asks_tenants_to_allow_temporary_credentials() {
    const CONTROL: &str = "temporary_credentials:aws_access_key_id";
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let form = Form::open(&admin).await.set(CONTROL, "true");
    let page = form.press(&admin, "follow").await;
    let page = page.expect_page(200, "Flow demo");
    let field = json_on_page(&page.text)["aws_access_key_id"].clone();
    assert_eq!(field["temporary_credentials"], true);
    // The page shows the box ticked. An emptied box removes the attribute.
    let mut form = Form::from_page(&page.text);
    assert!(
        form.fields
            .contains(&(CONTROL.to_owned(), "true".to_owned()))
    );
    let review = form.press(&admin, "review").await.expect(200);
    assert!(
        review
            .text
            .contains("are asked to allow temporary credentials"),
        "{}",
        review.text
    );
    form.fields.retain(|(name, _)| name != CONTROL);
    let page = form.press(&admin, "follow").await;
    let page = page.expect_page(200, "Flow demo");
    let field = json_on_page(&page.text)["aws_access_key_id"].clone();
    assert_eq!(field.get("temporary_credentials"), None, "{field}");
}
