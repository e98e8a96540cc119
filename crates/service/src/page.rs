//! Pages of lists.

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Where the next page begins, or `None` on the last page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Builds a page from a query that returned up to [`one_more`] items. `cursor` returns where a page begins that follows
    /// an item.
    pub(crate) fn new(mut items: Vec<T>, limit: usize, cursor: impl FnOnce(&T) -> String) -> Self {
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(cursor);
        Self { items, next }
    }
}

/// Returns the limit of the query for a page. One more than the page shows whether there is another page.
pub(crate) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next_one() {
        for (found, items, next) in [
            (vec![], vec![], None),
            (vec![1], vec![1], None),
            (vec![1, 2], vec![1, 2], None),
            (vec![1, 2, 3], vec![1, 2], Some("after 2")),
        ] {
            let page = Page::new(found, 2, |last| format!("after {last}"));
            assert_eq!((page.items, page.next.as_deref()), (items, next));
        }
    }
}
