//! The admin's pages: sign in, choose an environment, and see to its flows.

mod environments;
mod flow;
mod flows;
mod frame;
mod sign_in;

pub use environments::Environments;
pub use flow::{FlowPage, FlowSettings};
pub use flows::{FlowRow, Flows};
pub use frame::{Frame, Framed, Tab};
pub use sign_in::SignIn;
