//! Brand kits on disk: found beside or above credit files or named, with the files that they name read and checked.
//! Each kit is read once, and its problems are said once, however many cards it is for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::artwork::{Artwork, Limits};
use crate::card::{Brand, Families, Format, Labels, Logo, Overflow};
use crate::cli::args::FontArgs;
use crate::cli::covers::Covers;
use crate::cli::inputs::{Input, inputs, reason};
use crate::cli::jobs::jobs;
use crate::cli::press::{self, Job};
use crate::cli::sheets::missing_covers;
use crate::cli::templates::{self, Templates};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fonts::Fonts;
use crate::kit::{FILE_NAME, Kit, LogoFiles};
use crate::record::Text;
use crate::spreadsheet::ColumnMap;

/// Largest logo: a file of 16 MiB, a picture of 25 million pixels.
const LOGO_LIMITS: Limits = Limits { max_bytes: 16 << 20, max_pixels: 25_000_000 };

/// Largest font file in bytes.
const MAX_FONT: usize = 256 << 20;

/// Which brand kit is in force.
#[derive(Clone, Debug, Default, Args)]
pub struct KitArgs {
    /// The brand kit; the nearest extra-credit.yaml beside or above each credit file if left out
    #[arg(long, value_name = "FILE", conflicts_with = "no_kit")]
    pub kit: Option<PathBuf>,
    /// Use no brand kit
    #[arg(long)]
    pub no_kit: bool,
}

/// A brand kit with its files read.
#[derive(Debug)]
pub struct LoadedKit {
    /// What its file says.
    pub kit: Kit,
    /// Folder that its paths are relative to.
    pub folder: PathBuf,
    /// What it puts on cards.
    pub brand: Arc<Brand>,
    /// The fonts with those of the kit; none if it brings no files.
    pub fonts: Option<Fonts>,
    /// Its formats.
    pub formats: Vec<&'static Format>,
    /// Its overflow.
    pub overflow: Option<Overflow>,
    /// How it has labels of roles printed.
    pub labels: Option<Labels>,
    /// Its folder of templates.
    pub templates: Option<PathBuf>,
}

impl LoadedKit {
    /// The file of a template of that name in the kit's folder of templates.
    pub fn template(&self, name: &str) -> Option<PathBuf> {
        let path = self.templates.as_ref()?.join(format!("{name}.svg"));
        path.is_file().then_some(path)
    }

    /// Names of the kit's own templates, sorted.
    pub fn template_names(&self) -> Vec<String> {
        let Some(entries) = self.templates.as_ref().and_then(|folder| std::fs::read_dir(folder).ok()) else {
            return Vec::new();
        };
        let name = |path: PathBuf| {
            let svg = path.extension().is_some_and(|extension| extension == "svg") && path.is_file();
            svg.then(|| path.file_stem().map(|stem| stem.to_string_lossy().into_owned())).flatten()
        };
        let mut names: Vec<String> = entries.flatten().filter_map(|entry| name(entry.path())).collect();
        names.sort();
        names
    }
}

/// The kits of a run.
pub struct Kits<'a> {
    args: &'a KitArgs,
    fonts: &'a Fonts,
    font_args: &'a FontArgs,
    /// By the kit's own path; `None` if it cannot be used.
    known: BTreeMap<PathBuf, Option<Arc<LoadedKit>>>,
    findings: Vec<Diagnostic>,
    covers: Arc<Covers>,
    templates: Arc<Templates>,
    /// Characters that no font has are drawn as a replacement.
    replace: bool,
}

impl<'a> Kits<'a> {
    /// No kit read yet. `fonts` are those of `font_args`.
    pub fn new(args: &'a KitArgs, fonts: &'a Fonts, font_args: &'a FontArgs) -> Kits<'a> {
        let (covers, templates) = Default::default();
        Kits { args, fonts, font_args, known: BTreeMap::new(), findings: Vec::new(), covers, templates, replace: false }
    }

    /// Characters that no font has are warnings, because a replacement is drawn.
    pub fn replacing(self, replace: bool) -> Kits<'a> {
        Kits { replace, ..self }
    }

