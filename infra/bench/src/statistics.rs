//! Medians and spreads.

use serde::Serialize;

/// A figure over several runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Half of the runs were below.
    pub median: f64,
    /// A quarter of the runs was below.
    pub lower_quartile: f64,
    /// A quarter of the runs was above.
    pub upper_quartile: f64,
}

impl Figure {
    /// The figure of these runs; `None` without any.
    pub(crate) fn of(runs: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut runs: Vec<f64> = runs.into_iter().collect();
        runs.sort_unstable_by(f64::total_cmp);
        let last = runs.len().checked_sub(1)?;
        let at = |numerator: usize| {
            // Between two runs, the nearer one; the lower of two that are as near.
            let index = (last * numerator + 1) / 4;
            runs.get(index).copied()
        };
        Some(Self { median: at(2)?, lower_quartile: at(1)?, upper_quartile: at(3)? })
    }

    /// Half the distance of the quartiles, as a part of the median.
    pub fn spread(&self) -> f64 {
        (self.upper_quartile - self.lower_quartile) / 2.0 / self.median
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlier_moves_no_median() {
        let figure = Figure::of([3.0, 1.0, 2.0, 900.0, 4.0]).unwrap();
        assert_eq!(figure, Figure { median: 3.0, lower_quartile: 2.0, upper_quartile: 4.0 });
        assert!((figure.spread() - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!(Figure::of([]), None);
        assert_eq!(Figure::of([7.0]).map(|figure| figure.upper_quartile), Some(7.0));
    }
}
