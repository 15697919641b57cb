//! The command line: sub-commands, options and their help.
//! Man page and completions are made from the same definitions.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand};

use crate::campaign::{Destination, Each, KitChoice, Settings, Shard};
use crate::card::Paper;
use crate::cli::check::CheckArgs;
use crate::cli::choices::Emit;
use crate::cli::convert::ConvertArgs;
use crate::cli::gallery::GalleryArgs;
use crate::cli::look::{FontArgs, LookArgs};
use crate::cli::merge::MergeArgs;
use crate::cli::new::NewArgs;
use crate::cli::sheet::{SheetArgs, TemplatesSheetArgs};
#[cfg(feature = "studio")]
use crate::cli::studio::StudioArgs;
use crate::cli::suggest::SuggestArgs;
use crate::cli::summary::SummaryArgs;
use crate::cli::watch::WatchArgs;
use crate::encode::{Encoding, MaxBytes, OutputFormat, Quality};
use crate::press::{MissingGlyphs, Options, Scale};

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
    /// Edit credit files on a page in the browser, with their cards beside them
    #[cfg(feature = "studio")]
    #[command(
        after_help = "Examples:\n  extra-credit studio\n  extra-credit studio my-record.yaml\n  extra-credit studio records/ --no-open --port 8080"
    )]
    Studio(StudioArgs),
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
    /// Make a static site of the cards of an output folder: a page a record and a person, with captions and alt texts
    #[command(
        after_help = "Examples:\n  extra-credit gallery out/ -o site/ --title \"Behind the record\" --url https://example.com/credits/\n  extra-credit gallery out/ -o site/ --review\n  extra-credit gallery out/ -o site/ --review review.json"
    )]
    Gallery(GalleryArgs),
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
    /// Show the five that suit a record, by its names, songs and cover, on one sheet
    #[command(after_help = "Example:\n  extra-credit templates suggest my-record.yaml -o suggestions.png")]
    Suggest(Box<SuggestArgs>),
}

/// Options of `render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// Credit files (YAML, JSON), spreadsheets (CSV, TSV), folders of credit files, patterns, or - for standard input
    #[arg(required_unless_present_any = ["roles", "supporters"], value_name = "FILE|DIR|-")]
    pub inputs: Vec<PathBuf>,
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
    /// Formats, separated by commas; see `extra-credit formats`
    #[arg(short, long, value_delimiter = ',', value_name = "NAME")]
    pub format: Vec<String>,
    /// Make posts: pictures, alt texts, caption and tags in a folder for each platform, separated by commas; `instagram/story`
    /// for another placement than the first of `extra-credit platforms`
    #[arg(long = "for", value_delimiter = ',', value_name = "PLATFORM", conflicts_with_all = ["types", "name", "scale", "emit", "print"])]
    pub posts: Vec<String>,
    /// Folder with templates of captions: `caption.txt` for all platforms, `<platform>.txt` for one
    #[arg(long, value_name = "DIR")]
    pub captions: Option<PathBuf>,
    /// Multiply the size in pixels, 0.1 to 8
    #[arg(long, default_value = "1", value_name = "FACTOR")]
    pub scale: Scale,
    /// File types to write, separated by commas; png if left out
    #[arg(long = "type", value_enum, ignore_case = true, value_delimiter = ',', value_name = "TYPE")]
    pub types: Vec<OutputFormat>,
    /// Quality of JPEG files, 1 to 100; 90 if left out
    #[arg(long, value_name = "NUMBER")]
    pub quality: Option<Quality>,
    /// Give PNG files a palette of at most 256 colours; exact for cards that have no more
    #[arg(long)]
    pub indexed: bool,
    /// Bytes that a picture has at most, such as 300k or 1.5M: what is least to be seen is done to hold it, and said
    #[arg(long, value_name = "BYTES")]
    pub max_bytes: Option<MaxBytes>,
    /// Put the credit file into PNG and SVG files, from which `convert card.png` takes it back
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
    /// Show each record in so many looks that differ, 2 to 12, on one sheet to choose from, instead of making its cards
    #[arg(long, value_parser = clap::value_parser!(u8).range(2..=12), value_name = "N",
          conflicts_with_all = ["each", "only", "roles", "supporters", "posts", "types", "name", "emit", "print", "locked", "shard", "prune", "report", "junit"])]
    pub variations: Option<u8>,
    /// Write a report, one line of JSON a card; - for standard output
    #[arg(long, value_name = "FILE|-")]
    pub report: Option<PathBuf>,
    /// Write a report as JUnit XML
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// How the cards look
    #[command(flatten)]
    pub look: LookArgs,
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

impl From<&RenderArgs> for Options {
    fn from(args: &RenderArgs) -> Options {
        Options {
            formats: args.format.clone(),
            missing_glyphs: args.missing_glyphs,
            scale: args.scale,
            encodings: args.encodings(),
            max_bytes: args.max_bytes,
            embed_source: args.embed_source,
            print: args.paper(),
            ..Options::from(&args.look)
        }
    }
}

impl RenderArgs {
    /// Which cards these options make, and where they go.
    pub fn settings(&self, output: Destination) -> Settings {
        Settings {
            import: self.look.import.options(),
            each: self.each,
            only: self.only.clone(),
            roles: self.roles.clone(),
            supporters: self.supporters,
            posts: self.posts.clone(),
            posts_of_files: self.format.is_empty()
                && self.types.is_empty()
                && self.look.name.is_none()
                && self.emit.is_empty()
                && output.is_folder(),
            name: self.look.name.clone(),
            kit: KitChoice::from(&self.look.kit),
            allow_outside: self.look.allow_outside,
            font_folders: self.look.fonts.font_dir.clone(),
            system_fonts: self.look.fonts.system_fonts,
            jobs: self.jobs,
            explain: self.explain,
            force: self.force,
            prune: self.prune,
            locked: self.locked,
            difference_folder: self.diff_dir.clone(),
            shard: self.shard,
            ..Settings::new(self.inputs.clone(), output)
        }
    }

    /// Where the cards go.
    ///
    /// # Errors
    /// If it is a file that cannot be written, as a message and a hint.
    pub fn destination(&self) -> Result<Destination, (String, String)> {
        Destination::named(&self.output, &self.types)
    }

    /// The file types to write.
    pub fn types(&self) -> Vec<OutputFormat> {
        match (self.destination(), self.types.as_slice()) {
            (Ok(Destination::File(_, ending)), _) => ending.parse().into_iter().collect(),
            (_, []) => vec![OutputFormat::Png],
            (_, types) => types.to_vec(),
        }
    }

    /// The files to make of each page: those of the types, then what else is known about it.
    fn encodings(&self) -> Vec<Encoding> {
        let types = self.types().into_iter().map(|kind| match kind {
            OutputFormat::Png => Encoding::Png { optimize: self.optimizes(), indexed: self.indexed },
            OutputFormat::Jpeg => Encoding::Jpeg { quality: self.quality.unwrap_or_default(), subsampled: false },
            OutputFormat::WebP => Encoding::WebP,
            OutputFormat::Svg => Encoding::Svg,
            OutputFormat::Pdf => Encoding::Pdf,
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

fn parse_length(text: &str) -> Result<f32, String> {
    crate::card::print::length(text).ok_or_else(|| format!("`{text}` is no length such as 3mm or 0.125in"))
}
