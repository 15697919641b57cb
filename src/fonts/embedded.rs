//! The table of faces compiled into the program, in embedding order: the rows of `fonts/fonts.csv`.
//! Bytes stay in the mapped executable; nothing here is parsed or copied before a face is used.

/// Faces with their names beside them. The names are one text: a literal of each would stand among the bytes of the
/// fonts, and listing the faces would read the program's file all over.
pub(super) struct Table {
    /// A line a face: path, tab, family.
    names: &'static str,
    files: &'static [File],
}

struct File {
    data: &'static [u8],
    index: u32,
    weight: u16,
    italic: bool,
}

impl Table {
    /// The rows, in embedding order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Embedded> {
        self.names.lines().zip(self.files).filter_map(|(names, &File { data, index, weight, italic })| {
            let (file, family) = names.split_once('\t')?;
            Some(Embedded { file, data, index, family, weight, italic })
        })
    }
}

/// One row of `fonts/fonts.csv` with the bytes of its file.
pub(super) struct Embedded {
    /// Path under `fonts/`.
    pub file: &'static str,
    /// The file.
    pub data: &'static [u8],
    /// Face within a collection.
    pub index: u32,
    /// CSS family.
    pub family: &'static str,
    /// CSS weight.
    pub weight: u16,
    /// Whether the face is italic.
    pub italic: bool,
}

#[cfg(feature = "embedded-fonts")]
macro_rules! faces {
    ($($file:literal $index:literal $family:literal $weight:literal $italic:literal;)*) => {
        Table {
            names: concat!($($file, "\t", $family, "\n"),*),
            files: &[$(File {
                data: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $file)),
                index: $index,
                weight: $weight,
                italic: $italic,
            }),*],
        }
    };
}

