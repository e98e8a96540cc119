//! Which form of the setup guide is selected.

use domain::AccessMode;

/// A form of the setup guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupTab {
    CloudFormation,
    AwsCli,
    Terraform,
    Console,
}

impl SetupTab {
    const ALL: [Self; 4] = [
        Self::CloudFormation,
        Self::AwsCli,
        Self::Terraform,
        Self::Console,
    ];

    /// Returns the forms in the order in which the page offers them, the fastest one first. The first one is selected.
    ///
    /// CloudFormation takes two clicks with a link to the vendor's hosted template. Without one, tenants have to download a
    /// template and upload it.
    pub fn fastest_first(has_hosted_template: bool) -> [Self; 4] {
        let mut order = Self::ALL;
        if !has_hosted_template {
            order.swap(0, 1);
        }
        order
    }

    pub fn id(self) -> &'static str {
        match self {
            Self::CloudFormation => "cloudformation",
            Self::AwsCli => "aws-cli",
            Self::Terraform => "terraform",
            Self::Console => "console",
        }
    }

    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.id() == id)
    }

    /// Returns the name under which the form posts the selected tab. It cannot clash with a field of the connector,
    /// because no field's name has a dot in it.
    pub fn field_name(mode: AccessMode) -> &'static str {
        match mode {
            AccessMode::Keys => "setup.keys",
            AccessMode::Role => "setup.role",
        }
    }
}

/// The tab that was selected for each access mode, and whether the guide is open in any case.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetupTabs {
    pub is_open: bool,
    pub keys: Option<SetupTab>,
    pub role: Option<SetupTab>,
}

impl SetupTabs {
    pub fn selected(self, mode: AccessMode) -> Option<SetupTab> {
        match mode {
            AccessMode::Keys => self.keys,
            AccessMode::Role => self.role,
        }
    }
}
