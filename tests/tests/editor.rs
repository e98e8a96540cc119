//! The settings of a flow as an admin edits them: toggles, controls and JSON, one form for all.

#![expect(clippy::expect_used, reason = "tests")]

use e2e::admin::Admin;
use e2e::app::App;
use e2e::html::{text_of, untouched, value_of};
use serde_json::{Value, json};

const FLOW: &str = "/admin/dev/flows/demo";

/// What the form holds when nothing was typed.
struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    async fn open(admin: &Admin<'_>) -> Self {
        Self::of(&admin.get(FLOW).await.page(200, "Flow demo").text)
    }

    /// Access and direction as on a first start; the controls of fields are left out, as no field is named.
    fn of(html: &str) -> Self {
        let value = |name: &str| value_of(html, name).expect("the field is on the page");
        let fields = [
            ("version", value("version")),
            ("good", value("good")),
            ("controls", "on".to_owned()),
            (
                "json",
                text_of(html, "json").expect("the JSON").trim().to_owned(),
            ),
            ("keys", "true".to_owned()),
            ("role", "true".to_owned()),
            ("direction", "both".to_owned()),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        Self {
            fields: fields.into(),
        }
    }

    fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    fn json(self, change: impl FnOnce(&mut Value)) -> Self {
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

/// Settings with one field of the vendor's own.
fn with(name: &str, field: &Value) -> String {
    let params = json!({ "bucket": {}, "aws_external_id": {}, "aws_role_arn": {}, name: field });
    serde_json::to_string_pretty(&params).expect("JSON")
}

/// The page with these settings typed in, as it would be sent back: every control of it.
async fn typed(admin: &Admin<'_>, json: &str) -> Form {
    let page = Form::open(admin).await.set("json", json);
    let page = page.press(admin, "follow").await.page(200, "Flow demo");
    let fields = untouched(&page.text, "editor").expect("the form");
    Form { fields }
}

/// The JSON on the page.
fn shown(html: &str) -> Value {
    let text = text_of(html, "json").expect("the JSON");
    serde_json::from_str(&text).expect("JSON")
}

async fn stored(app: &App) -> Value {
    app.connector().await.expect(200).json()
}

#[tokio::test]
async fn each_side_follows_the_other() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let form = Form::open(&admin).await;
    // The JSON was typed in.
    let page = form
        .json(|params| params["bucket"]["label"] = json!("Store"))
        .press(&admin, "follow")
        .await
        .page(200, "Flow demo");
    assert_eq!(
        value_of(&page.text, "label.bucket").as_deref(),
        Some("Store")
    );
    // A control was.
    let form = Form::open(&admin)
        .await
        .set("field", "bucket")
        .set("label.bucket", "Speicher")
        .set("description.bucket", "Wo?");
    let page = form.press(&admin, "follow").await.page(200, "Flow demo");
    assert_eq!(shown(&page.text)["bucket"]["label"], "Speicher");
    assert_eq!(shown(&page.text)["bucket"]["description"], "Wo?");
    // Both were, in different places: nothing is lost.
    let form = Form::open(&admin)
        .await
        .set("field", "bucket")
        .set("label.bucket", "Speicher")
        .json(|params| params["region"] = json!({"label": "Gegend"}));
    let page = form.press(&admin, "follow").await.page(200, "Flow demo");
    let params = shown(&page.text);
    assert_eq!(
        (&params["bucket"]["label"], &params["region"]["label"]),
        (&json!("Speicher"), &json!("Gegend"))
    );
    // What is typed keeps its own form.
    let text = serde_json::to_string(&params).expect("JSON");
    let page = Form::open(&admin)
        .await
        .set("json", &text)
        .press(&admin, "follow")
        .await
        .page(200, "Flow demo");
    assert_eq!(text_of(&page.text, "json").expect("JSON").trim(), text);
    assert_eq!(
        stored(&app).await["version"],
        1,
        "nothing is saved by typing"
    );
}

#[tokio::test]
async fn what_nobody_touched_stays_as_it_is() {
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
        let json = with("x", &field);
        let page = typed(&admin, &json).await.press(&admin, "follow").await;
        let page = page.page(200, "Flow demo");
        assert_eq!(
            text_of(&page.text, "json").expect("JSON").trim_start(),
            json
        );
    }
    // Nor is it touched by another change of the same field.
    let form = typed(
        &admin,
        &with("x", &choice("multiselect", json!(["b", "c", "a"]))),
    )
    .await;
    let page = form.set("label.x", "X").press(&admin, "follow").await;
    let field = &shown(&page.text)["x"];
    assert_eq!(
        (&field["label"], &field["default"]),
        (&json!("X"), &json!(["b", "c", "a"]))
    );
}

