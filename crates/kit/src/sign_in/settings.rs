//! How signing in is set up.

use std::sync::Arc;

use jiff::Timestamp;
use journal::Clock;
use store::{Lifetimes, Passwords, Secret, Store, StoreError};

use super::browser::Browsers;
use super::cookies::Transport;
use super::limits::Limits;
use super::people::{NoPeople, People};
use super::provider::{Provider, Relying};
use crate::security::Csrf;

/// Whether the address a request came from is told by a proxy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forwarded {
    /// Browsers reach the service themselves: what `X-Forwarded-For` says is anybody's claim.
    #[default]
    Ignored,
    /// They reach it through one proxy, which adds the address it saw as the last of `X-Forwarded-For`.
    LastHop,
}

/// How signing in is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The address people reach the service at, without a slash at the end; as in [`crate::site::Config`]. By `https` cookies are
    /// for HTTPS only.
    pub base: String,
    /// Whether accounts with a password of their own are offered beside the providers.
    pub has_passwords: bool,
    /// Where people may sign in.
    pub providers: Vec<Provider>,
    /// How long sessions last.
    pub lifetimes: Lifetimes,
    /// Whether a proxy tells where a request came from.
    pub forwarded: Forwarded,
    /// Whether this is a demonstration: every page says so, and a visitor may act as any of its people.
    pub is_demo: bool,
}

