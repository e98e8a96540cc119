//! One page of a List: prefix, delimiter, where to go on, how many.

use std::ops::Bound;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Index, Object};

#[derive(Debug)]
pub struct Query<'a> {
    pub prefix: &'a str,
    pub delimiter: Option<&'a str>,
    pub after: After,
    /// Keys and common prefixes together.
    pub max: usize,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    Nothing,
    Key(String),
    /// The last thing told was this common prefix: nothing under it is told again.
    Prefix(String),
}

#[derive(Debug, Default)]
pub struct Listing {
    pub objects: Vec<Arc<Object>>,
    pub prefixes: Vec<String>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
}

impl After {
    /// The continuation token: opaque to callers.
    pub fn token(&self) -> Option<String> {
        let plain = match self {
            After::Nothing => return None,
            After::Key(key) => format!("k{key}"),
            After::Prefix(prefix) => format!("p{prefix}"),
        };
        Some(URL_SAFE_NO_PAD.encode(plain))
    }

    /// `None` when the token is none of ours.
    pub fn parse(token: &str) -> Option<Self> {
        let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        match plain.split_at_checked(1)? {
            ("k", key) => Some(After::Key(key.to_owned())),
            ("p", prefix) => Some(After::Prefix(prefix.to_owned())),
            _ => None,
        }
    }
}

pub fn list(index: &Index, query: &Query<'_>) -> Listing {
    let mut page = Listing::default();
    if query.max == 0 {
        return page;
    }
    let begin = match &query.after {
        After::Key(key) if key.as_str() >= query.prefix => Bound::Excluded(key.as_str()),
        After::Prefix(told) if told.as_str() >= query.prefix => Bound::Included(told.as_str()),
        _ => Bound::Included(query.prefix),
    };
    let mut last = query.after.clone();
    for (key, object) in index.range::<str, _>((begin, Bound::Unbounded)) {
        let Some(rest) = key.strip_prefix(query.prefix) else {
            break;
        };
        if matches!(&last, After::Prefix(told) if key.starts_with(told.as_str())) {
            continue;
        }
        if page.objects.len() + page.prefixes.len() == query.max {
            page.next = Some(last);
            break;
        }
        let cut = query
            .delimiter
            .filter(|d| !d.is_empty())
            .and_then(|d| rest.find(d).map(|at| at + d.len()));
        if let Some(cut) = cut {
            let prefix = key[..query.prefix.len() + cut].to_owned();
            page.prefixes.push(prefix.clone());
            last = After::Prefix(prefix);
        } else {
            page.objects.push(Arc::clone(object));
            last = After::Key(key.clone());
        }
    }
    page
}
