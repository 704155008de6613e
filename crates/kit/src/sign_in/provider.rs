//! A provider of identities, and how we rely on it: the OIDC code flow with PKCE.
//!
//! Source: `OpenID` Connect Core 1.0, 3.1; RFC 7636 (PKCE); RFC 9700 (current practice).

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use store::{Name, Pending, Secret};
use tokio::sync::Mutex;

use super::settings::SettingsError;

/// How long what a provider says of itself is believed.
const BELIEVED_FOR: SignedDuration = SignedDuration::from_hours(1);
/// How soon it may be asked again because a token was signed with a key we do not know.
const ASKED_AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// How long a provider may take to answer.
const WAIT: Duration = Duration::from_secs(10);

/// How long an answer of a provider may be: its keys and a token are some thousand bytes. Units: bytes.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// How long a provider that could not be asked is not asked again: whoever comes meanwhile need not wait for it too.
const AWAY_FOR: SignedDuration = SignedDuration::from_secs(5);
/// How far a provider's clock may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);

/// How a token may be signed: never with the secret we share, never not at all.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

/// A provider of identities.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its short name, in addresses: `a-z` and `0-9`.
    pub slug: String,
    /// Its name on the button.
    pub name: String,
    /// Its issuer, exactly as it writes it.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What we prove ourselves with; a public client has none.
    pub client_secret: Option<Secret>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// How strongly it is to authenticate, in its own words, e.g. `AAL2_OR_AAL3_ANY`.
    pub acr_values: Option<String>,
    /// Whether an e-mail address it has verified opens the invitation sent to that address.
    pub links_verified_email: bool,
    /// The certificates, as PEM, of an authority of one's own that signed its certificate.
    pub authority: Option<Vec<u8>>,
}

/// Somebody at a provider, as it told us in a token we have verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    /// Their address, if the provider says it is verified and its word is taken for it.
    pub(crate) vouched: Option<Name>,
}

/// Where to send somebody, and what to remember meanwhile.
pub(crate) struct Leave {
    pub(crate) url: String,
    pub(crate) state: Secret,
    pub(crate) nonce: Secret,
    pub(crate) verifier: Secret,
}

/// Why a provider's answer does not do. The words go to the log, never to the page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderError {
    #[error("the provider cannot be asked: {0}")]
    Unreachable(String),
    #[error("the provider did not take the code: {0}")]
    Code(String),
    #[error("the identity token does not hold: {0}")]
    Token(String),
}

impl ProviderError {
    /// The word a refusal is kept under.
    pub(crate) fn why(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "provider-unreachable",
            Self::Code(_) => "provider-refused-code",
            Self::Token(_) => "provider-token-invalid",
        }
    }
}

/// Why an answer was not read.
#[derive(Debug, thiserror::Error)]
enum AskError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    Malformed(#[from] axum::http::Error),
    #[error("its answer is longer than {ANSWER_BYTES_MAX} bytes")]
    TooLong,
}

/// Asks a provider, and reads no more of its answer than a provider has to say.
struct Asking(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Asking {
    type Error = AskError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, AskError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let mut answer = self.0.execute(request.try_into()?).await?;
            if answer.content_length().is_some_and(|length| length > ANSWER_BYTES_MAX as u64) {
                return Err(AskError::TooLong);
            }
            let mut body = Vec::new();
            while let Some(piece) = answer.chunk().await? {
                if body.len().saturating_add(piece.len()) > ANSWER_BYTES_MAX {
                    return Err(AskError::TooLong);
                }
                body.extend_from_slice(&piece);
            }
            let mut read = axum::http::Response::builder().status(answer.status());
            if let Some(headers) = read.headers_mut() {
                *headers = std::mem::take(answer.headers_mut());
            }
            Ok(read.body(body)?)
        })
    }
}

