//! A list for each district, side by side in memory.

use super::index::District;

/// A list for each district. Most of them may be empty: those take no more than the number where they would be.
#[derive(Debug, Clone, PartialEq)]
pub struct Lists<T> {
    offsets: Vec<u32>,
    items: Vec<T>,
    /// A bit for each list that has something in it: near the processor on any map.
    occupied: Vec<u64>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { offsets: vec![0], items: Vec::new(), occupied: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// From the districts' lists.
    #[must_use]
    pub fn new(lists: impl IntoIterator<Item = impl IntoIterator<Item = T>>) -> Self {
        let mut all = Self::default();
        for (k, list) in lists.into_iter().enumerate() {
            if k % 64 == 0 {
                all.occupied.push(0);
            }
            let before = all.items.len();
            all.items.extend(list);
            all.occupied[k / 64] |= u64::from(all.items.len() > before) << (k % 64);
            all.offsets.push(all.items.len() as u32);
        }
        all
    }

    /// The list of a district.
    #[inline]
    #[must_use]
    pub fn of(&self, district: District) -> &[T] {
        &self.items[self.range(district)]
    }

    /// Whether the list of a district has nothing in it.
    #[inline]
    #[must_use]
    pub fn is_empty(&self, district: District) -> bool {
        self.occupied[district.at() / 64] >> (district.at() % 64) & 1 == 0
    }

    /// The first item of a district's list, if it has any.
    #[inline]
    #[must_use]
    pub fn first_of(&self, district: District) -> Option<&T> {
        if self.is_empty(district) { None } else { self.of(district).first() }
    }

    /// Where the list of a district is among all items.
    #[inline]
    #[must_use]
    pub fn range(&self, district: District) -> core::ops::Range<usize> {
        self.offsets[district.at()] as usize..self.offsets[district.at() + 1] as usize
    }

    /// An item by its place among all.
    #[inline]
    #[must_use]
    pub fn item(&self, at: usize) -> &T {
        &self.items[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_district_has_its_list() {
        let lists = Lists::new([vec![1, 2], vec![], vec![3]]);
        assert_eq!([0, 1, 2].map(|district| lists.of(District(district))), [&[1, 2][..], &[], &[3]]);
        assert_eq!(lists.range(District(2)).map(|at| *lists.item(at)).collect::<Vec<_>>(), [3]);
    }
}
