//! Brand kits with the files that they name read and checked, so that a card takes them as they are.

use crate::limits::KIT_BYTES as MAX_KIT;
use crate::limits::{FONT_BYTES as MAX_FONT, KIT_FONTS, LOGO_BYTES, LOGO_PIXELS};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::artwork::{Artwork, Limits};
use crate::card::{Brand, Families, Format, Labels, Logo, Overflow};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fonts::Fonts;
use crate::kit::{Kit, LogoFiles};
use crate::press::assets::{Assets, Unread};
use crate::press::options::MissingGlyphs;
use crate::press::project::{OUTSIDE_HINT, Project};
use crate::press::templates::{Wish, template_source};
use crate::press::{missing, names, themes};
use crate::record::Text;

/// Largest logo: a file of 16 MiB, a picture of 25 million pixels.
pub const LOGO_LIMITS: Limits = Limits { max_bytes: LOGO_BYTES, max_pixels: LOGO_PIXELS };

/// A brand kit with its files read.
#[derive(Debug)]
pub struct LoadedKit {
    /// What its file says.
    pub kit: Kit,
    /// Folder that its paths are relative to.
    pub folder: PathBuf,
    /// Where the files lie that it may name.
    pub project: Project,
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
    /// The kit in a file, with its files read, and what somebody should know about it. `fonts` are those that its own are
    /// added to; its files lie below its folder unless `outside` is allowed.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(
        path: &Path,
        fonts: &Fonts,
        missing_glyphs: MissingGlyphs,
        outside: bool,
        assets: &dyn Assets,
    ) -> Result<(Arc<LoadedKit>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let project = if outside { Project::ANYWHERE } else { Project::of([folder]) };
        Loader { fonts, missing_glyphs, project, assets }.load(path).map(|(kit, warnings)| (Arc::new(kit), warnings))
    }

    /// The kit of a text that may not be on a disk yet, as [`Self::load`] reads one; `folder` is the one that it is for.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn of(
        name: &str,
        text: &[u8],
        folder: &Path,
        fonts: &Fonts,
        missing_glyphs: MissingGlyphs,
        assets: &dyn Assets,
    ) -> Result<(Arc<LoadedKit>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let loader = Loader { fonts, missing_glyphs, project: Project::of([folder.to_path_buf()]), assets };
        loader.read_text(name, text, folder).map(|(kit, warnings)| (Arc::new(kit), warnings))
    }

    /// The file of a template of that name in the kit's folder of templates.
    pub fn template(&self, name: &str, assets: &dyn Assets) -> Option<PathBuf> {
        let path = self.templates.as_ref()?.join(format!("{name}.svg"));
        assets.has(&path).then_some(path)
    }

    /// Names of the kit's own templates, sorted.
    pub fn template_names(&self, assets: &dyn Assets) -> Vec<String> {
        let Some(folder) = &self.templates else { return Vec::new() };
        let stem = |name: &String| name.strip_suffix(".svg").map(str::to_owned);
        let mut names: Vec<String> = assets.names(folder).iter().filter_map(stem).collect();
        names.sort();
        names
    }
}

/// What a kit is read with.
struct Loader<'a> {
    fonts: &'a Fonts,
    missing_glyphs: MissingGlyphs,
    project: Project,
    assets: &'a dyn Assets,
}