#[tokio::test]
async fn a_control_changes_its_own_attribute() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let option = |name: &str, value: &str| json!({"name": name, "value": value});
    for (field, controls, changed) in [
        (
            json!({"adornment": {"start": "a", "end": "b", "middle": 1}}),
            &[("start.x", "c")][..],
            json!({"adornment": {"start": "c", "end": "b", "middle": 1}}),
        ),
        (
            json!({"adornment": {"end": "b"}}),
            &[("end.x", "")],
            json!({}),
        ),
        (
            json!({}),
            &[("end.x", "b")],
            json!({"adornment": {"end": "b"}}),
        ),
        (
            json!({"default": "old"}),
            &[("type.x", "number"), ("default.x", "5")],
            json!({"type": "number", "default": 5}),
        ),
        (
            json!({"default": "old"}),
            &[("type.x", "boolean"), ("default.x", "new")],
            json!({"type": "boolean", "default": "new"}),
        ),
        (
            json!({"default": "old"}),
            &[("type.x", "number")],
            json!({"type": "number"}),
        ),
        (
            json!({"description": "One.\nTow."}),
            &[("description.x", "One.\r\nTwo.")],
            json!({"description": "One.\nTwo."}),
        ),
        (
            json!({"type": "select", "options": [option("A", "a = b"), option("c=c", "c=c"), option("D", "d")]}),
            &[(
                "options.x",
                "A = a = b\r\nc=c = c=c\r\nSmall=s\r\nLarge = l\r\nhuge",
            )],
            json!({"type": "select", "options": [option("A", "a = b"), option("c=c", "c=c"), option("Small", "s"), option("Large", "l"), option("huge", "huge")]}),
        ),
    ] {
        let mut form = typed(&admin, &with("x", &field)).await;
        for (name, value) in controls {
            form = form.set(name, value);
        }
        let page = form.press(&admin, "follow").await.page(200, "Flow demo");
        assert_eq!(shown(&page.text)["x"], changed, "{field} {controls:?}");
    }
    // The other side was changed in the JSON at the same time.
    let form = typed(
        &admin,
        &with("x", &json!({"adornment": {"start": "a", "end": "b"}})),
    )
    .await;
    let form = form
        .set("start.x", "c")
        .json(|params| params["x"]["adornment"]["end"] = json!("d"));
    let page = form.press(&admin, "follow").await;
    assert_eq!(
        shown(&page.text)["x"]["adornment"],
        json!({"start": "c", "end": "d"})
    );
    // One way of access in place of the other stands where that stood.
    let params =
        json!({"bucket": {}, "aws_access_key_id": {}, "aws_secret_access_key": {}, "x": {}});
    let mut form = typed(&admin, &params.to_string()).await.set("role", "true");
    form.fields.retain(|(name, _)| name != "keys");
    let page = form.press(&admin, "follow").await;
    let params = shown(&page.text);
    let names: Vec<_> = params.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["bucket", "aws_external_id", "aws_role_arn", "x"]);
}

