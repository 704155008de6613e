//! Who pays: one record and its link, a file and its run, and what becomes of both.

mod downloads;
mod owners;
mod sending;
mod what_if;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use jiff::SignedDuration;
use kit::security::Csrf;
use kit::site::{Config, Today};
use store::Store;
use tempfile::TempDir;
use web::pages::router;
use who_pays_face::assignment::{Assignment, ReferenceSource};

use crate::browser::look;
use crate::door::Clock;
use crate::world::{Answer, footprint, get, redacted, send};

/// The tables of a small world: two bodies, three practices, three postcodes, one provider.
const TABLES: [(&str, &str); 17] = [
    (
        "practices",
        "practice_code,name,national_grouping,hlhg,postcode,status,commissioner,valid_from,valid_to\n\
         Y99901,One,Y59,QU9,HP19 8FF,A,14Y,2013-04-01,\nY99903,Three,Y59,QU9,OX1 2AB,A,10Q,2013-04-01,\n",
    ),
    (
        "postcodes",
        "postcode,country,pco,icb,region,ons_la,ods_la,valid_from,valid_to\n\
         HP19 8FF,E92000001,14Y,QU9,Y59,E07000001,901,,\nOX1 2AB,E92000001,10Q,QU9,Y59,E07000002,902,,\n",
    ),
    ("providers", "provider_code,name,postcode,valid_from,valid_to\nRTH,Oxford,OX1 2AB,2000-04-01,\n"),
    ("provider_hub", "provider_code,hub_code,valid_from,valid_to\nRTH,14G,2013-04-01,\n"),
    ("region_hub", "region,specialised_hub,health_justice_hub,valid_from,valid_to\nY59,14G,97T,2020-04-01,\n"),
    (
        "commissioners",
        "code,type,icb,region,valid_from,valid_to\n14Y,SUB_ICB,QU9,Y59,2013-04-01,\n10Q,SUB_ICB,QU9,Y59,2013-04-01,\n\
         14G,SPEC_HUB,,Y59,2015-04-01,\n97T,HJ_HUB,,Y59,2020-04-01,\n13Q,NATIONAL_HUB,,,2013-04-01,\n",
    ),
    ("succession", "old_code,new_code,effective_date\n"),
    (
        "service_codes",
        "service_code,description,delegation_status,specialised,highly_specialised,section7a,valid_from,valid_to\n\
         NCBPS01B,Kept,RED,1,1,0,2025-04-01,\nNCBPS01C,Green,GREEN,1,0,0,2025-04-01,\n",
    ),
    ("delegation", "sub_icb,service_code,delegated,valid_from,valid_to\n14Y,*,Y,2025-04-01,\n10Q,*,Y,2025-04-01,\n"),
    ("appendix_c", "service_code,part,valid_from,valid_to\n"),
    ("border_areas", "code_type,code,name\nICB,QYG,x\nLHB,7A1,x\n"),
    ("dental_tfc", "tfc,description\n140,x\n"),
    ("infertility_codes", "code_system,code,match\nICD10,N97,PREFIX3\n"),
    ("justice_sites", "site_name,postcode,hub_code,valid_from,valid_to\n"),
    ("pseudo_postcodes", "postcode,group,meaning\nZZ99 3VZ,UNALLOCATED,no fixed abode\n"),
    ("editions", "edition,valid_from,valid_to\nCAM-2025-26,2025-04-01,2026-03-31\n"),
    ("national_reasons", "cam_code,commissioner,reason\n14Y_C_5_1,14Y,C-5 - Responsible sub-ICB Location\n"),
];

/// Everything a test may look at: the service, its store with the file it is in, and its clock.
struct World {
    service: Router,
    store: Store,
    clock: Clock,
    folder: TempDir,
}

impl World {
    fn database(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for name in ["store.sqlite", "store.sqlite-wal"] {
            bytes.extend(std::fs::read(self.folder.path().join(name)).unwrap_or_default());
        }
        bytes
    }
}

fn config(assignment: Assignment) -> Config {
    Config { today: Today::Fixed("2025-10-01".parse().unwrap()), ..Config::default() }.with(assignment)
}

async fn means(source: impl FnOnce(&TempDir) -> ReferenceSource) -> (Assignment, Store, Clock, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("tables")).unwrap();
    for (table, text) in TABLES {
        std::fs::write(folder.path().join("tables").join(format!("{table}.csv")), text).unwrap();
    }
    let store = Store::open(&folder.path().join("store.sqlite").display().to_string()).await.unwrap();
    let clock = Clock::standing();
    let told = clock.clone();
    let spool = folder.path().join("spool");
    let assignment = Assignment::new(store.clone(), source(&folder), spool).unwrap().with_clock(move || told.now());
    (assignment.with_upload_bytes_max(2_000_000), store, clock, folder)
}

