//! What a line of each script takes above and below its baseline: a measure of the face, found as capital and x-height are, by
//! letters that reach far. All lines of a script then keep one rhythm, whatever letters a name happens to have.

use unicode_script::{Script, UnicodeScript};

/// Letters of a script, with the marks that names usually have, that go up and down as far as any.
#[rustfmt::skip]
const SAMPLES: &[(Script, &str)] = &[
    (Script::Arabic, "أ إ كل بج بح بع بي لى پ چ"),
    (Script::Hebrew, "לקףץשׁ"),
    (Script::Syriac, "ܐܠܩܓ"),
    (Script::Thaana, "ދިވޮ"),
    (Script::Devanagari, "र्कीट्ठूँरु"),
    (Script::Bengali, "র্কীক্ষ্মূঁ"),
    (Script::Gurmukhi, "ਕੀਗੁਰੂ੍ਹੌ"),
    (Script::Gujarati, "ર્કીશ્રુરૂ"),
    (Script::Oriya, "ର୍କିଶ୍ରୀନ୍ନୁ"),
    (Script::Tamil, "கீஸ்ரீஇழூ"),
    (Script::Telugu, "శ్రీస్త్రీక్ష్మూ"),
    (Script::Kannada, "ಶ್ರೀಸ್ತ್ರೀರ್ಕ್ಷೂ"),
    (Script::Malayalam, "ശ്രീസ്ത്രക്ഷ്ണൂ"),
    (Script::Sinhala, "ශ්‍රීඥූෂේ"),
    (Script::Thai, "ฟ้ำผึ้ปู่ญุฐู"),
    (Script::Lao, "ຫຼ້ຳປູ້ຊື່"),
    (Script::Khmer, "ស្រ៊ីង៉ែញុំស្ត្រូ"),
    (Script::Myanmar, "ကြီးဂီ့ဥက္ကာညွှန့်"),
    (Script::Tibetan, "བསྒྲུབསཧོཾརྒྱལ"),
    (Script::Ethiopic, "ሙላፍሮጥ"),
    (Script::Han, "國龍鑫"),
    (Script::Hiragana, "あをばぷ"),
    (Script::Katakana, "アヲバプ"),
    (Script::Hangul, "한글봤"),
];

/// Scripts of fewer than one name in so many do not decide how the other names stand.
const FEW: usize = 8;

/// Letters that tell how far a script's lines reach; none if the script is not known for reaching far.
pub(super) fn sample(script: Script) -> Option<&'static str> {
    SAMPLES.iter().find(|(of, _)| *of == script).map(|(_, letters)| *letters)
}

/// The scripts that all lines of a list of names make room for, so that names of several scripts keep one rhythm: those of
/// one name in eight at least.
pub fn shared_scripts<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    let (mut total, mut seen) = (0, Vec::new());
    for name in names {
        total += 1;
        seen.clear();
        // Nothing below the Hebrew block needs more room than the main face gives.
        for script in name.chars().filter(|c| u32::from(*c) >= 0x590).map(|c| c.script()) {
            if !seen.contains(&script) && sample(script).is_some() {
                seen.push(script);
                match counts.iter_mut().find(|(of, _)| *of == script) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((script, 1)),
                }
            }
        }
    }
    counts.retain(|(_, count)| count * FEW >= total);
    counts.into_iter().map(|(script, _)| script).collect()
}
