//! Credit files of any size for the benches.
//! Nothing is random, so every run on every machine has the same work.

/// A credit file of `names` names in `roles` roles, with a title, an artist and a footer.
pub fn credit_file(roles: usize, names: usize) -> String {
    let first = ["Odalys", "Theo", "June", "Marisol", "Wale", "Hana", "Petra", "Cosmo", "Ines", "Delphine", "Noor"];
    let last = ["Brant", "Okafor", "Castellan", "Vane", "Adeyinka-Ross", "Kimura", "Lindqvist", "Rey", "Duarte-Quill"];
    let mut yaml = String::from(
        "title: Low Tide Piano\nartist: Marisol Vane\nartwork: cover.jpg\nlabel: Saltmarsh Records\nreleased: 2026\n",
    );
    yaml.push_str("hashtags: [BehindTheRecord, GiveCredit]\ncredits:\n");
    for role in 0..roles {
        yaml.push_str(&format!("  Session Role {}:\n", role + 1));
        for name in (0..names).filter(|name| name * roles / names == role) {
            let round = name / (first.len() * last.len());
            let suffix = if round == 0 { String::new() } else { format!(" {}", round + 1) };
            yaml.push_str(&format!("    - {} {}{suffix}\n", first[name % first.len()], last[name % last.len()]));
        }
    }
    yaml
}
