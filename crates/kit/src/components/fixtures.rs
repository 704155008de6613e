//! Our components against every example the published package ships.
//!
//! An example's options are read into our struct and the struct is rendered; the markup must be the example's own. An
//! example with an option we leave out must be listed in [`OUT_OF_SCOPE`] with the reason, and a listed one must really
//! not match: the lists can neither hide a difference nor go stale.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::normal::normal;
use super::*;
use crate::markup::Markup;

/// Component, a part of the example's name, and why ours does not do it.
///
/// An empty name stands for every example of the component.
const OUT_OF_SCOPE: &[(&str, &str, &str)] = &[
    ("action-link", "", "a link to care; a page uses a link or a button"),
    ("character-count", "", "no free text is counted"),
    ("code", "", "no page shows program code"),
    ("contents-list", "", "no guide of several parts"),
    ("do-dont-list", "", "clinical advice"),
    ("hero", "", "a campaign's banner"),
    ("images", "", "charts are drawn in the page, and there are no photographs"),
    ("password-input", "", "the service holds no passwords"),
    ("scroll", "", "part of a table, where it is tested"),
    ("search-input", "", "the header's search field and a plain input serve"),
    ("task-list", "", "no journey of several tasks yet"),
    ("breadcrumb", "attributes", "holds an option the macro itself ignores"),
    ("card", "with image", "no card carries a picture"),
    ("card", "with image and caption", "no card carries a picture"),
    ("card", "with image and custom HTML", "no card carries a picture"),
    ("checkboxes", "with \"none\" option, deprecated", "deprecated options"),
    ("checkboxes", "with \"none\" option (named group)", "deprecated options"),
    ("checkboxes", "with \"none\" option (named group, unique)", "deprecated options"),
    ("file-upload", "button", "the button the script makes keeps the package's look"),
    ("file-upload", "with multiple", "the words the script shows are the package's own"),
    ("file-upload", "with translations", "the words the script shows are the package's own"),
    ("header", "with organisation name", "an NHS organisation's name belongs to the logo we do not carry"),
    (
        "header",
        "with organisation name (and descriptor)",
        "an NHS organisation's name belongs to the logo we do not carry",
    ),
    (
        "header",
        "with organisation name (split with descriptor)",
        "an NHS organisation's name belongs to the logo we do not carry",
    ),
    (
        "header",
        "with organisation name (split with descriptor), search",
        "an NHS organisation's name belongs to the logo we do not carry",
    ),
    ("heading", "size class overriding size option", "a size is given by its type alone"),
    ("input", "width class overriding width option", "a width is given by its option alone"),
    ("label", "size class overriding size option", "a size is given by its type alone"),
    ("legend", "size class overriding size option", "a size is given by its type alone"),
    ("pagination", "with deprecated options", "deprecated options"),
    ("tables", "as a card (feature) with deprecated options", "deprecated options"),
    ("tag", "colour class overriding colour option", "a colour is given by its type alone"),
];

pub(super) fn nhs_search() -> String {
    "https://www.nhs.uk/search/".to_owned()
}

pub(super) fn nhs_search_name() -> String {
    "q".to_owned()
}

pub(super) fn nhs_search_label() -> String {
    "Search the NHS website".to_owned()
}

pub(super) fn nhs_search_placeholder() -> String {
    "Search".to_owned()
}

/// The macros take `text`, `html` or a bare string where we have one `content`.
fn tidy(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let empty = |item: &Value| item.is_null() || *item == json!(false) || *item == json!("");
            items.into_iter().filter(|item| !empty(item)).map(tidy).collect()
        }
        Value::Object(map) => {
            let mut tidied = Map::new();
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("text", Value::String(text)) => tidied.entry("content").or_insert(json!({ "Text": text })),
                    ("html", Value::String(html)) => {
                        tidied.insert("content".to_owned(), json!({ "Html": html }));
                        continue;
                    }
                    (key @ ("attributes" | "values"), value) => tidied.entry(key).or_insert(value),
                    (
                        "label" | "hint" | "errorMessage" | "legend" | "heading" | "caption" | "summary" | "title"
                        | "description" | "key" | "prefix" | "suffix" | "meta" | "copyright",
                        Value::String(text),
                    ) => tidied.entry(key).or_insert(json!({ "content": { "Text": text } })),
                    ("heading", Value::Bool(false)) => tidied.entry("isPageHeading").or_insert(json!(false)),
                    ("errorMessage" | "heading", Value::Bool(true)) => tidied.entry(key).or_insert(json!({})),
                    ("actions", Value::Object(actions)) if actions.contains_key("items") => {
                        let items = tidy(actions.get("items").cloned().unwrap_or_default());
                        tidied.entry(key).or_insert(items)
                    }
                    (_, value) => tidied.entry(key).or_insert(tidy(value)),
                };
            }
            Value::Object(tidied)
        }
        other => other,
    }
}

