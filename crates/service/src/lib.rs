//! The use cases: open a session, test and save a connection, read it, re-check it.
