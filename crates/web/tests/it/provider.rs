//! A provider of identities for the tests: it issues what it is told to, right or wrong.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(crate) const CLIENT: &str = "footprint";
pub(crate) const SECRET: &str = "the-client-secret-of-the-tests";

/// How a token is signed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Signing {
    Es256,
    Rs256,
    /// With another key under the same name.
    Forged,
    /// With the secret both sides share.
    Hs256,
    /// Not at all.
    None,
}

/// What a code will be good for.
pub(crate) struct Grant {
    /// The claims, on top of the usual ones; `null` takes one away.
    pub(crate) claims: Value,
    pub(crate) signing: Signing,
    challenge: String,
}

struct Held {
    issuer: String,
    ec: EcdsaKeyPair,
    other: EcdsaKeyPair,
    rsa: RsaKeyPair,
    key_id: Mutex<String>,
    codes: Mutex<HashMap<String, Grant>>,
    discoveries: Mutex<usize>,
}

/// The provider, on a port of its own.
#[derive(Clone)]
pub(crate) struct TestProvider(Arc<Held>);

fn ec() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap()
}

/// A key for these tests and nothing else.
fn rsa() -> RsaKeyPair {
    let pem = include_str!("provider_test_key.pem");
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    RsaKeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap()
}

impl TestProvider {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let provider = Self(Arc::new(Held {
            issuer,
            ec: ec(),
            other: ec(),
            rsa: rsa(),
            key_id: Mutex::new("es-1".to_owned()),
            codes: Mutex::default(),
            discoveries: Mutex::default(),
        }));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    pub(crate) fn issuer(&self) -> String {
        self.0.issuer.clone()
    }

    pub(crate) fn discoveries(&self) -> usize {
        *self.0.discoveries.lock().unwrap()
    }

    /// Signs with a key of a new name from now on.
    pub(crate) fn rotate(&self) {
        *self.0.key_id.lock().unwrap() = "es-2".to_owned();
    }

    /// Somebody signs in at the address the service sent them to. The code and the state to come back with.
    #[expect(clippy::needless_pass_by_value, reason = "every caller writes the claims in place")]
    pub(crate) fn authorise(&self, sent_to: &str, claims: Value, signing: Signing) -> (String, String) {
        let query = query(sent_to);
        assert!(sent_to.starts_with(&format!("{}/authorize?", self.issuer())), "{sent_to}");
        assert_eq!((query["response_type"].as_str(), query["client_id"].as_str()), ("code", CLIENT));
        assert_eq!(query["code_challenge_method"], "S256");
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"), "{sent_to}");
        let now = journal::Clock::system().now().as_second();
        let mut all = json!({
            "iss": self.issuer(), "sub": "subject-1", "aud": CLIENT, "exp": now + 300, "iat": now,
            "nonce": query["nonce"], "email": "ann@chiltern.nhs.uk", "email_verified": true,
        });
        for (name, value) in claims.as_object().unwrap() {
            if value.is_null() {
                all.as_object_mut().unwrap().remove(name)
            } else {
                all.as_object_mut().unwrap().insert(name.clone(), value.clone())
            };
        }
        let code = format!("code-{}", self.0.codes.lock().unwrap().len() + 1);
        let grant = Grant { claims: all, signing, challenge: query["code_challenge"].clone() };
        self.0.codes.lock().unwrap().insert(code.clone(), grant);
        (code, query["state"].clone())
    }

    fn sign(&self, grant: &Grant) -> String {
        let random = SystemRandom::new();
        let key = self.0.key_id.lock().unwrap().clone();
        let (algorithm, key) = match grant.signing {
            Signing::Es256 | Signing::Forged => ("ES256", key),
            Signing::Rs256 => ("RS256", "rs-1".to_owned()),
            Signing::Hs256 => ("HS256", key),
            Signing::None => ("none", key),
        };
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": algorithm, "kid": key })), part(&grant.claims));
        let signature = match grant.signing {
            Signing::Es256 => self.0.ec.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec(),
            Signing::Forged => self.0.other.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec(),
            Signing::Rs256 => {
                let mut signature = vec![0; self.0.rsa.public().modulus_len()];
                self.0.rsa.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).unwrap();
                signature
            }
            Signing::Hs256 => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
                ring::hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
            Signing::None => Vec::new(),
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The query of an address, decoded.
pub(crate) fn query(address: &str) -> HashMap<String, String> {
    let uri: axum::http::Uri = address.parse().unwrap();
    axum::extract::Query::try_from_uri(&uri).unwrap().0
}

async fn configuration(State(provider): State<TestProvider>) -> Json<Value> {
    *provider.0.discoveries.lock().unwrap() += 1;
    let issuer = provider.issuer();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // It says it might sign with the shared secret; it must not be believed for that.
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
    }))
}

async fn keys(State(provider): State<TestProvider>) -> Json<Value> {
    let point = provider.0.ec.public_key().as_ref().to_vec();
    let (x, y) = point[1..].split_at(32);
    let rsa = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(provider.0.rsa.public());
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let key_id = provider.0.key_id.lock().unwrap().clone();
    Json(json!({ "keys": [
        { "kty": "EC", "crv": "P-256", "use": "sig", "kid": key_id, "x": text(x), "y": text(y) },
        { "kty": "RSA", "use": "sig", "kid": "rs-1", "n": text(&rsa.n), "e": text(&rsa.e) },
    ] }))
}

async fn token(
    State(provider): State<TestProvider>,
    headers: HeaderMap,
    Form(sent): Form<HashMap<String, String>>,
) -> Response {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let expected = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
    if headers.get("authorization").is_none_or(|found| found.as_bytes() != expected.as_bytes()) {
        return refused("invalid_client");
    }
    // A code is good once.
    let Some(grant) = sent.get("code").and_then(|code| provider.0.codes.lock().unwrap().remove(code)) else {
        return refused("invalid_grant");
    };
    let verifier = sent.get("code_verifier").cloned().unwrap_or_default();
    let is_same = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == grant.challenge;
    if sent.get("grant_type").map(String::as_str) != Some("authorization_code") || !is_same {
        return refused("invalid_grant");
    }
    let id_token = provider.sign(&grant);
    Json(json!({ "access_token": "access-token-of-the-tests", "token_type": "Bearer", "id_token": id_token }))
        .into_response()
}
