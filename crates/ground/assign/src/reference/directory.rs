//! The postcode directory, lean enough for the whole kingdom: about 22 bytes a postcode.

use super::kept::{Damage, Kept, Source, put_u32s, put_u64s, take_u32s, take_u64s};
use super::rows::Word;
use crate::code::CodeId;
use crate::day::{Day, Span};
use crate::key::{Index, PlaceKey, mix};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// A country, as far as the method tells countries apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Country {
    England,
    Wales,
    Scotland,
    NorthernIreland,
    /// In the directory, and none of the four: the Channel Islands and the Isle of Man.
    Elsewhere,
}

impl Word for Country {
    const ALL: &'static [Self] = &[Self::England, Self::Wales, Self::Scotland, Self::NorthernIreland, Self::Elsewhere];
}

/// What the directory says of a place; most postcodes share theirs with thousands of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Area {
    pub(crate) country: Country,
    pub(crate) country_code: CodeId,
    pub(crate) pco: CodeId,
    pub(crate) icb: CodeId,
    pub(crate) region: CodeId,
    pub(crate) ons_la: CodeId,
    pub(crate) ods_la: CodeId,
}

/// The number of an [`Area`].
pub(crate) type AreaId = u32;

/// A place has no row of its own, or several: look aside.
const ASIDE: u32 = u32::MAX;

/// A row of the directory: where, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placing {
    pub(crate) area: AreaId,
    pub(crate) span: Span,
}

/// Mixes the number of a place: far quicker than the hasher of the standard library, and places are nobody's to choose.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = mix(u64::from(number));
    }
}

#[derive(Debug, Default)]
struct Places {
    keys: Vec<PlaceKey>,
    areas: Vec<AreaId>,
    spans: Vec<u32>,
    known_spans: Vec<Span>,
    index: Index,
}

/// Every postcode that any table names, with its dated areas.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    places: Arc<Places>,
    aside: HashMap<u32, Vec<Placing>, BuildHasherDefault<Mixed>>,
    areas: Vec<Area>,
}

/// Collects rows before they are sorted into a [`Directory`].
#[derive(Debug, Default)]
pub(crate) struct DirectoryBuilder {
    rows: Vec<(PlaceKey, u32, u32)>,
    areas: Vec<Area>,
    area_ids: HashMap<Area, AreaId>,
    spans: Vec<Span>,
    span_ids: HashMap<Span, u32>,
}

impl DirectoryBuilder {
    pub(crate) fn row(&mut self, key: PlaceKey, area: Area, span: Span) {
        let (area, span) = (self.area_id(area), self.span_id(span));
        self.rows.push((key, area, span));
    }

    fn area_id(&mut self, area: Area) -> AreaId {
        *self.area_ids.entry(area).or_insert_with(|| {
            self.areas.push(area);
            self.areas.len() as u32 - 1
        })
    }

    fn span_id(&mut self, span: Span) -> u32 {
        *self.span_ids.entry(span).or_insert_with(|| {
            self.spans.push(span);
            self.spans.len() as u32 - 1
        })
    }

    /// Adds every row of a directory. `read` says, for each of its areas in their order, what is to be said of its places
    /// instead, and on which days.
    pub(crate) fn take(&mut self, other: &Directory, read: &[Vec<(Span, Area)>]) {
        let areas: Vec<Vec<(Span, AreaId)>> =
            read.iter().map(|said| said.iter().map(|(span, area)| (*span, self.area_id(*area))).collect()).collect();
        let places = &*other.places;
        let spans: Vec<u32> = places.known_spans.iter().map(|span| self.span_id(*span)).collect();
        self.rows.reserve(places.keys.len());
        for (place, key) in places.keys.iter().enumerate() {
            let plain = places.areas.get(place).and_then(|area| areas.get(*area as usize)).map(Vec::as_slice);
            let span = places.spans.get(place).and_then(|span| spans.get(*span as usize));
            // Nearly every place: one row, of an area that is one area on every day.
            if let (Some([(Span::ALWAYS, area)]), Some(span)) = (plain, span)
                && !other.aside.contains_key(&(place as u32))
            {
                self.rows.push((*key, *area, *span));
                continue;
            }
            for placing in other.placings(place as u32) {
                for (on, area) in areas.get(placing.area as usize).into_iter().flatten() {
                    let from = placing.span.from.max(on.from);
                    let until = placing.span.until.min(on.until);
                    if from < until {
                        let span = self.span_id(Span { from, until });
                        self.rows.push((*key, *area, span));
                    }
                }
            }
        }
    }

    pub(crate) fn areas_mut(&mut self) -> &mut [Area] {
        &mut self.areas
    }

    /// The directory; `named` are places that other tables name and the directory may not.
    pub(crate) fn build(mut self, named: impl Iterator<Item = PlaceKey>) -> Directory {
        self.rows.extend(named.map(|key| (key, ASIDE, ASIDE)));
        self.rows.sort_by_key(|row| row.0);
        let (mut keys, mut areas, mut spans) = (Vec::new(), Vec::new(), Vec::new());
        let mut aside: HashMap<u32, Vec<Placing>, BuildHasherDefault<Mixed>> = HashMap::default();
        let placing = |area, span: u32| {
            self.spans.get(span as usize).filter(|_| area != ASIDE).map(|span| Placing { area, span: *span })
        };
        for &(key, area, span) in &self.rows {
            if keys.last() != Some(&key) {
                keys.push(key);
                areas.push(area);
                spans.push(span);
                continue;
            }
            let Some(place) = keys.len().checked_sub(1) else { continue };
            let (Some(held), Some(held_span)) = (areas.get_mut(place), spans.get(place)) else { continue };
            let several = aside.entry(place as u32).or_default();
            several.extend(placing(*held, *held_span));
            several.extend(placing(area, span));
            *held = ASIDE;
        }
        keys.shrink_to_fit();
        areas.shrink_to_fit();
        spans.shrink_to_fit();
        let index = Index::of(keys.iter().map(|key| mix(*key)));
        let places = Places { keys, areas, spans, known_spans: self.spans, index };
        Directory { places: Arc::new(places), aside, areas: self.areas }
    }
}