/// Faces of every program.
#[cfg(feature = "embedded-fonts")]
#[rustfmt::skip]
pub(super) static FACES: Table = faces! {
    "archivo/Archivo_800ExtraBold.ttf" 0 "Archivo" 800 false;
    "archivo/Archivo_900Black.ttf" 0 "Archivo" 900 false;
    "inter/Inter_400Regular.ttf" 0 "Inter" 400 false;
    "inter/Inter_500Medium.ttf" 0 "Inter" 500 false;
    "inter/Inter_600SemiBold.ttf" 0 "Inter" 600 false;
    "inter/Inter_700Bold.ttf" 0 "Inter" 700 false;
    "instrument-serif/InstrumentSerif_400Regular.ttf" 0 "Instrument Serif" 400 false;
    "instrument-serif/InstrumentSerif_400Regular_Italic.ttf" 0 "Instrument Serif" 400 true;
    "big-shoulders-display/BigShouldersDisplay_800ExtraBold.ttf" 0 "Big Shoulders Display" 800 false;
    "sofia-sans-extra-condensed/SofiaSansExtraCondensed_400Regular.ttf" 0 "Sofia Sans Extra Condensed" 400 false;
    "sofia-sans-extra-condensed/SofiaSansExtraCondensed_500Medium.ttf" 0 "Sofia Sans Extra Condensed" 500 false;
    "sofia-sans-extra-condensed/SofiaSansExtraCondensed_600SemiBold.ttf" 0 "Sofia Sans Extra Condensed" 600 false;
    "sofia-sans-extra-condensed/SofiaSansExtraCondensed_700Bold.ttf" 0 "Sofia Sans Extra Condensed" 700 false;
    "ibm-plex-mono/IBMPlexMono_400Regular.ttf" 0 "IBM Plex Mono" 400 false;
    "ibm-plex-mono/IBMPlexMono_500Medium.ttf" 0 "IBM Plex Mono" 500 false;
    "ibm-plex-mono/IBMPlexMono_600SemiBold.ttf" 0 "IBM Plex Mono" 600 false;
    "noto/NotoSans-Regular.ttf" 0 "Noto Sans" 400 false;
    "noto/NotoSans-Bold.ttf" 0 "Noto Sans" 700 false;
    "noto/NotoSansArabic-Regular.ttf" 0 "Noto Sans Arabic" 400 false;
    "noto/NotoSansArabic-Bold.ttf" 0 "Noto Sans Arabic" 700 false;
    "noto/NotoSansHebrew-Regular.ttf" 0 "Noto Sans Hebrew" 400 false;
    "noto/NotoSansHebrew-Bold.ttf" 0 "Noto Sans Hebrew" 700 false;
    "noto/NotoSansDevanagari-Regular.ttf" 0 "Noto Sans Devanagari" 400 false;
    "noto/NotoSansDevanagari-Bold.ttf" 0 "Noto Sans Devanagari" 700 false;
    "noto/NotoSansBengali-Regular.ttf" 0 "Noto Sans Bengali" 400 false;
    "noto/NotoSansBengali-Bold.ttf" 0 "Noto Sans Bengali" 700 false;
    "noto/NotoSansTamil-Regular.ttf" 0 "Noto Sans Tamil" 400 false;
    "noto/NotoSansTamil-Bold.ttf" 0 "Noto Sans Tamil" 700 false;
    "noto/NotoSansTelugu-Regular.ttf" 0 "Noto Sans Telugu" 400 false;
    "noto/NotoSansTelugu-Bold.ttf" 0 "Noto Sans Telugu" 700 false;
    "noto/NotoSansKannada-Regular.ttf" 0 "Noto Sans Kannada" 400 false;
    "noto/NotoSansKannada-Bold.ttf" 0 "Noto Sans Kannada" 700 false;
    "noto/NotoSansMalayalam-Regular.ttf" 0 "Noto Sans Malayalam" 400 false;
    "noto/NotoSansMalayalam-Bold.ttf" 0 "Noto Sans Malayalam" 700 false;
    "noto/NotoSansGujarati-Regular.ttf" 0 "Noto Sans Gujarati" 400 false;
    "noto/NotoSansGujarati-Bold.ttf" 0 "Noto Sans Gujarati" 700 false;
    "noto/NotoSansGurmukhi-Regular.ttf" 0 "Noto Sans Gurmukhi" 400 false;
    "noto/NotoSansGurmukhi-Bold.ttf" 0 "Noto Sans Gurmukhi" 700 false;
    "noto/NotoSansOriya-Regular.ttf" 0 "Noto Sans Oriya" 400 false;
    "noto/NotoSansOriya-Bold.ttf" 0 "Noto Sans Oriya" 700 false;
    "noto/NotoSansSinhala-Regular.ttf" 0 "Noto Sans Sinhala" 400 false;
    "noto/NotoSansSinhala-Bold.ttf" 0 "Noto Sans Sinhala" 700 false;
    "noto/NotoSansThai-Regular.ttf" 0 "Noto Sans Thai" 400 false;
    "noto/NotoSansThai-Bold.ttf" 0 "Noto Sans Thai" 700 false;
    "noto/NotoSansKhmer-Regular.ttf" 0 "Noto Sans Khmer" 400 false;
    "noto/NotoSansKhmer-Bold.ttf" 0 "Noto Sans Khmer" 700 false;
    "noto/NotoSansLao-Regular.ttf" 0 "Noto Sans Lao" 400 false;
    "noto/NotoSansLao-Bold.ttf" 0 "Noto Sans Lao" 700 false;
    "noto/NotoSansMyanmar-Regular.ttf" 0 "Noto Sans Myanmar" 400 false;
    "noto/NotoSansMyanmar-Bold.ttf" 0 "Noto Sans Myanmar" 700 false;
    "noto/NotoSerifTibetan-Regular.ttf" 0 "Noto Serif Tibetan" 400 false;
    "noto/NotoSerifTibetan-Bold.ttf" 0 "Noto Serif Tibetan" 700 false;
    "noto/NotoSansEthiopic-Regular.ttf" 0 "Noto Sans Ethiopic" 400 false;
    "noto/NotoSansEthiopic-Bold.ttf" 0 "Noto Sans Ethiopic" 700 false;
    "noto/NotoSansArmenian-Regular.ttf" 0 "Noto Sans Armenian" 400 false;
    "noto/NotoSansArmenian-Bold.ttf" 0 "Noto Sans Armenian" 700 false;
    "noto/NotoSansGeorgian-Regular.ttf" 0 "Noto Sans Georgian" 400 false;
    "noto/NotoSansGeorgian-Bold.ttf" 0 "Noto Sans Georgian" 700 false;
    "noto/NotoSansCherokee-Regular.ttf" 0 "Noto Sans Cherokee" 400 false;
    "noto/NotoSansCherokee-Bold.ttf" 0 "Noto Sans Cherokee" 700 false;
    "noto/NotoSansCanadianAboriginal-Regular.ttf" 0 "Noto Sans Canadian Aboriginal" 400 false;
    "noto/NotoSansCanadianAboriginal-Bold.ttf" 0 "Noto Sans Canadian Aboriginal" 700 false;
    "noto/NotoSansThaana-Regular.ttf" 0 "Noto Sans Thaana" 400 false;
    "noto/NotoSansThaana-Bold.ttf" 0 "Noto Sans Thaana" 700 false;
    "noto/NotoSansMongolian-Regular.ttf" 0 "Noto Sans Mongolian" 400 false;
    "noto/NotoSansSyriac-Regular.ttf" 0 "Noto Sans Syriac" 400 false;
    "noto/NotoSansNKo-Regular.ttf" 0 "Noto Sans NKo" 400 false;
    "noto/NotoSansTifinagh-Regular.ttf" 0 "Noto Sans Tifinagh" 400 false;
    "noto/NotoSansVai-Regular.ttf" 0 "Noto Sans Vai" 400 false;
    "noto/NotoSansAdlam-Regular.ttf" 0 "Noto Sans Adlam" 400 false;
    "noto/NotoSansJavanese-Regular.ttf" 0 "Noto Sans Javanese" 400 false;
    "noto/NotoSansBalinese-Regular.ttf" 0 "Noto Sans Balinese" 400 false;
    "noto/NotoSansSundanese-Regular.ttf" 0 "Noto Sans Sundanese" 400 false;
    "noto/NotoSansOlChiki-Regular.ttf" 0 "Noto Sans Ol Chiki" 400 false;
    "noto/NotoSansMeeteiMayek-Regular.ttf" 0 "Noto Sans Meetei Mayek" 400 false;
    "noto/NotoSansYi-Regular.ttf" 0 "Noto Sans Yi" 400 false;
    "noto/NotoSansLisu-Regular.ttf" 0 "Noto Sans Lisu" 400 false;
    "noto/NotoSansRunic-Regular.ttf" 0 "Noto Sans Runic" 400 false;
    "noto/NotoSansGothic-Regular.ttf" 0 "Noto Sans Gothic" 400 false;
    "noto/NotoSansCoptic-Regular.ttf" 0 "Noto Sans Coptic" 400 false;
    "noto/NotoSansOsage-Regular.ttf" 0 "Noto Sans Osage" 400 false;
    "noto/NotoSansGlagolitic-Regular.ttf" 0 "Noto Sans Glagolitic" 400 false;
    "noto/NotoSansOgham-Regular.ttf" 0 "Noto Sans Ogham" 400 false;
    "noto/NotoSansCham-Regular.ttf" 0 "Noto Sans Cham" 400 false;
    "noto/NotoSansTaiTham-Regular.ttf" 0 "Noto Sans Tai Tham" 400 false;
    "noto/NotoSansNewTaiLue-Regular.ttf" 0 "Noto Sans New Tai Lue" 400 false;
    "noto/NotoSansTaiLe-Regular.ttf" 0 "Noto Sans Tai Le" 400 false;
    "noto/NotoSansTaiViet-Regular.ttf" 0 "Noto Sans Tai Viet" 400 false;
    "noto/NotoSansBuginese-Regular.ttf" 0 "Noto Sans Buginese" 400 false;
    "noto/NotoSansTagalog-Regular.ttf" 0 "Noto Sans Tagalog" 400 false;
    "noto/NotoSansChakma-Regular.ttf" 0 "Noto Sans Chakma" 400 false;
    "noto/NotoSansLepcha-Regular.ttf" 0 "Noto Sans Lepcha" 400 false;
    "noto/NotoSansLimbu-Regular.ttf" 0 "Noto Sans Limbu" 400 false;
    "noto/NotoSansSylotiNagri-Regular.ttf" 0 "Noto Sans Syloti Nagri" 400 false;
    "noto/NotoSansPhagsPa-Regular.ttf" 0 "Noto Sans Phags Pa" 400 false;
    "noto/NotoSansKayahLi-Regular.ttf" 0 "Noto Sans Kayah Li" 400 false;
    "noto/NotoSansSaurashtra-Regular.ttf" 0 "Noto Sans Saurashtra" 400 false;
    "noto/NotoSansDeseret-Regular.ttf" 0 "Noto Sans Deseret" 400 false;
    "noto/NotoSansShavian-Regular.ttf" 0 "Noto Sans Shavian" 400 false;
    "noto/NotoSansNewa-Regular.ttf" 0 "Noto Sans Newa" 400 false;
    "noto/NotoSansHanifiRohingya-Regular.ttf" 0 "Noto Sans Hanifi Rohingya" 400 false;
    "noto/NotoSansMiao-Regular.ttf" 0 "Noto Sans Miao" 400 false;
    "noto/NotoSansWancho-Regular.ttf" 0 "Noto Sans Wancho" 400 false;
    "noto/NotoSansWarangCiti-Regular.ttf" 0 "Noto Sans Warang Citi" 400 false;
    "noto/NotoSansSymbols-Regular.ttf" 0 "Noto Sans Symbols" 400 false;
    "noto/NotoSansSymbols-Bold.ttf" 0 "Noto Sans Symbols" 700 false;
    "noto-sans-symbols-2/NotoSansSymbols2_400Regular.ttf" 0 "Noto Sans Symbols 2" 400 false;
    "noto-sans-math/NotoSansMath_400Regular.ttf" 0 "Noto Sans Math" 400 false;
    "noto/NotoMusic-Regular.ttf" 0 "Noto Music" 400 false;
    "noto-emoji/NotoEmoji_400Regular.ttf" 0 "Noto Emoji" 400 false;
    "noto-emoji/NotoEmoji_700Bold.ttf" 0 "Noto Emoji" 700 false;
    "twemoji/TwemojiMozilla.ttf" 0 "Twemoji Mozilla" 400 false;
    "noto/NotoSerif-Condensed.ttf" 0 "Noto Serif Condensed" 400 false;
    "noto/NotoSerif-CondensedItalic.ttf" 0 "Noto Serif Condensed" 400 true;
    "noto/NotoNaskhArabic-Regular.ttf" 0 "Noto Naskh Arabic" 400 false;
    "noto/NotoSerifHebrew-Regular.ttf" 0 "Noto Serif Hebrew" 400 false;
    "noto/NotoSerifArmenian-Regular.ttf" 0 "Noto Serif Armenian" 400 false;
    "noto/NotoSerifGeorgian-Regular.ttf" 0 "Noto Serif Georgian" 400 false;
    "noto/NotoSerifThai-Regular.ttf" 0 "Noto Serif Thai" 400 false;
    "noto/NotoSerifLao-Regular.ttf" 0 "Noto Serif Lao" 400 false;
    "noto/NotoSans-ExtraCondensedBold.ttf" 0 "Noto Sans ExtraCondensed" 700 false;
    "noto/NotoSansArabic-ExtraCondensedBold.ttf" 0 "Noto Sans Arabic ExtraCondensed" 700 false;
    "noto/NotoSansHebrew-ExtraCondensedBold.ttf" 0 "Noto Sans Hebrew ExtraCondensed" 700 false;
    "noto/NotoSansArmenian-ExtraCondensedBold.ttf" 0 "Noto Sans Armenian ExtraCondensed" 700 false;
    "noto/NotoSansGeorgian-ExtraCondensedBold.ttf" 0 "Noto Sans Georgian ExtraCondensed" 700 false;
    "noto/NotoSansThai-ExtraCondensedBold.ttf" 0 "Noto Sans Thai ExtraCondensed" 700 false;
};

