//! A table as JSON.

use serde_json::{Map, Number, Value, json};

use super::{About, Cell, Kind, Table};

impl Table {
    /// The table as JSON: what it is of, the two clocks, the source, the columns, and each row as an object by column key.
    pub fn to_json(&self, about: &About) -> Value {
        let Value::Object(mut whole) = self.plain_json() else { return Value::Null };
        whole.insert("valid_at".to_owned(), json!(about.clocks.valid_at.to_string()));
        whole.insert("known_at".to_owned(), json!(about.clocks.entry));
        whole.insert("known_on".to_owned(), json!(about.clocks.known_on.to_string()));
        whole.insert("address".to_owned(), json!(about.address));
        Value::Object(whole)
    }

    /// The table as JSON without the clocks, for an answer that carries them itself.
    pub fn plain_json(&self) -> Value {
        let columns: Vec<Value> = self
            .columns
            .iter()
            .map(|column| json!({ "key": column.key, "label": column.label, "kind": kind(column.kind), "unit": column.unit }))
            .collect();
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let cells = self.columns.iter().zip(row).map(|(column, cell)| (column.key.to_string(), value(cell)));
                Value::Object(cells.collect::<Map<_, _>>())
            })
            .collect();
        json!({
            "title": self.caption,
            "source": self.source,
            "notes": self.notes,
            "columns": columns,
            "rows": rows,
        })
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Link => "text",
        Kind::Number => "number",
        Kind::Money => "money",
        Kind::Date => "date",
        Kind::Code => "code",
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Number(number) => json!(number),
        // The digits shown, not the float behind them.
        Cell::Decimal { .. } => {
            cell.plain().parse::<f64>().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
        }
        other => Value::String(other.plain()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{about, table};

    #[test]
    fn a_table_carries_its_clocks_and_source() {
        let file = table().to_json(&about());
        assert_eq!(file["valid_at"], "2018-04-01");
        assert_eq!(file["known_at"], 41);
        assert_eq!(file["source"], "epcmem, NHS England, 27 February 2026");
        assert_eq!(file["rows"][0]["patients"], 12_345);
        assert_eq!(file["rows"][0]["share"].to_string(), "99.2");
        assert_eq!(file["rows"][1]["share"], serde_json::Value::Null);
        assert_eq!(file["columns"][0]["kind"], "code");
    }
}
