//! Running costs, risk shares and mergers over the demonstration: what is answered to whom, and what each form makes of what is sent.

#![expect(clippy::type_complexity, reason = "worked answers stand as tables")]

use app::{Footprint, Lens, Viewer, Who};
use ask::{ActForm, Answer, Asked, Cell, Fault, Of, Question, Sent, SentFile, Table};
use journal::{Clock, Journal};
use kit::acts::read;
use mandate::Actor;
use money::totals::{Act, NewShare};
use money::{Revocation, RevocationExtent, ShareSide};
use register::{Fact, FileHash, Released, Series};
use std::str::FromStr;
use terms::{AsAt, Date, Heads, Pence};

use super::ACTS;
use crate::questions::QUESTIONS;

fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn form(name: &str) -> &'static ActForm {
    ACTS.iter().find(|form| form.name == name).unwrap()
}

fn question(id: &str) -> &'static Question {
    QUESTIONS.iter().find(|question| question.id == id).unwrap()
}

async fn world() -> Footprint {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let clock = Clock::standing_at("2026-06-15T09:30:00Z".parse().unwrap());
    let footprint = Footprint::over(journal.timed_by(clock)).await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    footprint
}

async fn enter(footprint: &Footprint, on: &str, act: impl Into<app::Act>) {
    let who = Who::Entered { keeper: "A Keeper".to_owned(), actor: Actor::Keeper, on: p(on) };
    footprint.act(&who, act).await.unwrap();
}

fn lens_on(footprint: &Footprint, viewer: Viewer, on: Date) -> Lens {
    let known = footprint.known();
    let at = AsAt { valid: on, known: known.state.sequence() };
    Lens::new(known, at, on, viewer)
}

fn lens(footprint: &Footprint, viewer: Viewer) -> Lens {
    lens_on(footprint, viewer, app::demo::TODAY)
}

fn values(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn asked(lens: &Lens, id: &str, pairs: &[(&str, &str)]) -> Result<Answer, Fault> {
    let question = question(id);
    (question.answer)(lens, &Asked::new(&values(pairs), question.params))
}

fn table<'a>(answer: &'a Answer, name: &str) -> &'a Table {
    &answer.tables.iter().find(|named| named.name == name).unwrap().table
}

/// The cell of a row under a heading, as a program reads it.
fn cell(table: &Table, row: usize, key: &str) -> String {
    let place = table.columns.iter().position(|column| column.key == key).unwrap();
    table.rows[row][place].plain()
}

fn pence(text: &str) -> i64 {
    Pence::from_decimal(text).unwrap().0
}

fn sum_of(table: &Table, key: &str) -> i64 {
    (0..table.rows.len() - 1).map(|row| pence(&cell(table, row, key))).sum()
}

/// The worked answers of section 8.3: body, years, view, then base, year, saved by the body and the system, posts and basis points.
const POSTS: [(&str, &str, &str, &str, [i64; 4], [&str; 2], &str); 10] = [
    ("05A", "2019/20", "2020/21", "plan", [723_251_696, 614_121_164, 109_130_532, 77_745_052], ["153", "137"], "15.09"),
    ("05A", "2019/20", "2020/21", "actual", [723_251_696, 690_249_767, 33_001_929, 24_779_408], ["153", "147"], "4.56"),
    ("05H", "2019/20", "2020/21", "plan", [298_328_307, 277_352_034, 20_976_273, 20_976_273], ["61", "57"], "7.03"),
    ("05H", "2019/20", "2020/21", "actual", [298_328_307, 291_765_325, 6_562_982, 6_562_982], ["61", "57"], "2.20"),
    ("05R", "2019/20", "2020/21", "plan", [453_589_674, 373_718_801, 79_870_873, 77_790_873], ["94", "82"], "17.61"),
    ("05R", "2019/20", "2020/21", "actual", [453_589_674, 377_841_808, 75_747_866, 75_058_332], ["94", "82"], "16.70"),
    (
        "QWU",
        "2019/20",
        "2020/21",
        "plan",
        [1_475_169_677, 1_265_191_999, 209_977_678, 176_512_198],
        ["308", "276"],
        "14.23",
    ),
    (
        "QWU",
        "2019/20",
        "2020/21",
        "actual",
        [1_475_169_677, 1_359_856_900, 115_312_777, 106_400_722],
        ["308", "286"],
        "7.82",
    ),
    (
        "QWU",
        "2019/20",
        "2021/22",
        "plan",
        [1_475_169_677, 1_195_454_000, 279_715_677, 236_315_677],
        ["308", "247"],
        "18.96",
    ),
    (
        "QWU",
        "2018/19",
        "2019/20",
        "plan",
        [1_419_830_000, 1_475_169_677, -55_339_677, -55_339_677],
        ["286", "308"],
        "-3.90",
    ),
];

