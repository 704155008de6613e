//! What every page has around its own content.

use crate::address::Address;
use crate::assets::asset_path;
use crate::clocks::{Clocks, ClocksBar};
use crate::components::{Breadcrumb, Crumb, Footer, FooterList, Header, Navigation, NavigationItem, Service, SkipLink};

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
            navigation: Some(Navigation { items: items.collect(), ..Navigation::default() }),
            ..Header::default()
        }
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
                "Organisation data: NHS England and the Office for National Statistics, Open Government Licence v3.0"
                    .into(),
            ..Footer::default()
        }
    }

    /// The path of an embedded file.
    pub fn asset(&self, name: &str) -> String {
        asset_path(name)
    }
}
