//! The server: it answers, and it stops when told.

use crate::world::World;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

/// A server that does not outlive its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended by itself unless the test failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a server and waits until it says where it answers.
fn start(world: &World, arguments: &[&str]) -> (Server, String) {
    let child = world.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut server = Server(child);
    let (out, err) = (server.0.stdout.take().unwrap(), server.0.stderr.take().unwrap());
    let said: Box<dyn std::io::Read> = if arguments[0] == "demo" { Box::new(out) } else { Box::new(err) };
    let mut line = String::new();
    BufReader::new(said).read_line(&mut line).unwrap();
    let after = line.split("http://").nth(1).unwrap_or_else(|| panic!("{line}"));
    let address = after.split(['/', ' ', '\n']).next().unwrap().to_owned();
    (server, address)
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[cfg(unix)]
fn stop(mut server: Server, signal: &str) {
    let id = server.0.id().to_string();
    let sent = std::process::Command::new("kill").args(["-s", signal, &id]).status().unwrap();
    assert!(sent.success());
    assert_eq!(server.0.wait().unwrap().code(), Some(0), "it stops in order on SIG{signal}");
}

#[cfg(unix)]
#[test]
fn it_answers_and_stops_when_told() {
    let world = World::demo();
    for signal in ["TERM", "INT"] {
        let (server, address) = start(&world, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(get(&address, "/healthz").starts_with("HTTP/1.1 200"));
        let page = get(&address, "/organisations/14Y?valid_at=2019-10-01");
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("NHS Buckinghamshire CCG"), "{page}");
        stop(server, signal);
    }
}

#[cfg(unix)]
#[test]
fn the_demonstration_opens_on_a_free_port_and_leaves_nothing_behind() {
    let world = World::empty();
    let (server, address) = start(&world, &["demo"]);
    let page = get(&address, "/diff?place=QU9&from=2013-04-01&to=2019-10-01");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("10M"), "{page}");
    stop(server, "TERM");
    assert_eq!(std::fs::read_dir(world.path(".")).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn clients_that_keep_silent_or_stop_halfway_put_off_no_stop() {
    let world = World::demo();
    let (server, address) = start(&world, &["serve", "--listen", "127.0.0.1:0"]);
    let silent: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(&address).unwrap()).collect();
    let mut half = TcpStream::connect(&address).unwrap();
    write!(half, "GET / HTTP/1.1\r\nHost: loc").unwrap();
    assert!(get(&address, "/healthz").starts_with("HTTP/1.1 200"));
    let told = std::time::Instant::now();
    stop(server, "TERM");
    assert!(told.elapsed() < std::time::Duration::from_secs(8), "{:?}", told.elapsed());
    drop(silent);
}

/// The form cookie and the token that a page gives.
#[cfg(unix)]
fn form(address: &str) -> (String, String) {
    let page = get(address, "/restate");
    let cookie = page.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let token = page.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (cookie, token)
}

#[cfg(unix)]
#[test]
fn servers_with_one_form_key_take_each_others_forms_and_metrics_are_told_apart() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::demo();
    let key = world.path("form.key").to_string_lossy().into_owned();
    let with_key = ["serve", "--listen", "127.0.0.1:0", "--form-key", &key];
    let (first, one) = start(&world, &with_key);
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let (cookie, token) = form(&one);
    assert!(get(&one, "/metrics").starts_with("HTTP/1.1 404"), "not on the public address");
    stop(first, "TERM");
    let post = |address: &str| {
        let body = format!("form_token={token}");
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST /restate/none/forget HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let (second, other) = start(&world, &with_key);
    let taken = post(&other);
    assert!(!taken.starts_with("HTTP/1.1 403"), "{taken}");
    stop(second, "TERM");
    // Without the key, or with another, the form is nobody's.
    let (third, without) = start(&world, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(post(&without).starts_with("HTTP/1.1 403"));
    stop(third, "TERM");
    // What is asked is told at an address of its own, said before the other.
    let (fourth, metrics) =
        start(&world, &["serve", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--form-key", &key]);
    // Nobody reads its standard error any more, and it says where it serves: it goes on.
    for _ in 0..20 {
        assert!(get(&metrics, "/metrics").starts_with("HTTP/1.1 200"));
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let told = get(&metrics, "/metrics");
    assert!(told.starts_with("HTTP/1.1 200") && told.contains("footprint_http_requests_total"), "{told}");
    assert!(get(&metrics, "/organisations/14Y").starts_with("HTTP/1.1 404"), "and nothing else is");
    // Its first line came before it could hear a signal, so it is ended as it is.
    drop(fourth);
    // A key that others may read is none.
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ran = world.run(with_key);
    assert!(ran.code == 1 && ran.err.contains("chmod 600"), "{ran:?}");
}

#[test]
fn a_port_that_is_taken_is_said() {
    let world = World::demo();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let ran = world.run(["serve", "--listen", &taken.local_addr().unwrap().to_string()]);
    assert!(ran.code == 1 && ran.err.contains("cannot answer at 127.0.0.1:"), "{ran:?}");
}

#[test]
fn whoever_serves_cannot_give_the_record_a_time() {
    let world = World::demo();
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["demo", "--listen", "127.0.0.1:0"]] {
        let ended = world.command(arguments).env("FOOTPRINT_CLOCK", crate::world::NOW).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{said}");
        assert!(said.contains("a server takes the time from the machine alone"), "{said}");
    }
    let wrong = world.command(["org", "14Y"]).env("FOOTPRINT_CLOCK", "tomorrow").output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}
