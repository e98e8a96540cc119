//! Makes one page of a `ListObjectsV2` answer.

use std::ops::Bound;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::object::{Index, Object};

/// What to list.
#[derive(Debug)]
pub struct ListQuery<'a> {
    pub prefix: &'a str,
    pub delimiter: Option<&'a str>,
    pub start: PageStart,
    /// How many keys and common prefixes together.
    pub max: usize,
}

/// Where a page starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStart {
    Beginning,
    AfterKey(String),
    /// The page before ended with this common prefix, so all keys under it are skipped.
    AfterPrefix(String),
}

/// One page of a list.
#[derive(Debug, Default)]
pub struct ListPage {
    pub objects: Vec<Arc<Object>>,
    pub prefixes: Vec<String>,
    /// Where the next page starts, if there is one.
    pub next: Option<PageStart>,
}

impl PageStart {
    /// Encodes the start of a page as a continuation token, which clients must not interpret.
    pub fn to_token(&self) -> Option<String> {
        let plain = match self {
            PageStart::Beginning => return None,
            PageStart::AfterKey(key) => format!("k{key}"),
            PageStart::AfterPrefix(prefix) => format!("p{prefix}"),
        };
        Some(URL_SAFE_NO_PAD.encode(plain))
    }

    /// Decodes a continuation token. Returns `None` if [`PageStart::to_token`] did not make it.
    pub fn parse(token: &str) -> Option<Self> {
        let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        match plain.split_at_checked(1)? {
            ("k", key) => Some(PageStart::AfterKey(key.to_owned())),
            ("p", prefix) => Some(PageStart::AfterPrefix(prefix.to_owned())),
            _ => None,
        }
    }
}

/// Lists the objects of a bucket that the query selects.
pub fn list(index: &Index, query: &ListQuery<'_>) -> ListPage {
    let mut page = ListPage::default();
    // S3 answers `max-keys=0` with an empty page that is not truncated.
    if query.max == 0 {
        return page;
    }
    // Keys before the prefix cannot match. A start before the prefix (`start-after` can be any text) changes nothing.
    let begin = match &query.start {
        PageStart::AfterKey(key) if key.as_str() >= query.prefix => Bound::Excluded(key.as_str()),
        PageStart::AfterPrefix(prefix) if prefix.as_str() >= query.prefix => {
            Bound::Included(prefix.as_str())
        }
        _ => Bound::Included(query.prefix),
    };
    let mut last = query.start.clone();
    for (key, object) in index.range::<str, _>((begin, Bound::Unbounded)) {
        // The keys are sorted, so the first one without the prefix ends the list.
        let Some(rest) = key.strip_prefix(query.prefix) else {
            break;
        };
        if matches!(&last, PageStart::AfterPrefix(prefix) if key.starts_with(prefix.as_str())) {
            continue;
        }
        // Checked only once there is another entry: a full page that is also the last one is not truncated.
        if page.objects.len() + page.prefixes.len() == query.max {
            page.next = Some(last);
            break;
        }
        let prefix_end = query
            .delimiter
            .filter(|d| !d.is_empty())
            .and_then(|d| rest.find(d).map(|at| at + d.len()));
        if let Some(prefix_end) = prefix_end {
            let prefix = key[..query.prefix.len() + prefix_end].to_owned();
            page.prefixes.push(prefix.clone());
            last = PageStart::AfterPrefix(prefix);
        } else {
            page.objects.push(Arc::clone(object));
            last = PageStart::AfterKey(key.clone());
        }
    }
    page
}
