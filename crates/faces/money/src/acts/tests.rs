//! Each form over a small world: what it asks for, to whom it is offered, and a file of transfers taken whole or not at all.

use app::{Footprint, Lens, Viewer, Who};
use ask::{ActForm, Of, Sent, SentFile};
use journal::{Clock, Journal};
use kit::acts::read;
use mandate::{Capacity, DatedBody, Holding, Instrument, InstrumentKind, Post, PostKind};
use money::{Act, ActKind, Strictness};
use terms::{AsAt, Date, Period};

use super::{ACTS, good_ones, judged};
use crate::questions::QUESTIONS;

const TODAY: Date = Date::constant(2019, 10, 1);

fn form(name: &str) -> &'static ActForm {
    ACTS.iter().find(|form| form.name == name).unwrap()
}

fn sent(pairs: &[(&str, &str)]) -> Sent {
    Sent::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

fn file(pairs: &[(&str, &str)], name: &str, text: &str) -> Sent {
    let file = SentFile { name: name.to_owned(), media_type: "text/csv".to_owned(), bytes: text.as_bytes().to_vec() };
    Sent { file: Some(file), ..sent(pairs) }
}

fn of(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    sent(pairs).pairs
}

fn id(number: u32) -> String {
    format!("{number:032x}")
}

async fn world() -> Footprint {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let clock = Clock::standing_at("2026-06-15T09:30:00Z".parse().unwrap());
    let footprint = Footprint::over(journal.timed_by(clock)).await.unwrap();
    app::demo::load_register(&footprint).await.unwrap();
    let period = || Period::from_days(Some(Date::constant(2018, 4, 1)), None);
    for (id, kind, body) in [
        ("bucks-finance", PostKind::ChiefFinanceOfficer, "14Y"),
        ("oxon-finance", PostKind::ChiefFinanceOfficer, "10Q"),
        ("auditor", PostKind::Auditor, "15A"),
        ("secretary", PostKind::GoverningBodySecretary, "14Y"),
    ] {
        let person: mandate::PersonId = format!("person-{id}").parse().unwrap();
        let bodies = vec![DatedBody { body: body.parse().unwrap(), period: period() }];
        let post = Post { id: id.parse().unwrap(), title: kind.words(), kind, bodies, period: period() };
        let (capacity, held) = (Capacity::Substantive, person.clone());
        let holding = Holding { post: id.parse().unwrap(), person: held, capacity, period: period() };
        for act in [
            mandate::Act::EnterPerson { person, name: format!("Made up {id}"), contact: None },
            mandate::Act::CreatePost { post },
            mandate::Act::Appoint { holding },
        ] {
            footprint.act(&Who::keeper("keeper"), act).await.unwrap();
        }
    }
    let notice = Instrument {
        id: "notice".parse().unwrap(),
        kind: InstrumentKind::Statute,
        title: "Notice (made up)".to_owned(),
        body: None,
        rests_on: None,
        period: Period::from_days(Some(Date::constant(2019, 3, 20)), None),
        reference: None,
    };
    footprint.act(&Who::keeper("keeper"), mandate::Act::MakeInstrument { instrument: notice }).await.unwrap();
    footprint
}

fn as_(footprint: &Footprint, viewer: Viewer) -> Lens {
    let known = footprint.known();
    let at = AsAt { valid: TODAY, known: known.state.sequence() };
    Lens::new(known, at, TODAY, viewer)
}

fn person(footprint: &Footprint, id: &str) -> Lens {
    as_(footprint, Viewer::Person(format!("person-{id}").parse().unwrap()))
}

/// What a form makes of what was sent, recorded as done today.
async fn done(footprint: &Footprint, by: &str, name: &str, of: &[(String, String)], what: &Sent) -> String {
    let (form, lens) = (form(name), person(footprint, by));
    assert!((form.offered)(&lens, &Of::new(of)), "{name} is not offered to {by}");
    let acts = read(form, footprint, &lens, &Of::new(of), &mut what.clone()).unwrap();
    let to = (form.to)(&Of::new(of), &acts);
    recorded(footprint, by, acts).await;
    to
}

async fn recorded(footprint: &Footprint, by: &str, acts: Vec<app::Act>) {
    for act in acts {
        let who = app::demo::acting(format!("person-{by}").parse().unwrap(), TODAY);
        footprint.act(&who, act).await.unwrap();
    }
}

/// A world with a source and two bodies' accounts.
async fn with_accounts() -> Footprint {
    let footprint = world().await;
    let account = |kind| sent(&[("kind", kind), ("fund", "CORE"), ("year", "2019/20")]);
    let (bucks, oxon) = (of(&[("body", "14Y")]), of(&[("body", "10Q")]));
    done(&footprint, "secretary", "open-account", &bucks, &account("SOURCE")).await;
    done(&footprint, "bucks-finance", "open-account", &bucks, &account("ALLOCATION")).await;
    done(&footprint, "bucks-finance", "open-account", &bucks, &account("SPENT")).await;
    done(&footprint, "oxon-finance", "open-account", &oxon, &account("ALLOCATION")).await;
    footprint
}

#[test]
fn every_act_of_the_room_has_a_form_by_its_own_name() {
    for kind in ActKind::ALL {
        assert_eq!(ACTS.iter().filter(|form| form.name == kind.slug()).count(), 1, "{}", kind.slug());
    }
    for form in ACTS {
        for part in form.path.split('/').filter_map(|part| part.strip_prefix('{')) {
            let name = part.trim_end_matches('}');
            assert!(form.subject.iter().any(|key| key.name == name), "{}: {name}", form.name);
        }
        for field in form.fields {
            assert!(form.subject.iter().all(|key| key.name != field.name), "{}: {}", form.name, field.name);
        }
    }
}

#[tokio::test]
async fn a_form_refuses_without_each_field_that_must_be_there() {
    let footprint = with_accounts().await;
    let lens = person(&footprint, "bucks-finance");
    let bucks = of(&[("body", "14Y")]);
    let transfer = [
        ("kind", "single"),
        ("code", "ALLOT"),
        ("debit", "14Y/CORE/2019/SOURCE"),
        ("credit", "14Y/CORE/2019"),
        ("amount", "1,250.50"),
        ("valid_on", "2019-04-26"),
        ("decision", "notice"),
    ];
    let account = [("kind", "RESERVE"), ("fund", "CORE"), ("year", "2019/20")];
    let fund = [("code", "ELECTIVE"), ("name", "Elective recovery"), ("from", "2021/22")];
    for (name, whole, must) in [
        ("record-transfer", &transfer[..], &["kind", "code", "valid_on"][..]),
        ("open-account", &account[..], &["kind", "fund", "year"][..]),
        ("add-fund", &fund[..], &["code", "name", "from"][..]),
    ] {
        let answer = read(form(name), &footprint, &lens, &Of::new(&bucks), &mut sent(whole));
        assert!(answer.is_ok() || name == "record-transfer" && whole.is_empty(), "{name}: {answer:?}");
        for left_out in must {
            let rest: Vec<(&str, &str)> = whole.iter().copied().filter(|(field, _)| field != left_out).collect();
            let answer = read(form(name), &footprint, &lens, &Of::new(&bucks), &mut sent(&rest));
            if *left_out == "code" && name == "record-transfer" {
                // Without a code the ledger says which there are.
                assert!(answer.is_ok());
                continue;
            }
            let errors = answer.unwrap_err();
            let named = errors.iter().any(|error| error.field.trim_end_matches("-day") == *left_out);
            assert!(named, "{name} without {left_out}: {errors:?}");
        }
    }
    let pounds = |text| {
        let mut pairs = transfer.to_vec();
        pairs.retain(|(name, _)| *name != "amount");
        pairs.push(("amount", text));
        read(form("record-transfer"), &footprint, &lens, &Of::new(&bucks), &mut sent(&pairs))
    };
    let acts = pounds("1,250.50").unwrap();
    let [app::Act::Money(Act::RecordTransfers { submissions, .. })] = acts.as_slice() else { panic!("{acts:?}") };
    assert_eq!(submissions[0].amount, money::AmountCell::Value(terms::Pence(125_050)));
    for wrong in ["12 pounds", "-5", "1.234"] {
        assert!(pounds(wrong).unwrap_err().iter().any(|error| error.field == "amount"), "{wrong}");
    }
}

#[tokio::test]
async fn money_is_for_its_own_body_to_move_and_a_source_for_the_keeper_to_open() {
    let footprint = with_accounts().await;
    let (bucks, account) = (of(&[("body", "14Y")]), of(&[("account", "14Y/CORE/2019")]));
    let offered =
        |name: &str, by: &str, of: &[(String, String)]| (form(name).offered)(&person(&footprint, by), &Of::new(of));
    for name in ["record-transfer", "record-transfers", "open-account"] {
        assert!(offered(name, "bucks-finance", &bucks), "{name}");
        assert!(!offered(name, "oxon-finance", &bucks) && !offered(name, "auditor", &bucks), "{name}");
        assert!(!(form(name).offered)(&as_(&footprint, Viewer::Public), &Of::new(&bucks)), "{name}");
    }
    assert!(offered("record-transfers", "secretary", &[]) && !offered("record-transfers", "bucks-finance", &[]));
    assert!(offered("close-account", "bucks-finance", &account) && !offered("close-account", "oxon-finance", &account));
    assert!((form("close-account").scene)(&person(&footprint, "oxon-finance"), &Of::new(&account)).is_none());
    assert!(offered("add-fund", "secretary", &[]) && !offered("add-fund", "bucks-finance", &[]));
    assert!(offered("import-allocations", "secretary", &[]) && !offered("import-allocations", "bucks-finance", &[]));
}

#[tokio::test]
async fn one_transfer_is_recorded_by_its_form_and_a_milestone_set() {
    let footprint = with_accounts().await;
    let bucks = of(&[("body", "14Y")]);
    let allot = sent(&[
        ("kind", "single"),
        ("code", "ALLOT"),
        ("debit", "14Y/CORE/2019/SOURCE"),
        ("credit", "14Y/CORE/2019"),
        ("amount", "1000"),
        ("valid_on", "2019-04-26"),
        ("decision", "notice"),
        ("transfer", &id(1)),
    ]);
    let to = done(&footprint, "bucks-finance", "record-transfer", &bucks, &allot).await;
    assert_eq!(to, format!("/money/transfers/{}", id(1)));
    let reserve = sent(&[
        ("kind", "pending"),
        ("code", "RETURN"),
        ("debit", "14Y/CORE/2019"),
        ("credit", "14Y/CORE/2019/SOURCE"),
        ("amount", "400"),
        ("valid_on", "2019-05-01"),
        ("decision", "notice"),
        ("transfer", &id(2)),
    ]);
    done(&footprint, "bucks-finance", "record-transfer", &bucks, &reserve).await;
    let pending = of(&[("transfer", &id(2))]);
    done(&footprint, "bucks-finance", "set-milestone", &pending, &sent(&[("words", "Extended hours")])).await;
    done(&footprint, "bucks-finance", "record-evidence", &pending, &sent(&[("words", "A rota")])).await;
    assert!((form("set-milestone").scene)(&person(&footprint, "oxon-finance"), &Of::new(&pending)).is_none());
    let post = sent(&[("kind", "post"), ("pending", &id(2)), ("valid_on", "2019-06-01"), ("transfer", &id(3))]);
    done(&footprint, "bucks-finance", "record-transfer", &bucks, &post).await;
    let room = footprint.known();
    let left = room.state.money().ledger().balance(&"14Y/CORE/2019".parse().unwrap()).unwrap().available();
    assert_eq!(left, 60_000);
}

const HEAD: &str = "id,kind,debit,credit,amount,linked,code,valid_on,decision\n";

fn row(number: u32, debit: &str, amount: &str) -> String {
    format!("{},single,{debit},14Y/CORE/2019,{amount},N,ALLOT,2019-04-26,notice\n", id(number))
}

#[tokio::test]
async fn nothing_of_a_file_is_taken_while_one_row_is_bad_unless_the_good_ones_are_asked_for() {
    let footprint = with_accounts().await;
    let (bucks, lens) = (of(&[("body", "14Y")]), person(&footprint, "bucks-finance"));
    let source = "14Y/CORE/2019/SOURCE";
    let text = [HEAD.to_owned(), row(1, source, "100"), row(2, source, "x"), row(3, "NONE", "5"), row(4, source, "0")]
        .concat();
    let strict = read(form("record-transfers"), &footprint, &lens, &Of::new(&bucks), &mut file(&[], "t.csv", &text));
    let told: Vec<String> = strict.unwrap_err().into_iter().map(|error| error.message).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("Row 3, column amount: "), "{told:?}");
    assert!(told[1].starts_with("Row 4, column debit: There is no account “NONE”"), "{told:?}");
    assert!(
        told[2].starts_with("Row 5, column amount: The amount is a whole number of pence above nought"),
        "{told:?}"
    );
    // A program that asks for the good ones is told that only the page records them, since it lists the others.
    let good = file(&[("strictness", "good-ones")], "t.csv", &text);
    let told = read(form("record-transfers"), &footprint, &lens, &Of::new(&bucks), &mut good.clone()).unwrap_err();
    assert_eq!((told.len(), told[0].field.as_str()), (4, "strictness"), "{told:?}");
    let judged = judged(&lens, &Of::new(&bucks), text.as_bytes()).unwrap();
    let acts = good_ones(&lens, &Of::new(&bucks), Some("good-ones"), judged).unwrap();
    let [app::Act::Money(Act::RecordTransfers { submissions, strictness, .. })] = acts.as_slice() else {
        panic!("{acts:?}")
    };
    assert_eq!((submissions.len(), *strictness), (3, Strictness::GoodOnes), "the ledger judges those that can be read");
    recorded(&footprint, "bucks-finance", acts).await;
    let room = footprint.known();
    let held: Vec<String> = room.state.money().now().transfers().map(|held| held.id.to_string()).collect();
    assert_eq!(held, [id(1)]);
    // A file of nothing but bad rows is no act, even where the good ones are asked for; what is another body's to move is told.
    let theirs = row(9, source, "5").replace("14Y/CORE/2019,5", "10Q/CORE/2019,5");
    let text = [HEAD.to_owned(), theirs].concat();
    let mut what = file(&[("strictness", "good-ones")], "t.csv", &text);
    let lens = person(&footprint, "bucks-finance");
    let told = read(form("record-transfers"), &footprint, &lens, &Of::new(&bucks), &mut what).unwrap_err();
    assert_eq!(told[0].message, "Row 2, column debit: The money is 10Q's to move: send the transfer with those of 10Q");
}

