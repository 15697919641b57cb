//! Which family draws a script the style's own families lack, and how large beside them.
//! The tables are data: a row each, with the reason where the number was chosen by eye.

use unicode_script::Script;

use super::Metrics;

/// Regional form of Han characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Han {
    /// Japanese, the default.
    Jp,
    /// Korean.
    Kr,
    /// Simplified Chinese.
    Sc,
    /// Traditional Chinese, Taiwan.
    Tc,
    /// Traditional Chinese, Hong Kong and Macau.
    Hk,
}

impl Han {
    /// The form a BCP 47 language tag asks for; `None` if it names no language that writes Han.
    pub(crate) fn from_language(tag: &str) -> Option<Han> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        let language = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        let has = |names: &[&str]| rest.iter().any(|part| names.contains(part));
        match language {
            "ja" => Some(Han::Jp),
            "ko" => Some(Han::Kr),
            "yue" if !has(&["hans", "cn"]) => Some(Han::Hk),
            "zh" | "cmn" | "yue" | "wuu" | "hak" | "nan" => Some(if has(&["hans"]) {
                Han::Sc
            } else if has(&["hk", "mo"]) {
                Han::Hk
            } else if has(&["hant", "tw"]) {
                Han::Tc
            } else {
                Han::Sc
            }),
            _ => None,
        }
    }

    /// The embedded family with these forms.
    pub(crate) fn family(self) -> &'static str {
        match self {
            Han::Jp => "Noto Sans CJK JP",
            Han::Kr => "Noto Sans CJK KR",
            Han::Sc => "Noto Sans CJK SC",
            Han::Tc => "Noto Sans CJK TC",
            Han::Hk => "Noto Sans CJK HK",
        }
    }
}

/// Families of emoji: in colour, then as lines in the colour of the text.
pub(crate) const EMOJI: &[&str] = &["Twemoji Mozilla", "Noto Emoji"];

/// Families after the script's own: wide coverage first, then signs, then pictures.
const GENERIC: &[&str] =
    &["Noto Sans", "Noto Sans Symbols 2", "Noto Sans Symbols", "Noto Sans Math", "Noto Music", "Noto Emoji"];

/// What a family looks like, as far as its fallback should look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FamilyKind {
    /// Without serifs, of usual width.
    Sans,
    /// With serifs.
    Serif,
    /// Without serifs, narrow.
    Condensed,
}

/// Words in a family's name that tell its kind, in order.
const KINDS: &[(&str, FamilyKind)] = &[
    ("condensed", FamilyKind::Condensed),
    ("narrow", FamilyKind::Condensed),
    ("shoulders", FamilyKind::Condensed),
    ("sans", FamilyKind::Sans),
    ("serif", FamilyKind::Serif),
    ("naskh", FamilyKind::Serif),
];

impl FamilyKind {
    /// The kind that the name of a family suggests; sans if it suggests none.
    pub(crate) fn of(family: &str) -> FamilyKind {
        let family = family.to_ascii_lowercase();
        KINDS.iter().find(|(word, _)| family.contains(word)).map_or(FamilyKind::Sans, |(_, kind)| *kind)
    }
}

/// Families for a script beside a main family of some kind, before those of `SCRIPTS`.
#[rustfmt::skip]
const ALIKE: &[(FamilyKind, Script, &str)] = &[
    (FamilyKind::Serif, Script::Latin, "Noto Serif Condensed"),
    (FamilyKind::Serif, Script::Cyrillic, "Noto Serif Condensed"),
    (FamilyKind::Serif, Script::Greek, "Noto Serif Condensed"),
    (FamilyKind::Serif, Script::Arabic, "Noto Naskh Arabic"),
    (FamilyKind::Serif, Script::Hebrew, "Noto Serif Hebrew"),
    (FamilyKind::Serif, Script::Armenian, "Noto Serif Armenian"),
    (FamilyKind::Serif, Script::Georgian, "Noto Serif Georgian"),
    (FamilyKind::Serif, Script::Thai, "Noto Serif Thai"),
    (FamilyKind::Serif, Script::Lao, "Noto Serif Lao"),
    (FamilyKind::Condensed, Script::Latin, "Noto Sans ExtraCondensed"),
    (FamilyKind::Condensed, Script::Cyrillic, "Noto Sans ExtraCondensed"),
    (FamilyKind::Condensed, Script::Greek, "Noto Sans ExtraCondensed"),
    (FamilyKind::Condensed, Script::Arabic, "Noto Sans Arabic ExtraCondensed"),
    (FamilyKind::Condensed, Script::Hebrew, "Noto Sans Hebrew ExtraCondensed"),
    (FamilyKind::Condensed, Script::Armenian, "Noto Sans Armenian ExtraCondensed"),
    (FamilyKind::Condensed, Script::Georgian, "Noto Sans Georgian ExtraCondensed"),
    (FamilyKind::Condensed, Script::Thai, "Noto Sans Thai ExtraCondensed"),
];

