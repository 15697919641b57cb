//! A sequence cut into a given number of lines whose widths differ least.
//! Lines set to one measure then differ least in size, since the size of such a line is the measure over its width.

/// Lines much wider than the mean are not tried: this keeps the work near linear in the number of items.
const WIDEST: f32 = 3.0;

/// From this number of items on lines are sought near where even ones would end: the work for all is their square.
const MANY: usize = 400;

/// How far from there, in means.
const NEAR: f32 = 4.0;

/// Ends of `count` runs of `items` items whose widths have the least sum of squared logarithms of their ratio to the
/// mean. `width(from, to)` is the natural width of a run, in any unit, and grows with the run; `begin(item)` is what it costs
/// that a run begins with an item. None if there are fewer items than lines, or none at all.
///
/// Dynamic programming over the last break, as in Knuth and Plass, "Breaking Paragraphs into Lines" (1981), with the
/// number of lines given and a cost that is symmetric in too wide and too narrow.
pub fn partition(
    items: usize,
    count: usize,
    width: impl Fn(usize, usize) -> f32,
    begin: impl Fn(usize) -> f32,
) -> Option<Vec<usize>> {
    if count == 0 || items < count {
        return None;
    }
    let few = items < MANY;
    // Where a single item is wider than several lines nothing may end near where even lines would.
    let near = if few { None } else { sought(items, count, &width, &begin, NEAR) };
    near.or_else(|| sought(items, count, &width, &begin, f32::INFINITY))
}

/// As [`partition`], lines begin no more than `near` means from where even ones would; none if they cannot.
fn sought(
    items: usize,
    count: usize,
    width: &impl Fn(usize, usize) -> f32,
    begin: &impl Fn(usize) -> f32,
    near: f32,
) -> Option<Vec<usize>> {
    let mean = (width(0, items) / count as f32).max(f32::MIN_POSITIVE);
    let cost = |from: usize, to: usize| {
        let ratio = (width(from, to) / mean).max(1e-3).ln();
        ratio * ratio
    };
    // Where lines may begin and end that many means from where even ones would: widths grow with the items.
    let reach = |line: usize| {
        if near.is_infinite() {
            return (0, items + 1);
        }
        let even = mean * line as f32;
        let first = first_of(items + 1, |item| width(0, item) - even >= -mean * near);
        (first, first_of(items + 1, |item| width(0, item) - even > mean * near))
    };
    // `best`: the least costs of the items before each end in the lines so far; `starts`: where the last of them begins.
    let mut best = Band::new(0, f32::INFINITY);
    best.set(0, 0.0);
    let mut starts: Vec<Band<u32>> = Vec::with_capacity(count);
    for line in 0..count {
        // Every line keeps an item, so the first and last of them are out of reach of the others.
        let last_end = items - (count - 1 - line);
        let (first, past) = reach(line);
        let (first, past) = (first.max(line), past.min(last_end));
        // An end from which the next line cannot begin leads nowhere.
        let (first_end, past_end) = if line + 1 < count { reach(line + 1) } else { (0, items + 1) };
        let mut next = Band::new(first + 1, f32::INFINITY);
        let mut from = Band::new(first + 1, 0_u32);
        for start in first..past {
            let before = best.get(start);
            if !before.is_finite() {
                continue;
            }
            let before = before + if start > 0 { begin(start) } else { 0.0 };
            for end in start + 1..(last_end + 1).min(past_end) {
                if end > start + 1 && width(start, end) > mean * WIDEST && line + 1 < count {
                    break;
                }
                if end < first_end {
                    continue;
                }
                let total = before + cost(start, end);
                if total < next.get(end) {
                    next.set(end, total);
                    from.set(end, u32::try_from(start).unwrap_or(u32::MAX));
                }
            }
        }
        best = next;
        starts.push(from);
    }
    if !best.get(items).is_finite() && near.is_finite() {
        return None;
    }
    let mut ends = Vec::with_capacity(count);
    let mut end = items;
    for from in starts.iter().rev() {
        ends.push(end);
        end = from.get(end) as usize;
    }
    ends.reverse();
    Some(ends)
}

/// Values of neighbouring items: a line reaches few of all, and what it does not reach takes no room and no time.
struct Band<T> {
    first: usize,
    /// Of all others.
    other: T,
    values: Vec<T>,
}

impl<T: Copy> Band<T> {
    fn new(first: usize, other: T) -> Band<T> {
        Band { first, other, values: Vec::new() }
    }

    fn get(&self, item: usize) -> T {
        item.checked_sub(self.first).and_then(|at| self.values.get(at)).copied().unwrap_or(self.other)
    }

