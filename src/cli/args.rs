//! The command line: sub-commands, options and their help.
//! Man page and completions are made from the same definitions.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand};

use crate::card::Paper;
pub use crate::cli::choices::{
    Each, Emit, FileType, FindingForm, GroupArg, LabelsArg, MissingGlyphs, NewKind, OrderArg, OverflowArg,
};
use crate::cli::destination::Destination;
use crate::cli::kits::KitArgs;
use crate::cli::shard::Shard;
use crate::cli::sheet::{SheetArgs, TemplatesSheetArgs};
use crate::encode::{Encoding, MaxBytes, Quality};
use crate::fonts::Fonts;
use crate::post::Captions;
use crate::press::{FontChoice, Options, Scale};
use crate::publish::Pattern;
use crate::spreadsheet::ColumnMap;

/// What `--version` says: of `-V`, and the commit and the build that cards are made anew by.
const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\ncommit: ",
    env!("EXTRA_CREDIT_COMMIT"),
    "\nbuild: ",
    env!("EXTRA_CREDIT_BUILD")
);

/// Pictures of a record's credits: album art next to the names behind it.
#[derive(Debug, Parser)]
#[command(
    name = "extra-credit",
    version,
    long_version = LONG_VERSION,
    about,
    max_term_width = 100,
    after_help = "Examples:\n  extra-credit new my-record.yaml\n  extra-credit render my-record.yaml\n  extra-credit render records/ --format square,story --jobs 2\n  extra-credit check records/\n\nExit status: 0 all well; 1 some card failed or a check found errors; 2 wrong usage; 3 files would change (--locked); 130 interrupted."
)]
pub struct Cli {
    /// Colours of messages: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The sub-commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make cards from credit files
    #[command(
        after_help = "Examples:\n  extra-credit render my-record.yaml\n  extra-credit render my-record.yaml --format square -o - > card.png\n  extra-credit render records/ -o out --jobs 2 --quiet\n  extra-credit render my-record.yaml --template my-template.svg --explain\n  extra-credit render my-record.yaml --each contributor\n  extra-credit render --roles --format square\n  extra-credit render records/ --locked --diff-dir diff\n  extra-credit render records/ --shard 3/16 --report shard-3.jsonl"
    )]
    Render(Box<RenderArgs>),
    /// Make cards again whenever a file that they depend on is saved, until interrupted
    #[command(
        after_help = "Examples:\n  extra-credit watch my-record.yaml --open\n  extra-credit watch records/ --format square --template my-template.svg"
    )]
    Watch(Box<WatchArgs>),
    /// Find problems in credit files without making cards
    #[command(
        after_help = "Examples:\n  extra-credit check records/ --strict\n  extra-credit check records/ --format github\n  extra-credit check my-record.yaml --template cover --card-format square,story"
    )]
    Check(Box<CheckArgs>),
    /// Write credit files from spreadsheets, JSON or other credit files
    #[command(
        after_help = "Examples:\n  extra-credit convert credits.csv -o records/\n  extra-credit convert credits.csv -o records/ --map \"Mixer dude=Mixing Engineer\"\n  extra-credit convert record.json -o -"
    )]
    Convert(ConvertArgs),
    /// Start a credit file
    #[command(
        after_help = "Examples:\n  extra-credit new my-record.yaml --title \"Low Tide Piano\" --artist \"Marisol Vane\"\n  extra-credit new my-quotes.yaml --kind quote"
    )]
    New(NewArgs),
    /// List the roles of the catalogue, or find one
    #[command(after_help = "Examples:\n  extra-credit roles\n  extra-credit roles \"mixed by\"")]
    Roles {
        /// A role as somebody writes it: shows the entry it belongs to
        label: Option<String>,
    },
    /// List the formats with their sizes and safe areas
    Formats,
    /// List the platforms with what their posts take
    Platforms,
    /// Put pictures on one contact sheet, with their names
    #[command(
        after_help = "Examples:\n  extra-credit sheet out/ -o sheet.png\n  extra-credit sheet out/*/square.png -o squares.png --columns 4"
    )]
    Sheet(SheetArgs),
    /// List, show or export the built-in templates, or show them all on a sheet
    Templates {
        /// What to do with them; `list` if left out
        #[command(subcommand)]
        action: Option<TemplateAction>,
    },
    /// List the fonts that cards are set in
    Fonts {
        /// Where they come from
        #[command(flatten)]
        fonts: FontArgs,
    },
    /// Work on the reports of runs
    Report {
        /// What to do
        #[command(subcommand)]
        action: ReportAction,
    },
    /// Print the JSON Schema of credit files
    Schema {
        /// Of brand kits instead
        #[arg(long, conflicts_with = "report")]
        kit: bool,
        /// Of the lines of a run's report instead
        #[arg(long)]
        report: bool,
    },
    /// Print completions for a shell
    #[command(
        after_help = "Examples:\n  extra-credit completions bash > ~/.local/share/bash-completion/completions/extra-credit\n  extra-credit completions zsh > ~/.zfunc/_extra-credit\n  extra-credit completions fish > ~/.config/fish/completions/extra-credit.fish"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the program or of a command, or write all pages
    #[command(
        after_help = "Examples:\n  extra-credit man render | man -l -\n  extra-credit man -o ~/.local/share/man/man1"
    )]
    Man {
        /// The command, such as `render` or `report merge`; the program if left out
        #[arg(value_name = "COMMAND", conflicts_with = "output")]
        command: Vec<String>,
        /// Folder for the pages of all commands
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
}