#[tokio::test]
async fn running_costs_are_the_worked_answers_and_add_up_post_by_post() {
    let footprint = world().await;
    let keeper = lens(&footprint, Viewer::Keeper);
    for (code, base, year, view, amounts, posts, share) in POSTS {
        let asked = asked(&keeper, "running-costs", &[("code", code), ("base", base), ("year", year)]).unwrap();
        let bodies = table(&asked, "");
        let last = bodies.rows.len() - 1;
        let saving = format!("{view}_saving");
        let system = format!("{view}_saving_system");
        let found = ["base", view, saving.as_str(), system.as_str()].map(|key| pence(&cell(bodies, last, key)));
        assert_eq!(found, amounts, "{code} {year} {view}");
        let found = ["posts_base".to_owned(), format!("posts_{view}")].map(|key| cell(bodies, last, &key));
        assert_eq!(found, posts, "{code} {year} {view}");
        assert_eq!(cell(bodies, last, &format!("{view}_percent")), share);
        // Body by body and post by post it is the same sum, to the penny.
        assert_eq!(sum_of(bodies, &saving), amounts[2]);
        let by_post = table(&asked, "posts");
        assert_eq!(sum_of(by_post, &saving), amounts[2]);
        assert_eq!(pence(&cell(by_post, by_post.rows.len() - 1, &saving)), amounts[2]);
    }
}

#[tokio::test]
async fn the_twenty_per_cent_is_missed_and_the_page_says_why() {
    let footprint = world().await;
    let keeper = lens(&footprint, Viewer::Keeper);
    // The years are found from what is planned.
    let answer = asked(&keeper, "running-costs", &[("code", "QWU")]).unwrap();
    assert!(answer.lead[0].contains("cost £14,751,697 in 2019/20: 308 posts"), "{:?}", answer.lead);
    assert!(answer.lead[1].contains("£12,651,920 in 2020/21, 14.23% less in cash: the target is missed by £850,563"));
    assert!(answer.lead[3].starts_with("£334,655 of what is planned to be saved moves to another body of the system"));
    let tests = table(&answer, "target");
    assert_eq!(tests.rows.len(), 8, "planned and actual, for body and system, in cash and real");
    let most = 1_475_169_677 * 8 / 10;
    assert_eq!(pence(&cell(tests, 0, "most")), most);
    assert_eq!(pence(&cell(tests, 0, "margin")), most - 1_265_191_999);
    assert_eq!(cell(tests, 0, "met"), "no");
    assert_eq!(cell(tests, 1, "terms"), "Real, by made-up-2021-03");
    // In prices that rose by 2.5% the same cash is more of a saving.
    assert_eq!(cell(tests, 1, "real_percent"), "16.33");
    let met = asked(&keeper, "running-costs", &[("code", "QWU"), ("target", "14")]).unwrap();
    assert_eq!(cell(table(&met, "target"), 0, "met"), "yes");
    let days = table(&answer, "days");
    assert_eq!(days.rows.len(), 24);
    assert!(days.rows.iter().all(|row| row[2] != Cell::Empty), "all of it is past");
}

