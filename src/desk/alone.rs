//! A desk alone in a page, without a server: one press, files that were brought, and nobody else to tell. It is asked as the
//! server is, and says which fonts it lacks instead of drawing without them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::answer::{Answer, Query, Reply, Task, taken};
use crate::desk::bench::{Bench, Common};
use crate::desk::document::Document;
use crate::desk::edits::{self, Opening};
use crate::desk::failure::Failure;
use crate::desk::lists;
use crate::desk::request::Route;
use crate::desk::room::{Room, Stamp};
use crate::fonts::{Fonts, ListedFace};
use crate::press::{Assets, LoadedKit, Memory, MissingGlyphs, Press, Project, Unread};

/// The folder of everything that is brought.
const ROOT: &str = "page";

/// The status of an answer that waits for fonts, whose files its `fonts` names.
pub const LACKS_FONTS: u16 = 424;

/// Bytes of brought and dropped files together.
const MOST_BYTES: usize = 512 << 20;

/// `PUT /page/begin`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Beginning {
    /// Differs after each start.
    boot: String,
    /// The fonts that can be brought.
    fonts: Vec<ListedFace>,
    /// The brand kit among the files that were brought.
    kit: Option<String>,
    /// The record that the page begins with.
    record: Option<String>,
}

/// The files of a page.
#[derive(Debug, Default)]
struct Quiet {
    files: Mutex<Brought>,
    kit: Mutex<Option<Arc<LoadedKit>>>,
}

#[derive(Debug, Default)]
struct Brought {
    memory: Memory,
    /// How many came: a file that comes again is another.
    count: u64,
    bytes: usize,
    numbers: Vec<(PathBuf, u64)>,
}

impl Quiet {
    fn files(&self) -> std::sync::MutexGuard<'_, Brought> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Assets for Quiet {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Unread> {
        self.files().memory.read(path)
    }

    fn has(&self, path: &Path) -> bool {
        self.files().memory.has(path)
    }

    fn has_folder(&self, path: &Path) -> bool {
        self.files().memory.has_folder(path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        self.files().memory.names(folder)
    }

    fn is_below(&self, path: &Path, folder: &Path) -> Result<bool, Unread> {
        self.files().memory.is_below(path, folder)
    }
}

impl Room for Quiet {
    fn root(&self) -> &Path {
        Path::new(ROOT)
    }

    fn project(&self) -> Project {
        Project::of([PathBuf::from(ROOT)])
    }

    fn stamp(&self, path: &Path) -> Stamp {
        let files = self.files();
        let number = files.numbers.iter().rev().find(|(known, _)| known == path).map(|(_, number)| *number);
        (None::<SystemTime>, number.unwrap_or_default())
    }

    fn holds(&self, _: &Path) -> bool {
        false
    }

    fn put(&self, path: &Path, bytes: Vec<u8>) {
        let mut files = self.files();
        files.count += 1;
        files.bytes = files.bytes.saturating_add(bytes.len());
        let number = files.count;
        files.numbers.retain(|(known, _)| known != path);
        files.numbers.push((path.to_owned(), number));
        files.memory = std::mem::take(&mut files.memory).with(path, bytes);
    }