/// What to do with built-in templates.
#[derive(Debug, Subcommand)]
pub enum TemplateAction {
    /// List them with what they are for
    List,
    /// Print one to standard output
    Show {
        /// Name of the template
        name: String,
    },
    /// Write one to a file, as a start for your own
    Export {
        /// Name of the template
        name: String,
        /// File to write, `<name>.svg` if left out; or a folder, to write its parts there too
        #[arg(short, long, value_name = "FILE|DIR")]
        output: Option<PathBuf>,
    },
    /// Show every template in every format on one sheet
    #[command(after_help = "Example:\n  extra-credit templates sheet -o templates.png")]
    Sheet(TemplatesSheetArgs),
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

/// Where fonts come from beside the embedded ones.
#[derive(Clone, Debug, Args)]
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

/// Options of `render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// Credit files (YAML, JSON), spreadsheets (CSV, TSV), folders of credit files, patterns, or - for standard input
    #[arg(required_unless_present_any = ["roles", "supporters"], value_name = "FILE|DIR|-")]
    pub inputs: Vec<PathBuf>,
    /// What a column of a spreadsheet holds, if its header does not say: a field or a role; may be given several times
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<ColumnMap>,
    /// Make one card of each contributor of a record, or of each person with all their records, instead of records' cards
    #[arg(long, value_enum, value_name = "WHAT")]
    pub each: Option<Each>,
    /// Make the cards of these contributors only, named exactly as credited; may be given several times
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
    /// Make the series of the campaign's fifteen roles, or of those named: `--roles="Producer,Mixing Engineer"`
    #[arg(long, value_delimiter = ',', num_args = 0.., require_equals = true, value_name = "ROLE", conflicts_with_all = ["inputs", "each", "only"])]
    pub roles: Option<Vec<String>>,
    /// Make the ready set for people behind records and for fans: a line for each of the fifteen roles, and one more
    #[arg(long, conflicts_with_all = ["inputs", "each", "only"])]
    pub supporters: bool,
    /// Folder for the cards; a file that ends as its type for one card, such as card.jpg; or - for one picture on standard output
    #[arg(short, long, default_value = "out", value_name = "DIR|FILE|-")]
    pub output: PathBuf,
    /// Names of files below the folder, such as `{catalogue}_{format}{-page}`: any field of the credit file, and stem,
    /// subject, format, page, pages, template; the ending is that of the type
    #[arg(long, value_name = "PATTERN")]
    pub name: Option<Pattern>,
    /// Formats, separated by commas; see `extra-credit formats`
    #[arg(short, long, value_delimiter = ',', value_name = "NAME")]
    pub format: Vec<String>,
    /// A built-in template or an SVG file of your own
    #[arg(short, long, value_name = "NAME|FILE")]
    pub template: Option<String>,
    /// auto, dark, light, paper or mono; or a colour for the ground, in quotes: "#d02020"
    #[arg(long, value_name = "NAME|COLOUR")]
    pub theme: Option<String>,
    /// What to do with names that do not fit one page
    #[arg(long, value_enum)]
    pub overflow: Option<OverflowArg>,
    /// List roles with their names, or people with their roles
    #[arg(long, value_enum)]
    pub group: Option<GroupArg>,
    /// Order of the roles
    #[arg(long, value_enum)]
    pub order: Option<OrderArg>,
    /// Print everybody's handles, those of a platform where they have one (=false: nobody's)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "PLATFORM")]
    pub handles: Option<String>,
    /// How labels of roles are printed
    #[arg(long, value_enum)]
    pub labels: Option<LabelsArg>,
    /// Language of what cards say and their files do not, such as `Album`: en, es, pt, fr, de, it, pl, ja, ko, zh-Hans, zh-Hant,
    /// ar, hi
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Print roles of the catalogue in two languages, such as ja,en
    #[arg(long, value_delimiter = ',', value_name = "TAG,TAG", conflicts_with_all = ["language", "labels"])]
    pub bilingual: Vec<String>,
    /// Make posts: pictures, alt texts, caption and tags in a folder for each platform, separated by commas; `instagram/story`
    /// for another placement than the first of `extra-credit platforms`
    #[arg(long = "for", value_delimiter = ',', value_name = "PLATFORM", conflicts_with_all = ["types", "name", "scale", "emit", "print"])]
    pub posts: Vec<String>,
    /// Folder with templates of captions: `caption.txt` for all platforms, `<platform>.txt` for one
    #[arg(long, value_name = "DIR")]
    pub captions: Option<PathBuf>,
    /// Multiply the size in pixels, 0.1 to 8
    #[arg(long, default_value = "1", value_parser = parse_scale, value_name = "FACTOR")]
    pub scale: Scale,
    /// File types to write, separated by commas; png if left out
    #[arg(long = "type", value_enum, value_delimiter = ',', value_name = "TYPE")]
    pub types: Vec<FileType>,
    /// Quality of JPEG files, 1 to 100; 90 if left out
    #[arg(long, value_parser = parse_quality, value_name = "NUMBER")]
    pub quality: Option<Quality>,
    /// Give PNG files a palette of at most 256 colours; exact for cards that have no more
    #[arg(long)]
    pub indexed: bool,
    /// Bytes that a picture has at most, such as 300k or 1.5M: what is least to be seen is done to hold it, and said
    #[arg(long, value_name = "BYTES")]
    pub max_bytes: Option<MaxBytes>,
    /// Put the credit file into PNG files, from which `convert card.png` takes it back
    #[arg(long)]
    pub embed_source: bool,
    /// Lay cards out for print instead: 12in-jacket, 12in-insert, 10in-jacket, 7in-jacket, cd-booklet, or a size such as
    /// 210x297mm or 12x12in; RGB, with bleed, and in PDF with trim marks
    #[arg(long, conflicts_with = "format", value_name = "SIZE")]
    pub print: Option<String>,
    /// Pixels an inch of pictures for print; 300 if left out
    #[arg(long, requires = "print", value_name = "NUMBER")]
    pub dpi: Option<u16>,
    /// What is cut off at each side of a print, such as 3mm or 0.125in; 3 mm if left out
    #[arg(long, requires = "print", value_parser = parse_length, value_name = "LENGTH")]
    pub bleed: Option<f32>,
    /// Also write what the program knows about each page
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    pub emit: Vec<Emit>,
    /// Cards made at the same time; the number of processors if left out
    #[arg(short, long, value_parser = clap::value_parser!(u16).range(1..=256), value_name = "N")]
    pub jobs: Option<u16>,
    /// Say what was chosen and why: sizes, columns, colours, pages
    #[arg(long)]
    pub explain: bool,
    /// Say how long each stage took, of all threads together
    #[arg(long)]
    pub timings: bool,
    /// Make PNG files some 15 % smaller, which takes a hundred times as long
    #[cfg(feature = "optimize")]
    #[arg(long)]
    pub optimize: bool,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// What to do about characters that no font has
    #[arg(long, value_enum, default_value_t = MissingGlyphs::Error)]
    pub missing_glyphs: MissingGlyphs,
    /// Make every card, also those that are up to date
    #[arg(long)]
    pub force: bool,
    /// Remove files that earlier runs wrote and that are no longer made
    #[arg(long)]
    pub prune: bool,
    /// Write nothing; compare with the files in the output folder, exit 3 and name each that would change
    #[arg(long, conflicts_with_all = ["force", "prune"])]
    pub locked: bool,
    /// With --locked, write a picture of each difference: old, new, and what differs marked
    #[arg(long, value_name = "DIR", requires = "locked")]
    pub diff_dir: Option<PathBuf>,
    /// Make one share of the files, counted from 1, such as 3/16; auto/16 takes the number from a Kubernetes job
    #[arg(long, value_parser = Shard::parse, value_name = "K/N")]
    pub shard: Option<Shard>,
    /// Write a report, one line of JSON a card; - for standard output
    #[arg(long, value_name = "FILE|-")]
    pub report: Option<PathBuf>,
    /// Write a report as JUnit XML
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Covers
    #[command(flatten)]
    pub artwork: ArtworkArgs,
    /// Brand kit
    #[command(flatten)]
    pub kit: KitArgs,
    /// Fonts
    #[command(flatten)]
    pub fonts: FontArgs,
}

