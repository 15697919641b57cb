//! Posts of a run: which placements each record's cards are for, and what was chosen for each of them.
//! `--for` counts more than what a credit file says, and that more than its brand kit.

use std::path::Path;

use crate::campaign::Job;
use crate::campaign::destination::Destination;
use crate::campaign::settings::Settings;
use crate::catalogue::platforms::{Placement, placement, platform, platforms};
use crate::diagnostic::Diagnostic;
use crate::encode::EncodeError;
use crate::files::text_at_most;
use crate::post::{Captions, Tags};
use crate::press::Options;
use crate::record::Record;

/// The file that stands for the texts of a post.
pub const POST: &str = "post.json";

/// The texts of a post.
pub const POST_FILES: [&str; 4] = ["alt.txt", "caption.txt", "tags.txt", POST];

/// A placement with what was chosen for it.
pub struct Post {
    /// The placement.
    pub placement: &'static Placement,
    /// Its name: `instagram/story`.
    pub name: String,
    /// The options of the run, as it needs them.
    pub options: Options,
}

/// The posts of a run, by the records that ask for them.
pub struct Posts<'a> {
    settings: &'a Settings,
    formats: &'a [String],
    all: Vec<Post>,
}

/// What is wrong with `--for`, as a message and a hint.
///
/// # Errors
/// Platforms and placements that there are not, formats that a platform has no placement for, and an output that is no folder.
pub fn check_posts(names: &[String], formats: &[String], output: &Destination) -> Result<(), (String, String)> {
    if names.is_empty() {
        return Ok(());
    }
    if !output.is_folder() {
        let text = "`--for` and `-o` with the name of a file do not go together".to_owned();
        return Err((text, "a post is a folder: write to a folder with `-o DIR`".to_owned()));
    }
    for name in names {
        let found = chosen(name, formats)?;
        if found.iter().all(|one| Options::default().of_post(one).is_none()) {
            let kinds: Vec<String> = found.iter().flat_map(|one| one.types().map(str::to_owned)).collect();
            let text = format!("`--for {name}` takes {}, which this program does not write", kinds.join(", "));
            return Err((text, "`extra-credit platforms` lists the placements with their file types".to_owned()));
        }
    }
    Ok(())
}

/// The placements of a name, those of some formats if formats are named.
fn chosen(name: &str, formats: &[String]) -> Result<Vec<&'static Placement>, (String, String)> {
    let first = placement(name)?;
    if formats.is_empty() || name.contains('/') {
        return Ok(vec![first]);
    }
    let all = platform(name).map(|platform| platform.placements.as_slice()).unwrap_or_default();
    let in_format = |format: &String| all.iter().find(|one| one.formats().any(|own| own == format));
    let found: Vec<&Placement> = formats.iter().filter_map(in_format).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let own: Vec<&str> = all.iter().flat_map(Placement::formats).collect();
    let text = format!("`--for {name}` has no placement in {}", formats.join(", "));
    Err((text, format!("its formats are {}", own.join(", "))))
}

/// Templates of captions in a folder, over those of the program.
///
/// # Errors
/// A folder without any, and files that cannot be read, as a message and a hint.
pub fn captions(folder: Option<&Path>) -> Result<Captions, (String, String)> {
    let Some(folder) = folder else { return Ok(Captions::default()) };
    let names = platforms().iter().map(|platform| platform.id());
    let mut found = false;
    let mut captions = Captions::builtin();
    for (name, file) in std::iter::once(("", "caption".to_owned())).chain(names.map(|name| (name, name.to_owned()))) {
        let path = folder.join(file).with_extension("txt");
        if !path.is_file() {
            continue;
        }
        let source = text_at_most(&path, 1 << 20).map_err(|unread| {
            (format!("{}: {unread}", path.display()), "a template of captions is a text in UTF-8".to_owned())
        })?;
        captions = captions.with(name, &source);
        found = true;
    }
    let missing = || {
        let text = format!("`--captions {}`: the folder has no template of captions", folder.display());
        (text, "write `caption.txt` for all platforms, or `instagram.txt` for one".to_owned())
    };
    if found { Ok(captions) } else { Err(missing()) }
}