    /// The credit files behind the arguments, each with its kit. One whose kit cannot be used is not parsed further: its
    /// problems are the kit's, in the findings. `maps` are for the columns of spreadsheets; many files are parsed on
    /// `threads`.
    pub fn jobs(&mut self, arguments: &[PathBuf], maps: &[ColumnMap], threads: Option<u16>) -> Vec<Job> {
        let named = self.args.kit.as_deref().and_then(|kit| std::fs::canonicalize(kit).ok());
        let mut all = inputs(arguments, maps);
        // A folder may hold the kit that was named; it is no credit file whatever its name.
        if named.is_some() {
            let is_kit = |input: &Input| std::fs::canonicalize(&input.name).ok() == named;
            all.retain(|input| arguments.iter().any(|path| *path == Path::new(&input.name)) || !is_kit(input));
        }
        let mut jobs = jobs(all, threads);
        missing_covers(&mut jobs);
        jobs.into_iter().map(|job| self.equip(job)).collect()
    }

    /// The job with the kit of its folder, and the covers of the run.
    pub fn equip(&mut self, mut job: Job) -> Job {
        job.covers = Arc::clone(&self.covers);
        job.templates = Arc::clone(&self.templates);
        match self.of(&job.input.folder) {
            Some(Some(kit)) => job.kit = Some(kit),
            Some(None) if job.parsed.is_ok() => job.parsed = Err(Vec::new()),
            _ => {}
        }
        job
    }