#[tokio::test]
async fn a_file_that_is_no_table_of_allocations_is_told_so() {
    let footprint = world().await;
    let lens = person(&footprint, "secretary");
    let what = |text| read(form("import-allocations"), &footprint, &lens, &Of::new(&[]), &mut file(&[], "a.csv", text));
    let told = what("a,b\n1,2\n").unwrap_err();
    assert!(told[0].message.starts_with("It is no table of allocations"), "{told:?}");
    let list = "area_code,code,name,allocation_2013_14_gbp000,target_allocation_gbp000,distance_pct,row_type\n\
                Q1,14Y,NHS Made Up CCG,100,100,0,ccg\nQ1,!!,NHS Nowhere CCG,1,1,0,ccg\n";
    let told = what(list).unwrap_err();
    assert!(told[0].message.contains("line 3, column code"), "{told:?}");
    let taken = file(&[("unread", "leave-out")], "a.csv", list);
    let to = done(&footprint, "secretary", "import-allocations", &[], &taken).await;
    assert_eq!(to, "/money/control-sums?vintage=a");
    let room = footprint.known();
    let held = room.state.money().now().vintage(&"a".parse().unwrap()).unwrap();
    assert_eq!((held.rows.len(), held.n_unread), (1, 1));
}

#[tokio::test]
async fn what_is_closed_is_answered_like_what_is_not_there() {
    let footprint = with_accounts().await;
    let ask = |lens: &Lens, id: &str, values: &[(&str, &str)]| {
        let question = QUESTIONS.iter().find(|question| question.id == id).unwrap();
        let values = of(values);
        (question.answer)(lens, &ask::Asked::new(&values, question.params)).map_err(|fault| format!("{fault:?}"))
    };
    let (own, other) = (person(&footprint, "bucks-finance"), person(&footprint, "oxon-finance"));
    let public = as_(&footprint, Viewer::Public);
    assert!(ask(&own, "accounts", &[("code", "14Y")]).is_ok());
    let there = ask(&own, "money-account", &[("account", "14Y/CORE/2019")]);
    assert!(there.is_ok(), "{there:?}");
    for lens in [&other, &public] {
        let rows = |body| {
            let answer = ask(lens, "accounts", &[("code", body)]).unwrap();
            assert!(answer.tables.iter().all(|named| named.table.rows.is_empty()), "{body}");
            answer.lead[0].replace("NHS Buckinghamshire CCG (14Y)", "it").replace("NHS Berkshire West CCG (15A)", "it")
        };
        assert_eq!(rows("14Y"), rows("15A"), "where there are accounts and where there are none");
        let closed = ask(lens, "money-account", &[("account", "14Y/CORE/2019")]).unwrap_err();
        let absent = ask(lens, "money-account", &[("account", "14Y/CORE/1999")]).unwrap_err();
        assert_eq!(closed.replace("2019", "1999"), absent);
    }
    assert!(ask(&public, "funds", &[]).is_ok() && ask(&public, "vintages", &[]).is_ok());
    assert!(ask(&public, "allocations", &[("code", "14Y")]).is_ok());
}
