//! What the vendor brings to a connection: fields that hold it, or do not fit it, are told so.

use crate::arn::PrincipalArn;
use crate::connect_ui::names;
use crate::draft::RawDraft;
use crate::external_id::ExternalId;
use crate::refusal::{Notice, Refusal};
use crate::role_arn::RoleArn;

/// Who the vendor is to AWS, and the tenant's external IDs, as far as they are known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ours<'a> {
    pub principal: Option<&'a PrincipalArn>,
    /// The one that counts, and after it the one before it, while that is still good.
    pub external_ids: &'a [ExternalId],
}

impl Ours<'_> {
    /// The role of a tenant.
    ///
    /// # Errors
    /// When the text is no role's ARN, is the vendor itself, or is a role that the vendor cannot reach.
    pub fn role(&self, text: &str) -> Result<RoleArn, Refusal> {
        let Some(principal) = self.principal else {
            return RoleArn::parse(text);
        };
        if PrincipalArn::parse(text).is_ok_and(|pasted| pasted == *principal) {
            return Err(own(principal));
        }
        let role = RoleArn::parse(text)?;
        if principal.has_name_of(&role) {
            return Err(own(principal));
        }
        role.partition()
            .must_be("This role", "we are", principal.partition())?;
        Ok(role)
    }

    /// What is told of an external ID that came in and is not the tenant's own. It is never taken.
    pub fn other_external_id(&self, raw: &RawDraft) -> Option<Notice> {
        let own = self.external_ids.first()?.as_str();
        let same =
            |text: &str| text.is_empty() || self.external_ids.iter().any(|id| id.as_str() == text);
        if raw.text(names::EXTERNAL_ID).is_ok_and(same) {
            return None;
        }
        let words = format!(
            "This external ID was edited. The one that counts is {own}, and it cannot be changed: put it into the role’s trust policy."
        );
        Some(Notice::new(names::EXTERNAL_ID, "external_id_edited", words))
    }
}

fn own(principal: &PrincipalArn) -> Refusal {
    Refusal::new(
        "own_arn",
        format!(
            "This is our own {}, {}, which the role’s trust policy names. Enter the ARN of the role in your account; it looks like {}.",
            principal.kind(),
            principal.as_str(),
            RoleArn::EXAMPLE
        ),
    )
}

#[cfg(test)]
#[path = "ours_tests.rs"]
mod tests;