    /// What is wrong with the kits, each problem once.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The files of the kits, whether or not they can be used.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.known.keys().map(PathBuf::as_path)
    }

    /// The kit of a folder's credit files: none, one that cannot be used, or one that can.
    fn of(&mut self, folder: &Path) -> Option<Option<Arc<LoadedKit>>> {
        let (key, path) = match (&self.args.kit, self.args.no_kit) {
            (_, true) => return None,
            (Some(path), _) => (std::fs::canonicalize(path).unwrap_or_else(|_| path.clone()), path.clone()),
            (None, _) => nearest(folder)?,
        };
        if let Some(known) = self.known.get(&key) {
            return Some(known.clone());
        }
        let loaded = match self.load(&path) {
            Ok((kit, warnings)) => {
                self.findings.extend(warnings);
                Some(Arc::new(kit))
            }
            Err(problems) => {
                self.findings.extend(problems);
                None
            }
        };
        self.known.insert(key, loaded.clone());
        Some(loaded)
    }

    fn load(&self, path: &Path) -> Result<(LoadedKit, Vec<Diagnostic>), Vec<Diagnostic>> {
        let name = path.display().to_string();
        let bytes = read(path, 1 << 24).map_err(|why| {
            let message = format!("the brand kit cannot be read: {why}");
            vec![Diagnostic::error("unreadable-file", message).in_file(name.clone())]
        })?;
        let parsed = crate::kit::parse(&name, &bytes)?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut problems = parsed.warnings;
        let loaded = self.resolve(parsed.kit, folder, &mut problems);
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            problems.sort_by_key(|problem| problem.position);
            return Err(problems);
        }
        Ok((loaded, problems))
    }

    /// Reads the kit's files and looks up its names, with every problem found.
    fn resolve(&self, kit: Kit, folder: PathBuf, problems: &mut Vec<Diagnostic>) -> LoadedKit {
        let fonts = self.fonts_of(&kit, &folder, problems);
        let all_fonts = fonts.as_ref().unwrap_or(self.fonts);
        let mut family = |text: &Option<Text>, default: String| {
            let Some(text) = text else { return default };
            if !all_fonts.has_family(text) {
                let hint = family_hint(text, all_fonts, self.fonts.faces().count());
                let message = format!("no font family is called `{}`", text.value);
                problems.push(kit.diagnose(Diagnostic::error("unknown-font", message).hint(hint), text));
            }
            text.value.clone()
        };
        let usual = Families::default();
        let families = Families {
            title: family(&kit.fonts.title, usual.title),
            text: family(&kit.fonts.text, usual.text),
            names: family(&kit.fonts.names, usual.names),
        };
        let formats = press::named_formats(&kit.card.formats, &kit.source).unwrap_or_else(|all| {
            problems.extend(all);
            Vec::new()
        });
        let overflow = kit.card.overflow.as_ref().map(|text| press::named_overflow(text, &kit.source));
        let overflow = overflow.and_then(|overflow| overflow.map_err(|all| problems.extend(all)).ok());
        let at = |text| Some((&kit.source, text));
        let order = kit.card.order.as_ref().map(|text| press::named_order(text, at(text)));
        problems.extend(order.and_then(Result::err).unwrap_or_default());
        let handles = kit.card.handles.as_ref().map(|text| press::named_handles(text, at(text)));
        problems.extend(handles.and_then(Result::err).unwrap_or_default());
        let labels = kit.card.labels.as_ref().map(|text| press::named_labels(text, &kit.source));
        let labels = labels.and_then(|labels| labels.map_err(|all| problems.extend(all)).ok());
        let theme = kit.card.theme.as_ref().map(|theme| press::theme_option(theme, &kit.source, None));
        problems.extend(theme.and_then(Result::err).unwrap_or_default());
        let mut templates = None;
        if let Some(text) = &kit.templates {
            let path = folder.join(&text.value);
            if path.is_dir() {
                templates = Some(path);
            } else {
                let message = format!("templates `{}`: there is no such folder", text.value);
                let hint = "the path is relative to the brand kit";
                problems.push(kit.diagnose(Diagnostic::error("kit-file", message).hint(hint), text));
            }
        }
        let mut logos = Logos { kit: &kit, folder: &folder, read: BTreeMap::new() };
        let logo = kit.logo.as_ref().and_then(|files| logos.logo("logo", files, problems));
        let partners = kit.partners.iter().filter_map(|files| logos.logo("partner logo", files, problems)).collect();
        for (field, text) in kit.texts() {
            if let Some(problem) = press::missing_in(field, text, all_fonts) {
                let severity = if self.replace { Severity::Warning } else { Severity::Error };
                problems.push(kit.diagnose(Diagnostic { severity, ..problem }, text));
            }
        }
        let brand = Brand {
            footer: kit.footer.as_ref().map(|text| text.value.clone()),
            logo,
            partners,
            hashtags: kit.hashtags.iter().map(|tag| tag.value.clone()).collect(),
            supplied_by: kit.supplied_by.as_ref().map(|text| text.value.clone()),
            families,
            margins: kit.margins,
        };
        let loaded = LoadedKit { kit, folder, brand: Arc::new(brand), fonts, formats, overflow, labels, templates };
        if let Some(text) = &loaded.kit.card.template
            && let Err(all) =
                templates::template_source(&text.value, Some((&loaded.kit.source, text)), &loaded.folder, Some(&loaded))
        {
            problems.extend(all);
        }
        loaded
    }

    fn fonts_of(&self, kit: &Kit, folder: &Path, problems: &mut Vec<Diagnostic>) -> Option<Fonts> {
        if kit.fonts.files.is_empty() {
            return None;
        }
        let mut files = Vec::new();
        for text in &kit.fonts.files {
            match read(&folder.join(&text.value), MAX_FONT) {
                Ok(bytes) => files.push((bytes, text)),
                Err(why) => problems.push(unread(kit, "font", text, &why)),
            }
        }
        // The fonts of the command line were read without a problem before.
        let mut fonts = press::fonts(self.font_args).unwrap_or_else(|_| Fonts::embedded());
        for (bytes, text) in files {
            if let Err(error) = fonts.add_data(bytes, &text.value) {
                problems.push(kit.diagnose(Diagnostic::error("kit-file", error.to_string()), text));
            }
        }
        Some(fonts)
    }
}

