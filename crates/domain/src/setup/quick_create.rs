//! A link that opens the vendor's template in the CloudFormation console, filled in.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html>

use super::{Setup, template};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

impl Setup<'_> {
    /// `None` where the vendor hosts no template, while the principal of a role is not known, or before the bucket
    /// is.
    pub fn quick_create_url(&self) -> Option<String> {
        if self.lacks_principal() || self.place.bucket.is_none() {
            return None;
        }
        let (host, region) = self.partition().console();
        let encoded = |text: &str| utf8_percent_encode(text, IN_QUERY).to_string();
        let mut url = format!(
            "https://{host}/cloudformation/home?region={region}#/stacks/quickcreate?templateURL={}&stackName={}",
            encoded(self.terms.template_url.as_ref()?),
            self.name()
        );
        for (name, value) in template::parameters(self) {
            let value = encoded(value.as_str().unwrap_or_default());
            url.extend(["&param_", &name, "=", &value]);
        }
        Some(url)
    }
}
