//! Records of any number of names in several scripts, as credit files.

use extra_credit::record::{Record, parse};

pub const ROLES: [&str; 40] = [
    "Executive Producer",
    "Producer",
    "Co-Producer",
    "Songwriter",
    "Lyricist",
    "Composer",
    "Vocal Production",
    "Recording Engineer",
    "Assistant Engineer",
    "Mixing Engineer",
    "Mastering Engineer",
    "Lead Vocals",
    "Background Vocals",
    "Choir",
    "Guitar",
    "Acoustic Guitar",
    "Bass",
    "Double Bass",
    "Drums",
    "Percussion",
    "Keyboards",
    "Piano",
    "Synthesizer",
    "Violin",
    "Viola",
    "Cello",
    "Flute",
    "Clarinet",
    "Trumpet",
    "Saxophone",
    "Arranger",
    "Conductor",
    "A&R",
    "Publisher",
    "Manager",
    "Publicist",
    "Creative Director",
    "Art Director",
    "Photographer",
    "Vocal comping & spiritual guidance",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Latin,
    Japanese,
    Arabic,
    Devanagari,
    Mixed,
}

pub const LATIN: (&[&str], &[&str]) = (
    &[
        "Odalys",
        "Theo",
        "June",
        "Marisol",
        "Inês",
        "Kerensa",
        "Bram",
        "Sunniva",
        "Wale",
        "Björk",
        "Zsófia",
        "Rafał",
        "Jean-Baptiste",
        "Bo",
        "Amara",
        "Désirée",
        "Oluwaseun",
        "Cosmo",
    ],
    &[
        "Brant",
        "Okafor",
        "Castellan",
        "Vane",
        "Duarte-Quill",
        "Holt",
        "Teixeira",
        "Aas",
        "Adeyinka-Ross",
        "Sæmundsdóttir",
        "Kovács",
        "Wiśniewski",
        "van der Meer",
        "Li",
        "Osei",
        "Lacroix",
        "Featherstonehaugh",
    ],
);
pub const JAPANESE: (&[&str], &[&str]) = (
    &["木村", "坂井", "佐藤", "高橋", "小笠原", "林", "長谷川", "渡辺", "東海林", "伊集院", "森"],
    &["花", "美月", "健太郎", "翔", "さくら", "由紀子", "アキラ", "大輔", "舞", "直人", "結衣", "龍之介", "誠"],
);
pub const ARABIC: (&[&str], &[&str]) = (
    &["ليلى", "محمد", "فاطمة", "يوسف", "نور", "عبد الرحمن", "مريم", "زياد", "هدى", "سليم", "رانيا"],
    &["حداد", "المصري", "بن سعيد", "الخوري", "قاسم", "الزهراني", "منصور", "درويش", "العطار", "جبران", "شاهين", "طه"],
);
pub const DEVANAGARI: (&[&str], &[&str]) = (
    &["अनुष्का", "राजेश", "प्रियंका", "विक्रम", "सुनीता", "कृष्ण", "लक्ष्मी", "अर्जुन", "मीरा", "श्रीनिवास", "ज्योति"],
    &["शर्मा", "कुलकर्णी", "त्रिपाठी", "चट्टोपाध्याय", "सिंह", "द्विवेदी", "राव", "पटेल", "मिश्रा", "वर्मा", "घोष", "नायर"],
);

/// The name of that number; all different up to the product of the lists' lengths, which have no common factor.
pub fn name(script: Script, number: usize) -> String {
    let (given, family) = match script {
        Script::Latin => LATIN,
        Script::Japanese => JAPANESE,
        Script::Arabic => ARABIC,
        Script::Devanagari => DEVANAGARI,
        Script::Mixed if cfg!(feature = "cjk") => [LATIN, JAPANESE, ARABIC, DEVANAGARI][number % 4],
        Script::Mixed => [LATIN, ARABIC, DEVANAGARI][number % 3],
    };
    let space = if given == JAPANESE.0 { "" } else { " " };
    let (one, other) = (given[number % given.len()], family[number % family.len()]);
    format!("{one}{space}{other}")
}

/// Names a role: 1, 2, 3, 1, 4, 2, … so that some roles are long.
pub const SHARES: [usize; 7] = [1, 2, 3, 1, 4, 2, 5];

/// A credit file of so many names. One name more is always one more at the end of the last role, or a role more.
pub fn yaml(count: usize, script: Script, title: &str) -> String {
    let mut text =
        format!("title: \"{title}\"\nartist: Marisol Vane\nkind: album\nreleased: 2026\nlabel: Saltmarsh Records\n");
    text.push_str("hashtags: [BehindTheRecord, GiveCredit]\ncredits:\n");
    let mut done = 0;
    for role in 0.. {
        if done == count {
            break;
        }
        let label = ROLES[role % ROLES.len()];
        // A record of hundreds of names has more roles than the list: they get numbers.
        let label = if role < ROLES.len() { label.to_owned() } else { format!("{label} {}", role / ROLES.len() + 1) };
        text.push_str(&format!("  \"{label}\":\n"));
        let share = if count > 150 { SHARES[role % 7] * 2 } else { SHARES[role % 7] };
        for _ in 0..share.min(count - done) {
            text.push_str(&format!("    - \"{}\"\n", name(script, done)));
            done += 1;
        }
    }
    text
}

pub fn record(text: &str) -> Record {
    match parse("generated.yaml", text.as_bytes()) {
        Ok(parsed) => parsed.record,
        Err(problems) => panic!("{}\n{text}", problems.iter().map(ToString::to_string).collect::<String>()),
    }
}
