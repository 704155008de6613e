//! One value column, added up by group.

use super::decimal::Decimal;

/// The sums of one column, one for each group.
///
/// Nearly every column fits 64 bits; one that does not is widened when it first does not.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    places: u32,
    narrow: Vec<i64>,
    /// The sums once one of them does not fit 64 bits; `narrow` is empty from then on.
    wide: Option<Vec<i128>>,
    /// One bit for each group: whether any number was added to it. A group with none stays blank and is not zero.
    counted: Vec<u64>,
}

impl Column {
    pub(crate) const fn new(places: u32) -> Self {
        Self { places, narrow: Vec::new(), wide: None, counted: Vec::new() }
    }

    /// How many digits after the point every sum has.
    pub(crate) const fn places(&self) -> u32 {
        self.places
    }

    /// Adds a number to a group; nothing when the sum would not fit 128 bits.
    pub(crate) fn add(&mut self, group: u32, number: Decimal) -> Option<()> {
        if number.places > self.places {
            self.refine(number.places)?;
        }
        let units = number.units.checked_mul(power(self.places - number.places)?)?;
        self.add_units(group, units)
    }

    /// Adds so many of the column's own units to a group.
    pub(crate) fn add_units(&mut self, group: u32, units: i128) -> Option<()> {
        let place = group as usize;
        let word = place / 64;
        if self.counted.len() <= word {
            self.counted.resize(word + 1, 0);
        }
        if let Some(counted) = self.counted.get_mut(word) {
            *counted |= 1 << (place % 64);
        }
        if self.wide.is_none() {
            if self.narrow.len() <= place {
                self.narrow.resize(place + 1, 0);
            }
            if let Some(sum) = self.narrow.get_mut(place)
                && let Some(added) = i64::try_from(units).ok().and_then(|units| sum.checked_add(units))
            {
                *sum = added;
                return Some(());
            }
        }
        let sums = self.widen();
        if sums.len() <= place {
            sums.resize(place + 1, 0);
        }
        let sum = sums.get_mut(place)?;
        *sum = sum.checked_add(units)?;
        Some(())
    }

    /// The sum of a group in units; `None` when no number was added to it.
    pub(crate) fn units(&self, group: u32) -> Option<i128> {
        let place = group as usize;
        if self.counted.get(place / 64)? >> (place % 64) & 1 == 0 {
            return None;
        }
        match &self.wide {
            None => self.narrow.get(place).copied().map(i128::from),
            Some(wide) => wide.get(place).copied(),
        }
    }

    /// The sum of a group; `None` when no number was added to it.
    pub(crate) fn sum(&self, group: u32) -> Option<Decimal> {
        self.units(group).map(|units| Decimal { units, places: self.places })
    }

    fn refine(&mut self, places: u32) -> Option<()> {
        let factor = power(places - self.places)?;
        for sum in self.widen().iter_mut() {
            *sum = sum.checked_mul(factor)?;
        }
        self.places = places;
        if let Some(narrow) = self.widen().iter().map(|sum| i64::try_from(*sum).ok()).collect() {
            self.narrow = narrow;
            self.wide = None;
        }
        Some(())
    }

    fn widen(&mut self) -> &mut Vec<i128> {
        let narrow = &mut self.narrow;
        self.wide.get_or_insert_with(|| std::mem::take(narrow).into_iter().map(i128::from).collect())
    }
}

fn power(exponent: u32) -> Option<i128> {
    10i128.checked_pow(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn a_column_takes_on_the_finest_place_and_the_widest_sum() {
        let mut column = Column::new(0);
        column.add(70, decimal("1")).unwrap();
        column.add(70, decimal("0.25")).unwrap();
        column.add(0, decimal("9223372036854775807")).unwrap();
        column.add(0, decimal("1")).unwrap();
        let shown = |group| column.sum(group).map(|sum| sum.to_string());
        assert_eq!(shown(70).as_deref(), Some("1.25"));
        assert_eq!(shown(0).as_deref(), Some("9223372036854775808.00"));
        assert_eq!(shown(1), None);
        assert_eq!(shown(1000), None);
    }

    #[test]
    fn a_sum_past_128_bits_is_refused() {
        let mut column = Column::new(0);
        column.add_units(0, i128::MAX).unwrap();
        assert_eq!(column.add_units(0, 1), None);
    }
}