#[tokio::test]
async fn what_is_closed_is_answered_like_what_is_not_there() {
    let footprint = world().await;
    let of = |viewer| {
        let lens = lens(&footprint, viewer);
        let of_body = [("code", "05A")];
        [
            asked(&lens, "running-costs", &of_body),
            asked(&lens, "costed-posts", &of_body),
            asked(&lens, "costed-post", &[("post", "cw001")]),
            asked(&lens, "risks", &of_body),
            asked(&lens, "risk-shares", &of_body),
            asked(&lens, "risk-share", &[("share", "share-made-up")]),
            asked(&lens, "inventory", &of_body),
            asked(&lens, "inventory-item", &[("item", "made-up-1")]),
            asked(&lens, "duplicated-work", &[("bodies", "05A,05H,05R")]),
        ]
    };
    let stranger = Viewer::Person(p("person-thames-finance"));
    for viewer in [Viewer::Public, stranger] {
        for answer in of(viewer) {
            assert!(matches!(answer, Err(Fault::Unknown(_))), "{answer:?}");
        }
    }
    for viewer in [Viewer::Keeper, Viewer::Person(p("person-warwickshire-finance"))] {
        for answer in of(viewer) {
            answer.unwrap();
        }
    }
    // What there is not is told in the same words.
    let public = lens(&footprint, Viewer::Public);
    let told = |post: &str| match asked(&public, "costed-post", &[("post", post)]) {
        Err(Fault::Unknown(words)) => words.replace(post, "X"),
        other => panic!("{other:?}"),
    };
    assert_eq!(told("cw001"), told("cw999"));
}

#[tokio::test]
async fn a_year_may_come_to_what_its_risks_say() {
    let footprint = world().await;
    let keeper = lens(&footprint, Viewer::Keeper);
    let answer = asked(&keeper, "risks", &[("code", "05A"), ("year", "2020/21")]).unwrap();
    let outcomes = table(&answer, "");
    let found: Vec<i64> = (0..6).map(|row| pence(&cell(outcomes, row, "amount"))).collect();
    // Worst, P10, P50, by likelihood, P90 and best of the first worked range of section 6.
    assert_eq!(found, [-700_000_000, -500_000_000, -200_000_000, -210_000_000, 300_000_000, 300_000_000]);
    assert_eq!(table(&answer, "risks").rows.len(), 3);
    assert!(answer.lead[1].contains("between -£5 million and £3 million"), "{:?}", answer.lead);
    // Those of the system see the figures, and not what its people wrote.
    let officer = lens(&footprint, Viewer::Person(p("person-warwickshire-finance")));
    let answer = asked(&officer, "risks", &[("code", "05A"), ("year", "2020/21")]).unwrap();
    assert_eq!(cell(table(&answer, "risks"), 0, "risk"), "Named for the body alone");
}

/// The worked example of section 7: Canterbury gave Ashford three million in April 2017 and asked for it in January 2018.
#[tokio::test]
async fn canterbury_gives_ashford_three_million_and_asks_for_it_back() {
    let footprint = world().await;
    let share = NewShare {
        id: p("canterbury"),
        giver: p("09E"),
        receiver: p("09C"),
        amount: Pence(300_000_000),
        year: p("2017/18"),
        effective_on: p("2017-04-01"),
        conditions: Vec::new(),
    };
    enter(&footprint, "2017-04-01", Act::AgreeShare(share)).await;
    for (side, on) in [(ShareSide::Giver, "2017-03-20"), (ShareSide::Receiver, "2017-03-28")] {
        enter(&footprint, "2017-04-01", Act::SignShare { id: p("canterbury"), side, on: p(on) }).await;
    }
    let before = asked(&lens(&footprint, Viewer::Keeper), "risk-share", &[("share", "canterbury")]).unwrap();
    let effect = |answer: &Answer, side: &str| -> Vec<i64> {
        (0..12).map(|row| pence(&cell(table(answer, "months"), row, side))).collect()
    };
    assert_eq!(effect(&before, "giver"), [-300_000_000; 12]);
    let revocation = Revocation { on: p("2018-01-15"), extent: RevocationExtent::Whole };
    let reason = "The year is worse than planned (made up)".to_owned();
    enter(&footprint, "2018-01-15", Act::RevokeShare { id: p("canterbury"), revocation, reason }).await;
    let after = asked(&lens(&footprint, Viewer::Keeper), "risk-share", &[("share", "canterbury")]).unwrap();
    let (given, received) = (effect(&after, "giver"), effect(&after, "receiver"));
    assert_eq!(given[..9], [-300_000_000; 9]);
    assert_eq!(given[9..], [0; 3], "both forecasts move back from January");
    assert!(given.iter().zip(&received).all(|(given, received)| given + received == 0));
    assert_eq!(effect(&after, "sum"), [0; 12]);
    assert!(after.lead[1].starts_with("Asked back"), "{:?}", after.lead);
    let listed = asked(&lens(&footprint, Viewer::Keeper), "risk-shares", &[("code", "09C")]).unwrap();
    assert_eq!(cell(table(&listed, ""), 0, "side"), "It receives");
    assert_eq!(cell(table(&listed, ""), 0, "revoked"), "3000000.00");
}