#[tokio::test]
async fn json_that_is_none_waits_and_loses_nothing() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let before = stored(&app).await;
    let broken = "{\n  \"bucket\": {},\n  \"x\": {\"label\": \"X\"\n}\n";
    let form = Form::open(&admin)
        .await
        .set("json", broken)
        .set("field", "bucket")
        .set("label.bucket", "Speicher");
    for action in ["follow", "review", "save", "add:region", "up:bucket"] {
        let page = form.press(&admin, action).await;
        let refused = action != "follow";
        assert_eq!(page.status, if refused { 422 } else { 200 }, "{action}");
        assert_eq!(page.words().contains("Not done: one thing"), refused);
        assert!(
            page.text.contains("data-line=\"5\""),
            "{action}: {}",
            page.words()
        );
        assert_eq!(
            text_of(&page.text, "json").as_deref().map(str::trim),
            Some(broken.trim()),
            "{action}"
        );
        assert_eq!(
            value_of(&page.text, "label.bucket").as_deref(),
            Some("Speicher"),
            "{action}"
        );
    }
    // Mended, the control's change arrives.
    let page = form.press(&admin, "follow").await;
    let good = value_of(&page.text, "good").expect("good");
    let mended = form
        .set("json", &good)
        .press(&admin, "follow")
        .await
        .page(200, "Flow demo");
    assert_eq!(shown(&mended.text)["bucket"]["label"], "Speicher");
    assert_eq!(stored(&app).await, before);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_line_and_nothing_is_saved() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let before = stored(&app).await;
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
                page.text.contains(&at) && page.words().contains(words),
                "{}",
                page.words()
            );
        }
        assert!(
            page.words().contains("Not done: 3 things")
                && page.text.contains("aria-invalid=\"true\"")
        );
    }
    assert_eq!(stored(&app).await, before);
}

#[tokio::test]
async fn fields_are_added_moved_and_removed_by_plain_buttons() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let names = |html: &str| -> Vec<String> {
        shown(html)
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let mut page = admin.get(FLOW).await.page(200, "Flow demo").text;
    let first = names(&page);
    assert_eq!(first[..2], ["bucket", "path_prefix"]);
    for (action, position, name) in [
        ("add:region", first.len(), "region"),
        ("up:path_prefix", 0, "path_prefix"),
        ("down:path_prefix", 1, "path_prefix"),
    ] {
        page = Form::of(&page)
            .press(&admin, action)
            .await
            .page(200, "Flow demo")
            .text;
        assert_eq!(names(&page)[position], name, "{action}");
    }
    let own = Form::of(&page).set("own", "team").set("own-type", "select");
    page = own.press(&admin, "add").await.page(200, "Flow demo").text;
    assert_eq!(shown(&page)["team"]["options"][0]["value"], "first");
    for (own, words) in [
        ("team", "already"),
        ("", "1 to 64"),
        ("a b", "1 to 64"),
        ("token", "used by the widget"),
    ] {
        let refused = Form::of(&page)
            .set("own", own)
            .set("own-type", "number")
            .press(&admin, "add")
            .await
            .page(422, words);
        assert!(refused.text.contains("<a href=\"#own\""), "{own}");
        assert_eq!(refused.text.matches(" aria-invalid=").count(), 1, "{own}");
        assert_eq!(shown(&refused.text), shown(&page), "{own}");
        assert_eq!(value_of(&refused.text, "own").as_deref(), Some(own));
        let sent = untouched(&refused.text, "editor").expect("the form");
        let kind = sent.iter().find(|(name, _)| name == "own-type");
        assert_eq!(kind.expect("a type").1, "number");
    }
    page = Form::of(&page)
        .press(&admin, "remove:region")
        .await
        .page(200, "Flow demo")
        .text;
    assert!(!names(&page).contains(&"region".to_owned()));
    let review = Form::of(&page)
        .press(&admin, "review")
        .await
        .page(200, "The field “team” appears.");
    let json = value_of(&review.text, "json").expect("the settings are carried along");
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
        .page(200, "Saved as version 2.");
    assert_eq!(
        stored(&app).await["connect_ui_params"]["team"]["type"],
        "select"
    );
}

