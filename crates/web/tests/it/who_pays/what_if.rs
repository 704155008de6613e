//! The same file otherwise: who gains and loses, move by move down to the rows, with the totals conserved.

use super::{World, made, records, world};
use crate::world::get;

#[tokio::test(flavor = "multi_thread")]
async fn a_what_if_says_who_gains_and_loses_and_conserves_the_totals() {
    let world = world().await;
    let file = records();
    let draft = b"change,code,to,value\nbody,9ZZ,QU9,Y59\nsuccession,14Y,9ZZ,\n";
    let fields = [("what_if", "draft"), ("draft_from", "2025-04-01")];
    let files: [(&str, &str, &[u8]); 2] = [("file", "sus.csv", file.as_bytes()), ("draft", "merger.csv", draft)];
    let at = made(&world, &fields, &files).await;
    let text = get(&world.service, &at).await.main();
    assert!(text.contains("What if") && text.contains("Totals are conserved") && text.contains("merger.csv"), "{text}");
    let csv = get(&world.service, &format!("{at}/tables/gains?format=csv")).await.text();
    assert!(csv.contains("14Y,NHS Buckinghamshire CCG,80,") && csv.contains("9ZZ,,0,0.00,80,"), "{csv}");
    let all = csv.lines().find(|line| line.starts_with("All")).unwrap();
    assert_eq!(all, "All,,120,7141.20,80,4800.80,80,4800.80,120,7141.20");
    let moves = get(&world.service, &format!("{at}/tables/moves?format=csv")).await.text();
    assert!(moves.contains("RTH,,OPFA,14Y,NHS Buckinghamshire CCG,9ZZ,,See rows,40,"), "{moves}");
    moves_lead_to_their_rows(&world, &at, (40, 234_040)).await;
    // Delegation taken away: the green service goes to NHS England's hub.
    let fields =
        [("what_if", "delegation"), ("delegation_body", "14Y"), ("delegated", "N"), ("delegation_from", "2025-04-01")];
    let at = made(&world, &fields, &[("file", "sus.csv", file.as_bytes())]).await;
    let moves = get(&world.service, &format!("{at}/tables/moves?format=csv")).await.text();
    assert!(moves.contains("RTH,,OPFA,14Y,NHS Buckinghamshire CCG,14G,,See rows,8,"), "{moves}");
    let shown = get(&world.service, &format!("{at}/tables/moves")).await.main();
    assert!(shown.contains("would stay with whoever pays now"), "{shown}");
    moves_lead_to_their_rows(&world, &at, (112, 666_112)).await;
    // Another edition.
    let fields = [("what_if", "edition"), ("other_edition", "CAM-2024-25")];
    let at = made(&world, &fields, &[("file", "sus.csv", file.as_bytes())]).await;
    assert!(get(&world.service, &at).await.main().contains("CAM-2024-25"));
}

/// Follows every move to its rows, as a file and on pages: they are as many and cost as much as the move says, each row is in
/// one move or stays, and all of them are the run.
async fn moves_lead_to_their_rows(world: &World, at: &str, stay: (usize, i64)) {
    let rows = async |query: &str| -> Vec<(u64, i64)> {
        let csv = get(&world.service, &format!("{at}/rows?{query}&format=csv")).await.text();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
        let (row, pounds) = (place("row"), place("pounds"));
        assert_eq!(&headers[place("derived") - 1], "before");
        let cells = reader.records().map(Result::unwrap);
        cells.map(|cell| (cell[row].parse().unwrap(), cell[pounds].replace('.', "").parse().unwrap())).collect()
    };
    let json = get(&world.service, &format!("{at}/tables/moves?format=json")).await.text();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let shown = get(&world.service, &format!("{at}/tables/moves")).await.main();
    let links: Vec<String> = shown
        .split("href=\"")
        .filter_map(|part| part.split('"').next())
        .filter(|href| href.contains("/rows?"))
        .map(|href| href.replace("&#38;", "&").replace("&amp;", "&").split('?').nth(1).unwrap().to_owned())
        .collect();
    let cells = json["rows"].as_array().unwrap();
    assert_eq!(links.len(), cells.len() + 1, "each move, all, and what stays: {shown}");
    let mut seen = std::collections::BTreeMap::new();
    for (cell, query) in cells.iter().zip(&links) {
        let found = rows(query).await;
        let (records, pence) = (found.len() as u64, found.iter().map(|(_, pence)| pence).sum::<i64>());
        let said = cell["pounds"].as_str().map_or_else(|| cell["pounds"].to_string(), str::to_owned);
        let said: i64 = said.replace([',', '.'], "").parse().unwrap();
        assert_eq!((cell["records"].as_u64().unwrap(), said), (records, pence), "{query}");
        let page = get(&world.service, &format!("{at}/rows?{query}")).await.main();
        assert!(page.contains(&format!(" of {records}, £")), "{query}: {page}");
        if query != "moves=yes" {
            for (row, pence) in found {
                assert!(seen.insert(row, pence).is_none(), "row {row} is in two moves");
            }
        }
    }
    let stays = rows(links.last().unwrap()).await;
    assert_eq!((stays.len(), stays.iter().map(|(_, pence)| pence).sum::<i64>()), stay);
    for (row, pence) in stays {
        assert!(seen.insert(row, pence).is_none(), "row {row} moves and stays");
    }
    assert!(seen.keys().copied().eq(1..=120));
    assert_eq!(seen.values().sum::<i64>(), 714_120);
}
