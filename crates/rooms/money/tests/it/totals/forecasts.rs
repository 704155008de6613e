//! Months as reported: where bodies and their system are heading, and what follows.

use super::world::{House, member, month, notice, p, plan, report, year};
use money::totals::{
    Act, InterventionProposal, MonthReport, NewRisk, NewShare, NewSupport, NewSustainabilityFund, Objective,
    ProposalAnswer,
};
use money::{
    Level, MemberSide, Membership, Met, Percent, Revocation, RevocationExtent, RiskItem, ShareSide, SupportDecision,
    Trigger, Turnover,
};
use terms::{Pence, Period, Quarter};

#[test]
fn a_system_is_the_sum_of_its_members_once_all_have_reported() {
    let mut house = House::new();
    house.does(&report("09C", 1, -100, -1_200));
    let half = house.state.now().system_forecast(p("QKS"), year(), month(1)).unwrap();
    let gaps: Vec<String> = half.gaps.iter().map(ToString::to_string).collect();
    assert_eq!(half.bodies.len(), 1);
    assert_eq!(
        gaps,
        [
            "09E has not reported month 1 of 2019/20",
            "RVV has not reported month 1 of 2019/20",
            "RWF has not reported month 1 of 2019/20"
        ]
    );
    assert!(half.whole.is_none());
    house.reports(1, "RVV", -2_300, -3_600);
    let full = house.state.now().system_forecast(p("QKS"), year(), month(1)).unwrap();
    let whole = full.whole.unwrap();
    assert_eq!((whole.reported.control_total, whole.reported.position), (Pence(-6_000), Pence(-6_000)));
    assert_eq!((whole.run_rates.actual_to_date, whole.run_rates.plan), (Pence(-2_500), Pence(-8_000)));
    let rvv = full.bodies.iter().find(|forecast| forecast.body == p("RVV")).unwrap();
    let fired: Vec<&str> = rvv.alarms.iter().map(|alarm| alarm.trigger.slug()).collect();
    assert_eq!((rvv.level, fired), (Level::Propose, vec!["tr2", "tr3", "tr4", "tr5"]));
    // The month before the reports came nobody knew.
    let before = house.state.known(terms::Sequence(house.state.sequence().0 - 4));
    assert_eq!(before.system_forecast(p("QKS"), year(), month(1)).unwrap().gaps.len(), 3);
}

#[test]
fn who_joins_in_the_year_has_no_month_before() {
    let mut house = House::new();
    for number in 1..=4 {
        house.reports(number, "", 0, 0);
    }
    let joined = Period::from_days(Some(p("2019-07-01")), None);
    house.does(&Act::Join(Membership { period: joined, ..member("RTH", "QKS", MemberSide::Provider, 10_000) }));
    house.does(&Act::Notify(notice("n-2", 4, &[("RTH", 0)])));
    house.does(&plan("RTH", 0));
    for number in 1..=4 {
        house.does(&report("RTH", number, -300, 0));
    }
    let came = house.state.now().system_forecast(p("QKS"), year(), month(4)).unwrap();
    let alarms = &came.bodies.iter().find(|forecast| forecast.body == p("RTH")).unwrap().alarms;
    // The second month running is one a forecast cannot have had.
    let unsupported = alarms.iter().find(|alarm| alarm.trigger == Trigger::Unsupported).unwrap();
    assert_eq!((unsupported.shortfall, unsupported.level), (Pence(1_200), Level::Watch));
    assert_eq!(came.whole.unwrap().reported.control_total, Pence(-6_000));
    let before = house.state.now().system_forecast(p("QKS"), year(), month(3)).unwrap();
    assert!(before.bodies.iter().all(|forecast| forecast.body != p("RTH")));
}

#[test]
fn a_proposal_is_answered_once_and_by_a_person() {
    let mut house = House::new();
    house.reports(1, "RVV", -2_300, -3_600);
    let answer = |body: &str| Act::AnswerProposal {
        proposal: InterventionProposal { body: p(body), system: p("QKS"), year: year(), month: month(1) },
        answer: ProposalAnswer::Confirm,
        reason: "Discussed".to_owned(),
    };
    assert_eq!(
        house.ask(&answer("09E")).unwrap_err(),
        "the forecast of 09E in month 1 of 2019/20 proposes nothing, so there is nothing to confirm or decline"
    );
    for body in ["RVV", "QKS"] {
        let proposal = InterventionProposal { body: p(body), system: p("QKS"), year: year(), month: month(1) };
        assert!(house.state.now().answer(proposal).is_none(), "nothing starts by itself");
        house.does(&answer(body));
        assert_eq!(house.state.now().answer(proposal).unwrap().reason.as_str(), "Discussed");
        assert_eq!(
            house.ask(&answer(body)).unwrap_err(),
            "the proposal was answered on 1 May 2020: what follows later goes by a later month’s forecast"
        );
    }
}