/// Options of `watch`.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Show the first card, with the program that the system shows pictures with
    #[arg(long)]
    pub open: bool,
    /// Those of `render`
    #[command(flatten)]
    pub render: RenderArgs,
}

/// What to do with reports.
#[derive(Debug, Subcommand)]
pub enum ReportAction {
    /// Join the reports of all shards of a run; fails if one is missing, is there twice or had other options
    #[command(after_help = "Example:\n  extra-credit report merge shard-*.jsonl -o all.jsonl --junit all.xml")]
    Merge(MergeArgs),
    /// Sum a report up for people, as Markdown or as one HTML file: counts, pictures, findings by kind, what is missing
    #[command(
        after_help = "Examples:\n  extra-credit report summary report.jsonl -o summary.html\n  extra-credit report summary report.jsonl --pictures https://example.com/cards >> \"$GITHUB_STEP_SUMMARY\""
    )]
    Summary(SummaryArgs),
}

/// Options of `report summary`.
#[derive(Debug, Args)]
pub struct SummaryArgs {
    /// The report of a run, or the joined one of its shards
    #[arg(value_name = "FILE")]
    pub report: PathBuf,
    /// File to write, .md or .html, or - for Markdown on standard output; HTML holds small pictures of the cards
    #[arg(short, long, default_value = "-", value_name = "FILE|-")]
    pub output: PathBuf,
    /// What `check --report` wrote; its findings are summed up too
    #[arg(long, value_name = "FILE")]
    pub findings: Option<PathBuf>,
    /// Address under which the pictures can be seen; their paths are put behind it, and they are shown in the table
    #[arg(long, value_name = "URL")]
    pub pictures: Option<String>,
}

