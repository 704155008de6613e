//! What a merger does to the people of one of the bodies that go into it: what they take over, treatment by treatment.

use ask::{Cell, Column, Fault, Kind, Table};
use money::{Inheritance, InheritanceBasis, Inherited, Predecessor, Treatment};
use std::collections::BTreeMap;
use terms::{Date, FinancialYear, Heads, OdsCode, Pence};

use super::costs::{Costs, exact, exact_column};
use super::saving::too_large;

/// What is asked of a merger.
pub struct MergerQuestion {
    /// The body whose people are asked about.
    pub code: OdsCode,
    /// Every body that goes into the merger, as it was given.
    pub predecessors: BTreeMap<OdsCode, Predecessor>,
    /// Over how many years a deficit is repaid; none where it is not.
    pub repayment_years: u8,
    /// Until when balances stay with their areas under a ring-fence.
    pub until: Date,
}

/// What a merger does, by each treatment of the balances.
pub struct MergerAnswer {
    /// The body whose people are asked about.
    pub code: OdsCode,
    /// Every body that goes into it.
    pub predecessors: BTreeMap<OdsCode, Predecessor>,
    /// Pooled by registered people, pooled by weighted people, ring-fenced.
    pub treatments: Vec<Inheritance>,
}

/// Why a text says no predecessors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPredecessors {
    /// A part is not of the form.
    #[error("“{0}” is not a body with its people, its weighted people and its balance: write 05A:532262:548000:-12.5m")]
    Form(String),
    /// A body stands twice.
    #[error("{0} stands twice: write each body once")]
    Twice(OdsCode),
    /// More than go into one merger.
    #[error("more than {PREDECESSORS_MAX} bodies are written: ask about those of one merger")]
    TooMany,
    /// Fewer than two.
    #[error("a merger is of two bodies at least: write them with a semicolon between them")]
    Few,
}

/// The most bodies that go into one merger.
const PREDECESSORS_MAX: usize = 50;

/// Reads predecessors: a code, people, weighted people and the balance in pounds, with colons between them and semicolons between bodies.
///
/// # Errors
/// [`NoPredecessors`].
pub fn read_predecessors(text: &str) -> Result<BTreeMap<OdsCode, Predecessor>, NoPredecessors> {
    let mut all = BTreeMap::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        if all.len() == PREDECESSORS_MAX {
            return Err(NoPredecessors::TooMany);
        }
        let (code, predecessor) = read_predecessor(part).ok_or_else(|| NoPredecessors::Form(part.to_owned()))?;
        if all.insert(code, predecessor).is_some() {
            return Err(NoPredecessors::Twice(code));
        }
    }
    if all.len() < 2 { Err(NoPredecessors::Few) } else { Ok(all) }
}

fn read_predecessor(text: &str) -> Option<(OdsCode, Predecessor)> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let [code, heads, weighted, balance] = parts.as_slice() else { return None };
    let people = |text: &str| text.replace(',', "").parse().ok().map(Heads);
    let (heads, weighted_heads) = (people(heads)?, people(weighted)?);
    Some((code.parse().ok()?, Predecessor { heads, weighted_heads, balance: balance.parse().ok()? }))
}

/// The same as a text that reads back.
pub fn write_predecessors(predecessors: &BTreeMap<OdsCode, Predecessor>) -> String {
    let one = |(code, held): (&OdsCode, &Predecessor)| {
        format!("{code}:{}:{}:{}", held.heads.0, held.weighted_heads.0, held.balance.decimal())
    };
    predecessors.iter().map(one).collect::<Vec<_>>().join(";")
}

impl MergerAnswer {
    /// Works it out.
    ///
    /// # Errors
    /// That the body is not among those that merge, or that nobody can inherit.
    ///
    /// Source: section 9 of the specification of plan and money, rule R44.
    pub fn of(question: MergerQuestion) -> Result<Self, Fault> {
        let MergerQuestion { code, predecessors, repayment_years, until } = question;
        if !predecessors.contains_key(&code) {
            return Err(Fault::param("predecessors", format!("{code} is not among them: write it with the others")));
        }
        let told = |error: money::InheritanceError| Fault::param("predecessors", ask::sentence(&error.to_string()));
        let mut treatments = Vec::new();
        for basis in InheritanceBasis::ALL {
            treatments.push(money::inherit(&predecessors, *basis, repayment_years).map_err(told)?);
        }
        treatments.push(money::ring_fence(&predecessors, until).map_err(told)?);
        Ok(Self { code, predecessors, treatments })
    }

    /// What the people of the body take over under each treatment.
    pub fn parts(&self) -> impl Iterator<Item = (&Inheritance, &Inherited)> {
        self.treatments.iter().filter_map(|held| Some((held, held.parts.get(&self.code)?)))
    }

