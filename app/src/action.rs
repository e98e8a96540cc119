//! What the buttons of the widget's page ask for. The views, the islands and the server share these names.

use domain::AccessMode;
use domain::setup_guide::SetupFile;

/// What a button of the widget's page asks for: the value of the form's field `action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Shows the current state, and forgets what was typed.
    Open,
    /// Tests the form, and saves the connection if the test passes.
    Save,
    /// Like `Save`, but skips the steps that passed in the last attempt.
    SaveAgain,
    /// Checks the saved connection again.
    Check,
    /// Creates a link for the tenant's AWS administrator.
    ForwardLink,
    /// Shows the connection if somebody else has connected the bucket. The page asks for it after it created a link.
    Watch,
    /// Renders the setup guide again, for what is typed by now.
    UpdateSetupGuide,
    /// Downloads a file of the setup guide. `None` if the value names no file.
    Download(Option<(AccessMode, SetupFile)>),
    /// Shows the form, to change the saved connection.
    Change,
    /// Asks for confirmation before disconnecting.
    Disconnect,
    ConfirmDisconnect,
}

impl Action {
    /// The actions whose progress the script streams into the page. The others load a new page.
    pub const STREAMED: [Self; 4] = [Self::Save, Self::SaveAgain, Self::Check, Self::ForwardLink];

    /// Returns the value of the form's field. For a download, returns only its beginning, see [`Self::download`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Save => "save",
            Self::SaveAgain => "again",
            Self::Check => "check",
            Self::ForwardLink => "forward",
            Self::Watch => "watch",
            Self::UpdateSetupGuide => "setup",
            Self::Download(_) => "download",
            Self::Change => "change",
            Self::Disconnect => "disconnect",
            Self::ConfirmDisconnect => "disconnect-now",
        }
    }

    /// Returns the value of the form's field that downloads a file.
    pub fn download(mode: AccessMode, file: SetupFile) -> String {
        let prefix = Self::Download(None).as_str();
        format!("{prefix}:{}:{}", mode.as_str(), file.id())
    }

    /// Returns `None` for a value that no button has.
    pub fn parse(value: &str) -> Option<Self> {
        let (name, file) = value.split_once(':').unwrap_or((value, ""));
        let file = file
            .split_once(':')
            .and_then(|(mode, id)| Some((AccessMode::parse(mode)?, SetupFile::parse(id)?)));
        let all = [
            Self::Open,
            Self::Save,
            Self::SaveAgain,
            Self::Check,
            Self::ForwardLink,
            Self::Watch,
            Self::UpdateSetupGuide,
            Self::Download(file),
            Self::Change,
            Self::Disconnect,
            Self::ConfirmDisconnect,
        ];
        let found = all.into_iter().find(|action| action.as_str() == name)?;
        (value == name || matches!(found, Self::Download(_))).then_some(found)
    }

    /// Returns whether a forwarded link can do this. Whoever has one can fill in the form, test it and save it. Only the
    /// tenant can do the rest.
    pub fn is_for_forwarded_links(self) -> bool {
        matches!(
            self,
            Self::Open | Self::Save | Self::SaveAgain | Self::UpdateSetupGuide | Self::Download(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_what_the_buttons_send() {
        for action in Action::STREAMED {
            assert_eq!(Action::parse(action.as_str()), Some(action));
        }
        let file = (AccessMode::Role, SetupFile::Terraform);
        assert_eq!(
            Action::parse(&Action::download(file.0, file.1)),
            Some(Action::Download(Some(file)))
        );
        assert_eq!(
            Action::parse("download:role:passwords"),
            Some(Action::Download(None))
        );
        for unknown in ["", "save:", "Save", "restart", "download"] {
            let parsed = Action::parse(unknown);
            let expected = (unknown == "download").then_some(Action::Download(None));
            assert_eq!(parsed, expected, "{unknown}");
        }
    }
}
