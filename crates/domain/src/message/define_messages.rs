//! The macro that declares the messages of one translation file.

/// The ids of messages, each with the names of its arguments.
pub type MessageList = &'static [(&'static str, &'static [&'static str])];

/// Generates one function for each message, named after the message's id, and `ALL`, the list of them. A message that
/// code can create is therefore always in the list that the build of `crates/i18n` checks.
macro_rules! define_messages {
    ($($(#[$doc:meta])* $visibility:vis fn $name:ident($($arg:ident),*);)+) => {
        $(
            $(#[$doc])*
            $visibility fn $name($($arg: impl Into<crate::message::Arg>),*) -> crate::message::Message {
                crate::message::Message::translatable(
                    stringify!($name),
                    [$(stringify!($arg)),*],
                    [$($arg.into()),*],
                )
            }
        )+

        pub const ALL: crate::message::MessageList = &[$((stringify!($name), &[$(stringify!($arg)),*])),+];
    };
}
pub(super) use define_messages;