/// What to write instead of a family that no font has: one that is spelled alike, else those of the kit's own files, which
/// are the faces from `own` on.
fn family_hint(written: &str, fonts: &Fonts, own: usize) -> String {
    let known = fonts.families();
    if let Some(near) = crate::template::suggest(written, known.iter().map(String::as_str)) {
        return format!("did you mean `{near}`?");
    }
    let mut families: Vec<String> = fonts.faces().skip(own).map(|(_, face)| format!("`{}`", face.family)).collect();
    families.sort();
    families.dedup();
    match families.as_slice() {
        [] => "`extra-credit fonts` lists the fonts; add yours under `files`".to_owned(),
        [only] => format!("the file given under `files` has {only}; `extra-credit fonts` lists the others"),
        all => format!("the files given under `files` have {}; `extra-credit fonts` lists the others", all.join(", ")),
    }
}

/// The bytes of a file, or why there are none; what is no file or too large is not read.
pub(super) fn read(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let about = std::fs::metadata(path).map_err(|error| reason(&error))?;
    if !about.is_file() {
        return Err("this is not a file".into());
    }
    if about.len() > most as u64 {
        return Err(format!("the file has {} bytes, at most {most} are read", about.len()));
    }
    std::fs::read(path).map_err(|error| reason(&error))
}

fn unread(kit: &Kit, what: &str, text: &Text, why: &str) -> Diagnostic {
    let message = format!("{what} `{}`: {why}", text.value);
    kit.diagnose(Diagnostic::error("kit-file", message).hint("paths are relative to the brand kit"), text)
}

/// Logos, each file read once.
struct Logos<'k> {
    kit: &'k Kit,
    folder: &'k Path,
    read: BTreeMap<String, Option<Arc<Artwork>>>,
}

impl Logos<'_> {
    fn logo(&mut self, what: &str, files: &LogoFiles, problems: &mut Vec<Diagnostic>) -> Option<Logo> {
        let light = self.picture(what, &files.light, problems);
        let dark = self.picture(what, &files.dark, problems);
        Some(Logo { light: light?, dark: dark? })
    }

    fn picture(&mut self, what: &str, text: &Text, problems: &mut Vec<Diagnostic>) -> Option<Arc<Artwork>> {
        if let Some(known) = self.read.get(&text.value) {
            return known.clone();
        }
        let read = read(&self.folder.join(&text.value), LOGO_LIMITS.max_bytes);
        let picture = match read {
            Err(why) => Err(unread(self.kit, what, text, &why)),
            Ok(bytes) => Artwork::decode_logo(&bytes, &LOGO_LIMITS).map_err(|error| {
                let diagnostic = Diagnostic::error("logo", format!("{what} `{}`: {error}", text.value));
                self.kit
                    .diagnose(diagnostic.hint("a logo is an SVG with paths only, or a PNG, WebP or JPEG picture"), text)
            }),
        };
        let picture = picture.map_err(|problem| problems.push(problem)).ok().map(Arc::new);
        self.read.insert(text.value.clone(), picture.clone());
        picture
    }
}

/// The nearest kit beside or above a folder: its own path, and the path that messages use.
fn nearest(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // Links are followed, so that `..` leads where the system goes.
    let real = std::fs::canonicalize(folder).ok()?;
    let current = std::env::current_dir().and_then(std::fs::canonicalize).ok();
    real.ancestors().enumerate().find_map(|(steps, ancestor)| {
        let file = ancestor.join(FILE_NAME);
        if !file.is_file() {
            return None;
        }
        let below = current.as_ref().and_then(|current| file.strip_prefix(current).ok().map(Path::to_path_buf));
        let shown = if steps == 0 && folder != Path::new(".") {
            folder.join(FILE_NAME)
        } else {
            below.unwrap_or_else(|| file.clone())
        };
        Some((file, shown))
    })
}
