//! Facts about music that come with the program, as data files read once.
//! Nothing here depends on a credit file.

pub mod explanations;
pub mod roles;
