//! A service where people may sign in, and a browser without a window.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use kit::security::{CSRF_FIELD, Csrf};
use kit::sign_in::{People, Persona, Settings, SignIn};
use kit::site::{Config, Today};
use store::{Invitation, Name, Passwords, PersonId, Secret, Store};
use tower::ServiceExt;
use web::pages::router_with;

use crate::world::{NOW, footprint};

pub(crate) const GOOD: &str = "a heron stood in the weir";

/// A clock that stands until it is moved.
#[derive(Clone)]
pub(crate) struct Clock(Timestamp, Arc<AtomicI64>);

impl Clock {
    /// A clock that stands at the moment of all records.
    pub(crate) fn standing() -> Self {
        Self(NOW.parse().unwrap(), Arc::default())
    }

    /// A clock that stands at the present moment: a provider's tokens are judged by the real time.
    pub(crate) fn now_on() -> Self {
        Self(journal::Clock::system().now(), Arc::default())
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0 + SignedDuration::from_secs(self.1.load(Ordering::SeqCst))
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.1.fetch_add(seconds, Ordering::SeqCst);
    }
}

struct Made;

fn persona(id: &str, name: &str, post: &str) -> Persona {
    Persona { id: id.parse().unwrap(), name: name.to_owned(), posts: vec![post.to_owned()] }
}

impl People for Made {
    fn person(&self, id: &PersonId) -> Option<Persona> {
        self.everyone().into_iter().find(|persona| persona.id == *id)
    }

    fn everyone(&self) -> Vec<Persona> {
        vec![
            persona("person-1", "Ann <b>Illustrative</b>", "Accountable Officer, NHS Chiltern CCG"),
            persona("person-2", "Bo Illustrative", "Chair, NHS Oxfordshire CCG"),
        ]
    }
}

/// The service, its store and its clock.
pub(crate) struct World {
    pub(crate) service: Router,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
}

pub(crate) async fn world(settings: Settings) -> World {
    world_over(Store::open("sqlite::memory:").await.unwrap(), settings).await
}

pub(crate) async fn world_over(store: Store, settings: Settings) -> World {
    let clock = Clock::now_on();
    let told = clock.clone();
    let sign_in = SignIn::new(store.clone(), settings).unwrap();
    let sign_in = sign_in.with_people(Arc::new(Made)).with_clock(move || told.now());
    let config = Config { today: Today::Fixed("2019-10-01".parse().unwrap()), ..Config::default() };
    let service = router_with(footprint().await, config, Csrf::with_key([1; 32]), sign_in);
    World { service, store, clock }
}

/// With passwords of its own, on one's own computer.
pub(crate) fn with_passwords() -> Settings {
    Settings { has_passwords: true, ..Settings::default() }
}

impl World {
    pub(crate) fn browser(&self) -> Browser {
        Browser { service: self.service.clone(), cookies: BTreeMap::new(), from: None }
    }

    pub(crate) async fn invite(&self) -> Invitation {
        let (person, name): (PersonId, Name) = ("person-1".parse().unwrap(), "ann@chiltern.nhs.uk".parse().unwrap());
        self.store.invite(&person, &name, self.clock.now(), SignedDuration::from_hours(168)).await.unwrap()
    }

    /// With an account of the good password.
    pub(crate) async fn with_ann(self) -> World {
        let invitation = self.invite().await;
        let passwords = Passwords::new(1).unwrap();
        passwords.accept(&self.store, &invitation.token.hash(), &Secret::given(GOOD), self.clock.now()).await.unwrap();
        self
    }

    pub(crate) async fn refusals(&self) -> Vec<(String, u16, String)> {
        let kept = self.store.refusals(None, 100).await.unwrap();
        kept.into_iter().map(|refusal| (refusal.route, refusal.status, refusal.why)).collect()
    }
}

/// Keeps cookies and follows nothing by itself.
#[derive(Clone)]
pub(crate) struct Browser {
    service: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    /// The network address it comes from, if that is told.
    pub(crate) from: Option<std::net::IpAddr>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |location| location.to_str().unwrap())
    }

    /// The value of a form's hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = self.text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
        start.split('"').next().unwrap_or_default().to_owned()
    }
}

/// As a browser encodes a form's value.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

impl Browser {
    /// A browser that has seen nothing yet.
    pub(crate) fn of(service: Router) -> Self {
        Self { service, cookies: BTreeMap::new(), from: None }
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: impl Into<Body>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) };
        let mut request = request.body(body.into()).unwrap();
        if let Some(from) = self.from {
            request.extensions_mut().insert(axum::extract::ConnectInfo(std::net::SocketAddr::from((from, 40_000))));
        }
        let answer = self.service.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(body.to_vec()).unwrap() }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), String::new()).await
    }

    /// Sends a form as it is given.
    pub(crate) async fn post(&mut self, path: &str, body: &str) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.to_owned()).await
    }

    /// Opens the page of a form, then sends it filled in, with its hidden fields.
    pub(crate) async fn fill(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.get(page).await;
        let mut pairs = vec![(CSRF_FIELD.to_owned(), form.hidden(CSRF_FIELD))];
        pairs.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let body: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(to).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.join("&")).await
    }

    /// Opens the page of a form that takes a file, then sends it filled in; an empty file is as if none was chosen.
    pub(crate) async fn upload(&mut self, page: &str, to: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let token = self.get(page).await.hidden(CSRF_FIELD);
        let mut body = Vec::new();
        for (name, value) in [(CSRF_FIELD, token.as_str())].iter().chain(fields) {
            let part = format!("--b0\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        body.extend_from_slice(
            b"--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scheme\"\r\n\
              Content-Type: application/octet-stream\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--b0--\r\n");
        let request = Request::post(to).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b0");
        self.send(request, body).await
    }

    pub(crate) async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.fill("/sign-in", "/sign-in", &[("name", name), ("password", password), ("return", "/findings")]).await
    }

    pub(crate) fn session(&self) -> Option<String> {
        self.cookies.get("footprint_session").cloned()
    }
}