/// The worked example of section 11: three payrolls of 98,000, 76,000 and 81,000 pounds.
#[tokio::test]
async fn three_payrolls_are_one_too_many_twice() {
    let footprint = world().await;
    let keeper = lens(&footprint, Viewer::Keeper);
    let answer = asked(&keeper, "duplicated-work", &[("bodies", "05A,05H,05R")]).unwrap();
    let found = table(&answer, "");
    assert_eq!(cell(found, 0, "category"), "Payroll");
    assert_eq!(cell(found, 0, "cost"), "255000.00");
    assert_eq!(cell(found, 0, "saving_high"), "157000.00");
    assert_eq!(cell(found, 0, "saving_cautious"), "78500.00");
    assert_eq!((cell(found, 0, "times_saved"), cell(found, 0, "minutes_saved")), ("24".to_owned(), "5760".to_owned()));
    assert_eq!(pence(&cell(found, found.rows.len() - 1, "saving_high")), sum_of(found, "saving_high"));
    assert_eq!(table(&answer, "suggestions").rows.len(), 1, "the auditors may be one and are not counted");
}

/// The worked example of section 9, asked as anybody asks it.
#[tokio::test]
async fn the_impact_for_coventry_is_public_and_adds_to_nought() {
    let footprint = world().await;
    let public = lens(&footprint, Viewer::Public);
    let (_, query) = question("merger-impact").example.split_once("?predecessors=").unwrap();
    let answer = asked(&public, "merger-impact", &[("code", "05A"), ("predecessors", query)]).unwrap();
    let treatments = table(&answer, "");
    assert_eq!(cell(treatments, 0, "inherited"), "-16495482.00");
    assert_eq!(cell(treatments, 0, "effect"), "-3995482.00");
    assert_eq!(
        (cell(treatments, 0, "before"), cell(treatments, 0, "after")),
        ("-23.48".to_owned(), "-30.99".to_owned())
    );
    assert_eq!(cell(treatments, 2, "effect"), "0.00");
    let all = table(&answer, "predecessors");
    let together: Vec<usize> = (0..all.rows.len()).filter(|row| cell(all, *row, "body") == "Together").collect();
    assert_eq!(together.len(), 3);
    for row in together {
        assert_eq!(
            (cell(all, row, "effect"), cell(all, row, "inherited")),
            ("0.00".to_owned(), "-31800000.00".to_owned())
        );
    }
    assert!(
        answer.lead[1].contains("3,995,482.00 worse than their own: from -£23.48 to -£30.99 a head"),
        "{:?}",
        answer.lead
    );
}

#[tokio::test]
async fn a_budget_is_restated_to_the_penny() {
    let footprint = world().await;
    let public = lens(&footprint, Viewer::Public);
    let days = [("from", "2020-04-01"), ("to", "2021-04-01")];
    let ask = |lens: &Lens, lines: &str, by: &str| {
        let pairs = [&[("lines", lines), ("by", by)][..], &days[..]].concat();
        asked(lens, "restated-budgets", &pairs).unwrap()
    };
    let rows = |answer: &Answer| -> Vec<String> {
        let table = table(answer, "");
        let row = |row| {
            let body = cell(table, row, "body");
            let code = body.rsplit('(').next().unwrap().trim_end_matches(')');
            format!("{code} {}", cell(table, row, "amount"))
        };
        (0..table.rows.len()).map(row).collect()
    };
    // A merger: the line moves whole.
    let merged = ask(&public, "05A:712345678.91;05H:0.01", "commissioners");
    assert_eq!(rows(&merged), ["B2M3M 712345678.92", " 712345678.92"]);
    // Without lists there is nothing to cut a body by: the line stays and counts.
    let stays = ask(&public, "05A:0.10", "places");
    assert_eq!(rows(&stays), ["05A 0.10", " 0.10"]);
    let listed = |code: &str| Fact::Listed { code: p(code), on: p("2021-01-01"), heads: Heads(1) };
    let facts: Vec<Fact> = ["L-CW01", "L-CW02", "L-CW03"].into_iter().map(listed).collect();
    let act = register::Act::TakeImport {
        series: Series::ListSizes,
        released: Released(p("2021-01")),
        source_name: "lists.csv".to_owned(),
        source_hash: FileHash::of(b"lists of three practices (made up)"),
        rows: 3,
        facts,
    };
    enter(&footprint, "2026-04-02", act).await;
    let public = lens(&footprint, Viewer::Public);
    assert_eq!(rows(&ask(&public, "05A:0.10", "places")), ["L-COVENTRY 0.07", "L-RUGBY 0.03", " 0.10"]);
    assert_eq!(rows(&ask(&public, "05A:-0.01", "places")), ["L-COVENTRY -0.01", "L-RUGBY 0.00", " -0.01"]);
    let systems = ask(&public, "05A:0.10", "systems");
    assert_eq!(rows(&systems), ["QWU 0.10", " 0.10"]);
}

