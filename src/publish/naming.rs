//! The one rule for output paths of a run: the pattern of records and that of series, or the one that was asked for.
//! Every caller that says where a card goes asks here.

use crate::publish::pattern::{DEFAULT_PATTERN, Pattern, SERIES_PATTERN};

/// The patterns of a run.
#[derive(Clone, Debug)]
pub struct Naming {
    record: Pattern,
    series: Pattern,
    own: bool,
}

impl Default for Naming {
    fn default() -> Self {
        // Both are known to be patterns.
        let pattern = |text: &str| text.parse().unwrap_or_else(|_| Pattern::literal("card"));
        Self { record: pattern(DEFAULT_PATTERN), series: pattern(SERIES_PATTERN), own: false }
    }
}

impl Naming {
    /// One pattern for all cards.
    pub fn own(pattern: Pattern) -> Naming {
        Naming { record: pattern.clone(), series: pattern, own: true }
    }

    /// Whether somebody chose the pattern.
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// The pattern of a card, which may have a folder of its own.
    pub fn pattern(&self, own_folder: bool) -> &Pattern {
        if own_folder { &self.series } else { &self.record }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_patterns_are_read() {
        let usual = Naming::default();
        assert_eq!(usual.pattern(false), &DEFAULT_PATTERN.parse().expect("a pattern"));
        assert_eq!(usual.pattern(true), &SERIES_PATTERN.parse().expect("a pattern"));
        assert!(!usual.is_own());
    }
}
