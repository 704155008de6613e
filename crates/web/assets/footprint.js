// The design system asks for this class before it starts; with it come the script-only looks of the components.
// It is set here, and not by a script inside the page, so that no page needs an inline script.
import { initAll } from "/assets/nhsuk-frontend.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
