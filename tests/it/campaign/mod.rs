//! Campaigns as people run them: many records, again and again, interrupted, on several machines.

mod folder;
mod incremental;
mod library;
mod locked;
mod reports;
mod shards;

#[cfg(unix)]
mod interrupted;
