//! What frames the operations: title, servers, tags and security.

use crate::problem::Problem;
use domain::{EnvironmentId, FlowId, TenantId};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::server::Server;
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Components, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};
use utoipa::{PartialSchema as _, ToSchema as _};

const DESCRIPTION: &str = "\
Connects your tenants’ S3 buckets to your product, from your own servers.

Every call needs an API key of an environment, and reaches only that environment. You create keys in the admin pages.
Bodies are JSON in UTF-8, with at most 128 KiB. Unknown fields are refused, so that a misspelled one is noticed. Times are
RFC 3339 in UTC.

An answer can get new fields at any time, so ignore those that you don’t know.

Errors are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problems of the type `application/problem+json`. `code` is stable
and says what went wrong, `detail` says it in a sentence, and `errors` lists the invalid fields. After a 4xx status, what you
asked for was not done. After a 5xx status, it usually was not done either.

Every answer has an `x-request-id`, which is also in the server’s log. There is one exception: a server with too many
connections answers 503 with `Retry-After`, but without a body and without an ID.

Each API key can make 1,000 calls at once and then 100 per second, unless the server is set up differently. The headers
`RateLimit` and `RateLimit-Policy` say what is left. A call beyond the limit has no effect, and gets 429 with `Retry-After`.

To repeat a `POST` safely, send it with an `Idempotency-Key`: the same call with the same key has its effect only
once within 24 hours.

Lists have pages of `limit` items. The `next` of a page is the `cursor` of the next one, and is null on the last page.";

const TAGS: [(&str, &str); 9] = [
    (
        "Connect sessions",
        "Links with which tenants open the widget.",
    ),
    (
        "Connections",
        "What tenants connected: a bucket, and access to it.",
    ),
    (
        "Credentials",
        "Temporary credentials for your other programs.",
    ),
    ("Tenants", "Your customers."),
    ("Flows", "The connector settings: what each flow asks for."),
    (
        "External IDs",
        "The IDs by which a tenant’s roles recognise you.",
    ),
    ("Setup", "What a tenant does in AWS."),
    ("Environments", "The environment of the API key."),
    ("Audit log", "What happened, and who did it."),
];

/// Returns the document without operations.
pub fn frame() -> OpenApi {
    let key = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "An API key of the environment: `Authorization: Bearer …`.",
        ));
    let bare_key = ApiKey::Header(ApiKeyValue::with_description(
        "Authorization",
        "The API key alone, without `Bearer`, as AWS SDKs send it.",
    ));
    let mut components = Components::new();
    components.add_security_scheme("api_key", SecurityScheme::Http(key.build()));
    components.add_security_scheme("bare_api_key", SecurityScheme::ApiKey(bare_key));
    // No handler names these types: they are in every problem and path.
    let mut schemas = vec![
        (Problem::name().into(), Problem::schema()),
        (EnvironmentId::name().into(), EnvironmentId::schema()),
        (FlowId::name().into(), FlowId::schema()),
        (TenantId::name().into(), TenantId::schema()),
    ];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    let tags = TAGS.map(|(name, description)| {
        TagBuilder::new()
            .name(name)
            .description(Some(description))
            .build()
    });
    let info = InfoBuilder::new()
        .title("s3-connect")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT OR Apache-2.0")
                .identifier(Some("MIT OR Apache-2.0"))
                .build(),
        ));
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .tags(Some(tags))
        .security(Some([SecurityRequirement::new(
            "api_key",
            std::iter::empty::<&str>(),
        )]))
        .components(Some(components))
        .build()
}
