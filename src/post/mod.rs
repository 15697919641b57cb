//! What a post needs beside its pictures: alt texts, a caption, tags, and all of it as JSON for whoever posts by API.
//! Everything is counted as the platform counts, and nothing is longer than it takes.

mod alt;
mod caption;
mod count;
mod draft;
mod package;
mod tags;

pub use alt::AltPage;
pub use caption::{CaptionError, Captions};
pub use count::{count, fits};
pub use draft::Draft;
pub use package::{Package, PackagePicture};
pub use tags::Tags;
