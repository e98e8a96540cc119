//! What the documentation shows.

/// HTML that we wrote ourselves. Text of anybody else must never get in here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(pub String);

/// The whole documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiDocs {
    pub version: String,
    pub introduction: Html,
    /// The problems that do not depend on what a call does.
    pub problems: Vec<ProblemLine>,
    pub groups: Vec<OperationGroup>,
    /// The objects that more than one answer contains.
    pub objects: Vec<DocObject>,
}

/// Operations about the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationGroup {
    pub anchor: String,
    pub name: String,
    pub description: Html,
    pub operations: Vec<Operation>,
}

/// One method of one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The ID of the operation, which is also its anchor.
    pub id: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    pub description: Html,
    pub parameters: Vec<DocField>,
    pub body: Option<Shape>,
    pub answers: Vec<Answer>,
    /// The problems that only this and similar operations have.
    pub problems: Vec<ProblemLine>,
    /// A command that calls the operation.
    pub curl: String,
}

/// The answer of one status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: String,
    pub description: Html,
    /// The forms of the body. Empty if there is none.
    pub shapes: Vec<Shape>,
    pub example: Option<String>,
}

/// The JSON object of a body or of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    pub description: Html,
    pub fields: Vec<DocField>,
}

/// A field of an object, or a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocField {
    pub name: String,
    /// The type in words, such as `array of strings`.
    pub kind: String,
    /// The anchor of the object that the type names.
    pub link: Option<String>,
    pub required: bool,
    /// Limits and possible values.
    pub notes: Vec<Html>,
    pub description: Html,
    pub fields: Vec<DocField>,
}

/// An object with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocObject {
    pub anchor: String,
    pub name: String,
    pub description: Html,
    pub fields: Vec<DocField>,
}

/// A problem that an operation can answer with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemLine {
    pub status: u16,
    pub code: String,
    pub description: Html,
}
