//! Every contradiction and gap, with both sources.

use crate::fact::{BodyRef, Fact};
use crate::finding::FindingKind;
use crate::kind::{BodyKind, Tie};
use crate::memberships::Memberships;
use crate::settle::{TieFinding, settle_tie};
use crate::source::{Released, Series};
use crate::state::{Body, BodyNo, ClaimNo, ImportNo};
use crate::view::View;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, FuzzyDate, OdsCode};

/// What one source says, for a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saying {
    /// The source.
    pub series: Series,
    /// Its release, where one release is meant.
    pub released: Option<Released>,
    /// What it says, in words.
    pub says: String,
}

/// A contradiction, gap or oddity in what was imported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// The body, area or column it is about.
    pub subject: Box<str>,
    /// What was found, in words.
    pub detail: String,
    /// Who says what.
    pub sayings: Vec<Saying>,
    /// The line of the file, where the finding is about one.
    pub line: Option<u32>,
}

impl View<'_> {
    /// Every finding, by kind and subject. Worked out from what counts, so the order of import changes nothing.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        self.noted(&mut found);
        for (place, body) in self.state.bodies.iter().enumerate() {
            let number = BodyNo(place as u32);
            self.of_memberships(number, body, &mut found);
            self.of_successions(number, body, &mut found);
            self.of_identity(body, &mut found);
        }
        self.of_gss_codes(&mut found);
        self.of_vanished(&mut found);
        found.sort();
        found.dedup();
        found
    }

    /// What the readers of the files noticed.
    fn noted(&self, found: &mut Vec<Finding>) {
        for series in Series::all() {
            for number in self.state.series_claims(series) {
                let Some(claim) = self.state.claim(number) else { continue };
                let Fact::Noted { kind, subject, detail, line } = &*claim.fact else { continue };
                found.extend(self.state.saying(claim, self.known).map(|import| Finding {
                    kind: *kind,
                    subject: subject.clone(),
                    detail: detail.to_string(),
                    sayings: vec![Saying {
                        series,
                        released: Some(import.released),
                        says: import.source_name.to_string(),
                    }],
                    line: (*line > 0).then_some(*line),
                }));
            }
        }
    }

    fn of_memberships(&self, number: BodyNo, body: &Body, found: &mut Vec<Finding>) {
        for tie in self.state.memberships(number).into_iter().flat_map(Memberships::ties) {
            let mut noticed = Vec::new();
            settle_tie(self.state, number, tie, self.known, Some(&mut noticed));
            found.extend(noticed.into_iter().filter_map(|noticed| self.tell(body, tie, noticed)));
        }
    }

    /// Puts what was noticed about a membership into words.
    fn tell(&self, body: &Body, tie: Tie, noticed: TieFinding) -> Option<Finding> {
        let finding =
            |kind, detail, sayings| Finding { kind, subject: body.code.as_str().into(), detail, sayings, line: None };
        Some(match noticed {
            TieFinding::EarlyJoin { claim, import, opened } => {
                if !self.is_active(body, import) {
                    return None;
                }
                let detail = format!("its {} opened on {}", tie.words().to_lowercase(), opened.screen());
                finding(FindingKind::EarlyJoin, detail, vec![self.saying_of(claim, import)?])
            }
            TieFinding::Overruled { claim, import, on, by, instead } => {
                let instead = instead.and_then(|parent| self.code(parent));
                let says = match instead {
                    Some(parent) => format!("belonged to {parent}"),
                    None => "belonged to none".to_owned(),
                };
                let detail = format!("on {} the {by} file counts", FuzzyDate::day(on).screen());
                let other = Saying { series: by, released: None, says };
                finding(FindingKind::Overruled, detail, vec![self.saying_of(claim, import)?, other])
            }
            TieFinding::Contradiction { kept, kept_import, dropped, import } => {
                let sayings = vec![self.saying_of(kept, kept_import)?, self.saying_of(dropped, import)?];
                let detail = "two snapshots of one day differ; the first named counts".to_owned();
                finding(FindingKind::Contradiction, detail, sayings)
            }
            TieFinding::Overlap { one, other, import } => {
                let sayings = vec![self.saying_of(one, import)?, self.saying_of(other, import)?];
                finding(FindingKind::Overlap, "the second counts where they overlap".to_owned(), sayings)
            }
            TieFinding::AfterClosure { claim, import, closed } => {
                if !self.is_active(body, import) {
                    return None;
                }
                let detail =
                    format!("its {} had closed on {}", tie.words().to_lowercase(), closed.previous_day().screen());
                finding(FindingKind::OutsideLife, detail, vec![self.saying_of(claim, import)?])
            }
            TieFinding::Stranded { parent, closed } => {
                let detail = format!(
                    "its {} {} closed on {} and no imported file says where it went{}",
                    tie.words().to_lowercase(),
                    self.code(parent)?,
                    closed.previous_day().screen(),
                    self.whither(body.code, tie, closed.latest())
                );
                finding(FindingKind::Stranded, detail, Vec::new())
            }
        })
    }

    /// Where the practices of a network that was left without a commissioner or system are: a suggestion for its keeper.
    fn whither(&self, code: OdsCode, tie: Tie, day: Date) -> String {
        let mut parents: BTreeMap<OdsCode, usize> = BTreeMap::new();
        for member in self.members(code, day).into_iter().filter(|member| member.tie == Tie::Network) {
            let commissioner = self.parent(member.code, Tie::Commissioner, day).nominal();
            let parent = match tie {
                Tie::Commissioner => commissioner,
                Tie::System => commissioner.and_then(|code| self.parent(code, Tie::System, day).nominal()),
                _ => None,
            };
            if let Some(parent) = parent {
                *parents.entry(parent).or_default() += 1;
            }
        }
        if parents.is_empty() {
            return String::new();
        }
        let mut parents: Vec<(OdsCode, usize)> = parents.into_iter().collect();
        parents.sort_by_key(|(code, n)| (std::cmp::Reverse(*n), *code));
        let parents: Vec<String> = parents.into_iter().map(|(code, n)| format!("{n} in {code}")).collect();
        format!("; of its practices {}", parents.join(", "))
    }

    /// What a claim says in one release, in words.
    fn saying_of(&self, claim: ClaimNo, import: ImportNo) -> Option<Saying> {
        let (claim, import) = (self.state.claim(claim)?, self.state.import(import)?);
        let Fact::Tied { parent, period, .. } = &*claim.fact else { return None };
        let parent = match parent {
            BodyRef::Ods(code) => code.to_string(),
            BodyRef::Gss(code) => code.to_string(),
        };
        let when = if period.from().is_none() && period.to().is_none() {
            format!("on {}", import.released.0.screen())
        } else {
            period.screen()
        };
        let says = format!("belonged to {parent} {when}");
        Some(Saying { series: claim.series, released: Some(import.released), says })
    }

    /// Whether a snapshot lists a body as active; where it gives no status, it is taken to be.
    fn is_active(&self, body: &Body, import: ImportNo) -> bool {
        let mut statuses = body
            .claims
            .iter()
            .filter_map(|number| self.state.claim(*number))
            .filter(|claim| claim.is_said_by(import))
            .filter_map(|claim| match &*claim.fact {
                Fact::Stood { status, .. } => Some(*status),
                _ => None,
            })
            .peekable();
        statuses.peek().is_none() || statuses.any(|status| status == crate::kind::Status::Active)
    }

    fn of_successions(&self, number: BodyNo, body: &Body, found: &mut Vec<Finding>) {
        let subject: Box<str> = body.code.as_str().into();
        let mut dates: BTreeMap<OdsCode, BTreeSet<(FuzzyDate, Series)>> = BTreeMap::new();
        for claim in body.claims.iter().filter_map(|claim| self.state.claim(*claim)) {
            let Fact::Succeeded { from, to, on, .. } = &*claim.fact else { continue };
            if *from != body.code || self.state.saying(claim, self.known).next().is_none() {
                continue;
            }
            if from == to {
                found.push(Finding {
                    kind: FindingKind::SelfSuccession,
                    subject: subject.clone(),
                    detail: format!("said to have succeeded itself on {}", on.screen()),
                    sayings: vec![Saying { series: claim.series, released: None, says: format!("{from} to {to}") }],
                    line: None,
                });
            } else {
                dates.entry(*to).or_default().insert((*on, claim.series));
            }
        }
        let differ =
            |dates: &BTreeSet<(FuzzyDate, Series)>| dates.first().map(|(on, _)| on) != dates.last().map(|(on, _)| on);
        for (to, dates) in dates.iter().filter(|(_, dates)| differ(dates)) {
            let chosen =
                self.steps(number).iter().find(|step| self.code(step.to) == Some(*to)).map(|step| step.on.screen());
            // One file with two dates is that file's slip; two files with one each disagree.
            let one_file = dates.iter().any(|(on, series)| dates.iter().any(|(other, by)| by == series && other != on));
            found.push(Finding {
                kind: if one_file { FindingKind::SuccessionRedated } else { FindingKind::Contradiction },
                subject: subject.clone(),
                detail: format!("succeeded by {to} on more than one date; {} counts", chosen.unwrap_or_default()),
                sayings: dates
                    .iter()
                    .map(|(on, series)| Saying { series: *series, released: None, says: format!("on {}", on.screen()) })
                    .collect(),
                line: None,
            });
        }
        // A circle through the smallest of its codes, so that each is told once.
        let links = if self.steps(number).is_empty() { Vec::new() } else { self.successors(body.code, None) };
        let circle = links.iter().any(|link| link.to == body.code);
        if circle && links.iter().filter(|link| self.leads_to(link.to, body.code)).all(|link| link.to >= body.code) {
            found.push(Finding {
                kind: FindingKind::SuccessionCycle,
                subject: subject.clone(),
                detail: "its successions lead back to it".to_owned(),
                sayings: Vec::new(),
                line: None,
            });
        }
        self.of_endings(number, body, found);
    }

    fn leads_to(&self, from: OdsCode, to: OdsCode) -> bool {
        from == to || self.successors(from, None).iter().any(|link| link.to == to)
    }

    /// Commissioners and systems do not end without somebody taking their place.
    fn of_endings(&self, number: BodyNo, body: &Body, found: &mut Vec<Finding>) {
        let Some(life) = self.lives(body.code).counting() else { return };
        let kind = self.kinds(body.code).last().map(|(kind, _)| *kind);
        let has_heirs = kind.is_some_and(|kind| kind == BodyKind::CommissioningGroup || kind.is_system());
        let steps = self.steps(number);
        let finding = |kind, detail: String| Finding {
            kind,
            subject: body.code.as_str().into(),
            detail,
            sayings: Vec::new(),
            line: None,
        };
        match life.to() {
            Some(end) if has_heirs && steps.is_empty() => {
                let detail = format!("closed on {}", end.previous_day().screen());
                found.push(finding(FindingKind::NoSuccessor, detail));
            }
            None if has_heirs && steps.len() == 1 => {
                // One successor and no closing date: either a date is missing or only a part passed.
                if let Some(step) = steps.first()
                    && let Some(to) = self.code(step.to)
                {
                    let detail = format!("succeeded by {to} on {} and given no closing date", step.on.screen());
                    found.push(finding(FindingKind::UnclosedPredecessor, detail));
                }
            }
            _ => {}
        }
    }

    /// Bodies of which only the code is known, and bodies known only by a later name.
    fn of_identity(&self, body: &Body, found: &mut Vec<Finding>) {
        if self.find(body.code).is_none() {
            return;
        }
        let described = self
            .said(body.code)
            .any(|(claim, _)| matches!(&*claim.fact, Fact::Named { .. } | Fact::Lived { .. } | Fact::Acted { .. }));
        let finding = |kind, detail: String| Finding {
            kind,
            subject: body.code.as_str().into(),
            detail,
            sayings: Vec::new(),
            line: None,
        };
        if !described {
            found.push(finding(FindingKind::CodeOnly, self.who_names(body)));
            return;
        }
        let Some(life) = self.lives(body.code).counting() else { return };
        let Some(opened) = life.from() else { return };
        let kinds = self.kinds(body.code);
        if kinds.len() > 1
            && let Some((first, _)) = kinds.first()
            && let Some(name) = self.name_on(body.code, opened.latest())
            && name.later
            && self.kind_on(body.code, name.released.observed_on()) != Some(*first)
        {
            let detail = format!(
                "the only name on file is “{}”, from when it was no longer a {}",
                name.text,
                first.words().to_lowercase()
            );
            found.push(finding(FindingKind::LaterName, detail));
        }
    }

    /// Who names a body that nothing describes, counting only what counts now.
    fn who_names(&self, body: &Body) -> String {
        let names_it = |other: &BodyNo, wanted: fn(&Fact) -> bool| {
            let claims = self.state.body(*other).into_iter().flat_map(|other| &other.claims);
            claims.filter_map(|number| self.state.claim(*number)).any(|claim| {
                wanted(&claim.fact)
                    && claim.fact.subjects().1 == Some(body.code)
                    && self.state.saying(claim, self.known).next().is_some()
            })
        };
        let ties: fn(&Fact) -> bool = |fact| matches!(fact, Fact::Tied { .. });
        let successions: fn(&Fact) -> bool = |fact| matches!(fact, Fact::Succeeded { .. });
        let children: BTreeSet<BodyNo> = body.children.iter().map(|(_, child)| *child).collect();
        let members = children.iter().filter(|child| names_it(child, ties)).count();
        let own: BTreeSet<ClaimNo> = body
            .claims
            .iter()
            .filter(|number| {
                self.state.claim(**number).is_some_and(|claim| {
                    successions(&claim.fact) && self.state.saying(claim, self.known).next().is_some()
                })
            })
            .copied()
            .collect();
        let n_successions = own.len() + body.old.iter().filter(|old| names_it(old, successions)).count();
        let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        match (members, n_successions) {
            (0, 0) => "named by a row of its own that says nothing of it".to_owned(),
            (0, n) => format!("named in {}", plural(n, "succession", "successions")),
            (n, _) => format!("named as parent by {}", plural(n, "body", "bodies")),
        }
    }

    /// GSS codes of systems and commissioners that nothing ties to a body.
    fn of_gss_codes(&self, found: &mut Vec<Finding>) {
        let mut waiting: BTreeMap<terms::GssCode, (u64, BTreeSet<(Series, Released)>)> = BTreeMap::new();
        for claim in self.state.claims.iter() {
            let Fact::Tied { parent: BodyRef::Gss(gss), .. } = &*claim.fact else { continue };
            if self.by_gss(*gss).is_some() {
                continue;
            }
            let sources: Vec<(Series, Released)> =
                self.state.saying(claim, self.known).map(|import| (claim.series, import.released)).collect();
            if !sources.is_empty() {
                let entry = waiting.entry(*gss).or_default();
                entry.0 += 1;
                entry.1.extend(sources);
            }
        }
        found.extend(waiting.into_iter().map(|(gss, (rows, sources))| {
            Finding {
                kind: FindingKind::GssUnmatched,
                subject: gss.as_str().into(),
                detail: format!(
                    "{} ({rows} membership{})",
                    self.area_name(gss).unwrap_or_default(),
                    if rows == 1 { "" } else { "s" }
                ),
                sayings: sources
                    .into_iter()
                    .map(|(series, released)| Saying { series, released: Some(released), says: gss.to_string() })
                    .collect(),
                line: None,
            }
        }));
    }

    /// Whether a body was open on a day, for sure.
    pub fn was_surely_open(&self, code: OdsCode, day: Date) -> bool {
        self.was_open(code, day) == Certainty::Yes
    }
}
