//! What every page has around its own content.

use crate::address::Address;
use crate::assets::asset_path;
use crate::clocks::ClocksBar;
use crate::components::{
    Account, AccountItem, Breadcrumb, Crumb, Footer, FooterList, Header, Navigation, NavigationItem, Service, SkipLink,
};
use crate::security::CsrfToken;
use crate::sign_in::Visit;
use ask::Clocks;

/// The service's name, in the header and in every title.
pub const SERVICE: &str = "Footprint";

/// The parts of the service: what the navigation says and where it leads.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// What it says.
    pub name: &'static str,
    /// Where it leads.
    pub href: &'static str,
}

/// The frame of one page: a page's struct holds it as `shell`, and its template extends `layout.html`.
#[derive(Clone, Debug)]
pub struct Shell {
    /// What the page is about; the browser shows it before the service's name.
    pub title: String,
    /// The language of the page's words.
    pub lang: String,
    /// The page's own address.
    pub address: Address,
    /// The pages above this one.
    pub breadcrumbs: Vec<Crumb>,
    /// The two clocks, on every page that answers by them.
    pub clocks: Option<Clocks>,
    /// The parts of the service.
    pub parts: &'static [Part],
    /// Links at the foot, besides the parts.
    pub footer: &'static [Part],
    /// Whether the form on the page has errors, which the title then says first.
    pub has_errors: bool,
    /// Who looks at the page.
    pub visit: Visit,
}

/// What every page of a demonstration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// The words.
    pub words: String,
    /// Where to act as somebody, if one can.
    pub act_as: Option<String>,
    /// What the link there says.
    pub act_as_words: &'static str,
}

/// What every page of somebody signed in says of the end of their session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionEnd {
    /// The words.
    pub words: String,
    /// How long it is to the end, for the script. Units: seconds.
    pub seconds: i64,
    /// The time of day of the end, in England.
    pub at: String,
    /// Where to put it off, if it can be.
    pub extend: Option<String>,
}

impl Shell {
    /// The frame of the page at `address`.
    pub fn new(title: impl Into<String>, address: Address) -> Self {
        Self {
            title: title.into(),
            lang: "en-GB".to_owned(),
            address,
            breadcrumbs: Vec::new(),
            clocks: None,
            parts: &[],
            footer: &[],
            has_errors: false,
            visit: Visit::default(),
        }
    }

    /// With the pages above this one.
    #[must_use]
    pub fn under(mut self, breadcrumbs: impl IntoIterator<Item = Crumb>) -> Self {
        self.breadcrumbs = breadcrumbs.into_iter().collect();
        self
    }

    /// With the two clocks.
    #[must_use]
    pub fn at(mut self, clocks: Clocks) -> Self {
        self.clocks = Some(clocks);
        self
    }

    /// With who looks at the page.
    #[must_use]
    pub fn for_visit(self, visit: Visit) -> Self {
        Self { visit, ..self }
    }

    /// With the parts of the service.
    #[must_use]
    pub fn with_parts(mut self, parts: &'static [Part], footer: &'static [Part]) -> Self {
        (self.parts, self.footer) = (parts, footer);
        self
    }

    /// The title as the browser shows it.
    pub fn full_title(&self) -> String {
        let errors = if self.has_errors { "Error: " } else { "" };
        if self.title.is_empty() { format!("{errors}{SERVICE}") } else { format!("{errors}{} - {SERVICE}", self.title) }
    }

    /// The link past everything every page has.
    pub fn skip_link(&self) -> SkipLink {
        SkipLink::default()
    }

    /// The header with the parts of the service, this one marked.
    pub fn header(&self) -> Header {
        let here = |part: &Part| part.href == self.address.path;
        let within = |part: &Part| part.href != "/" && self.address.path.starts_with(&format!("{}/", part.href));
        let items = self.parts.iter().map(|part| NavigationItem {
            current: here(part),
            active: within(part),
            ..NavigationItem::new(part.name, part.href)
        });
        Header {
            service: Service { name: SERVICE.into(), href: Some("/".to_owned()) },
            account: self.account(),
            navigation: Some(Navigation { items: items.collect(), ..Navigation::default() }),
            ..Header::default()
        }
    }