/// What each form is sent, and to what it is done: the fields that may not be left out come first, and their number.
const SENT: [(&str, (&str, &str), &[(&str, &str)], usize); 9] = [
    (
        "list-risks",
        ("body", "S0E4D"),
        &[("year", "2026/27"), ("risks", "-1.2m 50% Savings come late\n250k 5% Land is sold")],
        1,
    ),
    (
        "agree-share",
        ("body", "S0E4D"),
        &[
            ("receiver", "S9B9J"),
            ("amount", "3m"),
            ("year", "2026/27"),
            ("effective", "2026-05-01"),
            ("conditions", "2026-12-31 The plan is agreed"),
        ],
        4,
    ),
    (
        "enter-post",
        ("body", "S0E4D"),
        &[
            ("title", "Head of contracts"),
            ("class", "running"),
            ("cost", "65,000"),
            ("from", "2026-04-01"),
            ("change", "regrade"),
            ("on", "2026-07-01"),
            ("new_cost", "60,000"),
        ],
        7,
    ),
    ("plan-change", ("post", "kept-for-forms"), &[("change", "remove"), ("on", "2026-07-01")], 2),
    ("complete-change", ("post", "kept-for-forms"), &[("on", "2026-04-01")], 1),
    (
        "enter-item",
        ("body", "S0E4D"),
        &[("category", "return"), ("item", "Monthly return"), ("cost", "0"), ("times", "12"), ("minutes", "240")],
        5,
    ),
    ("withdraw-item", ("item", "made-up-1"), &[], 0),
    (
        "revoke-share",
        ("share", "share-made-up"),
        &[("on", "2021-02-01"), ("reason", "Made up"), ("part", "400,000")],
        2,
    ),
    ("meet-share-condition", ("share", "share-made-up"), &[("number", "2"), ("on", "2021-03-02")], 2),
];

#[tokio::test]
async fn each_form_is_offered_reads_what_is_sent_and_names_each_field_that_is_missing() {
    let footprint = world().await;
    let csv =
        "post,title,class,cost,from,to,change,on,came,new_cost\nkept-for-forms,Clerk,running,100,2026-04-01,,keep,,,\n";
    let keeper = lens(&footprint, Viewer::Keeper);
    let of_body = values(&[("body", "S0E4D")]);
    let file = SentFile { name: "posts.csv".to_owned(), bytes: csv.as_bytes().to_vec(), ..SentFile::default() };
    let mut sent = Sent { pairs: Vec::new(), file: Some(file) };
    let acts = read(form("enter-posts"), &footprint, &keeper, &Of::new(&of_body), &mut sent).unwrap();
    assert!((form("enter-posts").offered)(&keeper, &Of::new(&of_body)));
    for act in acts {
        enter(&footprint, "2026-04-02", act).await;
    }
    for (name, (key, value), whole, n_needed) in SENT {
        let keeper = lens(&footprint, Viewer::Keeper);
        let (form, keys) = (form(name), values(&[(key, value)]));
        let of = Of::new(&keys);
        assert!((form.scene)(&keeper, &of).is_some(), "{name}");
        assert!((form.offered)(&keeper, &of), "{name} is not offered");
        assert!(!(form.offered)(&lens(&footprint, Viewer::Public), &of), "{name} is offered to anybody");
        for index in 0..n_needed {
            let left_out = whole[index].0;
            let rest: Vec<(&str, &str)> = whole.iter().copied().filter(|(field, _)| *field != left_out).collect();
            let errors = read(form, &footprint, &keeper, &of, &mut Sent::of(values(&rest))).unwrap_err();
            let is_named = errors.iter().any(|error| error.field.trim_end_matches("-day") == left_out);
            assert!(is_named, "{name} without {left_out}: {errors:?}");
        }
        let acts = read(form, &footprint, &keeper, &of, &mut Sent::of(values(whole))).unwrap();
        let to = (form.to)(&of, &acts);
        assert!(to.starts_with('/'), "{name}: {to}");
        for act in acts {
            enter(&footprint, "2026-04-02", act).await;
        }
    }
    let keeper = lens(&footprint, Viewer::Keeper);
    let room = keeper.control_totals();
    assert_eq!(room.risks(p("S0E4D"), p("2026/27")).len(), 2);
    let post = room.posts().find(|held| held.title == "Head of contracts").unwrap();
    assert_eq!(post.post.change_dates().unwrap().planned, p::<Date>("2026-07-01"));
    assert!(room.item(&p("made-up-1")).unwrap().withdrawn.is_some());
    assert!(!(form("withdraw-item").offered)(&keeper, &Of::new(&values(&[("item", "made-up-1")]))), "only once");
}

