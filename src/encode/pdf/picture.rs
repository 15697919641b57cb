//! Pictures of a document: artwork as it came, once, and shown through its box; backdrops as they look on the page.
//! A JPEG stays the file that it was, bit for bit; other artwork keeps its pixels.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use krilla::geom::Size;
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use krilla::paint::FillRule;
use krilla::surface::Surface;
use usvg::Tree;

use super::{PdfError, path, placed, share, vector};
use crate::artwork::{Artwork, Drawing, Raster, filtered, resized};
use crate::encode::{EncodeError, Metadata, Pictures, Quality, jpeg};
use crate::geometry::Rect;
use crate::raster::{Pixels, WholeRect, whole_rect};
use crate::scene::{PictureFilter, PictureItem};

/// Quality of what is a backdrop: nothing in it is sharp.
const BACKDROP: u8 = 92;

/// A picture with its place.
pub(super) struct Placed {
    what: What,
    /// The box it is seen through.
    rect: Rect,
    /// Where the whole of it would be.
    whole: Rect,
    opacity: f32,
}

enum What {
    Image(Image),
    Drawing(Arc<Tree>),
}

impl Placed {
    /// A picture of pixels.
    pub(super) fn image(item: &PictureItem, image: Image, pictures: Pictures) -> Placed {
        let cut = is_cut(item, pictures);
        let whole =
            if cut { item.rect } else { whole(item, item.picture.width() as f32, item.picture.height() as f32) };
        Placed { what: What::Image(image), rect: item.rect, whole, opacity: item.opacity }
    }

    /// A logo.
    pub(super) fn drawing(item: &PictureItem, drawing: &Drawing) -> Placed {
        let whole = whole(item, item.picture.width() as f32, item.picture.height() as f32);
        Placed { what: What::Drawing(drawing.tree()), rect: item.rect, whole, opacity: item.opacity }
    }

    /// Paints it.
    pub(super) fn draw(self, surface: &mut Surface<'_>) {
        let Placed { what, rect, whole, opacity } = self;
        let (Some(frame), Some(size)) = (path(rect), Size::from_wh(whole.width, whole.height)) else { return };
        surface.push_opacity(share(opacity));
        surface.push_clip_path(&frame, &FillRule::NonZero);
        match what {
            What::Image(image) => {
                surface.push_transform(&placed(1.0, 1.0, whole.x, whole.y));
                surface.draw_image(image, size);
            }
            What::Drawing(tree) => {
                let (x, y) = (whole.width / tree.size().width(), whole.height / tree.size().height());
                surface.push_transform(&placed(x, y, whole.x, whole.y));
                vector::draw(surface, tree.root());
            }
        }
        surface.pop();
        surface.pop();
        surface.pop();
    }
}

/// Where the whole of a picture would be, of which a part is in its box.
fn whole(item: &PictureItem, width: f32, height: f32) -> Rect {
    let Rect { x, y, width: wide, height: high } = item.crop;
    let (across, down) = (item.rect.width / wide, item.rect.height / high);
    Rect::new(item.rect.x - x * across, item.rect.y - y * down, width * across, height * down)
}

/// Whether only what the box shows is embedded.
fn is_cut(item: &PictureItem, pictures: Pictures) -> bool {
    item.filter != PictureFilter::default() || pictures != Pictures::Whole
}

/// What tells embeddings of one picture apart.
pub(super) fn key(item: &PictureItem, pictures: Pictures) -> String {
    match is_cut(item, pictures) {
        false => String::new(),
        true => format!("{:?} {:?} {} {}", item.filter, item.crop, item.rect.width, item.rect.height),
    }
}

/// The picture as it is embedded; `device` is pixels a px of the page.
pub(super) fn embedded(item: &PictureItem, pictures: Pictures, device: f32) -> Result<Image, EncodeError> {
    let plain = item.filter == PictureFilter::default();
    let failed = |reason: String| PdfError::Picture { field: item.field.clone(), reason };
    if plain && pictures == Pictures::Whole {
        return match item.picture.file() {
            Some(file) => Ok(Image::from_jpeg(Arc::clone(file).into(), false).map_err(failed)?),
            None => Ok(Image::from_custom(Whole::of(&item.picture), false).map_err(failed)?),
        };
    }
    let times = match pictures {
        // A blur has nothing finer than a px.
        _ if !plain => 1.0,
        Pictures::Whole | Pictures::Small => device,
        Pictures::Smaller => 2.0 * device,
    };
    // No more pixels than there are.
    let own = (item.crop.width / item.rect.width).max(item.crop.height / item.rect.height);
    let times = if plain && own > 0.0 { times.min(own) } else { times };
    let WholeRect { width, height, .. } = whole_rect(item, times)?;
    let raster = match plain {
        true => resized(&item.picture, item.crop, width, height),
        false => filtered(&item.picture, item.crop, width, height, &item.filter, 1.0),
    };
    let quality = match pictures {
        Pictures::Whole => BACKDROP,
        Pictures::Smaller => 85,
        Pictures::Small => 70,
    };
    pixels(raster, quality, &failed)
}

/// Straight pixels: as JPEG if they are opaque.
fn pixels(raster: Raster, quality: u8, failed: &dyn Fn(String) -> PdfError) -> Result<Image, EncodeError> {
    let Raster { width, height, data } = raster;
    if data.iter().skip(3).step_by(4).any(|alpha| *alpha != 255) {
        let color = data.as_chunks::<4>().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
        let alpha = data.iter().skip(3).step_by(4).copied().collect();
        let whole = Whole { size: (width, height), color: Arc::new(color), alpha: Some(Arc::new(alpha)) };
        return Ok(Image::from_custom(whole, false).map_err(failed)?);
    }
    let page = Pixels { width, height, top: 0, data, opaque: true };
    let quality = Quality::try_from(quality).unwrap_or_default();
    let file = jpeg::encode(&page, quality, false, &Metadata::default(), None)?;
    Ok(Image::from_jpeg(file.into(), false).map_err(failed)?)
}

/// Decoded pixels, embedded without loss.
#[derive(Clone)]
struct Whole {
    size: (u32, u32),
    color: Arc<Vec<u8>>,
    alpha: Option<Arc<Vec<u8>>>,
}

impl Whole {
    fn of(artwork: &Artwork) -> Whole {
        let size = (artwork.width(), artwork.height());
        if !artwork.has_alpha() {
            return Whole { size, color: Arc::new(artwork.data().to_vec()), alpha: None };
        }
        let (color, alpha) = artwork.data().as_chunks::<4>().0.iter().map(|[r, g, b, a]| ([*r, *g, *b], *a)).unzip();
        let color: Vec<[u8; 3]> = color;
        Whole { size, color: Arc::new(color.concat()), alpha: Some(Arc::new(alpha)) }
    }
}

impl Hash for Whole {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.size, &*self.color, self.alpha.as_deref()).hash(state);
    }
}

impl CustomImage for Whole {
    fn color_channel(&self) -> &[u8] {
        &self.color
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        self.alpha.as_deref().map(Vec::as_slice)
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Rgb
    }
}
