// Opens every page in a browser, with JavaScript and without, and reports what is wrong as lines on standard output.
//
//   node pages.mjs BASE CHROMIUM PATH…
//
// With COOKIE=NAME=VALUE in the environment the browser brings that cookie, as somebody who signed in does.
//
// For each page: axe-core finds nothing at WCAG 2.2 AA, the page says nothing to the console as an error, nothing makes the
// page wider than a phone's screen or a table wider than its frame, nothing is cut off on paper, the skip link is the first stop of the keyboard and leads to the content, and every
// stop of the keyboard shows that it has the focus.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const [base, executablePath, ...paths] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const browser = await chromium.launch({ executablePath, headless: true, args: flags });
async function open(options) {
  const context = await browser.newContext(options);
  const [name, value] = (process.env.COOKIE ?? "").split("=");
  if (value) await context.addCookies([{ name, value, url: base }]);
  return context;
}
let wrong = 0;
const report = (path, mode, what) => {
  wrong += 1;
  console.log(`${path} (${mode}): ${what}`);
};

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async (values) => {
    const found = await window.axe.run(document, { runOnly: { type: "tag", values } });
    return found.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((n) => n.html.slice(0, 200)) }));
  }, tags);
}

// WCAG 1.4.10: nothing makes the page scroll sideways on a screen of 320, and no table its frame: rows are lists there.
async function fits(page, path, mode) {
  await page.setViewportSize({ width: 320, height: 800 });
  const session = await page.context().newCDPSession(page);
  let width = Infinity;
  // A script that fits its table to the screen needs a moment to notice the change.
  for (const until = Date.now() + 3000; width > 320 && Date.now() < until; ) {
    width = (await session.send("Page.getLayoutMetrics")).cssContentSize.width;
  }
  if (width > 320) report(path, mode, `is ${width} wide on a screen of 320`);
  const wide = await page.evaluate(() => {
    const frame = (table) => table.closest(".nhsuk-scroll__content") ?? table.parentElement;
    const tables = [...document.querySelectorAll("table")].filter((table) => table.getClientRects().length > 0);
    return tables.filter((table) => table.scrollWidth > frame(table).clientWidth + 1).map((table) => table.caption?.textContent ?? "a table");
  });
  for (const table of wide) report(path, mode, `“${table.trim()}” is wider than its frame on a screen of 320`);
}

// On paper nothing is cut off, nothing asks to be filled in, and a link in a sentence says where it leads.
async function prints(page, path, mode) {
  await page.setViewportSize({ width: 680, height: 900 });
  await page.emulateMedia({ media: "print" });
  const wrong = await page.evaluate(() => {
    const seen = (element) => element.getClientRects().length > 0;
    const told = [];
    for (const form of document.querySelectorAll("form")) if (seen(form)) told.push("shows a form");
    const edge = document.documentElement.clientWidth + 1;
    for (const element of document.querySelectorAll("main table, main svg, main p, main li, main dd, main pre")) {
      if (seen(element) && element.getBoundingClientRect().right > edge) told.push(`cuts off ${element.outerHTML.slice(0, 120)}`);
    }
    for (const link of document.querySelectorAll("main p a[href^='/']")) {
      const says = getComputedStyle(link, "::after").content;
      if (seen(link) && !link.closest("table") && !says.includes("href")  && !says.includes(link.getAttribute("href"))) {
        told.push(`does not say where ${link.outerHTML.slice(0, 120)} leads`);
      }
    }
    return told;
  });
  for (const what of wrong) report(path, mode, `${what} on paper`);
  await page.emulateMedia({ media: null });
}

async function keyboard(page, path, mode) {
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement?.getAttribute("href"));
  if (first !== "#maincontent") report(path, mode, `the first stop of the keyboard is ${first}, not the skip link`);
  for (let stop = 0; stop < 12; stop += 1) {
    const seen = await page.evaluate(() => {
      const it = document.activeElement;
      if (!it || it === document.body) return null;
      const focused = getComputedStyle(it);
      const looks = () => [focused.outlineStyle, focused.outlineWidth, focused.boxShadow, focused.backgroundColor, focused.borderBottomColor].join("|");
      const box = it.getBoundingClientRect();
      const shown = looks();
      it.blur();
      const plain = looks();
      it.focus();
      return { tag: it.outerHTML.slice(0, 120), differs: shown !== plain, isThere: box.width > 0 && box.height > 0 };
    });
    if (!seen) break;
    if (!seen.differs) report(path, mode, `the focus cannot be seen on ${seen.tag}`);
    if (!seen.isThere) report(path, mode, `a stop of the keyboard has no size: ${seen.tag}`);
    await page.keyboard.press("Tab");
  }
  await page.goto(`${base}${path}`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const target = await page.evaluate(() => location.hash);
  if (target !== "#maincontent") report(path, mode, "the skip link leads nowhere");
}

// axe itself is a script and needs a page that runs scripts; "without JavaScript" is a page that cannot load its own. A
// browser with scripts turned off altogether then shows that the page still answers and fits.
for (const withScripts of [true, false]) {
  const mode = withScripts ? "with JavaScript" : "without JavaScript";
  const context = await open({ viewport: { width: 1280, height: 900 } });
  if (!withScripts) await context.route("**/*.js", (route) => route.abort());
  for (const path of paths) {
    const page = await context.newPage();
    const refused = (text) => !withScripts && text.includes("net::ERR_FAILED");
    page.on("console", (said) => said.type() === "error" && !refused(said.text()) && report(path, mode, `the console says: ${said.text()}`));
    page.on("pageerror", (error) => report(path, mode, `a script failed: ${error.message}`));
    const response = await page.goto(`${base}${path}`);
    if (!response?.ok()) report(path, mode, `answered ${response?.status()}`);
    for (const found of await violations(page)) report(path, mode, `${found.id}: ${found.help}: ${found.nodes.join(" | ")}`);
    if (withScripts) await keyboard(page, path, mode);
    await fits(page, path, mode);
    await prints(page, path, mode);
    await page.close();
  }
  await context.close();
}
const context = await open({ javaScriptEnabled: false });
for (const path of paths) {
  const page = await context.newPage();
  const response = await page.goto(`${base}${path}`);
  if (!response?.ok()) report(path, "scripts off", `answered ${response?.status()}`);
  await fits(page, path, "scripts off");
  await page.close();
}
await browser.close();
console.log(wrong === 0 ? `${paths.length} pages, nothing wrong` : `${wrong} things wrong`);
process.exit(wrong === 0 ? 0 : 1);
