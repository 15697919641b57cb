//! `studio`: a page on which credit files are edited, in the browser of this machine; or the same page as a site without a server.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::campaign::Interrupt;
use crate::cli::look::FontArgs;
use crate::diagnostic::reason;
use crate::publish::Writer;
use crate::studio::{BUILD, BUILT, Export, Exported, Settings, Studio, export};
use crate::terminal::{Outcome, fail, interrupt, message, open, print, usage};

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
    /// Write the page as a static site that needs no server, and start nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["port", "no_open", "assets"])]
    pub export: Option<PathBuf>,
    /// The engine of the site, as WebAssembly
    #[arg(long, value_name = "FILE", requires = "export")]
    pub engine: Option<PathBuf>,
    /// The brand kit of the site; the one in force for the credit file if left out
    #[arg(long, value_name = "FILE", requires = "export")]
    pub kit: Option<PathBuf>,
    /// Serve the page from a folder, for work on it
    #[arg(long, hide = true, value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// Fonts
    #[command(flatten)]
    pub fonts: FontArgs,
}

/// Runs the command.
pub fn studio(args: StudioArgs) -> Outcome {
    if let Some(site) = &args.export {
        return write(site, &args);
    }
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
    let printed = print(&format!("{address}\n"));
    if printed != Outcome::Well {
        return printed;
    }
    message("the studio runs until Ctrl-C; who has the address can use it");
    if !args.no_open {
        open(address.into(), "the address above");
    }
    match studio.run() {
        Ok(()) => Outcome::Well,
        Err(error) => fail(&format!("the studio has ended: {}", reason(&error))),
    }
}

/// Writes the page as a site.
fn write(site: &Path, args: &StudioArgs) -> Outcome {
    let Some(engine) = &args.engine else {
        let hint = format!("build it from the source with `{BUILD}`, and give `--engine {BUILT}`");
        return usage("`--export` needs the engine of the page as a file", &hint);
    };
    let wanted = Export { site, engine, record: args.input.as_deref(), kit: args.kit.as_deref() };
    match export(&wanted) {
        Ok(Exported { files, bytes }) => {
            message(&format!(
                "{} files of {bytes} bytes are written to {}; any web server can serve them",
                files,
                site.display()
            ));
            print(&format!("{}\n", site.join("index.html").display()))
        }
        Err(error) => fail(&error),
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
