//! Numbers of bytes as people write them: `300k`, `1.5M`, `500 KiB`.

/// A number of bytes; k is a thousand, as in what platforms write. None for what is none, is less than one, or has more than
/// twelve digits.
pub fn bytes(text: &str) -> Option<u64> {
    let lower = text.trim().to_ascii_lowercase();
    let end = lower.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(lower.len());
    let (number, unit) = lower.split_at(end);
    let factor = match unit.trim() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "kib" => 1024.0,
        "mib" => 1024.0 * 1024.0,
        _ => return None,
    };
    let bytes = number.parse::<f64>().ok().map(|number| (number * factor).floor());
    bytes.filter(|bytes| (1.0..1e12).contains(bytes)).map(|bytes| bytes as u64)
}