    fn kit(&self, _: &Path) -> Result<Option<Arc<LoadedKit>>, Failure> {
        Ok(self.kit.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn tabs(&self, _: u64) -> usize {
        1
    }

    fn changed(&self, _: &Document) {}
}

/// A desk with its press. What the press is made of lives as long as the page: there is one of each.
struct Begun {
    desk: Desk,
    boot: String,
    room: &'static Quiet,
    fonts: &'static Fonts,
    kit: Option<&'static LoadedKit>,
    common: &'static Common,
    press: Press<'static>,
}

/// The desk of a page.
///
/// It is brought files (`PUT /page/files?path=`), told to begin (`PUT /page/begin`), asked what the studio's server is asked, and
/// brought the fonts that an answer lacks (`PUT /page/font?file=`), after which it is asked again.
#[derive(Default)]
pub struct Alone {
    room: Arc<Quiet>,
    begun: Option<Box<Begun>>,
}

impl Alone {
    /// The answer to a request; `target` is the path with what stands behind its `?`.
    pub fn ask(&mut self, method: &str, target: &str, body: Vec<u8>) -> Answer {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        self.answer(method, path, query, body).unwrap_or_else(Answer::from)
    }

    fn answer(&mut self, method: &str, path: &str, query: &str, body: Vec<u8>) -> Result<Answer, Failure> {
        match (method, path) {
            ("PUT", "/page/files") => return self.keep(&Query::of(query), body),
            ("PUT", "/page/begin") => return self.begin(&taken(&body)?),
            _ => {}
        }
        let begun = self.begun.as_mut().ok_or_else(|| Failure::wrong("the page has not begun"))?;
        match (method, path) {
            ("PUT", "/page/font") => begun.bring(&Query::of(query), body),
            ("GET", "/api/project") => Ok(Answer::well(&begun.project())),
            ("POST", "/api/documents") => {
                let Opening { path, text } = taken(&body)?;
                if path.is_some() {
                    return Err(Failure::missing("a page without a server has no files"));
                }
                let id = edits::begin(&begun.desk)?;
                begun.done(edits::opened(&begun.desk, id, text.as_deref())?)
            }
            _ => {
                let route = Route::of(method, path)?;
                if body.len() > route.most_bytes() {
                    let error =
                        format!("the request has {} bytes, at most {} are taken", body.len(), route.most_bytes());
                    return Err(Failure::new(413, error));
                }
                if route.brings_file() && begun.room.files().bytes.saturating_add(body.len()) > MOST_BYTES {
                    let error = format!("more than {MOST_BYTES} bytes of files were dropped");
                    return Err(Failure::unable(error).hint("load the page again"));
                }
                begun.done(route.answer(&begun.desk, query, body)?)
            }
        }
    }

    fn keep(&self, query: &Query, body: Vec<u8>) -> Result<Answer, Failure> {
        let path = query.text("path").ok_or_else(|| Failure::wrong("a file has a `path`"))?;
        self.room.put(&Path::new(ROOT).join(path), body);
        Ok(Answer::well(&json!({})))
    }

    fn begin(&mut self, beginning: &Beginning) -> Result<Answer, Failure> {
        let fonts = Arc::new(Fonts::awaited(&beginning.fonts));
        let kit = match &beginning.kit {
            None => None,
            Some(path) => {
                let path = Path::new(ROOT).join(path);
                let loaded = LoadedKit::load(&path, &fonts, MissingGlyphs::Replace, false, &*self.room);
                Some(loaded.map_err(|problems| Failure::of(&problems, "the brand kit cannot be used"))?.0)
            }
        };
        self.room.kit.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&kit);
        let desk = Desk::new(Arc::clone(&self.room) as Arc<dyn Room>, Arc::clone(&fonts));
        if let Some(path) = &beginning.record {
            let bytes = self.room.read(&Path::new(ROOT).join(path)).map_err(|why| Failure::missing(why.to_string()))?;
            let id = edits::begin(&desk)?;
            edits::opened(&desk, id, Some(&String::from_utf8_lossy(&bytes)))?;
            desk.documents().first = Some(id);
        }
        // One of each, for as long as the page is there.
        let fonts: &'static Fonts = Box::leak(Box::new(fonts));
        let room: &'static Quiet = Box::leak(Box::new(Arc::clone(&self.room)));
        let kit: Option<&'static LoadedKit> = kit.map(|kit| &**Box::leak(Box::new(kit)));
        let common: &'static Common = Box::leak(Box::default());
        let boot = beginning.boot.clone();
        self.begun = Some(Box::new(Begun { desk, boot, room, fonts, kit, common, press: Press::new(fonts) }));
        Ok(Answer::well(&json!({})))
    }
}

impl Begun {
    fn project(&self) -> Value {
        let mut fields = lists::known(&self.desk);
        let own = [("boot", json!(self.boot)), ("folder", json!(false)), ("files", json!([])), ("alone", json!(true))];
        fields.extend(own.map(|(name, value)| (name.to_owned(), value)));
        Value::Object(fields)
    }

    /// Takes a file of a font. What was made without it is forgotten.
    fn bring(&mut self, query: &Query, body: Vec<u8>) -> Result<Answer, Failure> {
        let file = query.text("file").ok_or_else(|| Failure::wrong("a font has a `file`"))?;
        if !self.fonts.bring(file, body) {
            return Err(Failure::missing(format!("no font `{}` is awaited", crate::desk::answer::brief(file))));
        }
        self.press = Press::new(self.fonts);
        Ok(Answer::well(&json!({})))
    }

    fn done(&mut self, reply: Reply) -> Result<Answer, Failure> {
        let Task { work, .. } = match reply {
            Reply::Now(answer) => return Ok(answer),
            Reply::Later(task) => task,
        };
        let fonts = self.kit.and_then(|kit| kit.fonts.as_ref());
        let bench = Bench { room: self.room, fonts, common: self.common };
        let answer = work(&mut self.press, &bench);
        let lacks = self.fonts.wanted();
        if lacks.is_empty() {
            return answer;
        }
        // What was kept of it was drawn without them.
        self.desk.forget_pictures();
        let error = format!("{} fonts are not here yet", lacks.len());
        Err(Failure { more: Some(("fonts", json!(lacks))), ..Failure::new(LACKS_FONTS, error) })
    }
}