#[test]
fn the_risks_of_a_body_give_its_chance_of_meeting_its_total() {
    let mut house = House::new();
    house.reports(1, "", 0, 0);
    let risk = |name: &str, amount, likely| NewRisk {
        name: name.to_owned(),
        item: RiskItem { amount: Pence(amount), likelihood: Percent::new(likely).unwrap() },
    };
    let list = |risks| Act::ListRisks { body: p("09C"), year: year(), risks };
    house.does(&list(vec![risk("Savings come late", -500, 60), risk("Land is sold", 300, 50)]));
    let range = house.state.now().risk_range(p("09C"), p("QKS"), year(), month(1)).unwrap().unwrap();
    assert_eq!((range.worst, range.best, range.weighted), (Pence(-1_700), Pence(-900), Pence(-1_350)));
    assert_eq!(range.chance.to_string(), "40%");
    // The system has the risks of its members; a body that listed none has no range.
    let whole = house.state.now().risk_range(p("QKS"), p("QKS"), year(), month(1)).unwrap().unwrap();
    assert_eq!((whole.worst.0, whole.best.0), (-6_500, -5_700));
    assert_eq!(house.state.now().risk_range(p("RVV"), p("QKS"), year(), month(1)), Ok(None));
    assert_eq!(
        house.ask(&list(vec![risk("Twice", -1, 1), risk("Twice", -1, 1)])).unwrap_err(),
        "the risk “Twice” is listed twice: list it once, with all of its amount"
    );
    let many = |n_risks: u32| (0..n_risks).map(|number| risk(&format!("Risk {number}"), -1, 1)).collect();
    assert_eq!(
        house.ask(&list(many(201))).unwrap_err(),
        "201 risks are listed, and at most 200 are: put small ones together"
    );
    house.does(&list(many(200)));
}

#[test]
fn a_trust_in_two_systems_counts_in_each_by_its_share() {
    let mut house = House::empty();
    house.does(&Act::Join(member("RTH", "QKS", MemberSide::Provider, 6_000)));
    house.does(&Act::Join(member("RTH", "QXX", MemberSide::Provider, 4_000)));
    house.does(&plan("RTH", 5));
    house.does(&report("RTH", 1, -1, 60));
    let rates = |system| house.state.now().system_run_rates(p(system), year(), month(1)).unwrap();
    assert_eq!((rates("QKS").plan_to_date, rates("QXX").plan_to_date), (Pence(3), Pence(2)));
    assert_eq!((rates("QKS").actual_to_date, rates("QXX").actual_to_date), (Pence(-1), Pence(0)));
}