/// Why the settings do not do.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Nothing where something is needed.
    #[error("{0} is not set")]
    Missing(String),
    /// Not what it should be.
    #[error("{what} is {found:?}, required {required}")]
    Wrong {
        /// Which.
        what: String,
        /// What was found.
        found: String,
        /// What would do.
        required: &'static str,
    },
    /// A file that is named cannot be read.
    #[error("{path}: {cause}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The connection to a provider cannot be made ready.
    #[error("the provider {provider}: {cause}")]
    Provider {
        /// Which.
        provider: String,
        /// What is wrong.
        cause: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signing in, set up. Clones share it.
#[derive(Clone)]
pub struct SignIn(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    open: Option<Open>,
    people: Arc<dyn People>,
    settings: Settings,
    clock: Clock,
    limits: Arc<Limits>,
    browsers: Browsers,
}

#[derive(Clone)]
struct Open {
    store: Store,
    passwords: Passwords,
    relying: Arc<Vec<Relying>>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

impl SignIn {
    /// Nobody can sign in: everybody is a visitor.
    pub fn none() -> Self {
        Self::of(None, Settings::default())
    }

    /// A demonstration without accounts: its pages say what it is, and nobody can act.
    pub fn demo_without_accounts() -> Self {
        Self::of(None, Settings { is_demo: true, ..Settings::default() })
    }

    /// Signing in over a store.
    ///
    /// # Errors
    /// When a provider's settings do not do. Providers are not asked anything yet: one that is down holds nobody else up.
    pub fn new(store: Store, settings: Settings) -> Result<Self, SettingsError> {
        if !settings.providers.is_empty() && settings.base.is_empty() {
            return Err(SettingsError::Missing(
                "the service’s own address, to which providers send people back,".to_owned(),
            ));
        }
        let relying: Result<Vec<Relying>, SettingsError> =
            settings.providers.iter().map(|provider| Relying::new(provider.clone(), &settings.base)).collect();
        // A check keeps one core busy for about a twentieth of a second, so half of them is plenty.
        let at_once = std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
        let open = Open { store, passwords: Passwords::new(at_once)?, relying: Arc::new(relying?) };
        Ok(Self::of(Some(open), settings))
    }

    fn of(open: Option<Open>, settings: Settings) -> Self {
        let (people, clock): (Arc<dyn People>, Clock) = (Arc::new(NoPeople), Clock::system());
        // Until it is given one (`with_key`) it knows no browser: the key is nobody's.
        let mut key = [0; 32];
        let _ = getrandom::fill(&mut key);
        let browsers = Browsers::with_key(key);
        Self(Arc::new(Parts { open, people, settings, clock, limits: Arc::default(), browsers }))
    }

    /// The same, knowing again the browsers that any server with this key has marked.
    #[must_use]
    pub fn with_key(self, key: &Csrf) -> Self {
        let browsers = Browsers::with_key(key.key_for("browser"));
        Self(Arc::new(Parts { browsers, ..(*self.0).clone() }))
    }

    /// The same, knowing the people of the record.
    #[must_use]
    pub fn with_people(self, people: Arc<dyn People>) -> Self {
        Self(Arc::new(Parts { people, ..(*self.0).clone() }))
    }

    /// The same, by another clock.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(Parts { clock: Clock::of(clock), ..(*self.0).clone() }))
    }

    /// The store, if one can sign in.
    pub fn store(&self) -> Option<&Store> {
        self.0.open.as_ref().map(|open| &open.store)
    }

    /// Whether this is a demonstration.
    pub fn is_demo(&self) -> bool {
        self.0.settings.is_demo
    }

    pub(crate) fn can_sign_in(&self) -> bool {
        self.0.open.as_ref().is_some_and(|open| self.0.settings.has_passwords || !open.relying.is_empty())
    }

    pub(crate) fn has_passwords(&self) -> bool {
        self.0.settings.has_passwords
    }

    pub(crate) fn passwords(&self) -> Option<&Passwords> {
        self.0.open.as_ref().map(|open| &open.passwords)
    }

    pub(crate) fn relying(&self) -> &[Relying] {
        self.0.open.as_ref().map_or(&[], |open| open.relying.as_slice())
    }

    pub(crate) fn people(&self) -> &dyn People {
        &*self.0.people
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(super) fn browsers(&self) -> &Browsers {
        &self.0.browsers
    }

    pub(crate) fn lifetimes(&self) -> Lifetimes {
        self.0.settings.lifetimes
    }

    pub(crate) fn forwarded(&self) -> Forwarded {
        self.0.settings.forwarded
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(crate) fn transport(&self) -> Transport {
        if self.0.settings.base.starts_with("https://") { Transport::Https } else { Transport::Http }
    }
}

/// The providers an environment names; see `docs/signing-in.md`. `variable` reads one variable of it.
///
/// `FOOTPRINT_OIDC` lists short names (`cis2,keycloak`); for each, in capitals, `FOOTPRINT_OIDC_CIS2_ISSUER` and its like.
///
/// # Errors
/// What is missing or wrong, by the variable's name. A secret is never part of an error.
pub fn providers_from(variable: impl Fn(&str) -> Option<String>) -> Result<Vec<Provider>, SettingsError> {
    let listed = variable("FOOTPRINT_OIDC").unwrap_or_default();
    let slugs = listed.split(',').map(str::trim).filter(|slug| !slug.is_empty());
    let mut providers: Vec<Provider> = Vec::new();
    for slug in slugs {
        let is_plain = slug.len() <= 32 && slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !is_plain || providers.iter().any(|provider| provider.slug == slug) {
            let required = "short names of a-z and 0-9, each once, with commas between";
            return Err(SettingsError::Wrong { what: "FOOTPRINT_OIDC".to_owned(), found: listed.clone(), required });
        }
        let key = |rest: &str| format!("FOOTPRINT_OIDC_{}_{rest}", slug.to_uppercase());
        let read = |rest: &str| variable(&key(rest)).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let needed = |rest: &str| read(rest).ok_or_else(|| SettingsError::Missing(key(rest)));
        let issuer = needed("ISSUER")?;
        let is_local = ["http://127.0.0.1", "http://localhost"].iter().any(|start| issuer.starts_with(start));
        if !issuer.starts_with("https://") && !is_local {
            let required = "an address that begins with https://";
            return Err(SettingsError::Wrong { what: key("ISSUER"), found: issuer, required });
        }
        let file =
            |path: String| std::fs::read(&path).map_err(|cause| SettingsError::File { path: path.clone(), cause });
        let secret = match (read("CLIENT_SECRET"), read("CLIENT_SECRET_FILE")) {
            (Some(secret), _) => Some(secret),
            (None, Some(path)) => Some(String::from_utf8_lossy(&file(path)?).trim().to_owned()),
            (None, None) => None,
        };
        let vouches = match read("LINKS_VERIFIED_EMAIL").as_deref() {
            None | Some("no") => false,
            Some("yes") => true,
            Some(other) => {
                let found = other.to_owned();
                return Err(SettingsError::Wrong { what: key("LINKS_VERIFIED_EMAIL"), found, required: "yes or no" });
            }
        };
        providers.push(Provider {
            slug: slug.to_owned(),
            name: needed("NAME")?,
            issuer,
            client_id: needed("CLIENT_ID")?,
            client_secret: secret.map(Secret::given),
            scopes: read("SCOPES")
                .map_or_else(|| vec!["email".to_owned()], |text| text.split_whitespace().map(str::to_owned).collect()),
            acr_values: read("ACR_VALUES"),
            links_verified_email: vouches,
            authority: read("CA_FILE").map(file).transpose()?,
        });
    }
    Ok(providers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Vec<Provider>, String> {
        let find = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        providers_from(find).map_err(|error| error.to_string())
    }

    const CIS2: [(&str, &str); 4] = [
        ("FOOTPRINT_OIDC", "cis2"),
        ("FOOTPRINT_OIDC_CIS2_NAME", "NHS Care Identity"),
        ("FOOTPRINT_OIDC_CIS2_ISSUER", "https://id.example:443/openam"),
        ("FOOTPRINT_OIDC_CIS2_CLIENT_ID", "footprint"),
    ];

    #[test]
    fn providers_are_read_from_the_environment() {
        assert!(read(&[]).unwrap().is_empty());
        let found = read(&CIS2).unwrap();
        assert_eq!((found[0].slug.as_str(), found[0].name.as_str()), ("cis2", "NHS Care Identity"));
        assert!(!found[0].links_verified_email && found[0].client_secret.is_none());
        let with_secret = [&CIS2[..], &[("FOOTPRINT_OIDC_CIS2_CLIENT_SECRET", "hush-hush")]].concat();
        let found = read(&with_secret).unwrap();
        assert_eq!(found[0].client_secret.as_ref().unwrap().expose(), "hush-hush");
        assert!(!format!("{found:?}").contains("hush-hush"));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        assert_eq!(read(&CIS2[..3]).unwrap_err(), "FOOTPRINT_OIDC_CIS2_CLIENT_ID is not set");
        assert!(read(&[("FOOTPRINT_OIDC", "a b")]).unwrap_err().starts_with("FOOTPRINT_OIDC is \"a b\""));
        let mut plain = CIS2;
        plain[2].1 = "http://id.example";
        assert!(read(&plain).unwrap_err().contains("https://"));
        let vague = [&CIS2[..], &[("FOOTPRINT_OIDC_CIS2_LINKS_VERIFIED_EMAIL", "perhaps")]].concat();
        assert!(read(&vague).unwrap_err().contains("yes or no"));
    }
}
