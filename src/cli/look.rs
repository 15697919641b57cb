//! Options that say how cards look, and from which files that comes: shared by the commands that make or check cards.

use std::path::PathBuf;

use clap::Args;

use crate::campaign::KitChoice;
use crate::card::{Group, Labels, Order, Overflow};
use crate::fonts::Fonts;
use crate::import::spreadsheet::ColumnMap;
use crate::import::{ImportOptions, Setting};
use crate::press::{FontChoice, Options};
use crate::publish::Pattern;

/// How cards look: of `render`, and of `check`, which looks at the cards that `render` would make.
#[derive(Clone, Debug, Default, Args)]
pub struct LookArgs {
    /// How files of other programs are read
    #[command(flatten)]
    pub import: ImportArgs,
    /// Names of files below the folder, such as `{catalogue}_{format}{-page}`: any field of the credit file, and stem,
    /// subject, format, page, pages, template; the ending is that of the type
    #[arg(long, value_name = "PATTERN")]
    pub name: Option<Pattern>,
    /// A built-in template or an SVG file of your own
    #[arg(short, long, value_name = "NAME|FILE")]
    pub template: Option<String>,
    /// auto, vivid, light, dark, paper, white, newsprint, buff, blue-grey, salmon or mono; or a colour for the ground, in
    /// quotes: "#d02020"
    #[arg(long, value_name = "NAME|COLOUR")]
    pub theme: Option<String>,
    /// What to do with names that do not fit one page
    #[arg(long, value_enum)]
    pub overflow: Option<Overflow>,
    /// Pairing of type: grotesk, press, poster or modern
    #[arg(long, value_name = "NAME")]
    pub pairing: Option<String>,
    /// List roles with their names, or people with their roles
    #[arg(long, value_enum)]
    pub group: Option<Group>,
    /// Order of the roles
    #[arg(long, value_enum)]
    pub order: Option<Order>,
    /// Print everybody's handles, those of a platform where they have one (=false: nobody's)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "PLATFORM")]
    pub handles: Option<String>,
    /// How labels of roles are printed
    #[arg(long, value_enum)]
    pub labels: Option<Labels>,
    /// Language of what cards say and their files do not, such as `Album`: en, es, pt, fr, de, it, pl, ja, ko, zh-Hans, zh-Hant,
    /// ar, hi
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Print roles of the catalogue in two languages, such as ja,en
    #[arg(long, value_delimiter = ',', value_name = "TAG,TAG", conflicts_with_all = ["language", "labels"])]
    pub bilingual: Vec<String>,
    /// Covers
    #[command(flatten)]
    pub artwork: ArtworkArgs,
    /// Brand kit
    #[command(flatten)]
    pub kit: KitArgs,
    /// Fonts
    #[command(flatten)]
    pub fonts: FontArgs,
    /// Let credit files and brand kits name files anywhere, not only below the folder of the kit, of the credit file or one
    /// that is named here
    #[arg(long)]
    pub allow_outside: bool,
}

/// How spreadsheets and files of other programs are read.
#[derive(Clone, Debug, Default, Args)]
pub struct ImportArgs {
    /// What a column of a spreadsheet holds, if its header does not say: a field or a role; may be given several times
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<ColumnMap>,
    /// Text that parts names in one cell or tag, beside `;`, `|` and line breaks; may be given several times
    #[arg(long, value_name = "TEXT")]
    pub split: Vec<String>,
    /// A field that has one value for all records, such as artist="Various Artists"; may be given several times
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<Setting>,
    /// Leave out columns of spreadsheets that are no field and no role, without a word
    #[arg(long)]
    pub ignore_unknown: bool,
}

impl ImportArgs {
    /// The options as the library takes them.
    pub fn options(&self) -> ImportOptions {
        ImportOptions {
            maps: self.map.clone(),
            split: self.split.clone(),
            settings: self.set.clone(),
            ignore_unknown: self.ignore_unknown,
            fix: false,
        }
    }
}

/// Where covers are.
#[derive(Clone, Debug, Default, Args)]
pub struct ArtworkArgs {
    /// Folder that paths of covers are relative to, instead of that of each credit file
    #[arg(long, value_name = "DIR")]
    pub artwork_dir: Option<PathBuf>,
    /// Cover of records that name none, such as `{catalogue}.jpg`: any field of the credit file, and stem
    #[arg(long, value_name = "FILE")]
    pub artwork: Option<String>,
}

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

impl From<&KitArgs> for KitChoice {
    fn from(args: &KitArgs) -> KitChoice {
        match &args.kit {
            _ if args.no_kit => KitChoice::Without,
            Some(path) => KitChoice::File(path.clone()),
            None => KitChoice::Nearest,
        }
    }
}

/// Where fonts come from beside the embedded ones.
#[derive(Clone, Debug, Default, Args)]
pub struct FontArgs {
    /// Add the fonts of a folder (ttf, otf, ttc)
    #[arg(long, value_name = "DIR")]
    pub font_dir: Vec<PathBuf>,
    /// Set cards in a family, or in a font file (ttf, otf); `title=`, `text=` or `names=` before it for these alone
    #[arg(long, value_name = "FAMILY|FILE")]
    pub font: Vec<FontChoice>,
    /// Use the system's fonts for what no other font covers (cards may then differ between machines)
    #[arg(long)]
    pub system_fonts: bool,
}

impl FontArgs {
    /// The fonts that the options ask for; on failure a message.
    pub fn load(&self) -> Result<Fonts, String> {
        let mut fonts = Fonts::embedded();
        for folder in &self.font_dir {
            let added = fonts.add_dir(folder).map_err(|error| error.to_string())?;
            if added == 0 {
                return Err(format!("{}: the folder has no fonts (ttf, otf, ttc)", folder.display()));
            }
        }
        for file in self.font.iter().filter_map(FontChoice::file) {
            fonts.add_file(file).map_err(|error| error.to_string())?;
        }
        if self.system_fonts {
            fonts.add_system();
        }
        Ok(fonts)
    }
}

impl From<&LookArgs> for Options {
    fn from(args: &LookArgs) -> Options {
        Options {
            template: args.template.clone(),
            theme: args.theme.clone(),
            overflow: args.overflow,
            order: args.order,
            r#type: args.pairing.clone(),
            group: args.group,
            handles: args.handles.clone(),
            labels: args.labels,
            language: args.language.clone(),
            bilingual: args.bilingual.clone(),
            fonts: args.fonts.font.clone(),
            artwork: args.artwork.artwork.clone(),
            artwork_folder: args.artwork.artwork_dir.clone(),
            ..Options::default()
        }
    }
}
