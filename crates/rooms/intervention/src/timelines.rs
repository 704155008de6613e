//! The five timelines of a body, each a function of its own events only. Rule R3, invariant L8.

use crate::id::{HistoryId, Stay};
use crate::kind::{Programme, Regime};
use crate::publication::{Mark, Publication};
use crate::view::Interventions;
use mandate::InstrumentId;
use terms::{Date, OdsCode, Period};

/// The five timelines of a body. None implies another; a page that shows one shows all five.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timelines<'a> {
    /// Headline ratings, by the day of publication.
    pub ratings: Vec<&'a Publication>,
    /// Segments, by the day of publication.
    pub segments: Vec<&'a Publication>,
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
        for publication in self.publications().filter(|held| held.body == body) {
            match publication.mark {
                Mark::Rating(_) => timelines.ratings.push(publication),
                Mark::Segment(_) => timelines.segments.push(publication),
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
            let bound = bound((held.body, held.from), &held.followed).filter(move |(of, ..)| *of == body);
            bound.map(move |(_, from, to)| Stretch {
                regime: held.kind.into(),
                period: days(from, to.into_iter().chain(held.last_end()).min()),
                of: StretchOf::Instrument(&held.id),
            })
        })
    }

    /// The stays that a body was shown in: its own until a merger, then its successor's.
    fn stay_stretches(&self, body: OdsCode) -> impl Iterator<Item = Stretch<'a>> {
        let stays = self.state.stays.iter(self.known);
        stays.flat_map(move |(stay, episodes)| {
            episodes.iter().flat_map(move |held| {
                let left = held.left.as_ref().map(|left| left.on);
                let bound = bound((stay.body, held.from), &held.followed).filter(move |(of, ..)| *of == body);
                bound.map(move |(_, from, to)| Stretch {
                    regime: stay.programme.into(),
                    period: days(from, to.into_iter().chain(left).min()),
                    of: StretchOf::Stay(stay.body),
                })
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

/// Each body in turn with its first day, and the first day of the next.
fn bound(first: (OdsCode, Date), followed: &[(OdsCode, Date)]) -> impl Iterator<Item = (OdsCode, Date, Option<Date>)> {
    let begins = std::iter::once(first).chain(followed.iter().copied());
    let ends = followed.iter().map(|(_, from)| Some(*from)).chain([None]);
    begins.zip(ends).map(|((body, from), to)| (body, from, to))
}

fn days(from: Date, to: Option<Date>) -> Period {
    Period::from_days(Some(from), to)
}