    /// The answer in sentences.
    pub fn sentences(&self, costs: &Costs<'_>) -> Vec<String> {
        let whose = costs.body(self.code);
        let own = self.predecessors.get(&self.code).map(|held| held.balance).unwrap_or_default();
        let pooled = self.treatments.first().map(|held| held.pooled).unwrap_or_default();
        let mut said = vec![format!(
            "{whose} brings a balance of {}; all {} together bring {}.",
            own.to_the_penny(),
            naming::counted(self.predecessors.len() as u64, "body", "bodies"),
            pooled.to_the_penny()
        )];
        for (held, part) in self.parts() {
            let how = treatment_words(held.treatment);
            let size = Pence(part.effect.0.saturating_abs()).to_the_penny();
            let effect = match part.effect.0.signum() {
                -1 => format!("{size} worse than their own"),
                0 => "as much as their own".to_owned(),
                _ => format!("{size} better than their own"),
            };
            let a_head = |amount: Option<Pence>| amount.map_or_else(|| "nothing".to_owned(), Pence::to_the_penny);
            said.push(format!(
                "{how}, its people take over {}, {effect}: from {} to {} a head.",
                part.inherited.to_the_penny(),
                a_head(part.per_head_before),
                a_head(part.per_head_after)
            ));
        }
        said
    }
}

/// A treatment, in words.
pub(crate) fn treatment_words(treatment: Treatment) -> String {
    match treatment {
        Treatment::Pooled(basis) => format!("Pooled by {}", basis.words().to_lowercase()),
        Treatment::RingFenced { until } => format!("Ring-fenced until {}", ask::day(until)),
    }
}

fn repayment(part: &Inherited) -> Cell {
    let years: Vec<String> = part.repayment.iter().map(|year| year.to_the_penny()).collect();
    years.join(", ").into()
}

const SOURCE: &str = "the people and balances as they were given, shared to the penny";

/// What the people of the one body take over, treatment by treatment.
pub fn by_treatment(costs: &Costs<'_>, answer: &MergerAnswer) -> Table {
    let own = answer.predecessors.get(&answer.code).map(|held| held.balance);
    let row = |(held, part): (&Inheritance, &Inherited)| {
        vec![
            treatment_words(held.treatment).into(),
            own.map(exact).into(),
            exact(part.inherited),
            exact(part.effect),
            part.per_head_before.map(exact).into(),
            part.per_head_after.map(exact).into(),
            repayment(part),
        ]
    };
    Table {
        caption: format!("What the people of {} take over", costs.body(answer.code)),
        columns: vec![
            Column::new("treatment", "Treatment", Kind::Text),
            exact_column("own", "Their own balance"),
            exact_column("inherited", "They take over"),
            exact_column("effect", "Better or worse by"),
            exact_column("before", "A head before"),
            exact_column("after", "A head after"),
            Column::new("repayment", "Repaid year by year", Kind::Text),
        ],
        rows: answer.parts().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: vec![
            "A balance below nought is a deficit. Behind a ring-fence old balances stay with their areas until the day, and nobody is              worse off."
                .to_owned(),
        ],
    }
}

