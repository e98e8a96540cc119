//! Which field of the form a failed step blames.

use crate::cause::Cause;
use crate::connect_ui::field_names;
use crate::report::Step;
use crate::step_status::StepStatus;

impl<T> Step<T> {
    /// Returns the field whose value has to change, if it is certain that the value is wrong.
    ///
    /// A role that cannot be assumed blames no field: its trust policy may be wrong as well as its ARN.
    pub fn blamed_field(&self) -> Option<&'static str> {
        let cause = self.cause.filter(|_| self.status == StepStatus::Failed)?;
        Some(match cause {
            Cause::UnknownAccessKey | Cause::RootKey | Cause::TemporaryKey => {
                field_names::ACCESS_KEY_ID
            }
            Cause::WrongSecret => field_names::SECRET_ACCESS_KEY,
            Cause::InvalidRoleArn => field_names::ROLE_ARN,
            Cause::BucketNotFound => field_names::BUCKET,
            Cause::WrongOwner => field_names::BUCKET_OWNER,
            Cause::NotS3 => field_names::ENDPOINT,
            _ => return None,
        })
    }
}
