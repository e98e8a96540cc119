//! Requests in the query protocol of STS.

/// The fields of a query-protocol request.
pub struct QueryForm(Vec<(String, String)>);

impl QueryForm {
    /// Parses a body of the type `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// Returns an error if the body has no such form.
    pub fn parse(body: &[u8]) -> Result<Self, serde::de::value::Error> {
        serde_urlencoded::from_bytes(body).map(Self)
    }

    /// Returns the first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}
