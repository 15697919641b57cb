//! JSON Schemas of the files that people write, for completion and checks in editors.
//! Made from the tables of keys and names that the readers use, so that the two cannot disagree.

mod credit_file;
mod kit;

pub use credit_file::credit_file;
pub use kit::kit;
