//! Every route of the server, with its methods and fields. A test compares this list with the server's source.

/// The kind of body that a route reads, with the names of its fields.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    Nothing,
    Json(&'static [&'static str]),
    Form(&'static [&'static str]),
    Upload(&'static [&'static str]),
}

/// One route of the server.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub path: &'static str,
    /// `GET` includes `HEAD`.
    pub methods: &'static [&'static str],
    pub body: Body,
    pub query: &'static [&'static str],
}

const fn get_route(path: &'static str, query: &'static [&'static str]) -> Route {
    Route {
        path,
        methods: &["GET"],
        body: Body::Nothing,
        query,
    }
}

const fn body_route(path: &'static str, methods: &'static [&'static str], body: Body) -> Route {
    Route {
        path,
        methods,
        body,
        query: &[],
    }
}

/// The fields that the widget posts.
pub const WIDGET: &[&str] = &[
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
/// The fields of a connection in the REST API.
pub const CONNECTION: &[&str] = &[
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
];
const EDITOR: &[&str] = &[
    "json",
    "direction",
    "version",
    "action",
    "keys",
    "shown.keys",
    "role",
    "shown.role",
    "own",
    "own-type",
    "shown.label:note",
    "shown.type:note",
    "shown.default:note",
    "shown.options:days",
    "shown.required:bucket",
    "shown.temporary_credentials:aws_access_key_id",
    "label:note",
    "type:note",
    "default:note",
    "options:days",
    "required:bucket",
    "temporary_credentials:aws_access_key_id",
    "adornment.start:bucket",
    "description:pin",
];
const GET_AND_POST: &[&str] = &["GET", "POST"];

pub const ROUTES: &[Route] = &[
    get_route("/", &[]),
    Route {
        path: "/connect",
        methods: GET_AND_POST,
        body: Body::Form(WIDGET),
        query: &["token"],
    },
    get_route("/admin", &[]),
    body_route(
        "/admin/sign-in",
        &["POST"],
        Body::Form(&["key", "name", "next"]),
    ),
    body_route("/admin/sign-out", &["POST"], Body::Nothing),
    Route {
        path: "/admin/environments",
        methods: GET_AND_POST,
        body: Body::Form(&["environment"]),
        query: &["done"],
    },
    get_route("/admin/log", &["before"]),
    get_route("/admin/{environment}", &[]),
    body_route("/admin/{environment}/delete", GET_AND_POST, Body::Nothing),
    Route {
        path: "/admin/{environment}/flows",
        methods: GET_AND_POST,
        body: Body::Form(&["flow"]),
        query: &["done"],
    },
    body_route(
        "/admin/{environment}/flows/{flow}/delete",
        GET_AND_POST,
        Body::Nothing,
    ),
    body_route(
        "/admin/{environment}/looks",
        GET_AND_POST,
        Body::Upload(&[
            "name",
            "accent",
            "accent_dark",
            "radius",
            "fonts",
            "scheme",
            "use_accent",
            "use_accent_dark",
            "remove_logo",
            "logo",
        ]),
    ),
    get_route("/admin/{environment}/log", &["tenant", "kind", "before"]),
    body_route(
        "/admin/{environment}/keys",
        GET_AND_POST,
        Body::Form(&["name"]),
    ),
    body_route(
        "/admin/{environment}/keys/{key}/revoke",
        GET_AND_POST,
        Body::Nothing,
    ),
    get_route("/admin/{environment}/settings", &["done"]),
    body_route(
        "/admin/{environment}/settings/origins",
        &["POST"],
        Body::Form(&["origins"]),
    ),
    body_route(
        "/admin/{environment}/settings/template",
        &["POST"],
        Body::Form(&["template_url"]),
    ),
    get_route("/admin/{environment}/settings/template.json", &[]),
    Route {
        path: "/admin/{environment}/flows/{flow}",
        methods: GET_AND_POST,
        body: Body::Form(EDITOR),
        query: &["saved"],
    },
    body_route(
        "/admin/{environment}/flows/{flow}/preview",
        GET_AND_POST,
        Body::Form(EDITOR),
    ),
    get_route("/admin/{environment}/flows/{flow}/history", &["before"]),
    body_route(
        "/admin/{environment}/flows/{flow}/history/{version}",
        GET_AND_POST,
        Body::Form(&["version"]),
    ),
    get_route(
        "/admin/{environment}/tenants",
        &["q", "by", "flow", "state", "order", "after", "done"],
    ),
    Route {
        path: "/admin/{environment}/links",
        methods: GET_AND_POST,
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
    get_route("/admin/{environment}/tenants/{tenant}", &["done"]),
    body_route(
        "/admin/{environment}/tenants/{tenant}/delete",
        GET_AND_POST,
        Body::Nothing,
    ),
    body_route(
        "/admin/{environment}/tenants/{tenant}/external-id/rotate",
        GET_AND_POST,
        Body::Nothing,
    ),
    body_route(
        "/admin/{environment}/tenants/{tenant}/external-id/cancel",
        &["POST"],
        Body::Nothing,
    ),
    body_route(
        "/admin/{environment}/tenants/{tenant}/links/end",
        GET_AND_POST,
        Body::Nothing,
    ),
    get_route(
        "/admin/{environment}/tenants/{tenant}/flows/{flow}",
        &["done"],
    ),
    get_route(
        "/admin/{environment}/tenants/{tenant}/flows/{flow}/attempt",
        &[],
    ),
    body_route(
        "/admin/{environment}/tenants/{tenant}/flows/{flow}/check",
        &["POST"],
        Body::Nothing,
    ),
    body_route(
        "/admin/{environment}/tenants/{tenant}/flows/{flow}/disconnect",
        GET_AND_POST,
        Body::Nothing,
    ),
    body_route(
        "/v1/connect-sessions",
        &["POST"],
        Body::Json(&[
            "tenant",
            "flow",
            "root_tenant",
            "origin",
            "ttl_seconds",
            "locale",
            "return_url",
        ]),
    ),
    body_route(
        "/v1/flows/{flow}/connector",
        &["GET", "PUT"],
        Body::Json(&["direction", "connect_ui_params", "version"]),
    ),
    get_route("/v1/connections", &["flow", "state", "cursor", "limit"]),
    get_route("/v1/flows", &["cursor", "limit"]),
    body_route("/v1/flows/{flow}", &["DELETE"], Body::Nothing),
    body_route("/v1/environments/{environment}", &["DELETE"], Body::Nothing),
    get_route(
        "/v1/tenants",
        &[
            "prefix", "flow", "state", "bucket", "account", "cursor", "limit",
        ],
    ),
    body_route("/v1/tenants/{tenant}", &["GET", "DELETE"], Body::Nothing),
    get_route("/v1/events", &["tenant", "kind", "cursor", "limit"]),
    body_route(
        "/v1/tenants/{tenant}/external-id",
        &["GET", "PUT"],
        Body::Json(&["external_id"]),
    ),
    body_route(
        "/v1/tenants/{tenant}/external-id/rotate",
        &["POST"],
        Body::Nothing,
    ),
    body_route(
        "/v1/tenants/{tenant}/external-id/rotate/cancel",
        &["POST"],
        Body::Nothing,
    ),
    body_route(
        "/v1/flows/{flow}/tenants/{tenant}/connection",
        &["GET", "PUT", "DELETE"],
        Body::Json(CONNECTION),
    ),
    body_route(
        "/v1/flows/{flow}/tenants/{tenant}/connection/check",
        &["POST"],
        Body::Nothing,
    ),
    Route {
        path: "/v1/flows/{flow}/tenants/{tenant}/connection/credentials",
        methods: &["POST"],
        body: Body::Json(&["access", "ttl_seconds"]),
        query: &["format"],
    },
    get_route(
        "/v1/flows/{flow}/tenants/{tenant}/connection/credentials/container",
        &["access", "ttl_seconds"],
    ),
    get_route(
        "/v1/flows/{flow}/tenants/{tenant}/setup",
        &["bucket", "path_prefix", "kms_key_arn", "access"],
    ),
    body_route(
        "/v1/flows/{flow}/tenants/{tenant}/path-preview",
        &["POST"],
        Body::Json(&["path_prefix", "at", "values"]),
    ),
    get_route("/v1/openapi.json", &[]),
    get_route("/v1/docs", &[]),
    get_route("/logo/{environment}/{fingerprint}", &[]),
    get_route("/accent/{file}", &[]),
    get_route("/messages/{file}", &[]),
    get_route("/embed.js", &[]),
    get_route("/healthz", &[]),
    get_route("/readyz", &[]),
    get_route("/pkg/{file}", &[]),
    // Paths that do not exist.
    get_route("/nothing/{file}", &["q"]),
    get_route("/v1/nothing/{file}", &["q"]),
];

/// Returns how often a route is chosen in relation to the others.
pub fn weight(route: &Route) -> u32 {
    match route.path {
        // The server delays its answer to a wrong key for most of a second.
        "/admin/sign-in" => 1,
        "/connect" | "/v1/flows/{flow}/tenants/{tenant}/connection" => 60,
        _ => 15,
    }
}
