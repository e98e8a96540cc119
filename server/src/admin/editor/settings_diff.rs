//! Compares the saved settings of a flow with other settings.

use app::admin::editor::SettingsDiff;
use domain::connect_ui::{ConnectorSettings, describe_changes};
use domain::{ConnectUiParams, Direction};
use service::Connector;
use similar::{ChangeTag, TextDiff};

/// How many unchanged lines to show around a change.
const CONTEXT_LINES: usize = 3;

/// Returns what would change if these settings were saved: in sentences, and as a diff of the JSON.
pub fn diff_settings(
    saved: &Connector,
    direction: Direction,
    params: &ConnectUiParams,
) -> SettingsDiff {
    let before = ConnectorSettings {
        direction: saved.direction,
        params: &saved.params,
    };
    let sentences = describe_changes(before, ConnectorSettings { direction, params });
    let (old, new) = (
        saved.params.to_raw().to_pretty_json(),
        params.to_raw().to_pretty_json(),
    );
    let diff = TextDiff::from_lines(&old, &new);
    let mut lines = Vec::new();
    for (at, group) in diff.grouped_ops(CONTEXT_LINES).iter().enumerate() {
        // Between two groups, unchanged lines are left out.
        if at > 0 {
            lines.push(('⋯', String::new()));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            lines.push((sign, change.value().trim_end_matches('\n').to_owned()));
        }
    }
    SettingsDiff { sentences, lines }
}
