//! Which form of the setup guide is selected.

use domain::AccessMode;

/// A form of the setup guide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SetupTab {
    #[default]
    Console,
    CloudFormation,
    Terraform,
    AwsCli,
}

impl SetupTab {
    pub const ALL: [Self; 4] = [
        Self::Console,
        Self::CloudFormation,
        Self::Terraform,
        Self::AwsCli,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::CloudFormation => "cloudformation",
            Self::Terraform => "terraform",
            Self::AwsCli => "aws-cli",
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

/// The selected tab of each access mode, and whether the guide is open.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetupTabs {
    pub is_open: bool,
    pub keys: SetupTab,
    pub role: SetupTab,
}

impl SetupTabs {
    pub fn selected(self, mode: AccessMode) -> SetupTab {
        match mode {
            AccessMode::Keys => self.keys,
            AccessMode::Role => self.role,
        }
    }
}
