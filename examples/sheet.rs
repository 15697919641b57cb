//! Draws every name of the test list, regular and bold, to look at scripts side by side.
//! `cargo run --example sheet -- out.png [family] [size]`

#[path = "../tests/it/names/list.rs"]
mod list;
#[path = "../tests/it/names/page.rs"]
mod page;

use extra_credit::fonts::Fonts;
use extra_credit::testing::raster::Rasterizer;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let path = args.get(1).expect("where to write the picture");
    let family = args.get(2).map_or("Inter", |family| family.clone().leak());
    let size: f32 = args.get(3).map_or(36.0, |size| size.parse().expect("a size"));
    let fonts = Fonts::embedded();
    let layout = page::Layout { size, column: (size * 55.0 / 3.0).round(), margin: 16.0, family, weights: &[400, 700] };
    let scene = page::page(&fonts, &list::names(), &layout);
    let pixels = Rasterizer::new(&fonts).render(&scene, 1.0).expect("pixels");
    image::save_buffer(path, &pixels.data, pixels.width, pixels.height, image::ColorType::Rgba8).expect("a file");
}