impl Loader<'_> {
    fn load(&self, path: &Path) -> Result<(LoadedKit, Vec<Diagnostic>), Vec<Diagnostic>> {
        let name = path.display().to_string();
        let bytes = self.assets.read_at_most(path, MAX_KIT).map_err(|why| {
            let message = format!("the brand kit cannot be read: {why}");
            vec![Diagnostic::error("unreadable-file", message).in_file(name.clone())]
        })?;
        self.read_text(&name, &bytes, &path.parent().map(Path::to_path_buf).unwrap_or_default())
    }

    fn read_text(
        &self,
        name: &str,
        bytes: &[u8],
        folder: &Path,
    ) -> Result<(LoadedKit, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (kit, mut problems) = match crate::kit::parse_partly(name, bytes) {
            Ok(parsed) => (parsed.kit, parsed.warnings),
            // What could be read is looked up too, so that one run says all that is wrong.
            Err((problems, Some(kit))) => (*kit, problems),
            Err((problems, None)) => return Err(problems),
        };
        let loaded = self.resolve(kit, folder.to_path_buf(), &mut problems);
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            problems.sort_by_key(|problem| (problem.position.is_none(), problem.position));
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
            label: kit.fonts.text.as_ref().map_or(usual.label, |text| text.value.clone()),
        };
        let formats = names::named_formats(&kit.card.formats, &kit.source).unwrap_or_else(|all| {
            problems.extend(all);
            Vec::new()
        });
        let overflow = kit.card.overflow.as_ref().map(|text| names::named_overflow(text, &kit.source));
        let overflow = overflow.and_then(|overflow| overflow.map_err(|all| problems.extend(all)).ok());
        let at = |text| Some((&kit.source, text));
        let order = kit.card.order.as_ref().map(|text| names::named_order(text, at(text)));
        problems.extend(order.and_then(Result::err).unwrap_or_default());
        let group = kit.card.group.as_ref().map(|text| names::named_group(text, at(text)));
        problems.extend(group.and_then(Result::err).unwrap_or_default());
        let pairing = kit.card.r#type.as_ref().map(|text| names::named_type(text, at(text)));
        problems.extend(pairing.and_then(Result::err).unwrap_or_default());
        let joins = kit.card.join_roles.as_ref().map(|text| names::named_switch(text, at(text)));
        problems.extend(joins.and_then(Result::err).unwrap_or_default());
        let handles = kit.card.handles.as_ref().map(|text| names::named_handles(text, at(text)));
        problems.extend(handles.and_then(Result::err).unwrap_or_default());
        let labels = kit.card.labels.as_ref().map(|text| names::named_labels(text, &kit.source));
        let labels = labels.and_then(|labels| labels.map_err(|all| problems.extend(all)).ok());
        let theme = kit.card.theme.as_ref().map(|theme| themes::theme_option(theme, &kit.source, None));
        problems.extend(theme.and_then(Result::err).unwrap_or_default());
        let templates = self.templates_of(&kit, &folder, problems);
        let mut logos = Logos { kit: &kit, folder: &folder, loader: self, read: BTreeMap::new() };
        let logo = kit.logo.as_ref().and_then(|files| logos.logo("logo", files, problems));
        let partners = kit.partners.iter().filter_map(|files| logos.logo("partner logo", files, problems)).collect();
        self.missing_characters(&kit, all_fonts, problems);
        let brand = Brand {
            footer: kit.footer.as_ref().map(|text| text.value.clone()),
            logo,
            partners,
            hashtags: kit.hashtags.iter().map(|tag| tag.value.clone()).collect(),
            supplied_by: kit.supplied_by.as_ref().map(|text| text.value.clone()),
            families,
            margins: kit.margins,
        };
        let (project, brand) = (self.project.clone(), Arc::new(brand));
        let loaded = LoadedKit { kit, folder, project, brand, fonts, formats, overflow, labels, templates };
        if let Some(text) = &loaded.kit.card.template
            && let Err(all) = template_source(
                Wish {
                    name: &text.value,
                    at: Some((&loaded.kit.source, text)),
                    folder: &loaded.folder,
                    project: &loaded.project,
                },
                Some(&loaded),
                self.assets,
            )
        {
            problems.extend(all);
        }
        loaded
    }

    /// The folder of the kit's templates.
    fn templates_of(&self, kit: &Kit, folder: &Path, problems: &mut Vec<Diagnostic>) -> Option<PathBuf> {
        let text = kit.templates.as_ref()?;
        let path = folder.join(&text.value);
        if let Err(outside) = self.project.holds(&path, self.assets) {
            problems.push(unread(kit, "templates", text, &outside));
            return None;
        }
        if self.assets.has_folder(&path) {
            return Some(path);
        }
        let message = format!("templates `{}`: there is no such folder", text.value);
        let hint = "the path is relative to the brand kit";
        problems.push(kit.diagnose(Diagnostic::error("kit-file", message).hint(hint), text));
        None
    }

    /// Reports characters of the kit's texts that no font has.
    fn missing_characters(&self, kit: &Kit, fonts: &Fonts, problems: &mut Vec<Diagnostic>) {
        for (field, text) in kit.texts() {
            if let Some(problem) = missing::missing_in(field, text, fonts) {
                let severity =
                    if self.missing_glyphs == MissingGlyphs::Replace { Severity::Warning } else { Severity::Error };
                problems.push(kit.diagnose(Diagnostic { severity, ..problem }, text));
            }
        }
    }

    /// The bytes of a file that the kit names.
    fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
        self.project.holds(path, self.assets)?;
        self.assets.read_at_most(path, most)
    }

    fn fonts_of(&self, kit: &Kit, folder: &Path, problems: &mut Vec<Diagnostic>) -> Option<Fonts> {
        if kit.fonts.files.is_empty() {
            return None;
        }
        let mut files = Vec::new();
        if let Some(text) = kit.fonts.files.get(KIT_FONTS) {
            let message = format!("a kit brings at most {KIT_FONTS} font files, this names {}", kit.fonts.files.len());
            let problem = Diagnostic::error("kit-file", message).hint("name those that its texts are set in");
            problems.push(kit.diagnose(problem, text));
            return None;
        }
        for text in &kit.fonts.files {
            match self.read(&folder.join(&text.value), MAX_FONT) {
                Ok(bytes) => files.push((bytes, text)),
                Err(why) => problems.push(unread(kit, "font", text, &why)),
            }
        }
        let mut fonts = self.fonts.clone();
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
    if let Some(near) = crate::near::suggest(written, known.iter().map(String::as_str)) {
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

fn unread(kit: &Kit, what: &str, text: &Text, why: &Unread) -> Diagnostic {
    let message = format!("{what} `{}`: {why}", text.value);
    let (code, hint) = match why {
        Unread::Outside(_) => ("outside-project", OUTSIDE_HINT),
        _ => ("kit-file", "paths are relative to the brand kit"),
    };
    kit.diagnose(Diagnostic::error(code, message).hint(hint), text)
}

/// Logos, each file read once.
struct Logos<'k> {
    kit: &'k Kit,
    folder: &'k Path,
    loader: &'k Loader<'k>,
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
        let read = self.loader.read(&self.folder.join(&text.value), LOGO_LIMITS.max_bytes as u64);
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
