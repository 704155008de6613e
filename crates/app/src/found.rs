//! A body by whatever somebody calls it.

use crate::footprint::Footprint;
use crate::lens::Lens;
use terms::{GssCode, OdsCode};

/// How many bodies are named where a word fits several.
const NAMED_MAX: usize = 5;

/// What a word finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundBody {
    /// One body.
    One(OdsCode),
    /// Several, the likeliest first: each with its name.
    Several(Vec<(OdsCode, String)>),
    /// None.
    Nothing,
}

impl Footprint {
    /// The body that a word names: by its code or GSS code, or else by words of its name or its postcode, where only one open on
    /// the day fits.
    pub fn body_called(&self, lens: &Lens, word: &str) -> FoundBody {
        let (word, view) = (word.trim(), lens.register());
        let by_code = || word.parse::<OdsCode>().ok().filter(|code| view.knows(*code));
        let by_gss = || word.parse::<GssCode>().ok().and_then(|gss| view.by_gss(gss));
        if let Some(code) = by_code().or_else(by_gss) {
            return FoundBody::One(code);
        }
        let found = self.search_index(lens.house(), lens.at().known).find(&view, word, lens.on(), NAMED_MAX + 1);
        let name = |code: &OdsCode| {
            (*code, view.name_on(*code, lens.on()).map_or_else(String::new, |name| name.text.into_string()))
        };
        match found.as_slice() {
            [] => FoundBody::Nothing,
            [one] => FoundBody::One(*one),
            several => FoundBody::Several(several.iter().take(NAMED_MAX).map(name).collect()),
        }
    }
}