    /// Sets the value of an item that is not before the first.
    fn set(&mut self, item: usize, value: T) {
        let Some(at) = item.checked_sub(self.first) else { return };
        if at >= self.values.len() {
            self.values.resize(at + 1, self.other);
        }
        if let Some(slot) = self.values.get_mut(at) {
            *slot = value;
        }
    }
}

/// The first of so many for which something holds that holds for all behind it; their number if for none.
fn first_of(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(widths: &[f32]) -> impl Fn(usize, usize) -> f32 + '_ {
        |from, to| widths[from..to].iter().sum()
    }

    /// The least cost of all partitions, by trying each.
    fn least(widths: &[f32], count: usize) -> f32 {
        let mean = widths.iter().sum::<f32>() / count as f32;
        let cost = |width: f32| (width / mean).ln().powi(2);
        if count == 1 {
            return cost(widths.iter().sum());
        }
        fn rest(widths: &[f32], count: usize, cost: &dyn Fn(f32) -> f32) -> f32 {
            if count == 1 {
                return cost(widths.iter().sum());
            }
            (1..=widths.len() + 1 - count)
                .map(|first| cost(widths[..first].iter().sum()) + rest(&widths[first..], count - 1, cost))
                .fold(f32::INFINITY, f32::min)
        }
        rest(widths, count, &cost)
    }

    #[test]
    fn more_lines_than_items_is_none() {
        assert_eq!(partition(2, 3, sum(&[1.0, 1.0]), |_| 0.0), None);
        assert_eq!(partition(0, 1, sum(&[]), |_| 0.0), None);
    }

    #[test]
    fn many_items_fall_into_lines_as_even_as_few() {
        let widths: Vec<f32> = (0..4000_u32).map(|at| 3.0 + (at.wrapping_mul(2_654_435_761) >> 29) as f32).collect();
        let mut before = vec![0.0];
        before.extend(widths.iter().scan(0.0, |sum, width| {
            *sum += width;
            Some(*sum)
        }));
        let ends = partition(widths.len(), 50, |from, to| before[to] - before[from], |_| 0.0).expect("enough items");
        let mean = before[4000] / 50.0;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        assert!(starts.zip(&ends).all(|(from, to)| (before[*to] - before[from] - mean).abs() < 8.0));
        assert_eq!(ends.last(), Some(&4000));
    }

    #[test]
    fn an_item_wider_than_many_lines_loses_none_of_the_others() {
        let mut widths = vec![1.0; 500];
        widths[250] = 4_000.0;
        let ends = partition(widths.len(), 40, sum(&widths), |_| 0.0).expect("enough items");
        let starts = std::iter::once(0).chain(ends.iter().copied());
        assert!(ends.len() == 40 && ends.last() == Some(&500) && starts.zip(&ends).all(|(from, to)| from < *to));
    }

    #[test]
    fn equal_items_fall_into_equal_lines() {
        assert_eq!(partition(6, 3, sum(&[1.0; 6]), |_| 0.0), Some(vec![2, 4, 6]));
    }

    #[test]
    fn a_run_begins_where_it_costs_least() {
        let begin = |item: usize| if item == 3 { 1.0 } else { 0.0 };
        assert_eq!(partition(6, 2, sum(&[1.0; 6]), |_| 0.0), Some(vec![3, 6]));
        assert_ne!(partition(6, 2, sum(&[1.0; 6]), begin), Some(vec![3, 6]));
    }

    proptest! {
        #[test]
        fn no_other_partition_differs_less(widths in prop::collection::vec(1.0_f32..12.0, 1..9), count in 1_usize..6) {
            let found = partition(widths.len(), count, sum(&widths), |_| 0.0);
            if widths.len() < count {
                prop_assert_eq!(found, None);
            } else {
                let ends = found.expect("enough pieces for the parts");
                prop_assert_eq!(ends.len(), count);
                prop_assert_eq!(ends.last(), Some(&widths.len()));
                let mean = widths.iter().sum::<f32>() / count as f32;
                let mut from = 0;
                let mut cost = 0.0;
                for end in &ends {
                    prop_assert!(*end > from);
                    let width: f32 = widths[from..*end].iter().sum();
                    cost += (width / mean).ln().powi(2);
                    from = *end;
                }
                // Lines beyond `WIDEST` means are left out of the search, which a long item may force.
                if widths.iter().all(|width| *width < mean) {
                    prop_assert!(cost <= least(&widths, count) + 1e-3, "{cost} {:?}", ends);
                }
            }
        }
    }
}