/// Families to try for a cluster of `script` beside a main family of `kind`, in order.
pub(crate) fn families_for(script: Script, emoji: bool, han: Han, kind: FamilyKind) -> Vec<&'static str> {
    let mut families = Vec::with_capacity(10);
    if emoji {
        families.extend(EMOJI);
    }
    families.extend(ALIKE.iter().filter(|(k, s, _)| *k == kind && *s == script).map(|(_, _, family)| *family));
    match script {
        Script::Han => families.push(han.family()),
        Script::Hiragana | Script::Katakana => families.push(Han::Jp.family()),
        Script::Hangul => families.push(Han::Kr.family()),
        Script::Bopomofo => families.push(Han::Tc.family()),
        _ => families.extend(SCRIPTS.iter().filter(|(s, _)| *s == script).map(|(_, family)| *family)),
    }
    families.extend(GENERIC);
    families.push(han.family());
    families
}

/// Scripts whose letters join, by a stroke or a headline: letter spacing would tear them.
pub(crate) fn joined(script: Script) -> bool {
    matches!(
        script,
        Script::Arabic
            | Script::Syriac
            | Script::Mongolian
            | Script::Nko
            | Script::Adlam
            | Script::Hanifi_Rohingya
            | Script::Mandaic
            | Script::Phags_Pa
            | Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Syloti_Nagri
            | Script::Newa
    )
}

/// How the size of a fallback face is found.
enum Match {
    /// Same x-height as the main face, within these bounds.
    XHeight(f32, f32),
    /// This factor beside capitals of Inter (0.727 em), following the main face's capitals.
    Caps(f32),
}

/// Capital height of Inter, the face the factors were chosen beside.
const INTER_CAPS: f32 = 0.727;

/// Size of the faces that draw signs of any script, and of those whose letters keep one size whatever stands beside them.
const SIGNS: &[(&str, Match)] = &[
    // A picture as high as its line looks larger than the words: a little above capitals and below the baseline.
    ("Noto Emoji", Match::Caps(0.88)),
    ("Twemoji", Match::Caps(1.02)),
    ("Noto Sans Symbols", Match::Caps(1.0)),
    ("Noto Music", Match::Caps(1.0)),
    ("Noto Sans Math", Match::XHeight(0.88, 1.12)),
    // Also full-width Latin and the signs between ideographs.
    ("Noto Sans CJK", Match::Caps(0.97)),
];

/// Size of a fallback face, script by script. Scripts not listed keep the size of the main face.
const SIZES: &[(&[Script], Match)] = &[
    // Lower case meets lower case: any difference shows within one line.
    (
        &[Script::Latin, Script::Cyrillic, Script::Greek, Script::Armenian, Script::Georgian, Script::Coptic],
        Match::XHeight(0.88, 1.12),
    ),
    // Ideographs fill their square: at full size they look larger than capitals.
    (&[Script::Han, Script::Hiragana, Script::Katakana, Script::Hangul, Script::Bopomofo], Match::Caps(0.97)),
    // Noto's Arabic has a small body under tall stems.
    (&[Script::Arabic, Script::Syriac, Script::Thaana], Match::Caps(1.08)),
    // Hebrew letters stand between x-height and capitals.
    (&[Script::Hebrew], Match::Caps(1.06)),
    // Loops of Thai and Lao sit at Latin x-height; marks go above.
    (&[Script::Thai, Script::Lao], Match::Caps(1.06)),
    // Stacked letters: full size keeps the line from growing.
    (&[Script::Khmer, Script::Myanmar], Match::Caps(0.96)),
    // Tibetan hangs from its headline and stacks downwards.
    (&[Script::Tibetan], Match::Caps(1.1)),
];

/// The size factor of a `fallback` face of `family` that draws `script` beside the `main` face.
pub(crate) fn factor(script: Script, family: &str, main: &Metrics, fallback: &Metrics) -> f32 {
    let sign = SIGNS.iter().find(|(start, _)| family.starts_with(start)).map(|(_, rule)| rule);
    let letter = || SIZES.iter().find(|(scripts, _)| scripts.contains(&script)).map(|(_, rule)| rule);
    let Some(rule) = sign.or_else(letter) else { return 1.0 };
    let value = match rule {
        Match::XHeight(min, max) if fallback.x_height > 0.0 => (main.x_height / fallback.x_height).clamp(*min, *max),
        Match::XHeight(..) => 1.0,
        Match::Caps(size) => size * (main.cap_height / INTER_CAPS).clamp(0.92, 1.1),
    };
    if value.is_finite() { value } else { 1.0 }
}

