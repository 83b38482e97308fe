//! Why a file cannot be imported at all, and what to say about it.

use std::io;

/// What is wrong with a whole file. Nothing of it is taken then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It ends in the middle.
    #[error("the file ends before its end")]
    Truncated,
    /// It is neither JSON nor a zip nor a tar.
    #[error("the file is no JSON, no zip and no tar")]
    NotJson,
    /// It is JSON of another kind.
    #[error("nothing in the file has the shape of a chat")]
    NoChats,
    /// Messages within messages, more than can be followed.
    #[error("the file nests too deeply")]
    TooDeep,
    /// A zip or a tar whose table of contents is broken, or whose content is not what the table says.
    #[error("the archive is damaged")]
    Damaged,
    /// A zip with a password.
    #[error("the archive is encrypted")]
    Encrypted,
    /// There is more text in it than [`crate::MAX_TEXT`].
    #[error("the file holds too much text")]
    TooLarge,
    /// A little that would become a lot.
    #[error("the archive inflates beyond reason")]
    Bomb,
    /// One of our own from a newer build.
    #[error("the file is of a newer version")]
    Newer,
    /// The browser did not give its bytes.
    #[error("the file could not be read")]
    Unreadable,
}

impl Broken {
    /// What happened and what to do now, for the person.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "This file is empty. Export your chats again, then choose the new file.",
            Self::Truncated => {
                "This file ends in the middle, so a download may have been cut off. Download it again, then choose the new file."
            }
            Self::NotJson => {
                "This is not a file of chats. Choose the zip or JSON file that the other app gave you, or an export of Parlance."
            }
            Self::NoChats => {
                "There are no chats in this file that Parlance can read. Choose the file that holds your conversations."
            }
            Self::TooDeep => {
                "What is in this file lies too deep within each other to be read. Choose the file that holds your conversations."
            }
            Self::Damaged => "This file is damaged. Download or export it again, then choose the new file.",
            Self::Encrypted => {
                "This zip is locked with a password. Unpack it, then choose the JSON file that was in it."
            }
            Self::TooLarge => {
                "There are more than 400 MB of text in this file, which is more than Parlance can read. Export fewer chats at a time."
            }
            Self::Bomb => {
                "This zip would unpack to far more than it should. Unpack it yourself, look at what is in it, then choose the JSON file."
            }
            Self::Newer => {
                "This file was written by a newer version of Parlance. Reload the page to update, then try again."
            }
            Self::Unreadable => {
                "This file could not be read. It may have been moved or changed since you chose it. Choose it again."
            }
        }
    }
}

/// What readers within readers passed on.
impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            Some(broken) => *broken,
            None if error.kind() == io::ErrorKind::UnexpectedEof => Self::Truncated,
            None => Self::Unreadable,
        }
    }
}

/// So that a reader can pass it on.
impl From<Broken> for io::Error {
    fn from(broken: Broken) -> Self {
        Self::other(broken)
    }
}
