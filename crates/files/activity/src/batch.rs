//! Columns of an Arrow batch as text.

use crate::error::ActivityError;
use arrow::array::{
    Array, ArrayRef, AsArray, DictionaryArray, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int32Type};

/// A column whose cells can be had as text. A null is blank; a day is `2025-06-15`.
#[derive(Debug)]
pub(crate) enum TextColumn {
    Text(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    Coded(DictionaryArray<Int32Type>, StringArray),
}

impl TextColumn {
    pub(crate) fn of(file: &str, column: &ArrayRef) -> Result<Self, ActivityError> {
        let wrong = |error: arrow::error::ArrowError| ActivityError::Damaged {
            file: file.to_owned(),
            line: 0,
            reason: error.to_string(),
        };
        Ok(match column.data_type() {
            DataType::Utf8 => Self::Text(column.as_string().clone()),
            DataType::LargeUtf8 => Self::Large(column.as_string().clone()),
            DataType::Utf8View => Self::View(column.as_string_view().clone()),
            DataType::Dictionary(_, _) => {
                let plain = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                let coded = cast(column, &plain).map_err(wrong)?;
                let coded = coded.as_dictionary::<Int32Type>().clone();
                let values = coded.values().as_string().clone();
                Self::Coded(coded, values)
            }
            // A moment stands for its day.
            DataType::Timestamp(..) | DataType::Date64 => {
                let days = cast(column, &DataType::Date32).map_err(wrong)?;
                Self::Text(cast(&days, &DataType::Utf8).map_err(wrong)?.as_string().clone())
            }
            _ => Self::Text(cast(column, &DataType::Utf8).map_err(wrong)?.as_string().clone()),
        })
    }

    #[inline]
    pub(crate) fn cell(&self, row: usize) -> &str {
        match self {
            Self::Text(column) if column.is_valid(row) => column.value(row),
            Self::Large(column) if column.is_valid(row) => column.value(row),
            Self::View(column) if column.is_valid(row) => column.value(row),
            Self::Coded(column, values) => match column.key(row) {
                Some(key) if values.is_valid(key) => values.value(key),
                _ => "",
            },
            _ => "",
        }
    }
}

/// The text of some columns of a batch; the others are not looked at.
pub(crate) fn text_columns(
    file: &str,
    batch: &RecordBatch,
    used: impl Fn(usize) -> Option<usize>,
    n_columns: usize,
) -> Result<Vec<Option<TextColumn>>, ActivityError> {
    (0..n_columns)
        .map(|place| match used(place).and_then(|held| batch.columns().get(held)) {
            Some(column) => TextColumn::of(file, column).map(Some),
            None => Ok(None),
        })
        .collect()
}
