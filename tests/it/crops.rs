//! Which part of the artwork a box shows that has another shape: its focus, or where people have their heads.

use std::sync::Arc;

use extra_credit::card::{Card, format};
use extra_credit::geometry::Rect;
use extra_credit::record::{Focus, parse};
use extra_credit::template::Template;
use extra_credit::testing::compose::compose;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

use crate::helpers::inspect::FONTS;
use crate::helpers::picture;

/// The part of a picture of this size that a square box with this style shows.
fn crop((width, height): (u32, u32), focus: Option<Focus>, style: &str) -> Rect {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" style=\"display:flex\">\
         <image href=\"artwork\" style=\"width:100px; height:100px; {style}\"/></svg>"
    );
    let template = Template::new("test.svg", &svg).expect("well-formed");
    let parsed = parse("record.yaml", b"title: Tide\nartist: Vane\ncredits: {Bass: Bo}\n").expect("a record");
    let artwork = Some(Arc::new(picture(width, height, |x, y| [x as u8, y as u8, 90, 255])));
    let square = format("square").expect("a format");
    let card = Card { artwork, focus, ..Card::new(&parsed.record, square, Theme::dark(None)) };
    let composition = compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS)).expect("a card");
    composition.scenes[0].pictures().next().expect("a picture").crop
}

#[test]
fn a_crop_keeps_the_focus_unless_the_template_says_where_to_look() {
    let focus = Some(Focus { x: 0.9, y: 0.5 });
    assert_eq!(crop((80, 40), focus, ""), Rect::new(40.0, 0.0, 40.0, 40.0));
    assert_eq!(crop((80, 40), Some(Focus { x: 0.375, y: 0.0 }), ""), Rect::new(10.0, 0.0, 40.0, 40.0));
    assert_eq!(crop((80, 40), focus, "object-position: left"), Rect::new(0.0, 0.0, 40.0, 40.0));
    assert_eq!(crop((80, 40), focus, "object-fit: contain"), Rect::new(0.0, 0.0, 80.0, 40.0));
    assert_eq!(crop((80, 40), focus, "filter: blur(2px)"), Rect::new(40.0, 0.0, 40.0, 40.0));
}

#[test]
fn without_a_focus_a_crop_keeps_the_upper_part_and_the_middle_of_the_width() {
    assert_eq!(crop((80, 40), None, ""), Rect::new(20.0, 0.0, 40.0, 40.0));
    assert_eq!(crop((40, 48), None, ""), Rect::new(0.0, 0.0, 40.0, 40.0));
    assert_eq!(crop((40, 200), None, ""), Rect::new(0.0, 30.0, 40.0, 40.0));
    assert_eq!(crop((40, 40), None, ""), Rect::new(0.0, 0.0, 40.0, 40.0));
    assert_eq!(crop((40, 40), None, "height: 50px"), Rect::new(0.0, 0.0, 40.0, 20.0));
    assert_eq!(crop((80, 40), None, "height: 25px"), Rect::new(0.0, 0.0, 80.0, 20.0));
}