#[test]
fn a_risk_share_moves_both_forecasts_and_moves_them_back() {
    let mut house = House::new();
    let share = NewShare {
        id: p("s-1"),
        giver: p("09E"),
        receiver: p("09C"),
        amount: Pence(300),
        year: year(),
        effective_on: p("2019-04-01"),
        conditions: vec![("A recovery plan is agreed".to_owned(), p("2019-09-30"))],
    };
    house.does(&Act::AgreeShare(share));
    house.does(&Act::SignShare { id: p("s-1"), side: ShareSide::Giver, on: p("2019-03-20") });
    for number in 1..=10 {
        house.reports(number, "", 0, 0);
    }
    let forecast = |house: &House, body, number| {
        let came = house.state.now().body_forecast(p(body), p("QKS"), year(), month(number)).unwrap();
        (came.reported.position.0, came.run_rates.actual_to_date.0, came.run_rates.recent.0)
    };
    assert_eq!(forecast(&house, "09C", 9), (-1_200, -900, -1_200), "one-sided: no effect");
    house.does(&Act::SignShare { id: p("s-1"), side: ShareSide::Receiver, on: p("2019-03-28") });
    assert_eq!(forecast(&house, "09C", 9), (-900, -600, -900));
    assert_eq!(forecast(&house, "09E", 9), (-2_700, -2_100, -2_700));
    let whole = |house: &House| {
        let came = house.state.now().system_forecast(p("QKS"), year(), month(9)).unwrap();
        came.whole.unwrap().reported.position
    };
    assert_eq!(whole(&house), Pence(-6_000));
    let revocation = Revocation { on: p("2020-01-15"), extent: RevocationExtent::Whole };
    house.does(&Act::RevokeShare { id: p("s-1"), revocation, reason: "Needed at home".to_owned() });
    assert_eq!(forecast(&house, "09C", 9), (-900, -600, -900));
    assert_eq!(forecast(&house, "09C", 10), (-1_200, -1_000, -1_200));
    assert_eq!(forecast(&house, "09E", 10), (-2_400, -2_000, -2_400));
    // The condition was due and nobody met it: a review is proposed, and nothing else.
    let reviews = house.state.now().share_reviews(p("2019-10-01"));
    assert_eq!(reviews.iter().map(|(held, number)| (held.id.as_str(), *number)).collect::<Vec<_>>(), [("s-1", 1)]);
    assert!(house.state.now().share_reviews(p("2019-09-30")).is_empty());
    house.does(&Act::MeetCondition { id: p("s-1"), number: 1, on: p("2019-09-01") });
    assert!(house.state.now().share_reviews(p("2019-10-01")).is_empty());
    assert_eq!(house.replayed(), house.state);
}

#[test]
fn support_is_received_when_somebody_decides_it() {
    let mut house = House::new();
    let support = NewSupport {
        id: p("dsf-1"),
        system: p("QKS"),
        year: year(),
        amount: Pence(6_000),
        tolerance: Pence(10),
        source: "Letter of 3 April".to_owned(),
    };
    house.does(&Act::OfferSupport(support));
    for number in 1..=3 {
        house.reports(number, "RVV", -350, -3_600);
    }
    let came = |house: &House, number| {
        let room = house.state.now();
        room.support_position(room.support(&p("dsf-1")).unwrap(), month(number)).unwrap()
    };
    let first = came(&house, 1);
    assert_eq!(first.proposals, [Some(SupportDecision::Pay), None, None, None]);
    assert_eq!((first.paid, first.position), (Pence(0), Pence(-6_000)));
    // 150 below plan after the quarter: the second is proposed to be withheld, and a person pays it all the same.
    assert_eq!(came(&house, 3).proposals, [Some(SupportDecision::Pay), Some(SupportDecision::Withhold), None, None]);
    let decide =
        |quarter, decision| Act::DecideSupport { id: p("dsf-1"), quarter, decision, reason: "Reviewed".to_owned() };
    house.does(&decide(Quarter::First, SupportDecision::Pay));
    house.does(&decide(Quarter::Second, SupportDecision::Withhold));
    house.does(&decide(Quarter::Second, SupportDecision::Pay));
    // Four equal cells: the weights of the regime's fund, 15, 20, 30 and 35 in a hundred, are not those of support.
    let third = came(&house, 3);
    assert_eq!((third.cells, third.paid), ([Pence(1_500); 4], Pence(3_000)));
    assert_eq!((third.not_paid, third.position), (Pence(3_000), Pence(-3_000)));
    assert_eq!(
        house.ask(&decide(Quarter::Second, SupportDecision::Withhold)).unwrap_err(),
        "the second quarter of `dsf-1` was decided to be paid: what is paid is not taken back"
    );
}

#[test]
fn a_fund_is_earned_by_the_year_to_date_before_the_fund() {
    let mut house = House::new();
    house.does(&Act::OfferFund(NewSustainabilityFund {
        id: p("psf-1"),
        body: p("RVV"),
        system: p("QKS"),
        year: year(),
        amount: Pence(1_000),
    }));
    let paid = |house: &House, number| {
        let room = house.state.now();
        room.fund_payment(room.fund(&p("psf-1")).unwrap(), month(number)).unwrap().payment.cumulative.map(|sum| sum.0)
    };
    for number in 1..=3 {
        house.reports(number, "RVV", -301, -3_600);
    }
    assert_eq!(paid(&house, 3), [0; 4]);
    for number in 4..=6 {
        house.reports(number, "RVV", -299, -3_600);
    }
    // Missed by threepence and earned back in the second quarter.
    assert_eq!(paid(&house, 6), [0, 350, 350, 350]);
    assert_eq!(
        house
            .ask(&Act::RecordAccess { id: p("psf-1"), element: p("ae"), quarter: Quarter::First, met: Met::Yes })
            .unwrap_err(),
        "nothing of the fund hangs on `ae`: name one of its elements"
    );
}

