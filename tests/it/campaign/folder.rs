//! The records of a campaign, and what runs of it made.

pub use crate::folder::{Folder, PROGRAM, Ran, ran};

impl Folder {
    /// A folder with `records/` and a cover that they share.
    pub fn campaign(records: usize) -> Folder {
        let folder = Folder::new();
        folder.write("records/covers/shared.png", cover(7));
        folder.write("records/covers/other.png", cover(90));
        for number in 1..=records {
            folder.record(number, "Odalys Brant");
        }
        folder
    }

    /// A folder with a spreadsheet of records, a row for each credit, and covers that they share.
    pub fn spreadsheet(records: usize) -> Folder {
        let folder = Folder::campaign(0);
        let mut rows = String::from("Title,Artist,Artwork,Role,Name\n");
        for number in 1..=records {
            let cover = if number.is_multiple_of(5) { "other" } else { "shared" };
            rows.push_str(&format!("Record {number:03},Marisol Vane,covers/{cover}.png,Producer,Odalys Brant\n"));
            rows.push_str(",,,Producer,Theo Okafor\n");
            rows.push_str(&format!(",,,Mixing Engineer,\"Wale Adeyinka-Ross, {number}\"\n"));
        }
        folder.write("records/credits.csv", rows);
        folder
    }

    /// Writes the credit file of a record: the one place that knows what inputs a campaign is made of.
    pub fn record(&self, number: usize, producer: &str) {
        let cover = if number.is_multiple_of(5) { "other" } else { "shared" };
        self.write(
            &format!("records/record-{number:03}.yaml"),
            format!(
                "title: Tide {number}\nartist: Marisol Vane\nartwork: covers/{cover}.png\ncredits:\n  \
                 Producer: [{producer}, Theo Okafor]\n  Mixing Engineer: Wale Adeyinka-Ross {number}\n"
            ),
        );
    }

    /// Pictures that a run makes, by its report.
    pub fn made(&self, arguments: &str) -> Vec<String> {
        self.well(&format!("{arguments} --report made.jsonl"));
        let text = self.text("made.jsonl");
        let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        let made: Vec<_> = lines.filter(|line| line["status"] == "made").collect();
        let outputs = made.iter().filter_map(|line| line["outputs"].as_array()).flatten();
        outputs.filter_map(|output| output["path"].as_str().map(str::to_owned)).collect()
    }
}

impl Ran {
    /// Pictures of the listing that were up to date, and those that were made, by the sentence at the end.
    pub fn counts(&self) -> (usize, usize) {
        let number = |what: &str| {
            let before = self.messages.split(what).next().filter(|before| before.len() < self.messages.len())?;
            before.rsplit(|c: char| !c.is_ascii_digit()).find(|word| !word.is_empty())?.parse().ok()
        };
        let up_to_date = number(" up to date").unwrap_or_default();
        let all = self.out.lines().count();
        let made = number(" pictures made").or_else(|| number(" picture made"));
        assert!(made.is_none_or(|made: usize| all == 0 || made + up_to_date == all), "{}{}", self.out, self.messages);
        (up_to_date, all - up_to_date)
    }
}

/// A small cover as PNG.
pub fn cover(seed: u8) -> Vec<u8> {
    cover_of(seed, 64, 64)
}

pub fn cover_of(seed: u8, width: u32, height: u32) -> Vec<u8> {
    let colour = |x, y| image::Rgb([seed, (x * 3) as u8, (y * 2) as u8 + seed / 2]);
    let picture = image::RgbImage::from_fn(width, height, colour);
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}
