//! A post as a whole: pictures in order with their alt texts and tags, the caption, and what else an API may ask for.
//! The JSON has the same words as the text files beside it.

use serde::Serialize;

use crate::catalogue::platforms::Placement;
use crate::post::caption::{CaptionError, Captions};
use crate::post::count::count;
use crate::post::draft::Draft;
use crate::post::tags::Tags;

/// A picture of a post.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PackagePicture {
    /// Its file, beside `post.json`.
    pub file: String,
    /// Media type: `image/jpeg`.
    pub media_type: String,
    /// px.
    pub width: u32,
    /// px.
    pub height: u32,
    /// Length of the file.
    pub bytes: u64,
    /// Alt text within the platform's limit.
    pub alt: String,
    /// Alt texts of the pages of a document, in order, each within the platform's limit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<String>,
    /// Handles to tag, with `@`.
    pub tags: Vec<String>,
}

/// A post.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its pictures, in order.
    pub pictures: Vec<PackagePicture>,
    /// Its caption.
    pub caption: String,
    /// Whom it tags.
    pub tags: Tags,
    json: String,
}

#[derive(Serialize)]
struct Json<'a> {
    platform: &'a str,
    placement: &'a str,
    language: &'a str,
    title: &'a str,
    artist: &'a str,
    pictures: &'a [PackagePicture],
    caption: &'a str,
    /// Lengths as the platform counts them.
    caption_length: usize,
    hashtags: Vec<&'a str>,
    /// Handles for which no picture has room.
    tags_left_over: &'a [String],
    /// Terms of DDEX; absent if the credit file does not say it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    ai: &'a [&'static str],
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    identifiers: serde_json::Map<String, serde_json::Value>,
    tracks: Vec<serde_json::Map<String, serde_json::Value>>,
    people: Vec<serde_json::Map<String, serde_json::Value>>,
    limits: Limits,
}

#[derive(Serialize)]
struct Limits {
    pictures: Option<usize>,
    bytes: Option<u64>,
    alt: Option<usize>,
    caption: Option<usize>,
    hashtags: Option<usize>,
    tags: Option<usize>,
}

fn map<'p>(pairs: impl IntoIterator<Item = (&'p str, String)>) -> serde_json::Map<String, serde_json::Value> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect()
}

impl Package {
    /// A post of a card's files. `pictures` come without alt texts and tags.
    ///
    /// # Errors
    /// Those of the caption.
    pub fn new(
        draft: &Draft,
        placement: &Placement,
        captions: &Captions,
        mut pictures: Vec<PackagePicture>,
    ) -> Result<Package, CaptionError> {
        let caption = captions.caption(draft, placement)?;
        let tags = Tags::of(draft, placement, pictures.len());
        let alts = draft.alts.iter().map(|alt| alt.fitted(placement.count, placement.alt));
        for ((picture, alt), tagged) in pictures.iter_mut().zip(alts).zip(&tags.pictures) {
            picture.alt = alt;
            picture.tags.clone_from(tagged);
        }
        // A document is one file of all pages.
        if let [document] = pictures.as_mut_slice()
            && draft.alts.len() > 1
        {
            document.pages = draft.alts.iter().map(|alt| alt.fitted(placement.count, placement.alt)).collect();
        }
        let identified = |all: &[(&'static str, String)]| map(all.iter().cloned());
        let json = Json {
            platform: &placement.platform,
            placement: &placement.place,
            language: draft.wording.tag(),
            title: &draft.title,
            artist: &draft.artist,
            pictures: &pictures,
            caption: &caption,
            caption_length: count(placement.count, &caption),
            hashtags: draft
                .hashtags
                .iter()
                .take(placement.hashtags.unwrap_or(usize::MAX))
                .map(String::as_str)
                .collect(),
            tags_left_over: &tags.left_over,
            ai: &draft.ai_parts,
            identifiers: identified(&draft.identifiers),
            tracks: draft
                .tracks
                .iter()
                .map(|track| {
                    let own = [("position", track.position.clone()), ("title", track.title.clone())];
                    map(own.into_iter().chain(track.identifiers.iter().cloned()))
                })
                .collect(),
            people: draft
                .people
                .iter()
                .map(|one| {
                    let handle = one.handle(&placement.platform).map(|handle| ("handle", handle));
                    map([("name", one.name.clone())].into_iter().chain(handle).chain(one.identifiers.iter().cloned()))
                })
                .collect(),
            limits: Limits {
                pictures: placement.pictures,
                bytes: placement.bytes,
                alt: placement.alt,
                caption: placement.caption,
                hashtags: placement.hashtags,
                tags: placement.tags,
            },
        };
        // Maps of texts always become JSON.
        let json = serde_json::to_string_pretty(&json).unwrap_or_default() + "\n";
        Ok(Package { pictures, caption, tags, json })
    }

    /// The alt texts as a text file: one a picture, or one a page of a document, an empty line between them.
    pub fn alt(&self) -> String {
        let texts = |picture: &'_ PackagePicture| match picture.pages.as_slice() {
            [] => vec![picture.alt.clone()],
            pages => pages.to_vec(),
        };
        let all: Vec<String> = self.pictures.iter().flat_map(texts).collect();
        all.join("\n\n") + "\n"
    }

    /// All of it as JSON.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// The files beside the pictures: name and text.
    pub fn files(&self) -> [(&'static str, String); 4] {
        [
            ("alt.txt", self.alt()),
            ("caption.txt", self.caption.clone() + "\n"),
            ("tags.txt", self.tags.text()),
            ("post.json", self.json.clone()),
        ]
    }
}
