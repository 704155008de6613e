//! Files that are sent to be assigned: what is refused and why, and what one address may take.

use super::*;

fn row(date: &str) -> String {
    format!("1,020,{date},Y99901,HP19 8FF,RTH,01,A,,OPFA,100,14Y\n")
}

async fn said(world: &World, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> String {
    let at = made(world, fields, files).await;
    get(&world.service, &at).await.main()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_would_be_of_no_use_says_why_and_what_to_do() {
    let world = world().await;
    let ambiguous = format!("{HEADER}{}{}", row("03/04/2025"), row("05/06/2025"));
    let text = said(&world, &[], &[("file", "sus.csv", ambiguous.as_bytes())]).await;
    assert!(
        text.contains("Could not be made") && text.contains("us.csv line or row 2: `03/04/2025` can mean two days"),
        "{text}"
    );
    // With a mapping that says so, it is read, and the rows behind a figure are too.
    let mapping = b"item,column,constant\ndate_order,,day-first\n";
    let files: [(&str, &str, &[u8]); 2] = [("mapping", "map.csv", mapping), ("file", "sus.csv", ambiguous.as_bytes())];
    let text = said(&world, &[], &files).await;
    assert!(text.contains("2 records, £2") && text.contains("read with the day first"), "{text}");
    // Most records without an answer: the run stops, and goes on where rows may be left out, marked as what it is.
    let blank = format!("{HEADER}{}{}{}", row("2025-06-15"), row("soon"), row("later"));
    let text = said(&world, &[], &[("file", "sus.csv", blank.as_bytes())]).await;
    assert!(
        text.contains("2 of 3 records have no commissioner for one reason") && text.contains("line or row 3"),
        "{text}"
    );
    let text = said(&world, &[("bad_rows", "leave-out")], &[("file", "sus.csv", blank.as_bytes())]).await;
    assert!(
        text.contains("Most records have no commissioner") && text.contains("2 records have no commissioner"),
        "{text}"
    );
    // An open quote is named by its line.
    let open = format!("{HEADER}{}{}", row("2025-06-15").replace("OPFA", "\"OPFA"), row("2025-06-15").repeat(9));
    let text = said(&world, &[], &[("file", "sus.csv", open.as_bytes())]).await;
    assert!(text.contains("us.csv line 2: a quote is opened here and never closed"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_leaves_runs_nowhere_and_is_drilled_by_what_the_file_said() {
    let world = world().await;
    let file = format!("{HEADER}{}", row("2025-06-15").replace("OPFA", "=OPFA"));
    let at = made(&world, &[], &[("file", "sus.csv", file.as_bytes())]).await;
    let result = get(&world.service, &format!("{at}/result")).await.text();
    assert!(result.contains(",'=OPFA,100,14Y,14Y,RESPONSIBLE_SUB_ICB,"), "{result}");
    let rows = get(&world.service, &format!("{at}/rows?point=%3DOPFA")).await.main();
    assert!(rows.contains("Rows 1 to 1 of 1"), "{rows}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_cannot_take_every_place_for_files() {
    let world = world().await;
    let (cookie, token) = token(&world.service, "/who-pays/runs").await;
    let (mut senders, mut asking) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        // A body that has begun and does not go on.
        let (sender, receiver) = tokio::sync::mpsc::unbounded_channel::<Vec<u8>>();
        let head = format!(
            "--xx\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n--xx\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"sus.csv\"\r\n\r\n{HEADER}"
        );
        sender.send(head.into_bytes()).unwrap();
        let parts = futures_util::stream::unfold(receiver, async |mut receiver| {
            let part = receiver.recv().await?;
            Some((Ok::<_, std::io::Error>(part), receiver))
        });
        let request = Request::post("/who-pays/runs")
            .header(header::COOKIE, cookie.clone())
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
            .body(Body::from_stream(futures_util::StreamExt::fuse(parts)))
            .unwrap();
        let service = world.service.clone();
        senders.push(sender);
        asking.push(tokio::spawn(async move { send(&service, request).await.status }));
    }
    let mut status = StatusCode::OK;
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        status =
            upload(&world.service, "/who-pays/runs", &[], &[("file", "sus.csv", records().as_bytes())]).await.status;
        if status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    // They go away, and their places are free.
    drop(senders);
    for asked in asking {
        asked.await.unwrap();
    }
    let again = upload(&world.service, "/who-pays/runs", &[], &[("file", "sus.csv", records().as_bytes())]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
}