/// Options of `report merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The reports of the shards
    #[arg(required = true, value_name = "FILE")]
    pub reports: Vec<PathBuf>,
    /// File for the joined report, or - for standard output
    #[arg(short, long, default_value = "-", value_name = "FILE|-")]
    pub output: PathBuf,
    /// Write it as JUnit XML too
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Credit files (YAML, JSON), spreadsheets (CSV, TSV), folders of credit files, patterns, or - for standard input
    #[arg(required_unless_present = "codes", value_name = "FILE|DIR|-")]
    pub inputs: Vec<PathBuf>,
    /// What a column of a spreadsheet holds, if its header does not say: a field or a role; may be given several times
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<ColumnMap>,
    /// How findings are printed: for people on standard error, or for machines on standard output
    #[arg(long, value_enum, default_value_t = FindingForm::Human, value_name = "FORM")]
    pub format: FindingForm,
    /// Also write the findings to a file, one JSON object a line, whatever their form is elsewhere
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Check the cards in these formats, separated by commas, as `render --format` would make them
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub card_format: Vec<String>,
    /// Check the cards in this template, as `render --template` would make them
    #[arg(short, long, value_name = "NAME|FILE")]
    pub template: Option<String>,
    /// Check the names of files that `render --name` would give
    #[arg(long, value_name = "PATTERN")]
    pub name: Option<Pattern>,
    /// Check the cards in this theme
    #[arg(long, value_name = "NAME|COLOUR")]
    pub theme: Option<String>,
    /// Check the cards with this overflow
    #[arg(long, value_enum)]
    pub overflow: Option<OverflowArg>,
    /// Check the cards by role or by person
    #[arg(long, value_enum)]
    pub group: Option<GroupArg>,
    /// Check the cards with roles in this order
    #[arg(long, value_enum)]
    pub order: Option<OrderArg>,
    /// Check the cards with everybody's handles, as `render --handles` would make them
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "PLATFORM")]
    pub handles: Option<String>,
    /// Check the cards with labels of roles printed so
    #[arg(long, value_enum)]
    pub labels: Option<LabelsArg>,
    /// Platforms that the cards are for, separated by commas; see `extra-credit platforms`
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub platform: Vec<String>,
    /// Files checked at the same time; the number of processors if left out
    #[arg(short, long, value_parser = clap::value_parser!(u16).range(1..=256), value_name = "N")]
    pub jobs: Option<u16>,
    /// Warnings count as errors
    #[arg(long)]
    pub strict: bool,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// List the codes of all findings with their levels, and end
    #[arg(long)]
    pub codes: bool,
    /// Covers
    #[command(flatten)]
    pub artwork: ArtworkArgs,
    /// Brand kit
    #[command(flatten)]
    pub kit: KitArgs,
    /// Fonts
    #[command(flatten)]
    pub fonts: FontArgs,
}