/// The embedded family of each script, Han and its companions apart.
#[rustfmt::skip]
const SCRIPTS: &[(Script, &str)] = &[
    (Script::Latin, "Noto Sans"),
    (Script::Cyrillic, "Noto Sans"),
    (Script::Greek, "Noto Sans"),
    (Script::Arabic, "Noto Sans Arabic"),
    (Script::Hebrew, "Noto Sans Hebrew"),
    (Script::Devanagari, "Noto Sans Devanagari"),
    (Script::Bengali, "Noto Sans Bengali"),
    (Script::Tamil, "Noto Sans Tamil"),
    (Script::Telugu, "Noto Sans Telugu"),
    (Script::Kannada, "Noto Sans Kannada"),
    (Script::Malayalam, "Noto Sans Malayalam"),
    (Script::Gujarati, "Noto Sans Gujarati"),
    (Script::Gurmukhi, "Noto Sans Gurmukhi"),
    (Script::Oriya, "Noto Sans Oriya"),
    (Script::Sinhala, "Noto Sans Sinhala"),
    (Script::Thai, "Noto Sans Thai"),
    (Script::Khmer, "Noto Sans Khmer"),
    (Script::Lao, "Noto Sans Lao"),
    (Script::Myanmar, "Noto Sans Myanmar"),
    (Script::Tibetan, "Noto Serif Tibetan"),
    (Script::Ethiopic, "Noto Sans Ethiopic"),
    (Script::Armenian, "Noto Sans Armenian"),
    (Script::Georgian, "Noto Sans Georgian"),
    (Script::Cherokee, "Noto Sans Cherokee"),
    (Script::Canadian_Aboriginal, "Noto Sans Canadian Aboriginal"),
    (Script::Thaana, "Noto Sans Thaana"),
    (Script::Mongolian, "Noto Sans Mongolian"),
    (Script::Syriac, "Noto Sans Syriac"),
    (Script::Nko, "Noto Sans NKo"),
    (Script::Tifinagh, "Noto Sans Tifinagh"),
    (Script::Vai, "Noto Sans Vai"),
    (Script::Adlam, "Noto Sans Adlam"),
    (Script::Javanese, "Noto Sans Javanese"),
    (Script::Balinese, "Noto Sans Balinese"),
    (Script::Sundanese, "Noto Sans Sundanese"),
    (Script::Ol_Chiki, "Noto Sans Ol Chiki"),
    (Script::Meetei_Mayek, "Noto Sans Meetei Mayek"),
    (Script::Yi, "Noto Sans Yi"),
    (Script::Lisu, "Noto Sans Lisu"),
    (Script::Runic, "Noto Sans Runic"),
    (Script::Gothic, "Noto Sans Gothic"),
    (Script::Coptic, "Noto Sans Coptic"),
    (Script::Osage, "Noto Sans Osage"),
    (Script::Glagolitic, "Noto Sans Glagolitic"),
    (Script::Ogham, "Noto Sans Ogham"),
    (Script::Cham, "Noto Sans Cham"),
    (Script::Tai_Tham, "Noto Sans Tai Tham"),
    (Script::New_Tai_Lue, "Noto Sans New Tai Lue"),
    (Script::Tai_Le, "Noto Sans Tai Le"),
    (Script::Tai_Viet, "Noto Sans Tai Viet"),
    (Script::Buginese, "Noto Sans Buginese"),
    (Script::Tagalog, "Noto Sans Tagalog"),
    (Script::Chakma, "Noto Sans Chakma"),
    (Script::Lepcha, "Noto Sans Lepcha"),
    (Script::Limbu, "Noto Sans Limbu"),
    (Script::Syloti_Nagri, "Noto Sans Syloti Nagri"),
    (Script::Phags_Pa, "Noto Sans Phags Pa"),
    (Script::Kayah_Li, "Noto Sans Kayah Li"),
    (Script::Saurashtra, "Noto Sans Saurashtra"),
    (Script::Deseret, "Noto Sans Deseret"),
    (Script::Shavian, "Noto Sans Shavian"),
    (Script::Newa, "Noto Sans Newa"),
    (Script::Hanifi_Rohingya, "Noto Sans Hanifi Rohingya"),
    (Script::Miao, "Noto Sans Miao"),
    (Script::Wancho, "Noto Sans Wancho"),
    (Script::Warang_Citi, "Noto Sans Warang Citi"),
];