impl Directory {
    /// The number of a place.
    pub(crate) fn id(&self, key: PlaceKey) -> Option<u32> {
        self.places.index.find(mix(key), |number| self.places.keys.get(number as usize) == Some(&key))
    }

    /// The numbers of several places, looked up together.
    pub(crate) fn ids<const N: usize>(&self, keys: [Option<PlaceKey>; N]) -> [Option<u32>; N] {
        let first = keys.map(|key| key.and_then(|key| self.places.index.first(mix(key))));
        let held = first.map(|number| number.and_then(|number| self.places.keys.get(number as usize).copied()));
        std::array::from_fn(|place| match (keys.get(place), first.get(place), held.get(place)) {
            (Some(Some(key)), Some(Some(number)), Some(Some(held))) if held == key => Some(*number),
            (Some(Some(key)), Some(Some(_)), _) => self.id(*key),
            _ => None,
        })
    }

    pub(crate) fn key(&self, place: u32) -> PlaceKey {
        self.places.keys.get(place as usize).copied().unwrap_or_default()
    }

    /// How many places there are.
    pub(crate) fn len(&self) -> usize {
        self.places.keys.len()
    }

    pub(crate) fn area(&self, id: AreaId) -> Option<&Area> {
        self.areas.get(id as usize)
    }

    pub(crate) fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Every row of a place.
    pub(crate) fn placings(&self, place: u32) -> impl Iterator<Item = Placing> {
        let several = self.aside.get(&place).map(Vec::as_slice);
        let held = match (several, self.places.areas.get(place as usize), self.places.spans.get(place as usize)) {
            (None, Some(area), Some(span)) if *area != ASIDE => {
                self.places.known_spans.get(*span as usize).map(|span| Placing { area: *area, span: *span })
            }
            _ => None,
        };
        several.unwrap_or_default().iter().copied().chain(held)
    }

    /// The row that started latest by the day. Its end is ignored, so that a terminated postcode still resolves.
    #[inline]
    pub(crate) fn on(&self, place: u32, day: Day) -> Option<Placing> {
        self.placings(place).filter(|placing| placing.span.from <= day).max_by_key(|placing| placing.span.from)
    }

    /// The same directory with places moved to other areas from a day on; the long table is shared.
    pub(crate) fn moved(&self, moves: &[(u32, Day, Area)]) -> Self {
        let mut moved = self.clone();
        for (place, from, area) in moves {
            let id = moved.areas.iter().position(|held| held == area).unwrap_or_else(|| {
                moved.areas.push(*area);
                moved.areas.len() - 1
            });
            let mut rows: Vec<Placing> = self.placings(*place).collect();
            if let Some(earlier) = moved.aside.get(place) {
                rows.clone_from(earlier);
            }
            rows.push(Placing { area: id as u32, span: Span { from: *from, until: Day::END } });
            moved.aside.insert(*place, rows);
        }
        moved
    }
}

impl Kept for Directory {
    fn put(&self, out: &mut Vec<u8>) {
        let Places { keys, areas, spans, known_spans, .. } = &*self.places;
        put_u64s(keys, out);
        put_u32s(areas, out);
        put_u32s(spans, out);
        known_spans.put(out);
        let mut aside: Vec<(u32, Vec<Placing>)> =
            self.aside.iter().map(|(place, rows)| (*place, rows.clone())).collect();
        aside.sort_by_key(|(place, _)| *place);
        aside.put(out);
        self.areas.put(out);
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        let (keys, areas, spans) = (take_u64s(source)?, take_u32s(source)?, take_u32s(source)?);
        let known_spans: Vec<Span> = Kept::take(source)?;
        let aside: Vec<(u32, Vec<Placing>)> = Kept::take(source)?;
        let known_areas: Vec<Area> = Kept::take(source)?;
        if areas.len() != keys.len() || spans.len() != keys.len() {
            return Err("its postcodes and their areas are not equally many");
        }
        if !keys.is_sorted_by(|one, next| one < next) {
            return Err("its postcodes are not in order");
        }
        let (n_areas, n_spans) = (known_areas.len() as u32, known_spans.len() as u32);
        let steady =
            areas.iter().zip(&spans).all(|(area, span)| *area == ASIDE || (*area < n_areas && *span < n_spans));
        if !steady || !aside.iter().flat_map(|(_, rows)| rows).all(|row| row.area < n_areas) {
            return Err("it holds a postcode whose area it does not hold");
        }
        let index = Index::of(keys.iter().map(|key| mix(*key)));
        let places = Places { keys, areas, spans, known_spans, index };
        Ok(Self { places: Arc::new(places), aside: aside.into_iter().collect(), areas: known_areas })
    }
}