/// Options of `convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// Spreadsheets (CSV, TSV), credit files (YAML, JSON), PNG files that carry theirs, folders of credit files, patterns, or
    /// - for standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    pub inputs: Vec<PathBuf>,
    /// Folder for the credit files, one for each record; or - for one record on standard output
    #[arg(short, long, value_name = "DIR|-")]
    pub output: PathBuf,
    /// Overwrite files
    #[arg(long)]
    pub force: bool,
    /// What a column of a spreadsheet holds, if its header does not say: a field or a role; may be given several times
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<ColumnMap>,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// Options of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// File to start; an existing file is never overwritten
    pub file: PathBuf,
    /// What the cards are about
    #[arg(long, value_enum, default_value_t = NewKind::Record, value_name = "KIND")]
    pub kind: NewKind,
    /// Title of the record, or heading of the series
    #[arg(long)]
    pub title: Option<String>,
    /// Who it is by
    #[arg(long)]
    pub artist: Option<String>,
    /// The cover picture, relative to the file
    #[arg(long, value_name = "FILE")]
    pub artwork: Option<String>,
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

impl From<&RenderArgs> for Options {
    fn from(args: &RenderArgs) -> Options {
        Options {
            formats: args.format.clone(),
            template: args.template.clone(),
            theme: args.theme.clone(),
            overflow: args.overflow.map(Into::into),
            order: args.order.map(Into::into),
            group: args.group.map(Into::into),
            join_roles: None,
            handles: args.handles.clone(),
            labels: args.labels.map(Into::into),
            language: args.language.clone(),
            bilingual: args.bilingual.clone(),
            post: None,
            captions: Captions::default(),
            fonts: args.fonts.font.clone(),
            artwork: args.artwork.artwork.clone(),
            artwork_folder: args.artwork.artwork_dir.clone(),
            missing_glyphs: args.missing_glyphs.into(),
            scale: args.scale,
            encodings: args.encodings(),
            max_bytes: args.max_bytes,
            embed_source: args.embed_source,
            print: args.paper(),
        }
    }
}

