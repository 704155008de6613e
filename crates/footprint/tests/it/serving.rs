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