/// Every predecessor under every treatment; each treatment ends with its sum, which is the pool, and effects that add to nought.
///
/// # Errors
/// A sum that does not fit.
pub fn by_predecessor(costs: &Costs<'_>, answer: &MergerAnswer) -> Result<Table, Fault> {
    let mut rows = Vec::new();
    for held in &answer.treatments {
        let words = treatment_words(held.treatment);
        for (code, part) in &held.parts {
            let Some(own) = answer.predecessors.get(code) else { continue };
            rows.push(vec![
                words.clone().into(),
                costs.body(*code).into(),
                naming::count(own.heads.0),
                naming::count(own.weighted_heads.0),
                exact(own.balance),
                exact(part.inherited),
                exact(part.effect),
                part.per_head_before.map(exact).into(),
                part.per_head_after.map(exact).into(),
                repayment(part),
            ]);
        }
        let sum = |of: fn(&Inherited) -> Pence| Pence::total(held.parts.values().map(of)).map_err(too_large);
        let people = |of: fn(&Predecessor) -> u64| naming::count(answer.predecessors.values().map(of).sum());
        rows.push(vec![
            words.into(),
            "Together".into(),
            people(|own| own.heads.0),
            people(|own| own.weighted_heads.0),
            exact(held.pooled),
            exact(sum(|part| part.inherited)?),
            exact(sum(|part| part.effect)?),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    Ok(Table {
        caption: "Every body that goes into it".to_owned(),
        columns: vec![
            Column::new("treatment", "Treatment", Kind::Text),
            Column::new("body", "Body", Kind::Text),
            Column::new("heads", "People", Kind::Number),
            Column::new("weighted", "Weighted people", Kind::Number),
            exact_column("own", "Own balance"),
            exact_column("inherited", "Takes over"),
            exact_column("effect", "Better or worse by"),
            exact_column("before", "A head before"),
            exact_column("after", "A head after"),
            Column::new("repayment", "Repaid year by year", Kind::Text),
        ],
        rows,
        source: SOURCE.to_owned(),
        notes: vec!["What is taken over adds to the pool, and the effects add to nought.".to_owned()],
    })
}

/// A body that goes into a merger, with what is on record for the form: its people by the lists nearest to the eve.
pub struct Party {
    /// The body.
    pub code: OdsCode,
    /// Its people, where list sizes are on record.
    pub heads: Option<Heads>,
}

/// The merger of a body that the register knows: whose place is taken by whom and when, and who went into it.
pub struct KnownMerger {
    /// Who takes their place.
    pub successor: OdsCode,
    /// On which day, at the latest.
    pub on: Date,
    /// Who goes into it.
    pub parties: Vec<Party>,
}

/// The first merger of a body with others after it began, if the register knows one.
pub fn known_merger(costs: &Costs<'_>, code: OdsCode) -> Option<KnownMerger> {
    costs.register.successions_of(code).into_iter().find_map(|link| {
        let parties: Vec<OdsCode> = {
            let all = costs.register.predecessions_of(link.to).into_iter();
            all.filter(|other| other.on == link.on).map(|other| other.from).collect()
        };
        let eve = link.on.latest().yesterday().ok()?;
        let party = |code: OdsCode| Party { code, heads: people_of(costs, code, eve) };
        let parties: Vec<Party> = parties.into_iter().map(party).collect();
        (parties.len() > 1).then_some(KnownMerger { successor: link.to, on: link.on.latest(), parties })
    })
}

/// The people on the lists of a body's practices, by the count nearest to a day; none where any has none.
fn people_of(costs: &Costs<'_>, code: OdsCode, day: Date) -> Option<Heads> {
    let practices = costs.register.members(code, day).into_iter();
    let practices = practices.filter(|member| member.tie == register::Tie::Commissioner);
    let heads: Option<Vec<u64>> =
        practices.map(|member| costs.register.list_size(member.code, day).map(|(_, heads)| heads.0)).collect();
    heads.filter(|heads| !heads.is_empty()).map(|heads| Heads(heads.into_iter().sum()))
}

/// Until when a ring-fence lasts where nothing is said: three financial years from that of a day.
pub fn fence_ends(day: Date) -> Date {
    FinancialYear::of(day).next().next().last_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COVENTRY: &str = "05A:532262:548000:-12500000;05H:194938:206000:-22.4m;05R:298895:281000:£3.1m";

    fn answer() -> MergerAnswer {
        let (code, until) = ("05A".parse().unwrap(), "2024-03-31".parse().unwrap());
        let predecessors = read_predecessors(COVENTRY).unwrap();
        MergerAnswer::of(MergerQuestion { code, predecessors, repayment_years: 3, until }).unwrap()
    }

    // The worked example of section 9: real lists of January 2021, invented balances.
    #[test]
    fn the_impact_for_coventry_of_the_merger() {
        let answer = answer();
        let parts: Vec<_> = answer.parts().collect();
        let (_, registered) = parts[0];
        assert_eq!((registered.inherited, registered.effect), (Pence(-1_649_548_200), Pence(-399_548_200)));
        assert_eq!(registered.per_head_before.map(|a_head| a_head.0), Some(-2_348));
        assert_eq!(registered.per_head_after.map(|a_head| a_head.0), Some(-3_099));
        assert_eq!(registered.repayment, [Pence(549_849_400); 3]);
        let (_, weighted) = parts[1];
        assert_eq!((weighted.inherited, weighted.effect), (Pence(-1_683_710_145), Pence(-433_710_145)));
        let (_, fenced) = parts[2];
        assert_eq!((fenced.effect, fenced.per_head_after), (Pence(0), fenced.per_head_before));
        for held in &answer.treatments {
            assert_eq!(Pence::total(held.parts.values().map(|part| part.effect)), Ok(Pence(0)));
            assert_eq!(Pence::total(held.parts.values().map(|part| part.inherited)), Ok(held.pooled));
        }
    }

    #[test]
    fn predecessors_read_back_as_they_are_written() {
        let read = read_predecessors(COVENTRY).unwrap();
        assert_eq!(read_predecessors(&write_predecessors(&read)), Ok(read));
        let told = |text: &str| read_predecessors(text).unwrap_err();
        assert_eq!(told("05A:1:1:0"), NoPredecessors::Few);
        assert_eq!(told("05A:1:1:0;05a:1:1:0"), NoPredecessors::Twice("05A".parse().unwrap()));
        for wrong in ["05A:1:1", "05A:x:1:0;05H:1:1:0", "05A:1:1:much;05H:1:1:0", "05A:-1:1:0;05H:1:1:0"] {
            assert!(matches!(told(wrong), NoPredecessors::Form(_)), "{wrong}");
        }
    }

    #[test]
    fn a_body_that_is_not_among_them_is_said_to_be_missing() {
        let question = MergerQuestion {
            code: "10Q".parse().unwrap(),
            predecessors: read_predecessors(COVENTRY).unwrap(),
            repayment_years: 0,
            until: "2024-03-31".parse().unwrap(),
        };
        assert!(matches!(MergerAnswer::of(question), Err(Fault::Param(error)) if error.field == "predecessors"));
    }
}
