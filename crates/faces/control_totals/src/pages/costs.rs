//! The 20 per cent post by post: what running posts cost before and after, drawn over the table that says the same.

use ::ask::{Asked, Fault, FieldError, Question};
use axum::extract::Path;
use axum::response::Response;
use kit::charts::{Point, Series, SeriesLine, SeriesStyle};
use kit::components::{Button, Crumb, ErrorMessage, Input, Select, SelectOption};
use kit::markup::Markup;
use kit::question::{QuestionForm, check, kept_clocks, summary};
use kit::refused::Problem;
use kit::show::Ask;
use kit::tables_page::{Part, TablesPage};

use crate::acts::ACTS;
use crate::answers::costs::Costs;
use crate::answers::saving::{self, CostOnDay, Counted, SavingAnswer};
use crate::questions::costs::{COSTED_POSTS, RUNNING_COSTS, all_series, saving_asked};

/// What was asked at an address, with the names of bodies as codes, and what is wrong with it.
pub(super) struct Asking {
    /// Names and values.
    pub(super) values: Vec<(String, String)>,
    /// What is wrong.
    pub(super) errors: Vec<FieldError>,
}

impl Asking {
    /// What was asked of a body in the path.
    pub(super) fn of(ask: &Ask, question: &Question, code: &str) -> Self {
        let mut values = vec![("code".to_owned(), code.to_owned())];
        values.extend(ask.address.query.iter().cloned());
        let named = ::ask::name_bodies(&ask.site.footprint, ask.lens(), question.params, &mut values);
        let mut errors = named.err().unwrap_or_default();
        if errors.is_empty() {
            errors = check(question.params, &values);
        }
        Self { values, errors }
    }

    /// What was sent under a name.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let sent = self.values.iter().find(|(held, _)| held == name).map(|(_, value)| value.trim());
        sent.filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// What is wrong with a field.
    pub(super) fn error(&self, name: &str) -> Option<ErrorMessage> {
        let error = self.errors.iter().find(|error| error.field == name);
        error.map(|error| ErrorMessage::from(error.message.as_str()))
    }

    /// A field for words.
    pub(super) fn input(&self, name: &str, label: &str, hint: &str, first: &str) -> Markup {
        Markup::of(&Input {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            hint: (!hint.is_empty()).then(|| hint.into()),
            value: self.value(name).or_else(|| (!first.is_empty()).then(|| first.to_owned())),
            error_message: self.error(name),
            width: Some(10),
            ..Input::default()
        })
    }

    /// A page of a body with nothing on it yet.
    pub(super) fn page(&self, ask: &Ask, title: &str, end: &str) -> TablesPage {
        let code = self.value("code").unwrap_or_default();
        let above =
            [Crumb::new("Organisations", "/search"), Crumb::new(code.as_str(), format!("/organisations/{code}"))];
        let mut page = TablesPage::new(title, above);
        if let Ok(body) = code.parse() {
            page.ways = ask.views_of_body(body, end);
            page.ways_label = "Views of this organisation";
            page.caption = naming::with_code(&ask.register(), body, ask.on());
        }
        page.has_errors = !self.errors.is_empty();
        page
    }

    /// Whether something is wrong with what was asked; a fault of one parameter is kept for its field.
    ///
    /// # Errors
    /// 404 for what is not there, or not for whoever asks.
    pub(super) fn take<T>(&mut self, answer: Result<T, Fault>) -> Result<Option<T>, Problem> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(Fault::Param(error)) => {
                self.errors.push(error);
                Ok(None)
            }
            Err(Fault::Unknown(words)) => Err(Problem::not_found(words)),
        }
    }

    /// The form that asks again, after what is wrong with it.
    pub(super) fn form(&self, ask: &Ask, fields: Vec<Markup>, button: &str) -> Markup {
        let form = QuestionForm {
            action: ask.address.path.clone(),
            kept: kept_clocks(ask),
            fields,
            ask: Button::submit(button),
        };
        let wrong = (!self.errors.is_empty()).then(|| summary(&self.errors));
        Markup::joined(wrong.into_iter().chain([Markup::of(&form)]))
    }
}

/// What whoever looks may do under a page.
pub(super) fn acts_under(ask: &Ask, question: &Question, asking: &Asking) -> Vec<(String, String)> {
    kit::acts::acts_under(ask, ACTS, question.path, &asking.values)
}

