//! Pictures of every kind that covers come in: the right colours in the right corners, or an error that says what is wrong.
//! The files are made by `tests/artwork/make.py`.

use std::io::Write;
use std::path::Path;

use extra_credit::artwork::{Artwork, ArtworkError, Limits};
use proptest::prelude::*;

type Rgb = [u8; 3];

const RED: Rgb = [230, 20, 20];
const GREEN: Rgb = [20, 200, 40];
const BLUE: Rgb = [20, 40, 220];
const WHITE: Rgb = [250, 250, 250];
const QUADRANTS: [Rgb; 4] = [RED, GREEN, BLUE, WHITE];

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/artwork").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn try_decode(name: &str) -> Result<Artwork, ArtworkError> {
    Artwork::decode(&bytes(name), &Limits::default())
}

fn decode(name: &str) -> Artwork {
    try_decode(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The pixel with alpha, at a share of the width and the height.
fn pixel(artwork: &Artwork, x: f32, y: f32) -> [u8; 4] {
    let (width, height) = (artwork.width() as usize, artwork.height() as usize);
    let at = (height as f32 * y) as usize * width + (width as f32 * x) as usize;
    match artwork.has_alpha() {
        true => artwork.data()[at * 4..at * 4 + 4].try_into().expect("four channels"),
        false => {
            let [r, g, b] = artwork.data()[at * 3..at * 3 + 3].try_into().expect("three channels");
            [r, g, b, 255]
        }
    }
}

fn corners(artwork: &Artwork) -> [[u8; 4]; 4] {
    [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)].map(|(x, y)| pixel(artwork, x, y))
}

fn assert_corners(name: &str, expected: [Rgb; 4], tolerance: u8) {
    let artwork = decode(name);
    let channels = if artwork.has_alpha() { 4 } else { 3 };
    assert_eq!(artwork.data().len(), artwork.width() as usize * artwork.height() as usize * channels, "{name}");
    for (corner, (found, expected)) in corners(&artwork).into_iter().zip(expected).enumerate() {
        let near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= tolerance);
        assert!(near, "{name}, corner {corner}: {found:?} instead of {expected:?}");
    }
}

fn grey(values: [u8; 4]) -> [Rgb; 4] {
    values.map(|value| [value; 3])
}

#[test]
fn jpegs_of_every_kind_keep_their_colours() {
    assert_corners("baseline.jpg", QUADRANTS, 6);
    assert_corners("progressive.jpg", QUADRANTS, 6);
    assert_corners("grey.jpg", grey([20, 90, 160, 250]), 4);
    assert_eq!(decode("progressive.jpg").format(), "JPEG");
}

#[test]
fn cmyk_jpegs_of_print_shops_are_not_inverted() {
    assert_corners("cmyk.jpg", QUADRANTS, 8);
}

#[test]
fn ycck_jpegs_keep_their_colours() {
    assert_corners("ycck.jpg", QUADRANTS, 8);
}

#[test]
fn black_ink_of_a_cmyk_jpeg_darkens() {
    assert_corners("black-ink.jpg", [[255, 255, 255], [127, 127, 127], [0, 0, 0], [0, 255, 255]], 8);
}

#[test]
fn each_exif_orientation_is_turned_upright() {
    for orientation in 1..=8 {
        let name = format!("orientation-{orientation}.jpg");
        let artwork = decode(&name);
        assert_eq!((artwork.width(), artwork.height()), (64, 48), "{name}");
        assert_corners(&name, QUADRANTS, 6);
    }
}

#[test]
fn pngs_of_every_kind_keep_their_colours() {
    for name in ["rgb.png", "palette.png", "sixteen-bit.png", "interlaced.png"] {
        assert_corners(name, QUADRANTS, 1);
        assert_eq!(decode(name).format(), "PNG");
        assert!(!decode(name).has_alpha(), "{name}");
    }
    assert_corners("grey.png", grey([20, 90, 160, 250]), 0);
    assert_corners("grey-sixteen-bit.png", grey([20, 90, 160, 250]), 1);
    assert_corners("bilevel.png", grey([0, 255, 255, 0]), 0);
}