/// A service where nobody signs in.
async fn world() -> World {
    let (assignment, store, clock, folder) =
        means(|folder| ReferenceSource::Folder(folder.path().join("tables"))).await;
    let service = router(footprint().await, config(assignment), Csrf::with_key([1; 32]));
    World { service, store, clock, folder }
}

/// The browser's cookie and the token of a form.
async fn token(service: &Router, page: &str) -> (String, String) {
    let page = get(service, page).await;
    let cookie = page.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let text = page.text();
    let token = text.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (cookie, token)
}

const RECORD: &[(&str, &str)] = &[
    ("cds_type", "020"),
    ("date", "2025-06-15"),
    ("gp_practice", "Y99901"),
    ("postcode", "HP19 8FF"),
    ("provider", "RTH"),
    ("ovcc", "A"),
];

async fn submit(service: &Router, path: &str, fields: &[(&str, &str)]) -> Answer {
    let (cookie, token) = token(service, "/who-pays/record").await;
    let pairs = fields.iter().map(|(name, value)| format!("&{name}={}", value.replace(' ', "+")));
    let body = format!("form_token={token}{}", pairs.collect::<String>());
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(service, request.body(Body::from(body)).unwrap()).await
}

fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers[header::LOCATION].to_str().unwrap().to_owned()
}

/// The page with what is random made one.
fn plain(answer: &Answer) -> String {
    let main = answer.main();
    let mut out = String::new();
    let mut letters = String::new();
    for letter in main.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() || letter == '-' || letter == '_' {
            letters.push(letter);
            continue;
        }
        out.push_str(match letters.len() {
            43 => "[random]",
            64 if letters.bytes().all(|byte| byte.is_ascii_hexdigit()) => "[sha-256]",
            _ => &letters,
        });
        out.push(letter);
        letters.clear();
    }
    redacted(&out)
}

#[tokio::test]
async fn a_record_is_answered_with_its_walk_under_a_link() {
    let world = world().await;
    let at = location(&submit(&world.service, "/who-pays/record", RECORD).await);
    assert!(at.starts_with("/who-pays/records/") && at.len() == "/who-pays/records/".len() + 43, "{at}");
    let page = get(&world.service, &at).await;
    let text = page.main();
    for words in [
        "NHS Buckinghamshire CCG (14Y) pays",
        "href=\"/organisations/14Y\"",
        "found from the registered practice",
        "commissioned by the sub-ICB location (12)",
        "C-5 - Responsible sub-ICB Location",
        "14Y_C_5_1",
        "fp-chart__link--taken",
        "HP…",
        "/who-pays/challenges/new?record=",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("HP19") && !text.contains("8FF"), "{text}");
    assert_eq!(page.headers[header::CACHE_CONTROL], "private, no-store");
    insta::assert_snapshot!("who_pays_answer", plain(&page));
    let csv = get(&world.service, &format!("{at}?format=csv")).await.text();
    assert!(csv.starts_with("step,node,question,answer,fields,row,dates,next\r\n1,A,"), "{csv}");
    assert_eq!(csv.lines().filter(|line| line.ends_with(",RESPONSIBLE_SUB_ICB")).count(), 1, "{csv}");
    let json: serde_json::Value =
        serde_json::from_str(&get(&world.service, &format!("{at}?format=json")).await.text()).unwrap();
    assert!(json["rows"].as_array().unwrap().len() > 10, "{json}");
}

