//! Acts, from their declarations: the form at its address, the entry for programs, and what a page offers.

mod file;
mod form;
mod offer;
mod outcome;
mod program;

use app::{Act, Footprint, Lens, Recorded};
use ask::{ActForm, FieldError, Of, Reader, Sent, name_bodies_in};
use axum::http::StatusCode;
use store::Store;
use terms::AsAt;

use crate::refused::Problem;
use crate::sign_in::Who;
use crate::site::Site;

pub(crate) use file::FILE_BYTES_MAX;
pub use form::{FormPage, done, form_page, receive, routes, subject};
pub use offer::{offered, offered_at};
pub use outcome::Undone;
pub(crate) use program::{described, programs};

/// The rooms as they are now, as somebody sees them: acts are of now, whatever clocks an address names.
pub fn now(site: &Site, who: &Who) -> Lens {
    let known = site.footprint.known();
    let today = site.today();
    let at = AsAt { valid: today, known: known.state.sequence() };
    site.footprint.lens(known, at, today, who.viewer())
}

/// Reads what was sent into acts.
///
/// # Errors
/// What is wrong with each field.
pub fn read(
    form: &ActForm,
    footprint: &Footprint,
    lens: &Lens,
    of: &Of<'_>,
    sent: &Sent,
) -> Result<Vec<Act>, Vec<FieldError>> {
    let mut sent = sent.clone();
    name_bodies_in(footprint, lens, form.fields, &mut sent.pairs)?;
    let mut reader = Reader::new(&sent);
    let acts = (form.read)(lens, of, &mut reader);
    reader.done(acts)
}

/// Has acts recorded, in order, with the file that one of them keeps. The bytes are there before the entry that names them,
/// and stay only if it is recorded.
///
/// # Errors
/// Why one was not done; those before it are.
pub async fn record(
    form: &ActForm,
    footprint: &Footprint,
    store: Option<&Store>,
    who: &app::Who,
    acts: Vec<Act>,
    sent: &Sent,
) -> Result<Option<Recorded>, Undone> {
    let mut last = None;
    for act in acts {
        let holder = form.keeps.and_then(|keeps| keeps(&act));
        let offer = match (holder, &sent.file) {
            (Some(holder), Some(file)) => Some(file::offer(store, &holder, file, footprint.now()).await?),
            _ => None,
        };
        let outcome = footprint.act(who, act).await;
        if let (Some(offer), Some(store)) = (&offer, store) {
            file::settle(store, offer, &outcome).await;
        }
        last = Some(outcome.map_err(|error| Undone::of(&footprint.known().state, &error))?);
    }
    Ok(last)
}

/// 403: it is there, and not for whoever asks.
pub(crate) fn not_theirs(form: &ActForm) -> Problem {
    Problem {
        status: StatusCode::FORBIDDEN,
        title: "You cannot do this now".to_owned(),
        detail: format!(
            "“{}” is for somebody whose post gives it to them today, and only while it makes sense. What you may do follows \
             from the posts you hold; your account page lists them.",
            form.title
        ),
        errors: Vec::new(),
    }
}