/// What is known of a provider.
#[derive(Default)]
struct Known {
    metadata: Option<(Timestamp, CoreProviderMetadata)>,
    /// When it could not be asked, and why.
    away: Option<(Timestamp, String)>,
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// A provider and what is known of it.
pub(crate) struct Relying {
    provider: Provider,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    asking: Asking,
    known: Mutex<Known>,
}

impl Relying {
    pub(crate) fn new(provider: Provider, base: &str) -> Result<Self, SettingsError> {
        let wrong = |cause: String| SettingsError::Provider { provider: provider.slug.clone(), cause };
        let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| wrong(error.to_string()))?;
        let back = format!("{base}/sign-in/from/{}", provider.slug);
        let redirect = RedirectUrl::new(back).map_err(|error| wrong(error.to_string()))?;
        // It is asked only at the addresses it names: a redirect could lead the server to another machine.
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(WAIT)
            .user_agent("footprint");
        if let Some(pem) = &provider.authority {
            let authorities = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| wrong(error.to_string()))?;
            for authority in authorities {
                builder = builder.add_root_certificate(authority);
            }
        }
        let http = builder.build().map_err(|error| wrong(error.to_string()))?;
        Ok(Self { issuer, redirect, asking: Asking(http), known: Mutex::default(), provider })
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.provider
    }

    /// What the provider says of itself, no older than `at_most`.
    async fn metadata(&self, now: Timestamp, at_most: SignedDuration) -> Result<CoreProviderMetadata, ProviderError> {
        let mut known = self.known.lock().await;
        if let Some((asked, metadata)) = &known.metadata
            && now.duration_since(*asked) < at_most
        {
            return Ok(metadata.clone());
        }
        if let Some((since, cause)) = &known.away
            && now.duration_since(*since) < AWAY_FOR
        {
            return Err(ProviderError::Unreachable(format!("{cause} (a moment ago)")));
        }
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.asking).await;
        let metadata = metadata.map_err(|error| {
            let cause = spelt_out(&error);
            known.away = Some((now, cause.clone()));
            ProviderError::Unreachable(cause)
        })?;
        *known = Known { metadata: Some((now, metadata.clone())), away: None };
        Ok(metadata)
    }

    fn client(&self, metadata: CoreProviderMetadata) -> Client {
        let id = ClientId::new(self.provider.client_id.clone());
        let secret = self.provider.client_secret.as_ref().map(|secret| ClientSecret::new(secret.expose().to_owned()));
        CoreClient::from_provider_metadata(metadata, id, secret).set_redirect_uri(self.redirect.clone())
    }

    /// Where to send somebody to sign in.
    pub(crate) async fn leave(&self, now: Timestamp) -> Result<Leave, ProviderError> {
        let client = self.client(self.metadata(now, BELIEVED_FOR).await?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge);
        for scope in &self.provider.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        if let Some(acr) = &self.provider.acr_values {
            request = request.add_extra_param("acr_values", acr.clone());
        }
        let (url, state, nonce) = request.url();
        Ok(Leave {
            url: url.to_string(),
            state: Secret::given(state.into_secret()),
            nonce: Secret::given(nonce.secret().clone()),
            verifier: Secret::given(verifier.into_secret()),
        })
    }

    /// Who came back with a code: redeems it and verifies the token.
    pub(crate) async fn identify(
        &self,
        code: String,
        pending: &Pending,
        now: Timestamp,
    ) -> Result<Identity, ProviderError> {
        let client = self.client(self.metadata(now, BELIEVED_FOR).await?);
        let response = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| ProviderError::Code(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.expose().to_owned()))
            .request_async(&self.asking)
            .await
            .map_err(|error| ProviderError::Code(told(&error)))?;
        let nonce = Nonce::new(pending.nonce.expose().to_owned());
        let claims = match verified(&client, &response, &nonce) {
            // The provider may have begun to sign with a new key.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let client = self.client(self.metadata(now, ASKED_AGAIN_AFTER).await?);
                verified(&client, &response, &nonce)
            }
            first => first,
        };
        let claims = claims.map_err(|error| ProviderError::Token(spelt_out(&error)))?;
        self.check(&claims, now)?;
        let is_verified = claims.email_verified() == Some(true) && self.provider.links_verified_email;
        let vouched = claims.email().filter(|_| is_verified).and_then(|email| email.as_str().parse().ok());
        Ok(Identity { issuer: claims.issuer().to_string(), subject: claims.subject().to_string(), vouched })
    }
}

impl Relying {
    /// What the library leaves to us: for whom the token was made out, and when.
    ///
    /// Source: `OpenID` Connect Core 1.0, 3.1.3.7, 4, 5 and 10.
    fn check(&self, claims: &CoreIdTokenClaims, now: Timestamp) -> Result<(), ProviderError> {
        let party = claims.authorized_party().map(|party| party.as_str());
        if claims.audiences().len() > 1 && party.is_none() {
            return Err(ProviderError::Token("it is for several and does not say who asked for it".to_owned()));
        }
        if party.is_some_and(|party| party != self.provider.client_id) {
            return Err(ProviderError::Token("somebody else asked for it (azp)".to_owned()));
        }
        let latest = now.saturating_add(AHEAD).map_or(i64::MAX, Timestamp::as_second);
        if claims.issue_time().timestamp() > latest {
            return Err(ProviderError::Token("it was issued in the future (iat)".to_owned()));
        }
        Ok(())
    }
}

/// The claims of a token that is signed by the provider, for us, in time, for the question we asked, and for the access token
/// beside it.
fn verified(
    client: &Client,
    response: &openidconnect::core::CoreTokenResponse,
    nonce: &Nonce,
) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
    let other = |cause: String| ClaimsVerificationError::Other(cause);
    let token = response.id_token().ok_or_else(|| other("there is no identity token".to_owned()))?;
    let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
    let claims = token.claims(&verifier, nonce)?.clone();
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|error| other(error.to_string()))?;
        let key = token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
        let found = AccessTokenHash::from_token(response.access_token(), algorithm, key)
            .map_err(|error| other(error.to_string()))?;
        if found != *expected {
            return Err(other("the access token is not the one the identity token names".to_owned()));
        }
    }
    Ok(claims)
}

/// An error with its causes: what the outermost says is often only "request failed".
fn spelt_out(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// What a token endpoint said, without what it may have repeated of our question.
fn told<RE, T>(error: &openidconnect::RequestTokenError<RE, T>) -> String
where
    RE: std::error::Error + 'static,
    T: openidconnect::ErrorResponse + 'static,
{
    use openidconnect::RequestTokenError;
    match error {
        RequestTokenError::ServerResponse(_) => "it answered with an error".to_owned(),
        RequestTokenError::Request(cause) => spelt_out(cause),
        RequestTokenError::Parse(..) => "its answer does not read as a token response".to_owned(),
        RequestTokenError::Other(_) => "its answer is none of those the protocol knows".to_owned(),
    }
}
