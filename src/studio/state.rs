//! What all requests share: the desk, the easel, the files, the listeners.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::campaign::Interrupt;
use crate::desk::Desk;
use crate::desk::room::Room;
use crate::fonts::Fonts;
use crate::studio::drafts::Drafts;
use crate::studio::easel::Easel;
use crate::studio::events::Events;
use crate::studio::project::Project;
use crate::studio::records::Records;
use crate::studio::shelf::Shelf;
use crate::studio::surroundings::Surroundings;

/// Everything.
pub struct Shared {
    /// The port.
    pub port: u16,
    /// What the cookie must have.
    pub token: String,
    /// Differs after each start.
    pub boot: String,
    /// A folder to serve the page from, instead of the program's own.
    pub assets: Option<PathBuf>,
    /// What the studio was started for.
    pub project: Project,
    /// The open documents.
    pub desk: Arc<Desk>,
    /// Makes cards.
    pub easel: Easel,
    /// Reads files.
    pub shelf: Arc<Shelf>,
    /// Tells tabs.
    pub events: Arc<Events>,
    /// Keeps what is not saved.
    pub drafts: Arc<Drafts>,
    /// Stops the run of all cards that is on.
    pub run: Mutex<Option<Interrupt>>,
    /// Taken while a dropped file is in memory.
    pub drops: tokio::sync::Semaphore,
    /// Taken while the file of marks is read and written.
    pub marks: Mutex<()>,
    /// What is known of the files of the project.
    pub records: Records,
}

/// What a studio is known by.
pub struct Identity {
    /// The port.
    pub port: u16,
    /// What the cookie must have.
    pub token: String,
    /// Differs after each start.
    pub boot: String,
}

impl Shared {
    /// Everything, from its parts.
    pub fn new(
        Identity { port, token, boot }: Identity,
        assets: Option<PathBuf>,
        project: Project,
        fonts: Arc<Fonts>,
        drafts: Drafts,
    ) -> std::io::Result<Shared> {
        let shelf = Arc::new(Shelf::new(project.root.clone()));
        let (events, drafts) = (Arc::<Events>::default(), Arc::new(drafts));
        let room: Arc<dyn Room> = Arc::new(Surroundings {
            project: project.clone(),
            shelf: Arc::clone(&shelf),
            fonts: Arc::clone(&fonts),
            events: Arc::clone(&events),
            drafts: Arc::clone(&drafts),
            kits: Mutex::default(),
        });
        Ok(Shared {
            easel: Easel::new(&room, &fonts)?,
            desk: Arc::new(Desk::new(room, fonts)),
            port,
            token,
            boot,
            assets,
            project,
            shelf,
            events,
            drafts,
            run: Mutex::default(),
            drops: tokio::sync::Semaphore::new(1),
            marks: Mutex::default(),
            records: Records::default(),
        })
    }
}
