//! Where lines break.

use super::*;

#[test]
fn names_break_between_words_before_hyphens_before_letters() {
    let name = |text: &str, width: f32| {
        strings(&shape(text).break_lines(width, Wrap::Name, None, false))
            .iter()
            .map(|s| s.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(name("Beyoncé Knowles-Carter", 50.0), ["Beyoncé Knowles-Carter"]);
    assert_eq!(name("Beyoncé Knowles-Carter", 9.5), ["Beyoncé ", "Knowles-Carter"]);
    assert_eq!(name("Beyoncé Knowles-Carter", 5.5), ["Beyoncé ", "Knowles-", "Carter"]);
    assert!(name("Wolfeschlegelsteinhausenbergerdorff", 8.0).len() >= 3);
}

#[test]
fn a_single_short_word_is_not_left_on_the_last_line() {
    let text = "one two three four five six no";
    let shaped = shape(text);
    let width = shape("one two three four five six").width() + 0.1;
    assert_eq!(strings(&shaped.break_lines(width, Wrap::Normal, None, false)), ["one two three four five ", "six no"]);
}

#[test]
fn a_pretty_text_leaves_no_article_at_the_end_of_a_line_and_no_word_alone() {
    let text = "She listens to the room first and trusts the engineer's ears";
    let shaped = shape(text);
    let width = shape("room first and trusts the").width() + 0.1;
    let plain = shaped.break_lines(width, Wrap::Normal, None, false);
    assert!(strings(&plain).iter().any(|line| line.trim_end().ends_with(" the")), "{:?}", strings(&plain));
    let pretty = shaped.break_lines(width, Wrap::Pretty, None, false);
    assert_eq!(pretty.lines.len(), plain.lines.len());
    assert!(strings(&pretty).iter().all(|line| !line.trim_end().ends_with(" the")), "{:?}", strings(&pretty));

    let shaped = shape("one two three four five six seven eight no");
    let width = shape("one two three four").width() + 0.1;
    let lines = shaped.break_lines(width, Wrap::Pretty, None, false);
    assert!(strings(&lines).last().is_some_and(|line| line.trim_end().contains(' ')), "{:?}", strings(&lines));
}

#[test]
fn separators_do_not_start_a_line() {
    let text = "Odalys Brant · Theo Okafor · Marisol Vane · Wale Adeyinka";
    for width in 20..120 {
        for wrap in [Wrap::Normal, Wrap::Balance] {
            for line in shape(text).break_lines(width as f32 / 4.0, wrap, None, false).lines {
                // Narrower than a name and its dot, something must give.
                assert!(!line.string.starts_with('·') || width < 30, "{width} {}", line.string);
            }
        }
    }
}

#[test]
fn no_line_begins_with_a_dash_or_an_equals_sign_that_stands_alone() {
    let shaped = shape("Jam Session - Happy Hours = Neap Tides");
    for quarter in 24..90 {
        for line in shaped.break_lines(quarter as f32 / 4.0, Wrap::Balance, None, false).lines {
            assert!(!line.string.starts_with(['-', '=']), "{quarter} {}", line.string);
        }
    }
    let minus = shape("No -5 dB");
    assert_eq!(strings(&minus.break_lines(2.5, Wrap::Normal, None, false)), ["No ", "-5 ", "dB"]);
}

#[test]
fn a_cut_text_ends_in_an_ellipsis_after_a_letter() {
    let shaped = shape("Earth, Wind & Fire, and many more friends");
    for tenth in 10..180 {
        let width = tenth as f32 / 10.0;
        let lines = shaped.break_lines(width, Wrap::Normal, Some(1), true);
        let line = &lines.lines[0];
        if !lines.truncated {
            continue;
        }
        assert!(line.ellipsis && line.string.ends_with('…'));
        assert!(!line.string.ends_with(" …") && !line.string.ends_with(",…"), "{}", line.string);
        assert!(line.width <= width + 0.01, "{} {width}", line.width);
        let placed = shaped.place(line);
        let right = placed.runs.iter().flat_map(|r| &r.glyphs).map(|g| g.x).fold(0.0, f32::max);
        assert!(right <= width);
    }
}

#[test]
fn a_word_with_a_hyphen_stays_whole_where_that_takes_no_line_more() {
    let title = shape("Electronic Music Second A-Chronology");
    let width = shape("Electronic Music").width() + 0.01;
    for wrap in [Wrap::Normal, Wrap::Balance] {
        let lines = title.break_lines(width, wrap, None, false);
        assert_eq!((lines.lines.len(), strings(&lines)[2]), (3, "A-Chronology"), "{wrap:?}");
    }
    let narrow = title.break_lines(shape("Chronology").width() + 0.01, Wrap::Normal, None, false);
    assert!(strings(&narrow).iter().any(|line| line.ends_with("A-")), "{:?}", strings(&narrow));
}

#[test]
fn a_mark_between_spaces_is_not_drawn_at_the_end_of_a_line() {
    let shaped = shape("Album · 2026 · Tide·");
    let drawn = |width: &str, mark: &str| {
        let lines = shaped.break_lines(shape(width).width() + 0.1, Wrap::Normal, None, false).lines;
        let line = shaped.without_mark(lines[0].clone(), mark);
        assert_eq!(line.string, lines[0].string);
        line.width
    };
    let width = |text: &str| shape(text).width();
    assert!((drawn("Album · 2026 ·", "·") - width("Album · 2026")).abs() < 0.01);
    assert!((drawn("Album · 2026 ·", "/") - width("Album · 2026 ·")).abs() < 0.01);
    assert!((drawn("Album · 2026 · Tide·", "·") - width("Album · 2026 · Tide·")).abs() < 0.01);
}

#[test]
fn newlines_always_break() {
    let shaped = shape("one\ntwo\r\nthree");
    assert_eq!(strings(&shaped.break_lines(100.0, Wrap::Normal, None, false)), ["one\n", "two\r\n", "three"]);
}

#[test]
fn thai_breaks_between_words() {
    let thai = shape("ภาษาไทยภาษาไทย");
    assert!(thai.min_content() < thai.width());
}

#[test]
#[cfg(feature = "cjk")]
fn korean_breaks_between_words_and_japanese_between_letters() {
    let korean = shape("방탄 소년단");
    let words = korean.clusters.iter().filter(|c| c.break_after != Break::None).count();
    assert_eq!(words, 1);
    assert!(shape("坂本龍一").min_content() < 1.1);
}

#[test]
#[cfg(feature = "cjk")]
fn lines_of_japanese_keep_its_words_where_that_takes_no_line_more() {
    let title = shape("夜の海を渡るフェリーの灯り");
    let lines = title.break_lines(8.0, Wrap::Balance, None, false);
    assert_eq!(strings(&lines), ["夜の海を渡る", "フェリーの灯り"]);
    let narrow = title.break_lines(3.2, Wrap::Balance, None, false);
    assert_eq!(narrow.lines.len(), title.count_lines(3.2, Wrap::Balance));
    let label = shape("レコーディング・エンジニア");
    assert_eq!(strings(&label.break_lines(11.0, Wrap::Normal, None, false)), ["レコーディング・", "エンジニア"]);
    let name = shape("ジョヴァンニ・パレストリーナ");
    assert_eq!(strings(&name.break_lines(9.0, Wrap::Name, None, false)), ["ジョヴァンニ・", "パレストリーナ"]);
}
