//! Finds out when somebody else has connected the bucket, after the tenant forwarded a link.

use super::check_stream;
use crate::action::Action;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long to wait before the server is asked again.
const INTERVAL: Duration = Duration::from_secs(10);

/// Asks the server in intervals, for as long as the page is open. It is asked only while the page shows a new link, somebody
/// looks at the page, and no check is running.
pub fn start() {
    set_timeout(
        || {
            spawn_local(async {
                if is_waiting() {
                    let lines = check_stream::post_lines(Action::Watch.as_str(), &[]).await;
                    for line in lines.unwrap_or_default().lines() {
                        if let Some(id) = check_stream::apply(line) {
                            check_stream::focus(&id);
                        }
                    }
                }
                start();
            });
        },
        INTERVAL,
    );
}

fn is_waiting() -> bool {
    let form = document().query_selector("form:not([aria-busy]) [data-watch]");
    !document().hidden() && form.is_ok_and(|form| form.is_some())
}