#[tokio::test]
async fn what_is_missing_is_said_at_each_field_and_what_was_typed_stays() {
    let world = world().await;
    let wrong: &[(&str, &str)] =
        &[("cds_type", ""), ("date", "2025-02-30"), ("postcode", "HP19_8FF"), ("tfc", "1 0"), ("provider", "")];
    let answer = submit(&world.service, "/who-pays/record", wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.main();
    for (field, words) in [
        ("cds_type", "Choose what kind of record it is"),
        ("date", "The date must be a real one"),
        ("postcode", "The postcode has letters, digits and a space only"),
        ("tfc", "The treatment function code"),
        ("provider", "Enter the provider"),
        ("ovcc", "Choose the charging category"),
    ] {
        assert!(text.contains(&format!("href=\"#{field}\"")) && text.contains(words), "{field}: {text}");
        assert!(text.contains(&format!("id=\"{field}-error\"")), "{field}: {text}");
    }
    assert!(text.contains("value=\"2025-02-30\"") && text.contains("<title") || answer.text().contains("Error: "));
    assert!(text.contains("<details class=\"nhsuk-details\" id=\"more-service\" open"), "{text}");
}

#[tokio::test]
async fn a_postcode_is_in_no_address_no_log_and_nothing_that_is_kept() {
    use tracing_subscriber::layer::SubscriberExt as _;
    #[derive(Clone, Default)]
    struct Written(Arc<std::sync::Mutex<Vec<u8>>>);
    impl std::io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let written = Written::default();
    let writer = written.clone();
    let layer = tracing_subscriber::fmt::layer().with_writer(move || writer.clone());
    let held = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    let world = world().await;
    let at = location(&submit(&world.service, "/who-pays/record", RECORD).await);
    assert!(!at.contains("HP"));
    get(&world.service, &at).await;
    let elsewhere: Vec<(&str, &str)> = RECORD
        .iter()
        .map(|(name, value)| if *name == "gp_practice" { (*name, "HP198FF") } else { (*name, *value) })
        .collect();
    location(&submit(&world.service, "/who-pays/record", &elsewhere).await);
    tracing::info!("the log is heard");
    drop(held);
    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("the log is heard"));
    let kept = world.database();
    assert!(!kept.is_empty());
    let kept = String::from_utf8_lossy(&kept).to_uppercase();
    assert!(kept.contains("RESPONSIBLE_SUB_ICB"), "the answer itself is there");
    for spelling in ["HP19 8FF", "HP198FF", "HP19+8FF", "HP19  8FF"] {
        assert!(!log.to_uppercase().contains(spelling), "{log}");
        assert!(!kept.contains(spelling), "{spelling} is kept");
    }
}

#[tokio::test]
async fn a_link_ends_when_told_and_on_its_day() {
    let world = world().await;
    let one = location(&submit(&world.service, "/who-pays/record", RECORD).await);
    let other = location(&submit(&world.service, "/who-pays/record", RECORD).await);
    assert_ne!(one, other);
    assert_eq!(location(&submit(&world.service, &format!("{one}/delete"), &[]).await), "/who-pays?deleted=answer");
    assert_eq!(get(&world.service, &one).await.status, StatusCode::NOT_FOUND);
    world.clock.pass(30 * 24 * 3600 - 60);
    assert_eq!(get(&world.service, &other).await.status, StatusCode::OK);
    world.clock.pass(60);
    assert_eq!(get(&world.service, &other).await.status, StatusCode::NOT_FOUND);
    let swept = world.store.sweep(world.clock.now(), SignedDuration::from_hours(1)).await.unwrap();
    assert_eq!(swept.answers, 1);
    assert_eq!(get(&world.service, "/who-pays/records/short").await.status, StatusCode::NOT_FOUND);
}

const HEADER: &str = "record_id,cds_type,appointment_date,gp_practice,postcode,provider,admin_category,ovcc,service_code,\
                      point_of_delivery,cost_pence,submitted_commissioner\n";

fn records() -> String {
    let mut text = String::from(HEADER);
    for number in 0..120 {
        let (practice, postcode) = if number % 3 == 0 { ("Y99903", "OX1 2AB") } else { ("Y99901", "HP19 8FF") };
        let submitted = if number % 4 == 0 { "10Q" } else { "14Y" };
        let point = if number % 2 == 0 { "OPFA" } else { "OPFUP" };
        let service = if number % 10 == 0 { "NCBPS01C" } else { "" };
        text.push_str(&format!(
            "{number},020,2025-06-15,{practice},{postcode},RTH,01,A,{service},{point},{},{submitted}\n",
            number * 100 + 1
        ));
    }
    text
}

