//! Acts, from their declarations: the form at its address, the entry for programs, and what a page offers.

mod file;
mod form;
mod offer;
mod outcome;
mod program;

use app::{Act, Footprint, Lens, Recorded, Viewer};
use ask::{ActForm, FieldError, Of, Reader, Sent, name_bodies_in};
use axum::http::StatusCode;
use store::Store;
use terms::AsAt;

use crate::refused::Problem;
use crate::sign_in::Who;
use crate::site::Site;

pub(crate) use file::FILE_BYTES_MAX;
pub use form::{Filled, FormPage, done, filled_form, form_page, receive, routes, subject};
pub use offer::{acts_on, acts_under, offered, offered_at, way_in};
pub use outcome::Undone;
pub(crate) use program::{described, names, programs};

/// The rooms as they are now, as somebody sees them: acts are of now, whatever clocks an address names.
pub fn now(site: &Site, who: &Who) -> Lens {
    seen_by(site, who.viewer())
}

/// The same, as whoever looks sees them.
fn seen_by(site: &Site, viewer: Viewer) -> Lens {
    let known = site.footprint.known();
    let today = site.today();
    let at = AsAt { valid: today, known: known.state.sequence() };
    site.footprint.lens(known, at, today, viewer)
}

/// Reads what was sent into acts; the file that is to be kept with them then stands for the one that was sent.
///
/// # Errors
/// What is wrong with each field.
pub fn read(
    form: &ActForm,
    footprint: &Footprint,
    lens: &Lens,
    of: &Of<'_>,
    sent: &mut Sent,
) -> Result<Vec<Act>, Vec<FieldError>> {
    let mut named = sent.clone();
    name_bodies_in(footprint, lens, form.fields, &mut named.pairs)?;
    let mut reader = Reader::new(&named);
    let acts = (form.read)(lens, of, &mut reader);
    let kept = reader.take_kept();
    let acts = reader.done(acts)?;
    if kept.is_some() {
        sent.file = kept;
    }
    Ok(acts)
}

/// The page that shows what came of acts; that of what they are done to, where they have none of their own.
pub fn landing(form: &ActForm, lens: &Lens, of: &Of<'_>, acts: &[Act]) -> String {
    let to = (form.to)(of, acts);
    if to.is_empty() { (form.scene)(lens, of).map(|scene| scene.back).unwrap_or_default() } else { to }
}

/// Has acts recorded, in order, with the file that one of them keeps. The bytes are there before the entry that names them,
/// and stay only if it is recorded.
///
/// # Errors
/// Why one was not done; it says which entry those before it are, if any is.
pub async fn record(
    form: &ActForm,
    footprint: &Footprint,
    store: Option<&Store>,
    who: &app::Who,
    acts: Vec<Act>,
    sent: &Sent,
) -> Result<Option<Recorded>, Undone> {
    let mut last: Option<Recorded> = None;
    for act in acts {
        let holder = form.keeps.and_then(|keeps| keeps(&act));
        let offer = match (holder, &sent.file) {
            (Some(holder), Some(file)) => {
                let offer = file::offer(store, &holder, file, footprint.now()).await;
                Some(offer.map_err(|undone| undone.after(last.as_ref()))?)
            }
            _ => None,
        };
        let outcome = footprint.act(who, act).await;
        if let (Some(offer), Some(store)) = (&offer, store) {
            file::settle(store, offer, &outcome).await;
        }
        let undone = |error| Undone::of(&footprint.known().state, &error).after(last.as_ref());
        last = Some(outcome.map_err(undone)?);
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
