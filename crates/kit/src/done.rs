//! What a page says when an act led to it: that it is done, and as which entry.
//!
//! The address carries a seal over the act, the entry and the person, so that a link made by somebody else says nothing.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::address::Address;
use crate::components::NotificationBanner;
use crate::markup::Markup;
use crate::page::hex;
use crate::show::Ask;

/// The key of the seal of one service.
#[derive(Clone, Default)]
pub struct Seal(pub [u8; 32]);

impl Seal {
    /// The seal of an act that a person had recorded as an entry.
    fn of(&self, act: &str, entry: u64, person: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(format!("{act}\n{entry}\n{person}").as_bytes());
        hex(mac.finalize().into_bytes().get(..12).unwrap_or_default())
    }

    /// An address of ours that says an act is done.
    pub fn address(&self, to: &str, act: &str, entry: u64, person: &str) -> String {
        let said = Address::new("")
            .with("recorded", entry.to_string())
            .with("done", act)
            .with("seal", self.of(act, entry, person));
        let join = if to.contains('?') { "&" } else { "?" };
        format!("{to}{join}{}", said.href().trim_start_matches('?'))
    }
}

impl Ask {
    /// The news that an act of this reader led here, if one did.
    pub fn done(&self) -> Option<NotificationBanner> {
        let act = self.address.value("done")?;
        let entry: u64 = self.address.value("recorded")?.parse().ok()?;
        let person = self.visit().who.person()?;
        if self.address.value("seal") != Some(self.site.seal.of(act, entry, person.as_str()).as_str()) {
            return None;
        }
        let form = self.site.faces.iter().flat_map(|face| face.acts).find(|form| form.name == act)?;
        let words = format!(
            "<p class=\"nhsuk-notification-banner__heading\">{}: it is recorded as <a \
             class=\"nhsuk-notification-banner__link\" href=\"/entries/{entry}\">entry {entry}</a>.</p>",
            Markup::escaped(form.done)
        );
        Some(NotificationBanner {
            content: Markup::trusted(words).into(),
            variant: Some("success".to_owned()),
            ..NotificationBanner::default()
        })
    }
}
