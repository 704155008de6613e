//! The five timelines of a body, each a function of its own events only. Rule R3, invariant L8.

use crate::id::{HistoryId, Stay};
use crate::kind::{Programme, Regime};
use crate::published::{Judged, Published};
use crate::view::Interventions;
use mandate::InstrumentId;
use terms::{Date, OdsCode, Period};

/// The five timelines of a body. None implies another; a page that shows one shows all five.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timelines<'a> {
    /// Headline ratings, by the day of publication.
    pub ratings: Vec<&'a Published>,
    /// Segments, by the day of publication.
    pub segments: Vec<&'a Published>,
    /// Special measures.
    pub measures: Vec<Stretch<'a>>,
    /// Directions, undertakings and licence requirements.
    pub instruments: Vec<Stretch<'a>>,
    /// Recovery support.
    pub support: Vec<Stretch<'a>>,
}

/// One stretch of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The regime.
    pub regime: Regime,
    /// When, as precisely as it is known.
    pub period: Period,
    /// What it was.
    pub of: StretchOf<'a>,
}

/// What a stretch of a timeline was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StretchOf<'a> {
    /// An instrument on record.
    Instrument(&'a InstrumentId),
    /// A stay on record: the body's own, or that of a predecessor which it is shown in.
    Stay(OdsCode),
    /// A case of history.
    History(&'a HistoryId),
}

impl<'a> Interventions<'a> {
    /// The five timelines of a body, each in order of first day.
    pub fn timelines(&self, body: OdsCode) -> Timelines<'a> {
        let mut timelines = Timelines::default();
        for published in self.published().filter(|held| held.body == body) {
            match published.judged {
                Judged::Rating(_) => timelines.ratings.push(published),
                Judged::Segment(_) => timelines.segments.push(published),
            }
        }
        timelines.ratings.sort_by_key(|held| held.on);
        timelines.segments.sort_by_key(|held| held.on);
        for stretch in self.instrument_stretches(body).chain(self.stay_stretches(body)).chain(self.historic(body)) {
            let timeline = match stretch.regime {
                Regime::SpecialMeasures => &mut timelines.measures,
                Regime::RecoverySupport => &mut timelines.support,
                Regime::AuthorisationDirection
                | Regime::Direction
                | Regime::Undertaking
                | Regime::LicenceRequirement => &mut timelines.instruments,
            };
            timeline.push(stretch);
        }
        for timeline in [&mut timelines.measures, &mut timelines.instruments, &mut timelines.support] {
            timeline.sort_by_key(|held| held.period.from());
        }
        timelines
    }

    /// The instruments that bound a body, for the days on which they did.
    fn instrument_stretches(&self, body: OdsCode) -> impl Iterator<Item = Stretch<'a>> {
        self.instruments().flat_map(move |held| {
            let begins = std::iter::once((held.body, held.from)).chain(held.followed.iter().copied());
            let ends = held.followed.iter().map(|(_, from)| Some(*from)).chain([None]);
            let bound = begins.zip(ends).filter(move |((of, _), _)| *of == body);
            bound.map(move |((_, from), to)| Stretch {
                regime: held.kind.into(),
                period: days(from, to.into_iter().chain(held.last_end()).min()),
                of: StretchOf::Instrument(&held.id),
            })
        })
    }

    fn stay_stretches(&self, body: OdsCode) -> impl Iterator<Item = Stretch<'a>> {
        let stays = self.state.stays.iter(self.known);
        stays.flat_map(move |(stay, episodes)| {
            episodes.iter().filter_map(move |episode| {
                let left = episode.left.as_ref().map(|left| left.on);
                let followed = episode.followed.iter().find(|(successor, _)| *successor == body);
                let (from, to) = if stay.body == body {
                    let ended = episode.followed.iter().map(|(_, from)| *from).chain(left).min();
                    (episode.from, ended)
                } else {
                    (followed?.1, left)
                };
                Some(Stretch { regime: stay.programme.into(), period: days(from, to), of: StretchOf::Stay(stay.body) })
            })
        })
    }

    fn historic(&self, body: OdsCode) -> impl Iterator<Item = Stretch<'a>> {
        let ours = self.historic_cases().filter(move |case| case.body == body);
        ours.filter_map(|case| {
            Some(Stretch { regime: case.regime, period: case.period()?, of: StretchOf::History(&case.id) })
        })
    }

    /// The programmes that a body is in on a day.
    pub fn programmes(&self, body: OdsCode, on: Date) -> impl Iterator<Item = Programme> {
        Stay::all(body).filter(move |stay| self.is_in(stay, on)).map(|stay| stay.programme)
    }
}

fn days(from: Date, to: Option<Date>) -> Period {
    Period::from_days(Some(from), to)
}
