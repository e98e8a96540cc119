//! Every route of the server, and what it takes. A test holds this list against the server's source.

/// What a route reads of a request's body.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    Nothing,
    Json(&'static [&'static str]),
    Form(&'static [&'static str]),
    Upload(&'static [&'static str]),
}

#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub path: &'static str,
    /// `GET` stands for `HEAD` as well.
    pub methods: &'static [&'static str],
    pub body: Body,
    pub query: &'static [&'static str],
}

const fn reads(path: &'static str, query: &'static [&'static str]) -> Route {
    Route {
        path,
        methods: &["GET"],
        body: Body::Nothing,
        query,
    }
}

const fn takes(path: &'static str, methods: &'static [&'static str], body: Body) -> Route {
    Route {
        path,
        methods,
        body,
        query: &[],
    }
}

/// What the widget posts.
const WIDGET: &[&str] = &[
    "token",
    "action",
    "access",
    "bucket",
    "path_prefix",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_external_id",
    "aws_role_arn",
    "region",
    "endpoint",
    "kms_key_arn",
    "bucket_owner",
    "note",
    "pin",
    "days",
    "setup.keys",
    "setup.role",
];
const CONNECTION: &[&str] = &[
    "access",
    "bucket",
    "path_prefix",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_external_id",
    "aws_role_arn",
    "region",
    "endpoint",
    "kms_key_arn",
    "note",
    "pin",
    "days",
];
const EDITOR: &[&str] = &[
    "json",
    "good",
    "direction",
    "version",
    "action",
    "controls",
    "keys",
    "role",
    "own",
    "own-type",
    "field",
    "label.note",
    "type.note",
    "default.note",
    "options.days",
    "required.bucket",
    "start.bucket",
    "description.pin",
];
const ACCESS: &[&str] = &["GET", "POST"];

pub const ROUTES: &[Route] = &[
    reads("/", &[]),
    Route {
        path: "/connect",
        methods: ACCESS,
        body: Body::Form(WIDGET),
        query: &["token"],
    },
    reads("/admin", &[]),
    takes(
        "/admin/sign-in",
        &["POST"],
        Body::Form(&["key", "name", "next"]),
    ),
    takes("/admin/sign-out", &["POST"], Body::Nothing),
    takes("/admin/environments", ACCESS, Body::Form(&["environment"])),
    reads("/admin/{environment}", &[]),
    takes("/admin/{environment}/flows", ACCESS, Body::Form(&["flow"])),
    takes(
        "/admin/{environment}/looks",
        ACCESS,
        Body::Upload(&[
            "name",
            "accent",
            "accent_dark",
            "radius",
            "fonts",
            "scheme",
            "remove_logo",
            "logo",
        ]),
    ),
    reads("/admin/{environment}/log", &["tenant", "kind", "before"]),
    takes("/admin/{environment}/keys", ACCESS, Body::Form(&["name"])),
    takes(
        "/admin/{environment}/keys/{key}/revoke",
        ACCESS,
        Body::Nothing,
    ),
    reads("/admin/{environment}/settings", &["done"]),
    takes(
        "/admin/{environment}/settings/origins",
        &["POST"],
        Body::Form(&["origins"]),
    ),
    takes(
        "/admin/{environment}/settings/template",
        &["POST"],
        Body::Form(&["template_url"]),
    ),
    reads("/admin/{environment}/settings/template.json", &[]),
    Route {
        path: "/admin/{environment}/flows/{flow}",
        methods: ACCESS,
        body: Body::Form(EDITOR),
        query: &["saved"],
    },
    takes(
        "/admin/{environment}/flows/{flow}/preview",
        ACCESS,
        Body::Form(EDITOR),
    ),
    reads("/admin/{environment}/flows/{flow}/history", &["before"]),
    takes(
        "/admin/{environment}/flows/{flow}/history/{version}",
        ACCESS,
        Body::Form(&["version"]),
    ),
    reads(
        "/admin/{environment}/tenants",
        &["q", "by", "flow", "state", "order", "after"],
    ),
    Route {
        path: "/admin/{environment}/links",
        methods: ACCESS,
        body: Body::Form(&[
            "tenant",
            "root_tenant",
            "flow",
            "ttl_seconds",
            "locale",
            "origin",
        ]),
        query: &["tenant", "flow"],
    },
    reads("/admin/{environment}/tenants/{tenant}", &["done"]),
    takes(
        "/admin/{environment}/tenants/{tenant}/external-id/rotate",
        &["POST"],
        Body::Nothing,
    ),
    takes(
        "/admin/{environment}/tenants/{tenant}/external-id/cancel",
        &["POST"],
        Body::Nothing,
    ),
    takes(
        "/admin/{environment}/tenants/{tenant}/links/end",
        &["POST"],
        Body::Nothing,
    ),
    reads(
        "/admin/{environment}/tenants/{tenant}/flows/{flow}",
        &["done"],
    ),
    takes(
        "/admin/{environment}/tenants/{tenant}/flows/{flow}/check",
        &["POST"],
        Body::Nothing,
    ),
    takes(
        "/admin/{environment}/tenants/{tenant}/flows/{flow}/disconnect",
        ACCESS,
        Body::Nothing,
    ),
    takes(
        "/v1/connect-sessions",
        &["POST"],
        Body::Json(&[
            "tenant",
            "flow",
            "root_tenant",
            "origin",
            "ttl_seconds",
            "locale",
        ]),
    ),
    takes(
        "/v1/flows/{flow}/connector",
        &["GET", "PUT"],
        Body::Json(&["direction", "connect_ui_params", "version"]),
    ),
    reads("/v1/events", &["tenant", "kind", "before", "limit"]),
    takes(
        "/v1/tenants/{tenant}/external-id",
        &["GET", "PUT"],
        Body::Json(&["external_id"]),
    ),
    takes(
        "/v1/tenants/{tenant}/external-id/rotate",
        &["POST"],
        Body::Nothing,
    ),
    takes(
        "/v1/tenants/{tenant}/external-id/rotate/cancel",
        &["POST"],
        Body::Nothing,
    ),
    takes(
        "/v1/flows/{flow}/tenants/{tenant}/connection",
        &["GET", "PUT", "DELETE"],
        Body::Json(CONNECTION),
    ),
    takes(
        "/v1/flows/{flow}/tenants/{tenant}/connection/check",
        &["POST"],
        Body::Nothing,
    ),
    reads(
        "/v1/flows/{flow}/tenants/{tenant}/setup",
        &["bucket", "path_prefix", "kms_key_arn", "access"],
    ),
    takes(
        "/v1/flows/{flow}/tenants/{tenant}/path-preview",
        &["POST"],
        Body::Json(&["path_prefix", "at", "values"]),
    ),
    reads("/logo/{environment}/{fingerprint}", &[]),
    reads("/words/{file}", &[]),
    reads("/healthz", &[]),
    reads("/readyz", &[]),
    reads("/pkg/{file}", &[]),
    // Nothing is there.
    reads("/nothing/{file}", &["q"]),
    reads("/v1/nothing/{file}", &["q"]),
];

/// How a request's path is chosen among the routes, so that costly ones are asked less often.
pub fn weight(route: &Route) -> u32 {
    match route.path {
        // A wrong key costs most of a second.
        "/admin/sign-in" => 1,
        "/connect" | "/v1/flows/{flow}/tenants/{tenant}/connection" => 60,
        _ => 15,
    }
}
