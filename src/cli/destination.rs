//! What `--output` names: a folder, one file, or standard output.
//! A name that ends like a picture is a file, and says of which type.

use clap::ValueEnum;

use crate::campaign::Destination;
use crate::cli::args::RenderArgs;
use crate::cli::choices::FileType;

/// Endings of pictures and documents that people ask for and that cards are not written in.
const OTHER: [&str; 14] =
    ["jpe", "jfif", "gif", "avif", "heic", "jxl", "bmp", "tif", "tiff", "pdf", "eps", "ai", "psd", "pptx"];

/// What `--output` names.
///
/// # Errors
/// If it is a file that cannot be written, as a message and a hint.
pub fn destination(args: &RenderArgs) -> Result<Destination, (String, String)> {
    let path = &args.output;
    if path.as_os_str() == "-" {
        return Ok(Destination::Standard);
    }
    let text = path.to_string_lossy();
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let (Some(ending), false) = (ending, text.ends_with(['/', std::path::MAIN_SEPARATOR]) || path.is_dir()) else {
        return Ok(Destination::Folder(path.clone()));
    };
    if let Some(kind) = FileType::of_ending(&ending) {
        return match args.types.as_slice() {
            [] => Ok(Destination::File(path.clone(), kind.ending().to_owned())),
            [only] if *only == kind => Ok(Destination::File(path.clone(), kind.ending().to_owned())),
            types => {
                let names: Vec<String> = types.iter().map(|kind| kind.name()).collect();
                let text = format!("`-o {text}` is one {ending} file, `--type` asks for {}", names.join(" and "));
                Err((text, "leave one of the two out, or write to a folder with `-o DIR`".to_owned()))
            }
        };
    }
    if OTHER.contains(&ending.as_str()) {
        let known: Vec<&str> = FileType::value_variants().iter().map(|kind| kind.ending()).collect();
        let message = format!("`-o {text}`: cards are not written as {ending}, there are {}", known.join(", "));
        let instead = path.with_extension(known.first().copied().unwrap_or("png"));
        let hint = format!("`-o {}`; `-o {text}/` is a folder of that name", instead.display());
        return Err((message, hint));
    }
    Ok(Destination::Folder(path.clone()))
}