#[tokio::test]
async fn the_second_of_two_sees_what_the_first_did() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        let mine = Form::open(&admin)
            .await
            .json(|params| params["bucket"]["label"] = json!("Mine"));
        admin
            .saves(
                FLOW,
                &[("keys", "on"), ("role", "on"), ("direction", "read")],
            )
            .await;
        for action in ["review", "save"] {
            let page = mine
                .press(&admin, action)
                .await
                .page(412, "Somebody else changed this flow");
            for words in [
                "Version 2 by Anna",
                "Files are read only",
                "“Bucket” is now called “Mine”.",
                "Files are read and written",
            ] {
                assert!(page.words().contains(words), "{words}: {}", page.words());
            }
            let json = value_of(&page.text, "json").expect("what was typed");
            assert!(json.contains("Mine"));
        }
        assert_eq!(stored(&app).await["direction"], "read");
        let page = mine.press(&admin, "save").await;
        let value = |name| value_of(&page.text, name).expect("the field is on the page");
        let (version, json, direction) = (value("version"), value("json"), value("direction"));
        let over = [
            ("version", version.as_str()),
            ("json", &json),
            ("direction", &direction),
        ];
        let further = [&over[..], &[("action", "edit")]].concat();
        let edited = admin.post(FLOW, &further).await.page(200, "Flow demo");
        assert!(
            text_of(&edited.text, "json")
                .expect("JSON")
                .contains("Mine")
        );
        let over = [&over[..], &[("action", "save")]].concat();
        let saved = admin.post(FLOW, &over).await.expect(303);
        admin
            .get(saved.header("location"))
            .await
            .page(200, "Saved as version 3.");
        assert_eq!(
            stored(&app).await["connect_ui_params"]["bucket"]["label"],
            "Mine"
        );
    }
}

#[tokio::test]
async fn any_version_can_be_returned_to_and_that_be_undone() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        let history = format!("{FLOW}/history");
        let first = stored(&app).await;
        admin
            .saves(FLOW, &[("role", "on"), ("direction", "read")])
            .await;
        let page = admin.get(&history).await.page(200, "Version 2 by Anna");
        assert!(
            page.words()
                .contains("Tenants will be asked for a role; access keys are no longer offered."),
            "{}",
            page.words()
        );
        let one = format!("{history}/1");
        admin
            .get(&one)
            .await
            .page(200, "Tenants may choose between access keys and a role.");
        for stale in ["1", "x", "7"] {
            admin
                .post(&one, &[("version", stale)])
                .await
                .page(412, "Nothing was changed by you");
        }
        let back = admin.post(&one, &[("version", "2")]).await.expect(303);
        admin
            .get(back.header("location"))
            .await
            .page(200, "Saved as version 3.");
        let now = stored(&app).await;
        assert_eq!(
            (&now["connect_ui_params"], &now["version"]),
            (&first["connect_ui_params"], &json!(3))
        );
        admin
            .get(&history)
            .await
            .page(200, "The same as version 1.");
        admin
            .get("/admin/dev/log")
            .await
            .page(200, "Settings of the flow as they were in version 1");
        admin
            .post(&format!("{history}/2"), &[("version", "3")])
            .await
            .expect(303);
        assert_eq!(stored(&app).await["direction"], "read");
        for (path, code) in [
            ("/9", "no_version"),
            ("/0", "no_version"),
            ("/-1", "no_version"),
        ] {
            admin
                .get(&format!("{history}{path}"))
                .await
                .problem(404, code);
            admin
                .post(&format!("{history}{path}"), &[("version", "4")])
                .await
                .problem(404, code);
        }
        admin
            .get(&format!("{history}/x"))
            .await
            .problem(400, "bad_id");
    }
}

#[tokio::test]
async fn settings_of_other_rules_are_shown_and_not_returned_to() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        let token = app.create_session("acme").await;
        admin
            .saves(FLOW, &[("role", "on"), ("direction", "read")])
            .await;
        let old = r#"{"bucket": {"label": "Old \u202e bucket"}, "aws_external_id": {}, "aws_role_arn": {}}"#;
        let one = format!("UPDATE connector_versions SET params = '{old}' WHERE version = 1");
        app.database.run(&one).await;
        let history = format!("{FLOW}/history");
        admin
            .get(&history)
            .await
            .page(200, "is now called “Bucket”.");
        let version = format!("{history}/1");
        let page = admin.get(&version).await.page(200, "cannot be returned to");
        let words = page.words();
        assert!(words.contains("connect_ui_params.bucket.label"), "{words}");
        admin
            .get(&format!("{FLOW}/preview?version=1"))
            .await
            .page(422, "refuse this version");
        let before = stored(&app).await;
        admin
            .post(&version, &[("version", "2")])
            .await
            .page(422, "cannot be returned to");
        assert_eq!(stored(&app).await, before);
        // What cannot be read cannot be compared.
        let unreadable = "UPDATE connector_versions SET params = '{}' WHERE version = 1";
        app.database.run(unreadable).await;
        let page = admin.get(&history).await.page(200, "cannot be compared");
        assert!(!page.words().contains("Nothing that a tenant would notice"));
        // What is in use stays in use, though it could not be saved today.
        app.database
            .run(&format!("UPDATE connectors SET params = '{old}'"))
            .await;
        app.open(&token).await.page(200, "Connect your S3 bucket");
        admin
            .get(FLOW)
            .await
            .page(200, "turns the direction of the text around it");
    }
}

