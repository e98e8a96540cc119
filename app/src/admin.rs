//! The admin's pages: sign in, choose an environment, and see to its flows.

pub mod editor;
mod environments;
mod flows;
mod frame;
mod sign_in;

pub use environments::Environments;
pub use flows::{FlowRow, Flows};
pub use frame::{Frame, Framed, Tab};
pub use sign_in::SignIn;