/// A body’s running costs, or those of a system.
pub(super) async fn running_costs(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    let mut asking = Asking::of(&ask, &RUNNING_COSTS, &code);
    let costs = Costs::of(ask.lens());
    let mut found = None;
    if asking.errors.is_empty() {
        let question = saving_asked(ask.lens(), &Asked::new(&asking.values, RUNNING_COSTS.params));
        let answer = question.and_then(|question| SavingAnswer::of(&costs, &question)).and_then(|answer| {
            let parts = parts(&costs, &answer)?;
            Ok((answer.sentences(&costs)?, parts))
        });
        found = asking.take(answer)?;
    }
    let mut page = asking.page(&ask, RUNNING_COSTS.title, "running-costs");
    page.lead = vec![RUNNING_COSTS.about.to_owned()];
    page.acts = acts_under(&ask, &COSTED_POSTS, &asking);
    let form = form(&ask, &asking);
    match found {
        Some((said, parts)) => {
            page.lead = said;
            page.parts = parts;
            page.parts.push(Part::words("another", "Ask of other years", Vec::new(), form));
        }
        None => page.before = form,
    }
    page.answer(&ask)
}

fn parts(costs: &Costs<'_>, answer: &SavingAnswer) -> Result<Vec<Part>, Fault> {
    let days = saving::by_day(costs, answer)?;
    let chart = chart(costs, answer, &days)?;
    let mut parts = vec![
        Part::new("bodies", "Before and after", saving::by_body(costs, answer)?),
        Part::new("target", "The target", saving::target_tests(costs, answer)?),
        Part::new("days", "Month by month", saving::days_table(costs, answer, &days)).after(chart.boxed()),
        Part::new("posts", "Post by post", saving::by_post(costs, answer)?),
    ];
    let allowances = saving::allowances(costs, answer)?;
    if !allowances.rows.is_empty() {
        parts.push(Part::new("allowances", "The allowance", allowances));
    }
    Ok(parts)
}

/// What running posts cost a year, month by month, and the most that meets the target in cash. Floats draw; the table counts.
fn chart(costs: &Costs<'_>, answer: &SavingAnswer, days: &[CostOnDay]) -> Result<kit::charts::Chart, Fault> {
    let pounds = |amount: terms::Pence| amount.0 as f64 / 100.0;
    let plan = days.iter().map(|day| Point { on: day.on, value: pounds(day.plan) });
    let actual = days.iter().filter_map(|day| Some(Point { on: day.on, value: pounds(day.actual?) }));
    let mut lines = vec![
        SeriesLine { name: "As planned".to_owned(), points: plan.collect() },
        SeriesLine { name: "As it happened".to_owned(), points: actual.collect() },
    ];
    let tests = answer.tests()?;
    let cash = tests.iter().find(|test| test.series.is_none() && test.counted == Counted::Body);
    if let Some(test) = cash {
        let ends = [answer.year.first_day(), days.last().map_or(answer.year.last_day(), |day| day.on)];
        let points = ends.map(|on| Point { on, value: pounds(test.most) }).to_vec();
        lines.push(SeriesLine { name: format!("{} less, in cash", answer.target), points });
    }
    lines.retain(|line| !line.points.is_empty());
    let (first, last) = (days.first(), days.last());
    let said = first.zip(last).map_or_else(String::new, |(first, last)| {
        format!(
            "As planned, from {} a year on {} to {} on {}.",
            first.plan.pounds(),
            ::ask::day(first.on),
            last.plan.pounds(),
            ::ask::day(last.on)
        )
    });
    let series = Series {
        id: "running-costs".to_owned(),
        title: format!("What running posts of {} cost a year", costs.body(answer.code)),
        description: said,
        unit: "Pounds a year, on the first of each month".to_owned(),
        lines,
        marks: Vec::new(),
        style: SeriesStyle::Lines,
    };
    Ok(series.draw())
}

fn form(ask: &Ask, asking: &Asking) -> Markup {
    let series = all_series(ask.lens());
    let mut fields = vec![
        asking.input("base", "Which year before?", "Such as 2019/20.", ""),
        asking.input("year", "Which year after?", "Such as 2020/21.", ""),
        asking.input("target", "How much is to be saved (per cent)?", "", "20"),
    ];
    if !series.is_empty() {
        let items = series.iter().map(|(value, words)| SelectOption::new(value.as_str(), words.as_str()));
        fields.push(Markup::of(&Select {
            name: "series".to_owned(),
            id: Some("series".to_owned()),
            label: "By which index of prices?".into(),
            items: std::iter::once(SelectOption::new("", "The last that has both years")).chain(items).collect(),
            value: asking.value("series"),
            error_message: asking.error("series"),
            ..Select::default()
        }));
    }
    asking.form(ask, fields, "Show")
}
