//! Who may ask for what: every role, act, object and day, as one table that a reader can check by eye.
//!
//! `golden/authority.txt` at the root of the repository is this table. Set `UPDATE_GOLDEN=1` to write it anew.

use crate::offices::{Office, by_the_keeper, holding, offices};
use app::{Act, Footprint, Who, permit};
use mandate::{Actor, Context, PersonId};
use std::fmt::Write as _;
use terms::Date;

const DAYS: [(&str, Date); 3] = [
    ("before", Date::constant(2018, 10, 10)),
    ("during", Date::constant(2019, 10, 10)),
    ("after", Date::constant(2020, 6, 1)),
];

#[tokio::test]
async fn the_table_of_who_may_ask_for_what_is_the_golden_one() {
    let folder = tempfile::tempdir().unwrap();
    let footprint = Footprint::open(&folder.path().join("journal.db").display().to_string()).await.unwrap();
    app::demo::load_register(&footprint).await.unwrap();
    for act in by_the_keeper() {
        footprint.act(&Who::keeper("A Keeper"), act).await.unwrap();
    }
    let known = footprint.known();
    let house = &known.state;
    let may =
        |actor: &Actor, act: &Act, on: Date| permit(house, &Context { actor: actor.clone(), today: on }, act).is_ok();

    let roles = offices();
    let mut table = String::from(
        "# Who may ask for what\n\n\
         Every act of every room, asked about an object of one's own body or committee and about one of another, the year\n\
         before one holds the post, while one holds it, and after. Y: may ask; -: may not. Whoever has not signed in, or\n\
         holds no post, may ask for nothing. What is asked is then still decided by the rules of its room: permission to\n\
         ask is not power to decide. The keeper, at the command line, may ask for everything.\n\
         Every route of the service, by role and day, is in routes.txt beside this file.\n\nRoles\n",
    );
    for (number, role) in (1..).zip(&roles) {
        writeln!(table, "{number:>3}  {}", role.words).unwrap();
    }
    write!(table, "\n{:<36}", "").unwrap();
    for (number, _) in (1..).zip(&roles) {
        write!(table, " {number:>3}").unwrap();
    }
    table.push('\n');
    let mut n_granted = 0;
    for (act, own, other) in holding() {
        for (object, act_there) in [("own", &own), ("other", &other)] {
            write!(table, "{:<36}", format!("{act}, {object}")).unwrap();
            for Office { person, .. } in &roles {
                let actor = Actor::Person(person.clone());
                let marks: Vec<bool> = DAYS.iter().map(|(_, day)| may(&actor, act_there, *day)).collect();
                assert!(!marks[0] && !marks[2], "{person} may {act} without holding the post");
                n_granted += usize::from(marks[1]);
                let shown: String = marks.iter().map(|may| if *may { 'Y' } else { '-' }).collect();
                write!(table, " {shown}").unwrap();
            }
            table.push('\n');
            let nobody: PersonId = "person-without-post".parse().unwrap();
            assert!(DAYS.iter().all(|(_, day)| !may(&Actor::Person(nobody.clone()), act_there, *day)));
            assert!(may(&Actor::Keeper, act_there, DAYS[1].1));
        }
    }
    assert!(n_granted > 100, "the table grants next to nothing: {n_granted}");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/authority.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &table).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden == table,
        "golden/authority.txt differs; look at it, then write it anew with UPDATE_GOLDEN=1:\n{table}"
    );
}
