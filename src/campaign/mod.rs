//! A campaign: the cards of many records on several threads, those that changed since the last time.
//! It takes plain [`Settings`] and the press's options, tells a [`Listener`] what happens, and prints nothing.

mod across;
mod check;
mod collisions;
mod deliver;
mod destination;
mod done;
mod event;
mod inputs;
mod interrupt;
mod jobs;
mod key;
mod kits;
mod leftovers;
mod locked;
mod once;
mod overrides;
mod people;
mod places;
mod posts;
mod reads;
mod run;
mod settings;
mod shard;
mod sheets;
mod sidecar;
mod subjects;
mod told;
mod units;
mod watched;
mod worker;

pub use check::{CheckEvent, CheckSettings, check};
pub use collisions::Collisions;
pub use destination::Destination;
pub use done::{Done, Listed};
pub use event::{Event, Listener};
pub use inputs::{inputs, is_picture};
pub use interrupt::Interrupt;
pub use key::BUILD;
pub use kits::{Kits, nearest as nearest_kit};
pub use leftovers::real;
pub use once::{Campaign, Misuse, Ran};
pub use people::EACH;
pub use posts::{captions, check_posts};
pub use reads::Reads;
pub use settings::{Each, KitChoice, Settings};
pub use shard::Shard;
pub(crate) use shard::clean;
pub use sidecar::{Entry, SIDECAR, Sidecar};
pub use told::{Heard, Told};
pub use watched::{Stop, Watched};

/// A credit file of the disk.
pub type Job = crate::press::Job<'static>;