impl From<&CheckArgs> for Options {
    fn from(args: &CheckArgs) -> Options {
        Options {
            formats: args.card_format.clone(),
            template: args.template.clone(),
            theme: args.theme.clone(),
            overflow: args.overflow.map(Into::into),
            order: args.order.map(Into::into),
            group: args.group.map(Into::into),
            handles: args.handles.clone(),
            labels: args.labels.map(Into::into),
            fonts: args.fonts.font.clone(),
            artwork: args.artwork.artwork.clone(),
            artwork_folder: args.artwork.artwork_dir.clone(),
            ..Options::default()
        }
    }
}

impl RenderArgs {
    /// The file types to write.
    pub fn types(&self) -> Vec<FileType> {
        match (Destination::of(self), self.types.as_slice()) {
            (Ok(Destination::File(_, kind)), _) => vec![kind],
            (_, []) => vec![FileType::Png],
            (_, types) => types.to_vec(),
        }
    }

    /// The files to make of each page: those of the types, then what else is known about it.
    fn encodings(&self) -> Vec<Encoding> {
        let types = self.types().into_iter().map(|kind| match kind {
            FileType::Png => Encoding::Png { optimize: self.optimizes(), indexed: self.indexed },
            FileType::Jpeg => Encoding::Jpeg { quality: self.quality.unwrap_or_default(), subsampled: false },
            FileType::Webp => Encoding::WebP,
            FileType::Svg => Encoding::Svg,
            #[cfg(feature = "pdf")]
            FileType::Pdf => Encoding::Pdf,
        });
        types.chain(self.emit.iter().map(|Emit::Scene| Encoding::SceneJson)).collect()
    }

    /// What is printed on.
    pub fn paper(&self) -> Option<Paper> {
        let size = self.print.as_deref()?;
        Some(Paper { bleed: self.bleed, dpi: self.dpi, ..Paper::new(size) })
    }

    /// Whether PNG files are to be made smaller.
    pub fn optimizes(&self) -> bool {
        #[cfg(feature = "optimize")]
        return self.optimize;
        #[cfg(not(feature = "optimize"))]
        false
    }
}

fn parse_quality(text: &str) -> Result<Quality, String> {
    let quality = text.parse::<u8>().map_err(|_| format!("the quality is 1 to 100, not {text}"))?;
    Quality::try_from(quality).map_err(|error| error.to_string())
}

fn parse_length(text: &str) -> Result<f32, String> {
    crate::card::print::length(text).ok_or_else(|| format!("`{text}` is no length such as 3mm or 0.125in"))
}

fn parse_scale(text: &str) -> Result<Scale, String> {
    let scale: f32 = text.parse().map_err(|_| format!("`{text}` is not a number"))?;
    Scale::try_from(scale).map_err(|_| format!("the scale is 0.1 to 8, not {text}"))
}