#[test]
fn duties_are_tested_by_what_is_reported_under_the_regime_of_the_month() {
    let mut house = House::empty();
    house.today = p("2024-01-15");
    let of: terms::FinancialYear = p("2023/24");
    for (body, side) in [("09C", MemberSide::Commissioner), ("RVV", MemberSide::Provider)] {
        house.does(&Act::Join(member(body, "QKS", side, 10_000)));
        let plan = money::totals::Plan { months: [Pence(0); 12], resource: Pence(100_000) };
        house.does(&Act::SetPlan { body: p(body), year: of, plan });
    }
    let tests = |house: &House| -> Vec<String> {
        let tests = house.state.now().duty_tests(p("QKS"), of, month(1)).unwrap();
        tests.iter().map(|test| format!("{}: {}", test.duty, test.margin.0)).collect()
    };
    assert!(tests(&house).is_empty(), "nothing is reported, so nothing is tested");
    for (body, position, turnover) in [("09C", 200, Some((100_000, 99_800))), ("RVV", -201, None)] {
        let report = MonthReport {
            position: Pence(position),
            one_off: Pence(0),
            forecast: Pence(0),
            turnover: turnover
                .map(|(income, expenditure)| Turnover { income: Pence(income), expenditure: Pence(expenditure) }),
            running_cost: None,
        };
        house.does(&Act::ReportMonth { body: p(body), year: of, month: month(1), report });
    }
    let board = "the board’s expenditure within the sums it received: 200";
    assert_eq!(tests(&house), [board, "the system’s objective: -1"]);
    let objective = Objective { objective: Pence(-1), resource_limit: Some(Pence(100_000)) };
    house.does(&Act::SetObjective { system: p("QKS"), year: of, objective });
    assert_eq!(tests(&house), [board, "the system’s objective: 0", "resource use within the system’s limit: -1"]);
    // What the trust gives the board leaves the system as it was.
    house.does(&Act::AgreeShare(NewShare {
        id: p("s-1"),
        giver: p("RVV"),
        receiver: p("09C"),
        amount: Pence(300),
        year: of,
        effective_on: p("2023-04-01"),
        conditions: Vec::new(),
    }));
    for side in [ShareSide::Giver, ShareSide::Receiver] {
        house.does(&Act::SignShare { id: p("s-1"), side, on: p("2023-03-20") });
    }
    let board = "the board’s expenditure within the sums it received: 500";
    assert_eq!(tests(&house), [board, "the system’s objective: 0", "resource use within the system’s limit: -1"]);
    // Of the trust no income and expenditure is known, so there is no one total.
    assert_eq!(
        house.state.now().consolidation(p("QKS"), of, month(1)).unwrap_err().to_string(),
        "RVV has reported no income and expenditure to month 1 of 2023/24"
    );
}

#[test]
fn access_in_a_quarter_that_is_not_over_earns_nothing_yet() {
    let mut house = House::new();
    let mut regime = money::regimes_at_first()[3].clone();
    regime.fund = money::regimes_at_first()[2].fund.clone();
    house.does(&Act::EnactRegime(regime));
    let (id, body, system) = (p("f-1"), p("RVV"), p("QKS"));
    house.does(&Act::OfferFund(NewSustainabilityFund { id, body, system, year: year(), amount: Pence(1_000) }));
    house.does(&Act::RecordAccess { id: p("f-1"), element: p("ae"), quarter: Quarter::Second, met: Met::Yes });
    let access = |number| {
        let room = house.state.now();
        let tests = room.fund_payment(room.fund(&p("f-1")).unwrap(), month(number)).unwrap().tests;
        tests.access.into_iter().find(|(element, _)| *element == p("ae")).unwrap().1
    };
    assert_eq!(access(5), [Met::No; 4]);
    assert_eq!(access(6), [Met::No, Met::Yes, Met::No, Met::No]);
}
