//! Buckinghamshire, Oxfordshire and Berkshire West: seven groups with their true codes, names and dates, and practices that
//! are illustrative and say so.

use app::{Footprint, Who};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use journal::{Clock, Journal};
use kit::security::Csrf;
use kit::site::{Config, Today};
use register::{Act, Fact, FileHash, Released, Series};
use tower::ServiceExt;
use web::pages::router;

const COMMISSIONERS: &str = "\
lived|10Y|legal|2013-04-01|2018-04-01
acted|10Y|commissioning-group||
named|10Y|NHS Aylesbury Vale CCG||
lived|10H|legal|2013-04-01|2018-04-01
acted|10H|commissioning-group||
named|10H|NHS Chiltern CCG||
identified|10H|E38000033
lived|10M|legal|2013-04-01|2018-04-01
acted|10M|commissioning-group||
named|10M|NHS Newbury and District CCG||
lived|10N|legal|2013-04-01|2018-04-01
acted|10N|commissioning-group||
named|10N|NHS North & West Reading CCG||
lived|10W|legal|2013-04-01|2018-04-01
acted|10W|commissioning-group||
named|10W|NHS South Reading CCG||
lived|11D|legal|2013-04-01|2018-04-01
acted|11D|commissioning-group||
named|11D|NHS Wokingham CCG||
lived|10Q|legal|2013-04-01|
acted|10Q|commissioning-group||
named|10Q|NHS Oxfordshire CCG||
tied|10Q|system|QU9||
lived|14Y|legal|2018-04-01|
acted|14Y|commissioning-group||
named|14Y|NHS Buckinghamshire CCG||
identified|14Y|E38000223
addressed|14Y|HP19 8FF|THE GATEWAY|AYLESBURY
stood|14Y|active
tied|14Y|system|QU9||
lived|15A|legal|2018-04-01|
acted|15A|commissioning-group||
named|15A|NHS Berkshire West CCG||
tied|15A|system|QU9||
acted|QU9|transformation-partnership||
named|QU9|Buckinghamshire, Oxfordshire and Berkshire West||
noted|column-drift|NAME|another heading|0";
const SUCCESSIONS: &str = "\
succeeded|10Y|14Y|2018-04-01||
succeeded|10H|14Y|2018-04-01||
succeeded|10M|15A|2018-04-01||
succeeded|10N|15A|2018-04-01||
succeeded|10W|15A|2018-04-01||
succeeded|11D|15A|2018-04-01||
succeeded|10Q|10Q|2018-04-01||";
/// The last is a name a file could hold and no page may run.
const MEMBERSHIPS: &str = "\
lived|Y99901|operational|2013-04-01|
acted|Y99901|practice||
named|Y99901|Illustrative surgery one||
tied|Y99901|commissioner|10Y|2013-04-01|2018-04-01
tied|Y99901|commissioner|14Y|2018-04-01|
lived|Y99902|operational|2013-04-01|
acted|Y99902|practice||
named|Y99902|Illustrative surgery two||
tied|Y99902|commissioner|10H|2013-04-01|2018-04-01
tied|Y99902|commissioner|14Y|2018-04-01|
lived|Y99903|operational|2013-04-01|
acted|Y99903|practice||
named|Y99903|Illustrative surgery three||
tied|Y99903|commissioner|10Q|2013-04-01|
tied|Y99903|place|L-PLACE|2017|2019-02-03..2019-05-06
lived|Y99904|operational|2013-04-01|
acted|Y99904|practice||
named|Y99904|=HYPERLINK(\"x\")<script>alert('&')</script>||
tied|Y99904|commissioner|10Q|2013-04-01|";
const LISTS: &str = "\
listed|Y99901|2018-01-01|9000
listed|Y99902|2018-01-01|6000
listed|Y99903|2018-01-01|12345";
const ARRANGED: &str = "\
arranged|L-BUCKSFED|federation|Buckinghamshire federation|2016-07|2018-04-01|10Y|10H";

fn facts(lines: &str) -> Vec<Fact> {
    let read = |line: &str| Fact::read_line(&line.replace('|', "\t")).unwrap_or_else(|error| panic!("{line}: {error}"));
    lines.lines().map(read).collect()
}

/// Four files and one fact of the keeper's.
pub(crate) async fn footprint() -> Footprint {
    let footprint = record("sqlite::memory:").await;
    let files = [
        (Series::Eccg, "2018-04-20", "eccg.csv", COMMISSIONERS),
        (Series::Succ, "2018-05-01", "succ.csv", SUCCESSIONS),
        (Series::Epcmem, "2019-10-01", "epcmem.csv", MEMBERSHIPS),
        (Series::ListSizes, "2018-01-01", "gp-reg-pat-prac-all.csv", LISTS),
    ];
    for (series, released, name, lines) in files {
        let act = Act::TakeImport {
            series,
            released: Released(released.parse().unwrap()),
            source_name: name.to_owned(),
            source_hash: FileHash::of(lines.as_bytes()),
            rows: lines.lines().count() as u64,
            facts: facts(lines),
        };
        footprint.act(&Who::keeper("keeper"), act).await.unwrap();
    }
    let act = Act::Correct {
        wrong: None,
        right: facts(ARRANGED).pop(),
        source: "board papers, July 2016".to_owned(),
        reason: "no file gives it".to_owned(),
        released: Released("2016-07".parse().unwrap()),
    };
    footprint.act(&Who::keeper("keeper"), act).await.unwrap();
    footprint
}

/// The whole service over the world; today is 1 October 2019 for ever.
pub(crate) async fn service() -> Router {
    let config = Config { today: Today::Fixed("2019-10-01".parse().unwrap()), ..Config::default() };
    router(footprint().await, config, Csrf::with_key([1; 32]))
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// What the page says between its header and its foot, with the day of recording named.
    pub(crate) fn main(&self) -> String {
        let text = self.text();
        let main = text.split("<main").nth(1).unwrap_or(&text);
        redacted(main.split("</main>").next().unwrap_or(main))
    }
}

/// When everything in these worlds was recorded, on whatever day the tests run: in summer, when England is not on universal
/// time.
pub(crate) const NOW: &str = "2026-06-15T09:30:00Z";

/// An empty record that is timed by a clock which stands.
pub(crate) async fn record(address: &str) -> Footprint {
    let journal = Journal::open(address).await.unwrap();
    Footprint::over(journal.timed_by(Clock::standing_at(NOW.parse().unwrap()))).await.unwrap()
}

/// The day of recording, named for what it is.
pub(crate) fn redacted(text: &str) -> String {
    text.replace("15 June 2026", "[the day of recording]").replace("2026-06-15", "[the day of recording]")
}

pub(crate) async fn send(service: &Router, request: Request<Body>) -> Answer {
    let (parts, body) = service.clone().oneshot(request).await.unwrap().into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

pub(crate) async fn get(service: &Router, path: &str) -> Answer {
    send(service, Request::get(path).body(Body::empty()).unwrap()).await
}

/// Every page there is, one address for each route, and more where the answer differs in shape.
pub(crate) const PAGES: &[&str] = &[
    "/",
    "/search",
    "/search?q=surgery",
    "/search?q=nothing+like+it",
    "/search?list=10Y%0A14Y+ZZ9",
    "/organisations/14Y",
    "/organisations/10Y",
    "/organisations/Y99903?valid_at=2017-05-01",
    "/organisations/Y99904",
    "/organisations/14Y?valid_at=2013-05-01",
    "/organisations/14Y/members",
    "/organisations/14Y/successors",
    "/organisations/10Y/successors?to=2019-10-01&by=small-area",
    "/organisations/14Y/predecessors",
    "/organisations/10Y/shares?to=2019-10-01",
    "/organisations/14Y/successions",
    "/organisations/14Y/names",
    "/organisations/14Y/sources",
    "/organisations/14Y/timeline",
    "/organisations/14Y/parents",
    "/organisations/14Y/coverage",
    "/organisations/10Q/findings",
    "/diff",
    "/diff?place=QU9&from=2013-04-01&to=2019-10-01",
    "/successions",
    "/successions?kinds=all",
    "/findings",
    "/findings/self-succession",
    "/imports",
    "/entries/1",
    "/entries/5",
    "/changes",
    "/changes?from=0&to=2",
    "/changes?from=2018-03-31&to=2018-04-01",
    "/restate",
    "/accessibility",
    "/about",
    "/privacy",
    "/api",
];