#[tokio::test]
async fn a_long_history_has_pages() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        let newest = service::VERSIONS_A_PAGE + 2;
        for version in 2..=newest {
            let direction = if version % 2 == 0 { "read" } else { "write" };
            app.set_direction(direction).await;
        }
        let history = format!("{FLOW}/history");
        let page = admin.get(&history).await.page(200, "Now in use.");
        let words = page.words();
        assert!(words.contains("Version 3 by") && !words.contains("Version 2 by"));
        assert!(
            !words.contains("Nothing that a tenant") && !words.contains("First page"),
            "{words}"
        );
        let older = format!("{history}?before=3");
        assert!(page.text.contains(&older), "{words}");
        let words = admin.get(&older).await.page(200, "The first one.").words();
        for part in [
            "Version 2 by",
            "Version 1 by",
            "Files are read only",
            "First page",
        ] {
            assert!(words.contains(part), "{part}: {words}");
        }
        assert!(
            !words.contains("Next page") && !words.contains("Now in use"),
            "{words}"
        );
        for (before, found) in [
            ("1", "no older versions"),
            ("-7", "no older versions"),
            ("x", "Now in use"),
        ] {
            admin
                .get(&format!("{history}?before={before}"))
                .await
                .page(200, found);
        }
    }
}

#[tokio::test]
async fn who_is_connected_otherwise_stays_and_is_counted() {
    for app in [App::start().await, App::setup().on_postgres().start().await] {
        let admin = Admin::sign_in(&app).await;
        for tenant in ["acme", "bolt"] {
            app.put_connection(tenant, &app.sample("full-access").json())
                .await
                .expect(201);
        }
        let form = Form::open(&admin).await;
        let role_only = form.json(|params| {
            let params = params.as_object_mut().expect("an object");
            params.retain(|name, _| !name.contains("access_key"));
        });
        let words = "2 tenants are connected in a way that is not offered here.";
        role_only.press(&admin, "review").await.page(200, words);
        role_only
            .set("version", "0")
            .press(&admin, "review")
            .await
            .page(412, words);
        admin
            .saves(FLOW, &[("role", "on"), ("direction", "both")])
            .await
            .page(200, "2 tenants are connected");
        let token = app.create_session("acme").await;
        app.open(&token)
            .await
            .page(200, "We now ask for a role instead");
        assert_eq!(
            app.check_connection("acme").await.expect(200).json()["report"]["outcome"],
            "passed"
        );
        app.delete_connection("bolt").await.expect(204);
        admin.get(FLOW).await.page(
            200,
            "1 tenant is connected in a way that is not offered here.",
        );
        admin
            .saves(
                FLOW,
                &[("keys", "on"), ("role", "on"), ("direction", "both")],
            )
            .await;
        let page = admin.get(FLOW).await;
        assert!(
            !page.words().contains("connected in a way"),
            "{}",
            page.words()
        );
    }
}

#[tokio::test]
async fn the_preview_is_the_widget_and_sends_nothing() {
    let app = App::start().await;
    let admin = Admin::sign_in(&app).await;
    let preview = format!("{FLOW}/preview");
    let page = admin
        .get(&preview)
        .await
        .page(200, "Connect your S3 bucket");
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
        .json(|params| params["team"] = json!({"label": "Équipe"}));
    let fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    admin.post(&preview, &fields).await.page(200, "Équipe");
    admin
        .post(&preview, &[("json", "{"), ("direction", "read")])
        .await
        .page(422, "cannot be shown yet");
    admin
        .saves(FLOW, &[("role", "on"), ("direction", "read")])
        .await;
    let old = admin
        .get(&format!("{preview}?version=1"))
        .await
        .page(200, "Access keys");
    assert!(old.text.contains("aws_secret_access_key"));
    app.get(&preview)
        .await
        .page(200, "Sign in with the admin key");
    assert_eq!(stored(&app).await["version"], 2);
}