#[test]
fn transparency_stays_straight() {
    for name in ["alpha.png", "alpha.webp"] {
        let artwork = decode(name);
        assert!(artwork.has_alpha(), "{name}");
        let [red, green, blue, white] = corners(&artwork);
        assert_eq!([red, green, white], [[230, 20, 20, 255], [20, 200, 40, 128], [250, 250, 250, 255]], "{name}");
        assert_eq!(blue[3], 0, "{name}");
    }
}

#[test]
fn webp_is_read_lossless_and_lossy() {
    assert_corners("lossless.webp", QUADRANTS, 0);
    assert_corners("lossy.webp", QUADRANTS, 10);
    assert_eq!(decode("lossy.webp").format(), "WebP");
}

#[test]
fn of_an_animation_the_first_frame_is_taken() {
    assert_corners("two-frames.gif", QUADRANTS, 1);
    assert_corners("animated.webp", QUADRANTS, 0);
    assert_eq!(decode("two-frames.gif").format(), "GIF");
}

#[test]
fn a_first_frame_that_is_smaller_than_its_screen_stands_in_its_place() {
    // The screen of 64 x 48 pixels becomes one of 128 x 96, and the frame moves to its middle.
    let mut gif = bytes("two-frames.gif");
    gif[6..10].copy_from_slice(&[128, 0, 96, 0]);
    let frame = gif.windows(9).position(|part| part == [0x2c, 0, 0, 0, 0, 64, 0, 48, 0]).expect("a frame");
    gif[frame + 1..frame + 5].copy_from_slice(&[32, 0, 24, 0]);
    let artwork = Artwork::decode(&gif, &Limits::default()).expect("a picture");
    assert_eq!((artwork.width(), artwork.height()), (128, 96));
    let inside = [(0.4, 0.4), (0.6, 0.4), (0.4, 0.6), (0.6, 0.6)].map(|(x, y)| pixel(&artwork, x, y));
    for (found, [r, g, b]) in inside.into_iter().zip(QUADRANTS) {
        assert_eq!(found, [r, g, b, 255]);
    }
    assert_eq!([(0.1, 0.1), (0.9, 0.9)].map(|(x, y)| pixel(&artwork, x, y)[3]), [0, 0]);
}

#[test]
fn display_p3_is_converted_to_srgb() {
    // From LittleCMS, by way of Pillow's ImageCms.
    let expected = [[216, 93, 97], [64, 184, 90], [100, 100, 208], [129, 129, 129]];
    assert_corners("display-p3.png", expected, 2);
    assert_corners("display-p3.jpg", expected, 5);
}

#[test]
fn a_broken_colour_profile_is_a_warning_and_the_picture_is_used() {
    assert_corners("broken-profile.jpg", QUADRANTS, 6);
    let warnings = decode("broken-profile.jpg").warnings().join("\n");
    assert!(warnings.contains("colour profile"), "{warnings}");
}

#[test]
fn a_small_picture_is_used_with_a_warning_that_has_its_size() {
    let artwork = decode("rgb.png");
    assert!(artwork.warnings().iter().any(|warning| warning.contains("64 x 48")), "{:?}", artwork.warnings());
}

#[test]
fn a_picture_cut_off_anywhere_is_an_error() {
    for name in ["baseline.jpg", "progressive.jpg", "rgb.png", "interlaced.png", "lossless.webp", "two-frames.gif"] {
        let whole = bytes(name);
        // Of the animation the last share is its second frame, which nobody needs.
        for share in if name.ends_with("gif") { vec![3, 5] } else { vec![3, 5, 7, 9] } {
            let part = &whole[..whole.len() * share / 10];
            let Err(error) = Artwork::decode(part, &Limits::default()) else {
                panic!("{name}, {share} tenths are taken for a picture");
            };
            let text = error.to_string();
            assert!(text.contains("cut off") || text.contains("damaged"), "{name}, {share} tenths: {text}");
        }
    }
}