fn with<T: DeserializeOwned>(options: Value) -> Result<T, String> {
    serde_json::from_value(options).map_err(|error| error.to_string())
}

fn shown<T: DeserializeOwned + askama::Template>(options: Value) -> Result<String, String> {
    with::<T>(options).map(|component| Markup::of(&component).as_str().to_owned())
}

/// The parts of a date may be given one by one or as a list; we have the list.
fn date_parts(options: &mut Value) {
    let Some(map) = options.as_object_mut() else { return };
    let given = map.contains_key("items");
    let values = map.remove("values").unwrap_or_default();
    let mut items: Vec<Value> = Vec::new();
    for name in ["day", "month", "year"] {
        let part = match map.remove(name) {
            Some(Value::Bool(false)) => continue,
            Some(Value::Object(part)) => part,
            _ => Map::new(),
        };
        let mut part = Value::Object(part);
        if part.get("name").is_none() {
            part["name"] = json!(name);
        }
        if let (Some(value), None) = (values.get(name), part.get("value")) {
            part["value"] = value.clone();
        }
        items.push(part);
    }
    if given {
        for item in map["items"].as_array_mut().unwrap() {
            let name = item["name"].as_str().unwrap().to_owned();
            if let (Some(value), None) = (values.get(&name), item.get("value")) {
                item["value"] = value.clone();
            }
        }
    } else {
        map.insert("items".to_owned(), Value::Array(items));
    }
}

/// Each of the `items` of `options`, if it is a bare string, as what it says.
fn worded(items: Option<&mut Value>) {
    for item in items.and_then(Value::as_array_mut).into_iter().flatten() {
        if item.is_string() {
            *item = json!({ "content": { "Text": item.clone() } });
        }
    }
}

/// What is particular to one macro in the way it takes its options.
fn particular(component: &str, options: &mut Value) {
    match component {
        "date-input" => date_parts(options),
        "footer" => {
            if let Some(navigation) = options.get_mut("navigation").filter(|navigation| navigation.is_object()) {
                *navigation = json!([navigation.clone()]);
            }
        }
        "header" => {
            // The logo is the only thing left out, and is taken out of the example too.
            options.as_object_mut().unwrap().remove("logo");
            if options["service"]["content"].is_null() {
                options["service"] = json!({});
            }
            let Some(search) = options.get_mut("search") else { return };
            let mut ours = Map::new();
            for (from, to) in [("/input/placeholder", "placeholder"), ("/label/visuallyHiddenText", "label")] {
                ours.extend(search.pointer(from).map(|value| (to.to_owned(), value.clone())));
            }
            *search = Value::Object(ours);
        }
        "summary-list" => {
            for row in options["rows"].as_array_mut().into_iter().flatten() {
                if row["value"].is_string() {
                    row["value"] = json!({ "content": { "Text": row["value"].clone() } });
                }
            }
        }
        "tables" => {
            if options.get("card") == Some(&json!(true)) {
                options["card"] = json!({});
            }
            worded(options.get_mut("head"));
            for cell in options.get_mut("head").and_then(Value::as_array_mut).into_iter().flatten() {
                if cell.get("sort") == Some(&json!(true)) {
                    cell["sort"] = json!("none");
                }
            }
            for row in options.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
                worded(Some(row));
            }
        }
        "tag" if options.get("colour") == Some(&json!(false)) => options["colour"] = json!("no-colour"),
        _ => {}
    }
}

/// The example without what belongs to NHS England: its logo in the header and its copyright line in the footer.
fn neutral(component: &str, markup: &str) -> String {
    match component {
        "footer" => markup.replace("<p class=\"nhsuk-body-s\">© NHS England</p>", ""),
        "header" => {
            let mut markup = markup.to_owned();
            for (start, end) in [
                ("<svg class=\"nhsuk-header__logo\"", "</svg>"),
                ("<img class=\"nhsuk-header__organisation-logo\"", ">"),
            ] {
                if let Some(from) = markup.find(start) {
                    let to = from + markup[from..].find(end).unwrap() + end.len();
                    markup.replace_range(from..to, "");
                }
            }
            let Some(from) = markup.find("<a class=\"nhsuk-header__service-logo\"") else { return markup };
            let to = from + markup[from..].find("</a>").unwrap() + "</a>".len();
            let link = markup[from..to].to_owned();
            let href = link.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
            // A link around logo and name becomes one around the name; a link around the logo alone goes with it.
            let name = link
                .split("<span class=\"nhsuk-header__service-name\">")
                .nth(1)
                .and_then(|rest| rest.split("</span>").next());
            let name = name.map_or(String::new(), |name| {
                format!("<a class=\"nhsuk-header__service-name\" href=\"{href}\">{name}</a>")
            });
            markup.replace_range(from..to, &name);
            markup
        }
        _ => markup.to_owned(),
    }
}

