//! GeoJSON boundaries of commissioners, in longitude and latitude.

use super::ons::{headings, year_in};
use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::{Taking, note_row};
use crate::table::{Fault, comparable};
use register::{Fact, FindingKind};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use terms::GssCode;

/// A collection of features, as far as it is needed.
#[derive(Deserialize)]
pub(crate) struct Collection {
    #[serde(rename = "type")]
    kind: String,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Map<String, Value>,
    #[serde(default)]
    geometry: Value,
}

impl Collection {
    /// Whether these are commissioners: the features have a commissioner's code, or say that they are one.
    pub(crate) fn is_of_commissioners(&self) -> bool {
        let commissioner = |feature: &Feature| {
            property(feature, headings::COMMISSIONER_GSS).is_some()
                || matches!(property(feature, &["orgtype"]), Some("CCG"))
        };
        self.kind == "FeatureCollection" && self.features.first().is_some_and(commissioner)
    }
}

pub(crate) fn take(file: &SourceFile, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let collection: Collection = serde_json::from_str(&reader::decode(&file.bytes).text).map_err(|error| {
        ImportError::Damaged { file: file.name.clone(), what: "GeoJSON", reason: error.to_string() }
    })?;
    let first = collection.features.first();
    taking.released = first.and_then(|feature| feature.properties.keys().find_map(|name| year_in(name)));
    for (feature, number) in collection.features.iter().zip(1..) {
        taking.row(number, |facts| {
            let label =
                label(feature).ok_or_else(|| Fault::of("properties", "", "the area has neither code nor name"))?;
            let area: Option<GssCode> = label.parse().ok();
            if let Some((area, name)) = area.zip(property(feature, headings::COMMISSIONER_NAME)) {
                facts.push(Fact::Titled { area, name: name.into() });
            }
            if feature.geometry.is_null() {
                note_row(facts, FindingKind::NullGeometry, label, "the area has no shape in the file", number);
                return Ok(());
            }
            let geometry = geometry(&feature.geometry).map_err(|reason| Fault::of("geometry", label, reason))?;
            facts.push(Fact::Bounded { label: label.into(), geometry: geometry.into() });
            Ok(())
        });
    }
    Ok(())
}

/// The best label a feature has: its GSS code, else its ODS code, else its name.
fn label(feature: &Feature) -> Option<&str> {
    [
        headings::COMMISSIONER_GSS,
        &["onscode"],
        headings::COMMISSIONER,
        &["odscode", "code"],
        headings::COMMISSIONER_NAME,
        &["name"],
    ]
    .into_iter()
    .find_map(|headings| property(feature, headings))
}

fn property<'f>(feature: &'f Feature, headings: &[&str]) -> Option<&'f str> {
    let named = |(name, _): &(&String, &Value)| headings.contains(&comparable(name).as_str());
    let text = feature.properties.iter().find(named)?.1.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

/// The `coordinates` of a `MultiPolygon`, each number to five decimals (about a metre), without spaces.
fn geometry(geometry: &Value) -> Result<String, String> {
    let coordinates = geometry.get("coordinates").ok_or("the geometry has no coordinates")?;
    let mut out = String::new();
    match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => {
            out.push('[');
            write_polygon(coordinates, &mut out)?;
            out.push(']');
        }
        Some("MultiPolygon") => write_list(coordinates, &mut out, write_polygon)?,
        other => return Err(format!("its geometry is a {}, not a polygon", other.unwrap_or("nothing"))),
    }
    Ok(out)
}

fn write_polygon(rings: &Value, out: &mut String) -> Result<(), String> {
    write_list(rings, out, |ring, out| write_list(ring, out, write_position))
}

fn write_list(
    list: &Value,
    out: &mut String,
    mut write_one: impl FnMut(&Value, &mut String) -> Result<(), String>,
) -> Result<(), String> {
    let list = list.as_array().ok_or("its coordinates are not lists of lists")?;
    out.push('[');
    for (place, one) in list.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write_one(one, out)?;
    }
    out.push(']');
    Ok(())
}

fn write_position(position: &Value, out: &mut String) -> Result<(), String> {
    let number = |place: usize| position.get(place).and_then(Value::as_f64);
    let (Some(longitude), Some(latitude)) = (number(0), number(1)) else {
        return Err("a position is not two numbers".to_owned());
    };
    // Metres from an origin instead of degrees would put the area off the map without a word.
    if longitude.abs() > 180.0 || latitude.abs() > 90.0 {
        return Err(format!("({longitude}, {latitude}) is not a longitude and latitude"));
    }
    out.push('[');
    write_rounded(longitude, out);
    out.push(',');
    write_rounded(latitude, out);
    out.push(']');
    Ok(())
}

/// A number to five decimals without trailing noughts.
fn write_rounded(number: f64, out: &mut String) {
    let start = out.len();
    // Writing to a String cannot fail.
    let _ = write!(out, "{number:.5}");
    let shortest = out.trim_end_matches('0').trim_end_matches('.').len();
    out.truncate(shortest);
    if out.get(start..) == Some("-0") {
        out.truncate(start);
        out.push('0');
    }
}
