//! `gallery`: the cards of an output folder as a static site, for people to look at and to say what is to be changed.

use std::path::PathBuf;

use clap::Args;

use crate::campaign::{KitChoice, real};
use crate::catalogue::languages::{language, languages};
use crate::cli::look::{ImportArgs, KitArgs};
use crate::cli::unknown;
use crate::gallery::{Mark, Review, Settings, Site, gallery as site};
use crate::terminal::{Outcome, fail, message, print, usage};

/// Options of `gallery`.
#[derive(Debug, Args)]
pub struct GalleryArgs {
    /// The output folder of a run
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Folder for the site
    #[arg(short, long, default_value = "site", value_name = "DIR")]
    pub output: PathBuf,
    /// Heading of the site
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Language of pages about several records; the one that all records share, else English
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Address at which the site will be, for link previews: they take whole addresses only
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Let people mark cards as fine or to be changed, with a note; the marks of a file that came back are shown again
    #[arg(long, num_args = 0..=1, value_name = "FILE")]
    pub review: Option<Option<PathBuf>>,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// Let brand kits name files outside of their project
    #[arg(long)]
    pub allow_outside: bool,
    /// How credit files of other programs are read
    #[command(flatten)]
    pub import: ImportArgs,
    /// Brand kit
    #[command(flatten)]
    pub kit: KitArgs,
}

/// Runs the command.
pub fn gallery(args: &GalleryArgs) -> Outcome {
    if let Some(tag) = args.language.as_deref().filter(|tag| language(tag).is_none()) {
        return unknown("language with words of its own", tag, languages().iter().map(|language| language.tag));
    }
    if let Some(url) =
        args.url.as_deref().filter(|url| !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)))
    {
        return usage(&format!("`--url`: `{url}` is no address"), "it begins with `https://` or `http://`");
    }
    if real(&args.output).starts_with(real(&args.folder)) {
        let text = format!("`-o {}`: the site cannot be in the folder of the cards", args.output.display());
        return usage(&text, "write it to another folder with `-o site`");
    }
    let review = match args
        .review
        .as_ref()
        .map(|file| file.as_deref().map_or(Ok(Review::default()), Review::read))
        .transpose()
    {
        Ok(review) => review,
        Err(problem) => return fail(&problem),
    };
    let (kit, import) = (KitChoice::from(&args.kit), args.import.options());
    let address = args.url.as_ref().map(|url| format!("{}/", url.trim_end_matches('/')));
    let settings = Settings {
        folder: &args.folder,
        kit: &kit,
        allow_outside: args.allow_outside,
        import: &import,
        title: args.title.as_deref(),
        language: args.language.as_deref(),
        address: address.as_deref(),
        review: review.as_ref(),
    };
    let site = match site(&settings) {
        Ok(site) => site,
        Err((text, hint)) => return fail(&format!("{text}\n  hint: {hint}")),
    };
    let stale = match site.write(&args.output) {
        Ok(stale) => stale,
        Err(problem) => return fail(&problem),
    };
    if args.quiet {
        return Outcome::Well;
    }
    site.warnings.iter().chain(&stale).for_each(|text| message(&format!("warning: {text}")));
    if address.is_none() {
        message("note: link previews show no picture without `--url`");
    }
    if let Some(review) = &review {
        let (fine, change) = (review.count(Mark::Fine), review.count(Mark::Change));
        message(&format!(
            "the review says of {fine} pictures that they are fine, of {change} that they are to be changed"
        ));
    }
    let index = args.output.join("index.html");
    let Site { records, people, pictures, .. } = site;
    print(&format!("{}  {records} records, {people} people, {pictures} pictures\n", index.display()))
}