/// Without the `embedded-fonts` feature a caller brings its fonts.
#[cfg(not(feature = "embedded-fonts"))]
pub(super) static FACES: Table = Table { names: "", files: &[] };

/// Chinese, Japanese and Korean: two collections, five regional faces each.
#[cfg(feature = "cjk")]
#[rustfmt::skip]
pub(super) static CJK: Table = faces! {
    "noto-cjk/NotoSansCJK-Regular.ttc" 0 "Noto Sans CJK JP" 400 false;
    "noto-cjk/NotoSansCJK-Regular.ttc" 1 "Noto Sans CJK KR" 400 false;
    "noto-cjk/NotoSansCJK-Regular.ttc" 2 "Noto Sans CJK SC" 400 false;
    "noto-cjk/NotoSansCJK-Regular.ttc" 3 "Noto Sans CJK TC" 400 false;
    "noto-cjk/NotoSansCJK-Regular.ttc" 4 "Noto Sans CJK HK" 400 false;
    "noto-cjk/NotoSansCJK-Bold.ttc" 0 "Noto Sans CJK JP" 700 false;
    "noto-cjk/NotoSansCJK-Bold.ttc" 1 "Noto Sans CJK KR" 700 false;
    "noto-cjk/NotoSansCJK-Bold.ttc" 2 "Noto Sans CJK SC" 700 false;
    "noto-cjk/NotoSansCJK-Bold.ttc" 3 "Noto Sans CJK TC" 700 false;
    "noto-cjk/NotoSansCJK-Bold.ttc" 4 "Noto Sans CJK HK" 700 false;
};

/// Without the `cjk` feature these scripts need a font directory.
#[cfg(not(feature = "cjk"))]
pub(super) static CJK: Table = Table { names: "", files: &[] };
