//! The XMP packet of pictures: title, artist, contributors, rights and alt text in the fields of Dublin Core and IPTC.
//! PNG, JPEG and WebP carry the same one (XMP specification, part 3; IPTC Photo Metadata Standard 2023.2).

use xmp_writer::{CustomNamespace, Namespace, XmpWriter};

use super::metadata::{Metadata, TOOL};

/// The packet of some metadata.
pub(super) fn packet(metadata: &Metadata) -> String {
    let iptc = CustomNamespace::new("IPTC Core", "Iptc4xmpCore", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/");
    let iptc = Namespace::Custom(Box::new(iptc));
    let Metadata { title, author, description, contributors, rights, language, credit_file: _ } = metadata;
    let mut xmp = XmpWriter::new();
    if !title.is_empty() {
        xmp.title([(None, title.as_str())]);
    }
    if !author.is_empty() {
        xmp.creator([author.as_str()]);
    }
    if !contributors.is_empty() {
        xmp.contributor(contributors.iter().map(String::as_str));
    }
    if !rights.is_empty() {
        xmp.rights([(None, rights.as_str())]);
    }
    if !language.is_empty() {
        xmp.element("language", Namespace::DublinCore).unordered_array([language.as_str()]);
    }
    if !description.is_empty() {
        xmp.element("AltTextAccessibility", iptc).language_alternative([(None, description.as_str())]);
    }
    xmp.creator_tool(TOOL);
    xmp.finish(None)
}

/// A packet of at most so many bytes. What does not fit is left out from the least: contributors, who are in the alt text
/// too, then the end of the alt text.
pub(super) fn packet_within(metadata: &Metadata, bytes: usize) -> String {
    let whole = packet(metadata);
    if whole.len() <= bytes {
        return whole;
    }
    let shorter = |end: usize| {
        let text = metadata.description.get(..end).unwrap_or_default();
        let description = if end == metadata.description.len() { text.to_owned() } else { format!("{text}…") };
        packet(&Metadata { contributors: Vec::new(), description, ..metadata.clone() })
    };
    // The longest that fits: how long a character gets depends on what it is.
    let (mut least, mut most) = (0, metadata.description.len());
    let mut longest = shorter(0);
    while least < most {
        let middle = metadata.description.ceil_char_boundary(least + (most - least).div_ceil(2));
        let text = shorter(middle);
        if text.len() <= bytes {
            (least, longest) = (middle, text);
        } else {
            most = metadata.description.floor_char_boundary(middle.saturating_sub(1));
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Metadata {
        Metadata {
            title: "Ebbe & Flut <潮>".into(),
            author: "Hana 木村".into(),
            description: "Piano: \"Hana\" 木村".into(),
            contributors: vec!["Hana 木村".into(), "نور".into()],
            rights: "© 2026 Saltmarsh".into(),
            language: "ja".into(),
            ..Metadata::default()
        }
    }

    #[test]
    fn every_field_is_in_the_packet_and_escaped_once() {
        let text = packet(&metadata());
        let xml = roxmltree::Document::parse(&text).expect("XML");
        let said = |name: &str| {
            let node = xml.descendants().find(|node| node.tag_name().name() == name).expect("an element");
            let texts = node.descendants().filter_map(|node| node.text().filter(|_| node.is_element()));
            texts.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(said("title"), ["Ebbe & Flut <潮>"]);
        assert_eq!(said("creator"), ["Hana 木村"]);
        assert_eq!(said("contributor"), ["Hana 木村", "نور"]);
        assert_eq!(said("rights"), ["© 2026 Saltmarsh"]);
        assert_eq!(said("language"), ["ja"]);
        assert_eq!(said("AltTextAccessibility"), ["Piano: \"Hana\" 木村"]);
        assert_eq!(said("CreatorTool"), [TOOL]);
    }

    #[test]
    fn what_is_not_known_has_no_element() {
        let text = packet(&Metadata::default());
        assert!(!text.contains("dc:") && !text.contains("Iptc4xmpCore") && text.contains("CreatorTool"));
    }

    #[test]
    fn a_packet_that_would_be_too_long_is_cut_at_the_end_of_its_alt_text() {
        let long = Metadata { description: "木<".repeat(40_000), ..metadata() };
        for limit in [60_000, 2_000] {
            let text = packet_within(&long, limit);
            assert!(text.len() <= limit && text.len() > limit - 64, "{} of {limit}", text.len());
            assert!(text.contains("…</rdf:li>") && text.contains("Ebbe") && !text.contains("contributor"));
            assert!(roxmltree::Document::parse(&text).is_ok());
        }
        assert_eq!(packet_within(&metadata(), 60_000), packet(&metadata()));
    }
}
