//! How each end finds its code.

use super::case::{Case, Nation};
use crate::code::CodeId;
use crate::edition::{Derivation, End};
use crate::key::Key;
use crate::outcome::{Flag, FlagSet, Method, Terminal};
use crate::reference::{Area, Country, How, PracticeKind, PracticeLook, Resolved, is_forces_any, wales_pseudo};

/// What an end found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) terminal: Terminal,
    pub(crate) code: CodeId,
    pub(crate) method: Method,
    pub(crate) flags: FlagSet,
}

/// A code, how it was found, and what should be said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) code: CodeId,
    pub(crate) method: Method,
    pub(crate) flags: FlagSet,
}

impl Step {
    const NOTHING: Self = Self { code: CodeId::NONE, method: Method::None, flags: FlagSet::EMPTY };

    fn plain(code: CodeId, method: Method) -> Option<Self> {
        code.is_some().then_some(Self { code, method, flags: FlagSet::EMPTY })
    }

    fn resolved(resolved: Resolved, method: Method) -> Option<Self> {
        let mut flags = FlagSet::EMPTY;
        flags.put(Flag::CommissionerSucceeded, resolved.how == How::Succeeded);
        flags.put(Flag::CommissionerPreceded, resolved.how == How::Preceded);
        resolved.code.is_some().then_some(Self { code: resolved.code, method, flags })
    }
}

impl Case<'_> {
    /// What the end of a path finds.
    pub(crate) fn end(&self, end: &End) -> Found {
        let fixed = |code: &str| Step::plain(self.reference.book.find(code), Method::Fixed);
        let (terminal, step) = match (&end.derivation, end.terminal) {
            (Derivation::DevolvedGeneral { wales }, _) => {
                let (terminal, step) = match self.nation() {
                    Nation::Wales => (Terminal::WelshLhb, self.welsh_board(wales)),
                    Nation::Scotland => (Terminal::ScottishHb, self.home_body()),
                    Nation::NorthernIreland => (Terminal::NiLcg, self.home_body()),
                };
                (terminal, step)
            }
            (Derivation::DevolvedSpecialised { wales, scotland }, _) => match self.nation() {
                Nation::Wales => (Terminal::Whssc, fixed(wales)),
                Nation::Scotland => (Terminal::ScotlandNsd, fixed(scotland)),
                Nation::NorthernIreland => (Terminal::NiHscb, self.home_body()),
            },
            (derivation, terminal) => {
                let step = match derivation {
                    Derivation::Fixed(code) => fixed(code),
                    Derivation::Host => self.host(),
                    Derivation::Responsible => Some(self.responsible()),
                    Derivation::ProviderHub => self.provider_hub(),
                    Derivation::PopulationHub => self.population_hub(),
                    Derivation::JusticeHub => self.detention.and_then(|hub| Step::plain(hub, Method::AppF)),
                    Derivation::PublicHealthRegion => self.public_health_region(),
                    Derivation::LocalAuthority => {
                        self.home_area().and_then(|area| Step::plain(area.ods_la, self.residence()))
                    }
                    _ => Some(Step { method: Method::Na, ..Step::NOTHING }),
                };
                (terminal.unwrap_or(Terminal::InvalidInput), step)
            }
        };
        let step = step.unwrap_or(Step::NOTHING);
        Found { terminal, code: step.code, method: step.method, flags: step.flags }
    }

    fn residence(&self) -> Method {
        if self.home.substituted { Method::Site } else { Method::Res }
    }

    /// Where the provider's main site stands.
    fn host(&self) -> Option<Step> {
        Step::resolved(self.reference.sub_icb(self.site_area()?.pco, self.day), Method::Host)
    }

    /// The responsible sub-ICB location: by practice, then residence, then host.
    ///
    /// The practice is passed over when none is stated, when the recorded address is a place of detention, and for an
    /// armed-forces practice in England; a practice that leads to no sub-ICB location is no match.
    pub(crate) fn responsible(&self) -> Step {
        let mut not_sub_icb = FlagSet::EMPTY;
        if !self.passes_over_practice()
            && let Some(practice) = self.usable()
            && self.reference.kind(practice) != PracticeKind::Welsh
        {
            match Step::resolved(self.reference.sub_icb(practice.commissioner, self.day), Method::Gp) {
                Some(step) => return step,
                None => not_sub_icb.put(Flag::CommissionerNotSubIcb, true),
            }
        }
        let by_home = |area: &Area| Step::resolved(self.reference.sub_icb(area.pco, self.day), self.residence());
        let step = self.home_area().and_then(by_home).or_else(|| self.host()).unwrap_or(Step::NOTHING);
        Step { flags: step.flags.and(not_sub_icb), ..step }
    }

    fn passes_over_practice(&self) -> bool {
        matches!(self.practice, PracticeLook::Unstated) || self.detention.is_some() || self.is_english_dms()
    }

    fn provider_hub(&self) -> Option<Step> {
        Step::resolved(self.reference.hub(self.contract?, self.day), Method::Provider)
    }

    /// The hub of the population: the practice's region, or the home's where the practice is passed over; else the
    /// provider's hub. A stated practice that does not match goes to the provider, not to the home.
    fn population_hub(&self) -> Option<Step> {
        let hub = |region, method| self.reference.region_hub(region, self.day).and_then(|hub| Step::plain(hub, method));
        let by_population = if self.passes_over_practice() {
            self.home_area().and_then(|area| hub(area.region, self.residence()))
        } else {
            let practice = self.usable().filter(|practice| self.reference.kind(practice) != PracticeKind::Welsh);
            practice.and_then(|practice| hub(practice.grouping, Method::Gp))
        };
        by_population.or_else(|| self.provider_hub())
    }

    /// The region that pays for section 7A services, under its own code.
    fn public_health_region(&self) -> Option<Step> {
        let region =
            |code, method| self.reference.is_region(code, self.day).then(|| Step::plain(code, method)).flatten();
        let of_practice = || {
            let practice = self.usable()?;
            match self.reference.kind(practice) {
                // The armed forces abroad have no English region; their homes decide.
                PracticeKind::Dms if practice.postcode.is_some_and(is_forces_any) => None,
                PracticeKind::Dms => {
                    let area = self.reference.area_at(practice.postcode, self.day)?;
                    region(area.region, Method::PracticeSite)
                }
                PracticeKind::Welsh => None,
                _ => region(practice.grouping, Method::Gp),
            }
        };
        let at_home = || region(self.home_area()?.region, self.residence());
        let at_host = || region(self.site_area()?.region, Method::Host);
        of_practice().or_else(at_home).or_else(at_host)
    }

    fn welsh_board(&self, wales: &str) -> Option<Step> {
        if self.recorded == Key::Of(wales_pseudo()) {
            return Step::plain(self.reference.book.find(wales), Method::Fixed);
        }
        if self.home.country == Some(Country::Wales) {
            return self.home_body();
        }
        // A border home in England and a Welsh practice: where the practice stands, else its own board.
        let practice = self.usable()?;
        let at_practice = self.reference.area_at(practice.postcode, self.day);
        let board = || Step::plain(practice.commissioner, Method::Gp);
        at_practice.and_then(|area| Step::plain(area.pco, Method::PracticeSite)).or_else(board)
    }

    /// The body of the home's row in the directory, as written.
    fn home_body(&self) -> Option<Step> {
        Step::plain(self.home_area()?.pco, Method::Res)
    }
}
