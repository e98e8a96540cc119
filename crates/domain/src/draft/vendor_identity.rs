//! The identifiers under which a tenant's account knows the vendor, and the mistakes that tenants make with them.

use super::raw_draft::RawDraft;
use crate::arn::PrincipalArn;
use crate::connect_ui::field_names;
use crate::external_id::ExternalId;
use crate::message::form;
use crate::refusal::{Notice, Refusal};
use crate::role_arn::RoleArn;

/// The vendor's principal and the tenant's external IDs, which the role's trust policy names. Tenants paste them into
/// the form by mistake.
#[derive(Clone, Copy, Debug, Default)]
pub struct VendorIdentity<'a> {
    /// `None` while the server does not know its principal.
    pub principal: Option<&'a PrincipalArn>,
    /// The external ID, and during a rotation the previous external ID after it.
    pub external_ids: &'a [ExternalId],
}

impl VendorIdentity<'_> {
    /// Parses the ARN of a tenant's role.
    ///
    /// # Errors
    /// Returns a refusal if:
    /// - the text is not the ARN of a role,
    /// - it names the vendor's own principal,
    /// - or the role is in another partition than the vendor, who then cannot assume it.
    pub fn parse_role_arn(&self, text: &str) -> Result<RoleArn, Refusal> {
        let Some(principal) = self.principal else {
            return RoleArn::parse(text);
        };
        // Also recognises the ARN of a session of the vendor's role, and of the vendor's user.
        if PrincipalArn::parse(text).is_ok_and(|pasted| pasted == *principal) {
            return Err(refuse_own_arn(principal));
        }
        let role = RoleArn::parse(text)?;
        if role.has_name_of(principal) {
            return Err(refuse_own_arn(principal));
        }
        role.partition()
            .require(form::this_role(), form::whose_we(), principal.partition())?;
        Ok(role)
    }

    /// Returns a notice if a draft contains an external ID that is not the tenant's. Such an ID is never used.
    pub fn external_id_notice(&self, raw: &RawDraft) -> Option<Notice> {
        let own = self.external_ids.first()?.as_str();
        let is_own =
            |text: &str| text.is_empty() || self.external_ids.iter().any(|id| id.as_str() == text);
        if raw.clean_text(field_names::EXTERNAL_ID).is_ok_and(is_own) {
            return None;
        }
        Some(Notice::new(
            field_names::EXTERNAL_ID,
            "external_id_edited",
            form::external_id_edited(own),
        ))
    }
}

fn refuse_own_arn(principal: &PrincipalArn) -> Refusal {
    Refusal::new(
        "own_arn",
        form::own_arn(principal.kind_name(), principal.as_str(), RoleArn::EXAMPLE),
    )
}

#[cfg(test)]
#[path = "vendor_identity_tests.rs"]
mod tests;