fn ours(component: &str, fixture: &Value) -> Result<String, String> {
    let mut context = fixture["context"].clone();
    if let Some(block) = fixture.get("callBlock").and_then(Value::as_str) {
        let within = match component {
            "card" | "error-summary" => "description",
            "footer" => "meta",
            _ => "",
        };
        if within.is_empty() {
            context["html"] = json!(block);
        } else {
            context[within] = json!({ "html": block });
        }
    }
    let mut options = tidy(context);
    particular(component, &mut options);
    match component {
        "back-link" => shown::<BackLink>(options),
        "breadcrumb" => shown::<Breadcrumb>(options),
        "button" => shown::<Button>(options),
        "caption" => shown::<Caption>(options),
        "card" => shown::<Card>(options),
        "checkboxes" => shown::<Checkboxes>(options),
        "date-input" => shown::<DateInput>(options),
        "details" => shown::<Details>(options),
        "error-message" => shown::<ErrorMessage>(options),
        "error-summary" => shown::<ErrorSummary>(options),
        "fieldset" => shown::<Fieldset>(options),
        "file-upload" => shown::<FileUpload>(options),
        "footer" => shown::<Footer>(options),
        "header" => shown::<Header>(options),
        "heading" => shown::<Heading>(options),
        "hint" => shown::<Hint>(options),
        "input" => shown::<Input>(options),
        "inset-text" => shown::<InsetText>(options),
        "label" => shown::<Label>(options),
        "legend" => shown::<Legend>(options),
        "notification-banner" => shown::<NotificationBanner>(options),
        "pagination" => shown::<Pagination>(options),
        "panel" => shown::<Panel>(options),
        "radios" => shown::<Radios>(options),
        "select" => shown::<Select>(options),
        "skip-link" => shown::<SkipLink>(options),
        "summary-list" => shown::<SummaryList>(options),
        "tables" => shown::<TableElement>(options),
        "tabs" => shown::<Tabs>(options),
        "tag" => shown::<Tag>(options),
        "textarea" => shown::<Textarea>(options),
        "warning-callout" => shown::<WarningCallout>(options),
        other => Err(format!("no component {other}")),
    }
}

#[test]
fn every_example_of_the_package_is_matched_or_listed() {
    let folder = std::path::Path::new(env!("NHSUK_COMPONENTS"));
    let mut used = BTreeSet::new();
    let mut faults = String::new();
    let (mut matched, mut listed) = (0, 0);
    let mut components: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    components.sort();
    for path in components.iter().map(|path| path.join("fixtures.json")).filter(|path| path.exists()) {
        let file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let component = file["component"].as_str().unwrap();
        let only = std::env::var("COMPONENT").ok();
        if only.is_some_and(|only| only != component) {
            continue;
        }
        for (number, fixture) in file["fixtures"].as_array().unwrap().iter().enumerate() {
            let name = fixture["name"].as_str().unwrap();
            let expected = neutral(component, fixture["html"].as_str().unwrap());
            let reason = OUT_OF_SCOPE.iter().position(|(c, n, _)| *c == component && (n.is_empty() || *n == name));
            let rendered = ours(component, fixture);
            let same = rendered.as_ref().is_ok_and(|rendered| normal(rendered) == normal(&expected));
            match (same, reason) {
                (true, None) => matched += 1,
                (false, Some(reason)) => {
                    used.insert(reason);
                    listed += 1;
                }
                (true, Some(_)) => {}
                (false, None) => match rendered {
                    Ok(rendered) => {
                        let (ours, theirs) = (normal(&rendered), normal(&expected));
                        let at =
                            ours.lines().zip(theirs.lines()).position(|(a, b)| a != b).unwrap_or(ours.lines().count());
                        let line = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
                        let _ = writeln!(
                            faults,
                            "{component} {number} {name:?}\n  ours:   {}\n  theirs: {}",
                            line(&ours),
                            line(&theirs)
                        );
                    }
                    Err(error) => {
                        let _ = writeln!(faults, "{component} {number} {name:?}: {error}");
                    }
                },
            }
        }
    }
    for (index, (component, name, _)) in OUT_OF_SCOPE.iter().enumerate().filter(|(index, _)| !used.contains(index)) {
        let _ = writeln!(faults, "{component} {name:?} is listed as out of scope ({index}) and matches, or is gone");
    }
    println!("{matched} examples matched, {listed} listed as out of scope");
    assert!(faults.is_empty(), "{faults}\n{matched} matched, {listed} listed");
    assert!(matched > 0);
}
