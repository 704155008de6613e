//! What the log must not have.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::json;

use crate::at_provider::{back, leave, start};
use crate::door::GOOD;
use crate::provider::{SECRET, Signing, query};

/// What was logged since the first who asked for it.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// The log of this whole program: one for all tests, since what a place in the code may log is settled once, by whichever
    /// thread comes there first.
    pub(crate) fn of_everything() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            let writer = log.clone();
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
                .with_ansi(false)
                .with_writer(move || writer.clone())
                .finish();
            tracing::subscriber::set_global_default(subscriber).unwrap();
            log
        })
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything there is to log, from every crate and every test of this program.
#[tokio::test]
async fn no_secret_is_in_the_log() {
    let log = Log::of_everything();
    let (there, world) = start(false).await;
    let token = world.invite().await.token;
    let mut ann = world.browser();
    let link = kit::sign_in::invitation_link("", &token);
    ann.fill(&link, "/invitation", &[("token", token.expose()), ("password", GOOD), ("again", GOOD)]).await;
    let first = ann.session().unwrap();
    ann.fill("/account", "/sign-out", &[]).await;
    ann.sign_in("ann@chiltern.nhs.uk", "never the right words").await;
    ann.sign_in("ann@chiltern.nhs.uk", GOOD).await;
    let second = ann.session().unwrap();
    let account = world.store.account_by_name(&"ann@chiltern.nhs.uk".parse().unwrap()).await.unwrap().unwrap();
    let again =
        world.store.invite_again(&account.id, world.clock.now(), jiff::SignedDuration::from_hours(1)).await.unwrap();
    let mut other = world.browser();
    let sent_to = leave(&mut other, &format!("&invitation={}", again.token.expose())).await;
    let came = there.authorise(&sent_to, json!({ "sub": "subject-of-the-log" }), Signing::Es256);
    assert_eq!(back(&mut other, &came).await.location(), "/findings");
    let sent = query(&sent_to);
    let log = log.text();
    assert!(log.contains("path=/sign-in ") && log.contains("why=\"wrong-password\""), "the log was not caught: {log}");
    let (form, third) = (ann.cookies["footprint_form"].clone(), other.session().unwrap());
    for (what, secret) in [
        ("the password", GOOD),
        ("a wrong password", "never the right words"),
        ("an invitation", token.expose()),
        ("another invitation", again.token.expose()),
        ("a session", first.as_str()),
        ("the next session", second.as_str()),
        ("the session after", third.as_str()),
        ("the form's cookie", form.as_str()),
        ("the client secret", SECRET),
        ("the state", sent["state"].as_str()),
        ("the nonce", sent["nonce"].as_str()),
        ("the access token", "access-token-of-the-tests"),
        ("the subject", "subject-of-the-log"),
        ("the address", "ann@chiltern"),
    ] {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(secret)).take(3).collect();
        assert!(lines.is_empty(), "{what} is in the log: {lines:?}");
    }
}
