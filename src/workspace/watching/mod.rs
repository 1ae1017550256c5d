//! What is watched for new sources: feeds, folders, and the pages of sources that are there already.
//!
//! Nothing here changes a notebook: what is found is a list of its own, until a person adds something from it. The list belongs
//! to this computer and is kept in the program's data under the notebook's id, so that nobody who gets the notebook contacts
//! anybody. Looking happens in the background, in tasks that know nothing of the window.

mod feeds;
mod folders;
mod items;
mod kept;
mod polite;

pub use feeds::{FeedSeen, FeedTask, Outcome, look_at_feeds};
pub use folders::{FolderSeen, look_at_folders};
pub use items::{ItemId, ItemKind, NewItem};
pub use kept::{EVERY_HOURS, WatchedFeed, WatchedFolder, Watching};
pub(super) use polite::Asked;