/// The placements of a record: those that are asked for, else, if what files say counts, those of its file or its kit.
pub fn placements(
    job: &Job,
    record: &Record,
    asked: &[String],
    formats: &[String],
    of_files: bool,
) -> Vec<&'static Placement> {
    if !asked.is_empty() {
        return asked.iter().filter_map(|name| chosen(name, formats).ok()).flatten().collect();
    }
    let kit = job.kit.as_ref().map(|kit| kit.kit.card.posts.as_slice()).unwrap_or_default();
    let own = if record.card.posts.is_empty() { kit } else { record.card.posts.as_slice() };
    own.iter().filter(|_| of_files).filter_map(|name| placement(name).ok()).collect()
}

impl<'a> Posts<'a> {
    /// The posts that a run makes.
    pub fn gather(jobs: &[Job], settings: &'a Settings, options: &'a Options) -> Posts<'a> {
        let mut posts = Posts { settings, formats: &options.formats, all: Vec::new() };
        let mut wanted: Vec<&'static Placement> = Vec::new();
        for job in jobs {
            let Some(record) = job.record() else { continue };
            for one in posts.placements(job, record) {
                if !wanted.iter().any(|known| known.id() == one.id()) {
                    wanted.push(one);
                }
            }
        }
        posts.all = wanted.into_iter().filter_map(|placement| Post::new(placement, options)).collect();
        posts
    }

    fn placements(&self, job: &Job, record: &Record) -> Vec<&'static Placement> {
        placements(job, record, &self.settings.posts, self.formats, self.settings.posts_of_files)
    }

    /// The posts of a record, in order, each once.
    pub fn of(&self, job: &Job, record: &Record) -> Vec<&Post> {
        let mut own: Vec<&Post> = Vec::new();
        for placement in self.placements(job, record) {
            let post = self.all.iter().find(|post| post.name == placement.id());
            own.extend(post.filter(|post| !own.iter().any(|known| known.name == post.name)));
        }
        own
    }
}

/// Why there is no file.
pub fn unusable(error: &EncodeError) -> Diagnostic {
    let code = if matches!(error, EncodeError::TooLarge { .. }) { "max-bytes" } else { "picture" };
    let problem = Diagnostic::error(code, error.to_string());
    match error.hint() {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

impl Post {
    /// The post of a placement; none if it takes no type that the program writes.
    pub fn new(placement: &'static Placement, options: &Options) -> Option<Post> {
        Some(Post { placement, name: placement.id(), options: options.of_post(placement)? })
    }

    /// Its folder below that of the record: `instagram`, or `instagram-story` for another placement than the first.
    pub fn folder(&self) -> String {
        let Placement { platform: of, place, .. } = self.placement;
        let first =
            platform(of).and_then(|platform| platform.placements.first()).is_some_and(|first| first == self.placement);
        if first { of.clone() } else { format!("{of}-{place}") }
    }

    /// Extensions of its files as the sidecar knows them.
    pub fn extensions(&self) -> Vec<&'static str> {
        self.options.encodings.iter().map(|encoding| encoding.extension()).chain([POST]).collect()
    }

    /// Whether a post takes so many pages: a warning if only in a way that the platform has for more.
    ///
    /// # Errors
    /// If it takes fewer.
    pub fn holds(&self, pages: usize) -> Result<Option<Diagnostic>, Box<Diagnostic>> {
        let Some(few) = self.placement.pictures.filter(|few| pages > *few) else { return Ok(None) };
        let most = self.placement.pictures_most.unwrap_or(few);
        let message = format!("the card has {pages} pages, a post of `{}` takes {few} pictures", self.name);
        if pages <= most {
            let message = format!("{message} ({most} {})", self.placement.pictures_how);
            return Ok(Some(Diagnostic::warning("too-many-pages", message)));
        }
        let hint = "take one page with `--overflow summary`, a taller `--format` of the platform, or less to show";
        Err(Box::new(Diagnostic::error("too-many-pages", message).hint(hint)))
    }

    /// What is said about handles that no picture has room for.
    pub fn left_over(&self, tags: &Tags) -> Option<Diagnostic> {
        let count = tags.left_over.len();
        let message =
            format!("{count} handles have no picture to be tagged on in `{}`: {}", self.name, tags.left_over.join(" "));
        let found = Diagnostic::warning("too-many-tags", message).hint("name them in the caption or in a comment");
        (count > 0).then_some(found)
    }
}