    /// Who is signed in and the way out, or the way in.
    fn account(&self) -> Option<Account> {
        let visit = &self.visit;
        let link = |words: &str, href: String| AccountItem {
            content: words.into(),
            href: Some(href),
            ..AccountItem::default()
        };
        let Some(signed_in) = visit.who.signed_in() else {
            let is_there = self.address.path == "/sign-in";
            return (visit.can_sign_in && !is_there)
                .then(|| Account { items: vec![link("Sign in", Visit::sign_in_href(&self.address))] });
        };
        let own = if signed_in.is_acting() { "/act-as" } else { "/account" };
        let name = AccountItem { icon: true, ..link(&signed_in.name, own.to_owned()) };
        let out = if signed_in.is_acting() { "Stop acting" } else { "Sign out" };
        // Without a token the form would be turned away; the page behind the link has one.
        let out = if visit.token == CsrfToken::default() {
            link(out, "/sign-out".to_owned())
        } else {
            AccountItem {
                content: out.into(),
                action: Some("/sign-out".to_owned()),
                token: visit.token.field(),
                ..AccountItem::default()
            }
        };
        Some(Account { items: vec![name, out] })
    }

    /// What a demonstration says of itself.
    pub fn demo(&self) -> Option<Demo> {
        let visit = &self.visit;
        if !visit.is_demo {
            return None;
        }
        let acting = visit.who.signed_in().filter(|signed_in| signed_in.is_acting());
        let about = "the people and the practices are made up.";
        let words = match acting {
            Some(acting) => format!("{about} You are acting as {}.", acting.name),
            None => about.to_owned(),
        };
        let act_as = Address::new("/act-as").with("return", self.address.href()).href();
        let act_as_words = if acting.is_some() { "Act as somebody else" } else { "Act as somebody" };
        Some(Demo { words, act_as: visit.can_act.then_some(act_as), act_as_words })
    }

    /// What is said of the end of a session. A demonstration's has nothing to lose.
    pub fn session(&self) -> Option<SessionEnd> {
        let visit = &self.visit;
        visit.who.signed_in().filter(|signed_in| !signed_in.is_acting())?;
        let at = visit.until_words()?;
        let words = if visit.can_extend {
            format!("You will be signed out at {at} unless you go on.")
        } else {
            format!("Your session ends at {at}. Finish what you are doing, then sign in again.")
        };
        let extend = Address::new("/session").with("return", self.address.href()).href();
        Some(SessionEnd { words, seconds: visit.seconds_left, at, extend: visit.can_extend.then_some(extend) })
    }

    /// The pages above this one.
    pub fn breadcrumb(&self) -> Option<Breadcrumb> {
        (!self.breadcrumbs.is_empty()).then(|| Breadcrumb { items: self.breadcrumbs.clone(), ..Breadcrumb::default() })
    }

    /// The line of the two clocks.
    pub fn clocks_bar(&self) -> Option<ClocksBar> {
        self.clocks.clone().map(|clocks| ClocksBar::new(clocks, &self.address))
    }

    /// The foot.
    pub fn foot(&self) -> Footer {
        let items = self.footer.iter().map(|part| Crumb::new(part.name, part.href)).collect();
        Footer {
            meta: Some(FooterList { items, ..FooterList::default() }),
            copyright:
                "This is not an NHS service. Organisation data: NHS England and the Office for National Statistics, \
                        Open Government Licence v3.0"
                    .into(),
            ..Footer::default()
        }
    }

    /// The path of an embedded file.
    pub fn asset(&self, name: &str) -> String {
        asset_path(name)
    }
}
