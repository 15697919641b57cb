//! `studio`: a page on which credit files are edited, in the browser of this machine.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::campaign::Interrupt;
use crate::cli::look::FontArgs;
use crate::cli::{Outcome, fail, interrupt, message, opening};
use crate::diagnostic::reason;
use crate::publish::Writer;
use crate::studio::{Settings, Studio};

/// Options of `studio`.
#[derive(Debug, Args)]
pub struct StudioArgs {
    /// A credit file, which is started if it is not there; or a folder of records; nothing for a new record
    #[arg(value_name = "FILE|DIR")]
    pub input: Option<PathBuf>,
    /// Port of this machine to listen on; any that is free if left out
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub port: u16,
    /// Print the address and open no browser
    #[arg(long)]
    pub no_open: bool,
    /// Serve the page from a folder, for work on it
    #[arg(long, hide = true, value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// Fonts
    #[command(flatten)]
    pub fonts: FontArgs,
}

/// Runs the command.
pub fn studio(args: StudioArgs) -> Outcome {
    let fonts = match args.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let settings = Settings { named: args.input, port: args.port, assets: args.assets, drafts: drafts() };
    let studio = match Studio::open(settings, fonts) {
        Ok(studio) => studio,
        Err(error) => return fail(&error),
    };
    let (address, stop) = (studio.address(), studio.stop());
    let writer = Arc::new(Writer::new());
    interrupt::tell(&Interrupt::default(), &writer, move || stop.stop());
    // Scripts read the address, people click it.
    let printed = super::print(&format!("{address}\n"));
    if printed != Outcome::Well {
        return printed;
    }
    message("the studio runs until Ctrl-C; who has the address can use it");
    if !args.no_open {
        opening::open(address.into(), "the address above");
    }
    match studio.run() {
        Ok(()) => Outcome::Well,
        Err(error) => fail(&format!("the studio has ended: {}", reason(&error))),
    }
}

/// The folder for what is not saved: that of the user's state.
fn drafts() -> Option<PathBuf> {
    let of = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = match std::env::consts::OS {
        "windows" => of("LOCALAPPDATA"),
        "macos" => of("HOME").map(|home| home.join("Library/Application Support")),
        _ => of("XDG_STATE_HOME").or_else(|| of("HOME").map(|home| home.join(".local/state"))),
    };
    state.map(|state| state.join("extra-credit/drafts"))
}
