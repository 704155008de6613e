// The design system asks for this class before it starts; with it come the script-only looks of the components.
// It is set here, and not by a script inside the page, so that no page needs an inline script.
import {
  Button, Checkboxes, ErrorSummary, Header, NotificationBanner, Radios, Scroll, SkipLink, Table, Tabs, createAll,
} from "/assets/nhsuk-frontend.js";

// Where a link leads is printed with the host, which a style sheet alone does not know.
document.documentElement.style.setProperty("--fp-host", JSON.stringify(location.origin));
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
// A file upload stays the browser's own: the button that the script puts in its place has a name for screen readers and
// voice control that does not hold the words it shows (WCAG 2.5.3).
for (const component of [Button, Checkboxes, ErrorSummary, Header, NotificationBanner, Radios, Scroll, SkipLink, Table, Tabs]) {
  createAll(component);
}
