//! A link that opens the vendor's hosted template in the CloudFormation console, with the parameters filled in.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html>

use super::guide::SetupGuide;
use super::parameterized_template::parameters;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const ESCAPED_IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

impl SetupGuide<'_> {
    /// Returns the link, or `None` if the vendor hosts no template, or the principal of a role or the bucket's ARN
    /// is unknown.
    pub fn quick_create_url(&self) -> Option<String> {
        if self.lacks_principal() || self.target.placeholder().is_some() {
            return None;
        }
        let (host, region) = self.partition().console();
        let encode = |text: &str| utf8_percent_encode(text, ESCAPED_IN_QUERY).to_string();
        let mut url = format!(
            "https://{host}/cloudformation/home?region={region}#/stacks/quickcreate?templateURL={}&stackName={}",
            encode(self.requirements.template_url.as_ref()?),
            self.name()
        );
        let parameters = parameters(self);
        if !parameters.contains_key("Bucket") {
            // This parameter has no default, so it has to have a value, even if that is empty.
            url.push_str("&param_Bucket=");
        }
        for (name, value) in parameters {
            let value = encode(value.as_str().unwrap_or_default());
            url.extend(["&param_", &name, "=", &value]);
        }
        Some(url)
    }
}