#[test]
fn a_jpeg_and_a_png_without_their_end_are_told_to_be_cut_off() {
    for name in ["baseline.jpg", "rgb.png"] {
        let whole = bytes(name);
        let Err(error) = Artwork::decode(&whole[..whole.len() * 8 / 10], &Limits::default()) else {
            panic!("{name} without its end is taken for a picture");
        };
        assert!(matches!(error, ArtworkError::Truncated(_)), "{name}: {error}");
    }
}

#[test]
fn an_empty_file_is_told_to_be_empty() {
    assert_eq!(Artwork::decode(&[], &Limits::default()).expect_err("nothing in it"), ArtworkError::Empty);
}

#[test]
fn what_is_no_picture_is_named() {
    let cases: &[(&[u8], &str)] = &[
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (b"<!DOCTYPE html><html><head>", "a web page"),
        (b"\n  <!doctype HTML>\n<html lang=\"en\">", "a web page"),
        (b"<HTML><body>404", "a web page"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC"),
        (b"\0\0\0\x18ftypheix\0\0\0\0mif1heix", "a HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "an AVIF"),
        (b"\0\0\0\x1cftypisom\0\0\x02\0isomiso2mp41", "a video"),
        (b"II*\0\x08\0\0\0", "a TIFF"),
        (b"8BPS\0\x01", "a Photoshop"),
        (b"BM\x36\x10\0\0\0\0", "a BMP"),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "an SVG"),
        (b"PK\x03\x04\x14\0", "a ZIP"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:", "Git LFS"),
        (b"cover goes here\n", "text"),
        (b"\x01\x02\x03\xff\xfe\xfd\x80", "something unknown"),
    ];
    for (bytes, what) in cases {
        let error = Artwork::decode(bytes, &Limits::default()).expect_err(what).to_string();
        assert!(error.contains(what) && error.contains("not a JPEG, PNG, WebP or GIF"), "{what}: {error}");
    }
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_by_its_header() {
    let error = try_decode("huge.png").expect_err("3600 million pixels");
    assert_eq!(error, ArtworkError::TooManyPixels { width: 60000, height: 60000, limit: 100_000_000 });
    assert!(error.to_string().contains("60000 x 60000 = 3600000000"), "{error}");
}

#[test]
fn limits_hold_at_the_pixel_and_at_the_byte() {
    let picture = bytes("rgb.png");
    let with = |max_bytes, max_pixels| Artwork::decode(&picture, &Limits { max_bytes, max_pixels });
    assert!(with(picture.len(), 64 * 48).is_ok());
    assert_eq!(
        with(picture.len() - 1, 64 * 48).expect_err("a byte too many"),
        ArtworkError::TooManyBytes { bytes: picture.len(), limit: picture.len() - 1 }
    );
    assert_eq!(
        with(picture.len(), 64 * 48 - 1).expect_err("a pixel too many"),
        ArtworkError::TooManyPixels { width: 64, height: 48, limit: 64 * 48 - 1 }
    );
}

#[test]
fn a_colour_profile_that_unpacks_to_much_is_passed_over_with_a_warning() {
    let with_profile = |length: usize| {
        let picture = bytes("rgb.png");
        let mut packed = flate2::write::ZlibEncoder::new(b"x\0\0".to_vec(), flate2::Compression::best());
        packed.write_all(&vec![0; length]).expect("packed");
        let mut chunk = b"iCCP".to_vec();
        chunk.extend(packed.finish().expect("packed"));
        let length = (chunk.len() as u32 - 4).to_be_bytes();
        let sum = crc32fast::hash(&chunk).to_be_bytes();
        // Behind the header, which is 33 bytes long.
        [&picture[..33], &length[..], &chunk[..], &sum[..], &picture[33..]].concat()
    };
    let small = Artwork::decode(&with_profile(1 << 20), &Limits::default()).expect("a picture");
    assert!(small.warnings()[0].contains("colour profile"), "{:?}", small.warnings());
    let bomb = with_profile(64 << 20);
    assert!(bomb.len() < 1 << 17);
    // Its decoder passes over it; all of it would have been 64 MiB.
    let passed = Artwork::decode(&bomb, &Limits::default()).expect("a picture");
    assert!(passed.warnings()[0].contains("profile cannot be unpacked to at most 16 MiB"), "{:?}", passed.warnings());
}

#[test]
fn decoding_twice_gives_the_same_pixels() {
    for name in ["progressive.jpg", "cmyk.jpg", "display-p3.jpg", "lossy.webp"] {
        assert_eq!(decode(name).data(), decode(name).data(), "{name}");
    }
}

const SAMPLES: [&str; 10] = [
    "baseline.jpg",
    "progressive.jpg",
    "cmyk.jpg",
    "orientation-6.jpg",
    "display-p3.jpg",
    "palette.png",
    "interlaced.png",
    "alpha.webp",
    "lossy.webp",
    "two-frames.gif",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_bytes_are_a_picture_or_an_error_and_never_a_panic(
        sample in 0..SAMPLES.len(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        keep in 0.2..1.0_f64,
        cut in any::<bool>(),
    ) {
        let mut data = bytes(SAMPLES[sample]);
        for (index, value) in flips {
            *index.get_mut(&mut data) = value;
        }
        if cut {
            data.truncate((data.len() as f64 * keep) as usize);
        }
        // A small limit, so that a damaged header does not ask for gigabytes.
        let limits = Limits { max_pixels: 1_000_000, ..Limits::default() };
        match Artwork::decode(&data, &limits) {
            Ok(artwork) => {
                let channels = if artwork.has_alpha() { 4 } else { 3 };
                prop_assert_eq!(artwork.data().len(), artwork.width() as usize * artwork.height() as usize * channels);
                prop_assert!(u64::from(artwork.width()) * u64::from(artwork.height()) <= limits.max_pixels);
            }
            Err(error) => prop_assert!(!error.to_string().contains('\n')),
        }
    }
}

/// A JPEG of a noisy picture, in which every bit counts.
fn noisy(progressive: bool) -> Vec<u8> {
    let pixels: Vec<u8> = (0_u32..120 * 90 * 3).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
    encoder.set_progressive(progressive);
    encoder.encode(&pixels, 120, 90, jpeg_encoder::ColorType::Rgb).expect("a JPEG");
    bytes
}

#[test]
fn a_jpeg_of_noise_is_read_strictly_and_whole() {
    for progressive in [false, true] {
        let artwork = Artwork::decode(&noisy(progressive), &Limits::default()).expect("a picture");
        assert_eq!((artwork.width(), artwork.height()), (120, 90));
    }
}

#[test]
fn jpegs_of_odd_kinds_keep_their_colours() {
    // A scan for each colour, of different sizes; a size of its own for each; a restart after each MCU.
    for name in ["apart.jpg", "mixed.jpg", "restarts.jpg"] {
        assert_corners(name, QUADRANTS, 6);
        assert!(decode(name).warnings().iter().all(|warning| !warning.contains("belong to nothing")), "{name}");
    }
}

#[test]
fn jpegs_of_kinds_that_are_not_read_say_what_they_have() {
    let refused = |bytes: &[u8]| match Artwork::decode(bytes, &Limits::default()) {
        Ok(_) => panic!("taken for a picture"),
        Err(error) => error.to_string(),
    };
    let frame = |kind: u8, precision: u8| {
        let mut data = bytes("baseline.jpg");
        let at = data.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
        (data[at + 1], data[at + 4]) = (kind, precision);
        refused(&data)
    };
    for (found, what) in [
        (refused(&bytes("arithmetic.jpg")), "has arithmetic coding"),
        (refused(&bytes("thirds.jpg")), "has colours of a third of its size"),
        (frame(0xc1, 12), "has more than 8 bits a colour"),
        (frame(0xc3, 8), "is compressed without loss"),
        (frame(0xc5, 8), "is hierarchical"),
    ] {
        assert_eq!(found, format!("the JPEG {what}, which is not read: save it again as an ordinary JPEG"));
    }
}

#[test]
fn what_libjpeg_finds_damaged_is_refused_or_warned_of_and_what_is_whole_is_taken() {
    let table = std::str::from_utf8(include_bytes!("../artwork/damage.csv")).expect("text");
    let (mut silent, mut taken) = (Vec::new(), 0);
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let [file, kind, at, value, verdict] = cells[..] else { panic!("{row}") };
        let (whole, at, value) =
            (bytes(file), at.parse::<usize>().expect("a number"), value.parse::<usize>().expect("a number"));
        // As `tests/artwork/damage.py` does it.
        let data = match kind {
            "set" => [&whole[..at], &[value as u8], &whole[at + 1..]].concat(),
            "cut" => whole[..at].to_vec(),
            "ended" => [&whole[..at], b"\xff\xd9"].concat(),
            "hole" => [&whole[..at], &whole[at + value..]].concat(),
            _ => panic!("{row}"),
        };
        let said = match Artwork::decode(&data, &Limits::default()) {
            Err(ArtworkError::Truncated(_) | ArtworkError::Corrupt { .. }) => true,
            Err(error) => panic!("{row}: {error}"),
            Ok(artwork) => artwork.warnings().iter().any(|warning| warning.contains("belong to nothing")),
        };
        if verdict == "damaged" && !said {
            silent.push(row);
        }
        if data == whole {
            assert!(!said, "{row}");
        }
        taken += usize::from(!said);
    }
    assert_eq!(silent, [""; 0]);
    assert!(taken > 150, "a damage that no decoder can see is no reason to refuse: {taken}");
}

#[test]
fn the_place_where_a_damaged_jpeg_ends_is_named() {
    let whole = bytes("photo-plain.jpg");
    let ended = [&whole[..whole.len() * 3 / 4], b"\xff\xd9"].concat();
    let Err(error) = Artwork::decode(&ended, &Limits::default()) else { panic!("taken for a picture") };
    assert_eq!(error.to_string(), "the JPEG picture is damaged: its data ends at row 28 of 56");
}

#[test]
fn a_webp_is_turned_as_its_exif_says_with_or_without_the_name_of_jpegs_before_it() {
    // Orientation 6: the first row is the right column.
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    for chunk in [exif.clone(), [b"Exif\0\0".to_vec(), exif].concat()] {
        let mut bytes = Vec::new();
        let mut encoder = image_webp::WebPEncoder::new(&mut bytes);
        encoder.set_exif_metadata(chunk);
        encoder.encode(&[200; 4 * 2 * 3], 4, 2, image_webp::ColorType::Rgb8).expect("a WebP");
        let artwork = Artwork::decode(&bytes, &Limits::default()).expect("a picture");
        assert_eq!((artwork.width(), artwork.height()), (2, 4));
        assert_eq!(Artwork::measure(&bytes, &Limits::default()), Ok((2, 4)));
    }
}

#[test]
fn a_picture_that_takes_too_much_memory_is_refused_before_it_is_decoded() {
    // 9,900 x 9,900 pixels of 16 bits with alpha: eight bytes each, and four more for its copy.
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::ImageBuffer::<image::Rgba<u16>, _>::from_pixel(1, 1, image::Rgba([0; 4]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a PNG");
    let mut bytes = bytes.into_inner();
    bytes[16..24].copy_from_slice(&[9_900_u32.to_be_bytes(), 9_900_u32.to_be_bytes()].concat());
    let sum = crc32fast::hash(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    let Err(error) = Artwork::decode(&bytes, &Limits::default()) else { panic!("taken for a picture") };
    assert!(matches!(error, ArtworkError::TooMuchMemory { .. }), "{error}");
    assert!(error.to_string().ends_with("takes 1121 MiB of memory, at most 880 MiB are used"), "{error}");
}