async fn upload(service: &Router, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
    let (cookie, token) = token(service, "/who-pays/runs").await;
    let mut body = Vec::new();
    for (name, value) in [("form_token", token.as_str())].iter().chain(fields) {
        body.extend(format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    for (name, file, bytes) in files {
        let head = format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--xx--\r\n");
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx");
    send(service, request.body(Body::from(body)).unwrap()).await
}

/// Uploads and waits until the run has ended.
async fn made(world: &World, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> String {
    let at = location(&upload(&world.service, "/who-pays/runs", fields, files).await);
    ended(world, &at).await;
    at
}

async fn ended(world: &World, at: &str) {
    for _ in 0..200 {
        if !get(&world.service, at).await.main().contains("Being made") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the run did not end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_a_run_whose_totals_balance_and_whose_rows_can_be_seen() {
    let world = world().await;
    let file = records();
    let at = made(&world, &[], &[("file", "sus.csv", file.as_bytes())]).await;
    let page = get(&world.service, &at).await;
    let text = page.main();
    for words in [
        "120 records, £7,141",
        "RESPONSIBLE_SUB_ICB",
        "The run balances",
        "CAM-2025-26",
        "Submitted against derived",
        "Download every record",
        "Run it again",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let mut settings = insta::Settings::clone_current();
    settings.add_filter("[0-9.]+ seconds", "[time] seconds");
    settings.bind(|| insta::assert_snapshot!("who_pays_run", plain(&page)));
    // The totals by terminal, as a program reads them.
    let csv = get(&world.service, &format!("{at}/tables/terminals?format=csv")).await.text();
    assert!(csv.ends_with("All,,120,7141.20\r\n") || csv.contains("All,,120,7141.20"), "{csv}");
    // From provider to point of delivery to reason to commissioner to the rows.
    let mut here = format!("{at}/tables/variance");
    for (link, fixes) in
        [(">RTH</a>", "provider=RTH"), (">OPFA</a>", "point=OPFA"), (">RESPONSIBLE_SUB_ICB, GP</a>", "method=GP")]
    {
        let text = get(&world.service, &here).await.main();
        let before = text.split(link).next().unwrap();
        here = before
            .rsplit("href=\"")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        assert!(here.contains(fixes), "{here}");
    }
    let pairs = get(&world.service, &format!("{here}&format=csv")).await.text();
    assert!(
        pairs.contains("10Q,NHS Oxfordshire CCG,14Y,NHS Buckinghamshire CCG,no,")
            && pairs.contains("14Y,NHS Buckinghamshire CCG,14Y,NHS Buckinghamshire CCG,yes,"),
        "{pairs}"
    );
    let rows = format!("{at}/rows?provider=RTH&point=OPFA&submitted=10Q&derived=14Y");
    let text = get(&world.service, &rows).await.main();
    // Numbers divisible by 4 and not by 3: 4, 8, 16, 20, … 116.
    assert!(text.contains("Rows 1 to 20 of 20"), "{text}");
    assert!(
        text.contains(&format!("/who-pays/challenges/new?run={}&#38;row=5", at.rsplit('/').next().unwrap()))
            || text.contains("row=5"),
        "{text}"
    );
    assert!(!text.contains("HP19"), "{text}");
    let all = get(&world.service, &format!("{at}/rows?page=3")).await.main();
    assert!(all.contains("Rows 101 to 120 of 120"), "{all}");
    let csv = get(&world.service, &format!("{rows}&format=csv")).await.text();
    assert_eq!(csv.lines().count(), 21, "{csv}");
    // The whole result.
    let result = get(&world.service, &format!("{at}/result")).await;
    assert_eq!(result.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"sus-assigned.csv\"");
    assert_eq!(result.text().lines().count(), 121);
    assert!(
        result
            .text()
            .lines()
            .nth(1)
            .unwrap()
            .starts_with("0,020,2025-06-15,Y99903,OX1 2AB,RTH,01,A,NCBPS01C,OPFA,1,10Q,10Q,")
    );
    assert!(
        std::fs::read_dir(world.folder.path().join("spool")).unwrap().next().is_none(),
        "no file stays on the disk"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn records_at_an_authority_whose_code_no_table_gives_are_counted_on_the_page() {
    let world = world().await;
    let places = world.folder.path().join("tables/postcodes.csv");
    let known = std::fs::read_to_string(&places).unwrap();
    assert!(known.starts_with("postcode,country,pco,icb,region,ons_la,ods_la,"), "{known}");
    std::fs::write(&places, format!("{}\nHP20 1ZZ,E92000001,14Y,QU9,Y59,,,,,\n", known.trim_end())).unwrap();
    let header = HEADER.replacen("cds_type", "other_public_health,cds_type", 1);
    let file = header + "1,Y,020,2025-06-15,Y99901,HP20 1ZZ,RTH,01,A,,OPFA,100,14Y\n";
    let at = made(&world, &[], &[("file", "health.csv", file.as_bytes())]).await;
    let text = get(&world.service, &at).await.main();
    assert!(text.contains("1 record ends at a local authority without its code"), "{text}");
    let at = made(&world, &[], &[("file", "sus.csv", records().as_bytes())]).await;
    let text = get(&world.service, &at).await.main();
    assert!(!text.contains("at a local authority without its code"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_again_gives_the_same_bytes_and_another_is_refused() {
    let world = world().await;
    let file = records();
    let at = made(&world, &[], &[("file", "sus.csv", file.as_bytes())]).await;
    let before = get(&world.service, &format!("{at}/result")).await.body;
    world.clock.pass(7 * 24 * 3600);
    assert_eq!(get(&world.service, &format!("{at}/result")).await.status, StatusCode::GONE);
    world.store.sweep(world.clock.now(), SignedDuration::from_hours(1)).await.unwrap();
    let other = file.replace("OPFA", "OPFX");
    let refused = upload(&world.service, &format!("{at}/again"), &[], &[("file", "other.csv", other.as_bytes())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let hash = |text: &str| {
        use sha2::Digest as _;
        sha2::Sha256::digest(text.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    };
    assert!(refused.text().contains(&hash(&file)) && refused.text().contains(&hash(&other)), "{}", refused.main());
    assert_eq!(
        location(&upload(&world.service, &format!("{at}/again"), &[], &[("file", "x.csv", file.as_bytes())]).await),
        at
    );
    ended(&world, &at).await;
    assert!(get(&world.service, &at).await.main().contains("1 time, with the same bytes each time"));
    assert_eq!(get(&world.service, &format!("{at}/result")).await.body, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_go_on_their_day_and_totals_stay_until_the_run_is_deleted() {
    let world = world().await;
    let file = records();
    let at = made(&world, &[], &[("file", "sus.csv", file.as_bytes())]).await;
    assert!(String::from_utf8_lossy(&world.database()).contains("HP19 8FF"), "the rows are kept as they were sent");
    world.clock.pass(7 * 24 * 3600 - 1);
    assert_eq!(world.store.sweep(world.clock.now(), SignedDuration::from_hours(1)).await.unwrap().run_rows, 0);
    assert_eq!(get(&world.service, &format!("{at}/rows")).await.status, StatusCode::OK);
    world.clock.pass(1);
    assert_eq!(get(&world.service, &format!("{at}/rows")).await.status, StatusCode::GONE);
    assert_eq!(world.store.sweep(world.clock.now(), SignedDuration::from_hours(1)).await.unwrap().run_rows, 1);
    let text = get(&world.service, &at).await.main();
    assert!(text.contains("have been deleted") && text.contains("120 records, £7,141"), "{text}");
    assert!(!text.contains("/rows?"), "{text}");
    assert_eq!(location(&submit(&world.service, &format!("{at}/delete"), &[]).await), "/who-pays?deleted=run");
    assert_eq!(get(&world.service, &at).await.status, StatusCode::NOT_FOUND);
}

/// Beside the world's own names: 14Y has another from 1 July 2022.
async fn renamed() -> app::Footprint {
    let footprint = footprint().await;
    let facts =
        ["named|14Y|NHS Buckinghamshire CCG||2022-07-01", "named|14Y|The location of Buckinghamshire|2022-07-01|"];
    for fact in facts {
        let act = register::Act::Correct {
            wrong: None,
            right: register::Fact::read_line(&fact.replace('|', "\t")).ok(),
            source: "a notice".to_owned(),
            reason: "no file gives it".to_owned(),
            released: register::Released("2022-07".parse().unwrap()),
        };
        footprint.act(&app::Who::keeper("keeper"), act).await.unwrap();
    }
    footprint
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commissioner_has_the_name_of_the_records_day_or_the_runs() {
    let (assignment, store, clock, folder) =
        means(|folder| ReferenceSource::Folder(folder.path().join("tables"))).await;
    let today = Today::Fixed("2019-10-01".parse().unwrap());
    let config = Config { today, ..Config::default() }.with(assignment);
    let world = World { service: router(renamed().await, config, Csrf::with_key([1; 32])), store, clock, folder };
    let at = location(&submit(&world.service, "/who-pays/record", RECORD).await);
    let text = get(&world.service, &at).await.main();
    assert!(text.contains("The location of Buckinghamshire (14Y) pays"), "{text}");
    assert!(!text.contains("Buckinghamshire CCG"), "{text}");
    let file = records();
    let draft = b"change,code,to,value\nbody,9ZZ,QU9,Y59\nsuccession,14Y,9ZZ,\n";
    let fields = [("what_if", "draft"), ("draft_from", "2025-04-01")];
    let files: [(&str, &str, &[u8]); 2] = [("file", "sus.csv", file.as_bytes()), ("draft", "merger.csv", draft)];
    let run = made(&world, &fields, &files).await;
    let gains = get(&world.service, &format!("{run}/tables/gains?format=csv")).await.text();
    assert!(gains.contains("14Y,The location of Buckinghamshire,80,"), "{gains}");
    let run = made(&world, &[], &[("file", "sus.csv", file.as_bytes())]).await;
    let text = get(&world.service, &run).await.main();
    assert!(text.contains("The location of Buckinghamshire") && !text.contains("Buckinghamshire CCG"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_run_says_why() {
    let world = world().await;
    for (fields, files, status, words) in [
        (&[][..], &[][..], 422, "Choose a file"),
        (&[], &[("file", "a.csv", &b""[..])][..], 422, "Choose a file that is not empty"),
        (&[("what_if", "draft")], &[("file", "a.csv", b"x")], 422, "Choose the draft"),
        (&[("edition", "CAM-1999")], &[("file", "a.csv", b"x")], 422, "Choose an edition"),
        (
            &[
                ("what_if", "delegation"),
                ("delegation_body", "ZZZ"),
                ("delegated", "N"),
                ("delegation_from", "2025-04-01"),
            ],
            &[("file", "a.csv", b"x")],
            422,
            "is not in the register of commissioners",
        ),
        (&[], &[("file", "a.csv", b"x"), ("mapping", "m.csv", b"a,b\n")], 422, "no heading `item`"),
    ] {
        let answer = upload(&world.service, "/who-pays/runs", fields, files).await;
        assert_eq!(answer.status.as_u16(), status, "{words}: {}", answer.main());
        assert!(answer.text().contains(words), "{words}: {}", answer.main());
    }
    let large = vec![b'x'; 2_000_001];
    let answer = upload(&world.service, "/who-pays/runs", &[], &[("file", "a.csv", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("footprint assign"), "{}", answer.main());
    let at = made(&world, &[], &[("file", "a.csv", format!("{HEADER}1,020\n").as_bytes())]).await;
    let text = get(&world.service, &at).await.main();
    assert!(text.contains("Could not be made") && text.contains("A.csv line 2: the row has 2 cells"), "{text}");
    assert!(!text.contains(&world.folder.path().display().to_string()), "{text}");
    let at =
        made(&world, &[("bad_rows", "leave-out")], &[("file", "a.csv", format!("{}1,020\n", records()).as_bytes())])
            .await;
    let left = get(&world.service, &format!("{at}/left-out")).await.text();
    assert_eq!(left, format!("{HEADER}1,020\n"));
    assert!(
        std::fs::read_dir(world.folder.path().join("spool")).unwrap().next().is_none(),
        "no file stays on the disk"
    );
}

#[tokio::test]
async fn without_tables_every_page_says_how_to_have_them() {
    let (assignment, _store, _clock, _folder) = means(|_| ReferenceSource::Kept).await;
    let service = router(footprint().await, config(assignment), Csrf::with_key([1; 32]));
    for path in ["/who-pays", "/who-pays/record", "/who-pays/runs", "/who-pays/editions"] {
        let text = get(&service, path).await.main();
        assert!(text.contains("No reference tables have been imported"), "{path}: {text}");
    }
    let text = get(&service, "/who-pays/editions/CAM-2025-26").await.main();
    assert!(text.contains("Is the patient ordinarily resident in the United Kingdom?"), "{text}");
    assert_eq!(get(&service, "/who-pays/editions/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_accessible_with_and_without_javascript() {
    let world = world().await;
    let answer = location(&submit(&world.service, "/who-pays/record", RECORD).await);
    let draft = b"change,code,to,value\nbody,9ZZ,QU9,Y59\nsuccession,14Y,9ZZ,\n";
    let file = records();
    let fields = [("what_if", "draft"), ("draft_from", "2025-04-01")];
    let files: [(&str, &str, &[u8]); 2] = [("file", "sus.csv", file.as_bytes()), ("draft", "merger.csv", draft)];
    let run = made(&world, &fields, &files).await;
    let mut paths: Vec<String> = ["", "/record", "/runs", "/editions", "/editions/CAM-2025-26"]
        .into_iter()
        .map(|path| format!("/who-pays{path}"))
        .collect();
    for page in ["/tables/variance?provider=RTH", "/tables/gains", "/rows?provider=RTH", ""] {
        paths.push(format!("{run}{page}"));
    }
    paths.push(answer);
    look(world.service.clone(), String::new(), paths).await;
}