#[tokio::test]
async fn both_sides_of_a_share_sign_for_themselves() {
    let footprint = world().await;
    let keys = values(&[("body", "S0E4D")]);
    let whole = SENT.iter().find(|(name, ..)| *name == "agree-share").unwrap().2;
    let chief = lens(&footprint, Viewer::Person(p("person-thames-finance")));
    assert!((form("agree-share").offered)(&chief, &Of::new(&keys)));
    let acts = read(form("agree-share"), &footprint, &chief, &Of::new(&keys), &mut Sent::of(values(whole))).unwrap();
    let share = (form("agree-share").to)(&Of::new(&keys), &acts).rsplit('/').next().unwrap().to_owned();
    for act in acts {
        enter(&footprint, "2026-04-02", act).await;
    }
    let of = values(&[("share", &share)]);
    let sides = |footprint: &Footprint, who: &str| -> Vec<String> {
        let lens = lens(footprint, Viewer::Person(p(who)));
        let field = form("sign-share").fields.iter().find(|field| field.name == "side").unwrap();
        let ask::Takes::One(choices) = field.takes else { panic!("a choice") };
        choices(&lens, &Of::new(&of)).into_iter().map(|(slug, _)| slug).collect()
    };
    assert_eq!(sides(&footprint, "person-thames-finance"), ["giver"]);
    assert_eq!(sides(&footprint, "person-surrey-finance"), ["receiver"]);
    assert!(sides(&footprint, "person-warwickshire-finance").is_empty(), "it is not for others");
    let surrey = lens(&footprint, Viewer::Person(p("person-surrey-finance")));
    let mut sent = Sent::of(values(&[("side", "receiver"), ("on", "2026-04-01")]));
    for act in read(form("sign-share"), &footprint, &surrey, &Of::new(&of), &mut sent).unwrap() {
        let who = app::demo::acting(p("person-surrey-finance"), app::demo::TODAY);
        footprint.act(&who, act).await.unwrap();
    }
    assert!(sides(&footprint, "person-surrey-finance").is_empty(), "once");
    let answer = asked(&surrey, "risk-share", &[("share", &share)]);
    assert!(answer.is_ok());
}

#[test]
fn addresses_have_what_acts_are_done_to_and_examples_ask_what_questions_take() {
    for form in ACTS.iter().filter(|form| form.group == super::costs::COSTS) {
        for part in form.path.split('/').filter_map(|part| part.strip_prefix('{')) {
            assert!(form.subject.iter().any(|key| key.name == part.trim_end_matches('}')), "{}", form.name);
        }
    }
    for question in QUESTIONS.iter().filter(|question| question.group == super::costs::COSTS) {
        let (path, query) = question.example.split_once('?').unwrap_or((question.example, ""));
        assert_eq!(question.path.split('/').count(), path.split('/').count(), "{}", question.id);
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let param = question.params.iter().find(|param| param.name == name).unwrap();
            assert!(param.wanted.takes(value), "{}: {name}", question.id);
        }
        for param in question.params.iter().filter(|param| !param.example.is_empty()) {
            assert!(param.wanted.takes(param.example), "{}: {}", question.id, param.name);
        }
    }
}
