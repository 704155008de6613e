//! What became of bodies: boxes in columns by day, and links with what passed along them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Anchor, Chart, LINE, Shape, WIDTH, width_of, wrapped};
use ask::day;

/// What a flow shows.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The start of the ids on the page.
    pub id: String,
    /// What it is of.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The bodies.
    pub bodies: Vec<Body>,
    /// What passed between them.
    pub transfers: Vec<Transfer>,
}

/// One body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its code, which the transfers name.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The day it began, which gives its column.
    pub from: Date,
    /// Whether this is the body the page is about.
    pub is_subject: bool,
}

/// What one body passed to another.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// The code of the body that gave.
    pub from: String,
    /// The code of the body that received.
    pub to: String,
    /// How much: `47 practices`, `62.5%`. Empty if all of it.
    pub weight: String,
}

const TOP: f64 = 40.0;
const GAP: f64 = 16.0;
/// The room for half a box's border at the canvas's edge.
const EDGE: f64 = 2.0;
/// The room for each link at a box's side.
const PORT: f64 = 22.0;

/// A body with its place.
#[derive(Clone, Copy)]
struct Placed {
    x: f64,
    y: f64,
    height: f64,
    column: usize,
}

impl Flow {
    /// The flow drawn. A transfer that names a body not here is left out.
    pub fn draw(&self) -> Chart {
        let mut days: Vec<Date> = self.bodies.iter().map(|body| body.from).collect();
        days.sort_unstable();
        days.dedup();
        let n_columns = days.len().max(1) as f64;
        // Between boxes there is room for the longest weight twice, once at each end of a link.
        let longest = self.transfers.iter().map(|transfer| width_of(&transfer.weight)).fold(0.0, f64::max);
        let between = (longest + 40.0).clamp(60.0, 200.0);
        let box_width = ((WIDTH - 2.0 * EDGE - between * (n_columns - 1.0)) / n_columns).min(240.0);
        let stride = if days.len() > 1 { (WIDTH - 2.0 * EDGE - box_width) / (n_columns - 1.0) } else { 0.0 };
        let mut shapes = Vec::new();
        let (places, bottom) = self.place(&days, stride);
        for (day_of, index) in days.iter().zip(0_u32..) {
            let x = EDGE + f64::from(index) * stride;
            let words = wrapped(&day(*day_of), box_width, 1).join(" ");
            shapes.push(Shape::text(x, 16.0, Anchor::Start, "fp-chart__heading", words));
        }
        self.draw_transfers(&places, box_width, stride, &mut shapes);
        for body in &self.bodies {
            let Some(place) = places.get(body.code.as_str()) else { continue };
            draw_body(body, *place, box_width, &mut shapes);
        }
        Chart::drawn(&self.id, &self.title, &self.description, bottom + 8.0, shapes)
    }

    /// The boxes, each as high as its links need, in the order given; a short column stands in the middle.
    fn place(&self, days: &[Date], stride: f64) -> (BTreeMap<&str, Placed>, f64) {
        let mut columns: Vec<Vec<(&str, f64)>> = vec![Vec::new(); days.len()];
        for body in &self.bodies {
            let given = self.known().filter(|transfer| transfer.from == body.code).count();
            let taken = self.known().filter(|transfer| transfer.to == body.code).count();
            let height = (given.max(taken) as f64 * PORT).max(3.0 * LINE + 12.0);
            let column = days.binary_search(&body.from).unwrap_or(0);
            if let Some(column) = columns.get_mut(column) {
                column.push((&body.code, height));
            }
        }
        let height_of = |column: &Vec<(&str, f64)>| column.iter().map(|(_, height)| height + GAP).sum::<f64>() - GAP;
        let tallest = columns.iter().map(height_of).fold(0.0, f64::max);
        let mut places = BTreeMap::new();
        for (column, index) in columns.iter().zip(0_usize..) {
            let mut y = TOP + (tallest - height_of(column)) / 2.0;
            for (code, height) in column {
                places.insert(*code, Placed { x: EDGE + index as f64 * stride, y, height: *height, column: index });
                y += height + GAP;
            }
        }
        (places, TOP + tallest)
    }

    fn known(&self) -> impl Iterator<Item = &Transfer> {
        let is_here = |code: &str| self.bodies.iter().any(|body| body.code == code);
        self.transfers
            .iter()
            .filter(move |transfer| transfer.from != transfer.to && is_here(&transfer.from) && is_here(&transfer.to))
    }

    fn draw_transfers(&self, places: &BTreeMap<&str, Placed>, box_width: f64, stride: f64, shapes: &mut Vec<Shape>) {
        for transfer in self.known() {
            let (Some(from), Some(to)) = (places.get(transfer.from.as_str()), places.get(transfer.to.as_str())) else {
                continue;
            };
            let given: Vec<&Transfer> = self.ordered(places, |other| other.from == transfer.from, |other| &other.to);
            let taken: Vec<&Transfer> = self.ordered(places, |other| other.to == transfer.to, |other| &other.from);
            let port = |place: &Placed, all: &[&Transfer]| {
                let index = all.iter().position(|other| std::ptr::eq(*other, transfer)).unwrap_or_default();
                place.y + place.height * (index as f64 + 0.5) / all.len().max(1) as f64
            };
            let (x1, y1) = (from.x + box_width, port(from, &given));
            let (x2, y2) = (to.x, port(to, &taken));
            let bend = (stride - box_width).abs() / 2.0;
            let d = format!(
                "M{} {}C{} {} {} {} {} {}",
                super::n(&x1),
                super::n(&y1),
                super::n(&(x1 + bend)),
                super::n(&y1),
                super::n(&(x2 - bend)),
                super::n(&y2),
                super::n(&x2),
                super::n(&y2)
            );
            let how_much = if transfer.weight.is_empty() { String::new() } else { format!(": {}", transfer.weight) };
            let title = format!("{} to {}{how_much}", transfer.from, transfer.to);
            shapes.push(Shape::Path { d, class: "fp-chart__link".to_owned(), title });
            if transfer.weight.is_empty() || to.column <= from.column {
                continue;
            }
            // Words stand where the links are apart: at the giver's side of a merger, at the taker's of a split.
            if given.len() > 1 {
                shapes.push(Shape::text(x2 - 8.0, y2 - 5.0, Anchor::End, "fp-chart__weight", transfer.weight.clone()));
            } else {
                shapes.push(Shape::text(
                    x1 + 8.0,
                    y1 - 5.0,
                    Anchor::Start,
                    "fp-chart__weight",
                    transfer.weight.clone(),
                ));
            }
        }
    }

    /// The transfers of one side of a box, from the top of the other side, so that they do not cross at the box.
    fn ordered<'a>(
        &'a self,
        places: &BTreeMap<&str, Placed>,
        is_here: impl Fn(&Transfer) -> bool,
        other_end: impl Fn(&Transfer) -> &String,
    ) -> Vec<&'a Transfer> {
        let mut transfers: Vec<&Transfer> = self.known().filter(|transfer| is_here(transfer)).collect();
        let height = |transfer: &Transfer| places.get(other_end(transfer).as_str()).map_or(0.0, |place| place.y);
        transfers.sort_by(|a, b| height(a).total_cmp(&height(b)));
        transfers
    }
}

fn draw_body(body: &Body, place: Placed, box_width: f64, shapes: &mut Vec<Shape>) {
    let class = if body.is_subject { "fp-chart__box fp-chart__box--subject" } else { "fp-chart__box" };
    let title = format!("{} ({}), from {}", body.name, body.code, day(body.from));
    shapes.push(Shape::Rect {
        x: place.x,
        y: place.y,
        width: box_width,
        height: place.height,
        class: class.to_owned(),
        title,
    });
    let names = wrapped(&body.name, box_width - 20.0, 2);
    let words_height = LINE * (names.len() as f64 + 1.0);
    let mut y = place.y + (place.height - words_height) / 2.0 + 14.0;
    shapes.push(Shape::text(place.x + 10.0, y, Anchor::Start, "fp-chart__code", body.code.clone()));
    for name in names {
        y += LINE;
        shapes.push(Shape::text(place.x + 10.0, y, Anchor::Start, "fp-chart__label", name));
    }
}

#[cfg(test)]
mod tests {
    use super::super::checks::is_legible;
    use super::*;

    fn body(code: &str, name: &str, from: Date) -> Body {
        Body { code: code.to_owned(), name: name.to_owned(), from, is_subject: code == "14Y" }
    }

    fn transfer(from: &str, to: &str, weight: &str) -> Transfer {
        Transfer { from: from.to_owned(), to: to.to_owned(), weight: weight.to_owned() }
    }

    fn flow() -> Flow {
        let start = Date::constant(2013, 4, 1);
        Flow {
            id: "successors".to_owned(),
            title: "What became of the commissioners of Buckinghamshire".to_owned(),
            description: "10Y and 10H merged into 14Y.".to_owned(),
            bodies: vec![
                body("10Y", "NHS Aylesbury Vale CCG", start),
                body("10H", "NHS Chiltern CCG", start),
                body("14Y", "NHS Buckinghamshire CCG", Date::constant(2018, 4, 1)),
                body(
                    "QU9",
                    "NHS Buckinghamshire, Oxfordshire and Berkshire West Integrated Care Board",
                    Date::constant(2022, 7, 1),
                ),
            ],
            transfers: vec![
                transfer("10Y", "14Y", "20 practices"),
                transfer("10H", "14Y", "47 practices"),
                transfer("14Y", "QU9", "all practices"),
                transfer("14Y", "XXX", "not drawn"),
            ],
        }
    }

    #[test]
    fn a_merger() {
        let chart = flow().draw();
        is_legible(&chart);
        assert!(!chart.svg().as_str().contains("not drawn"));
        insta::assert_snapshot!(chart.svg());
    }

    #[test]
    fn many_to_many_stays_legible() {
        let (before, after) = (Date::constant(2013, 4, 1), Date::constant(2021, 4, 1));
        let olds = (0..20).map(|n| body(&format!("A{n:02}"), "NHS Somewhere with a Long Name Indeed CCG", before));
        let news = (0..5).map(|n| body(&format!("B{n:02}"), "NHS Elsewhere CCG", after));
        let links = (0..20).flat_map(|from| (0..5).map(move |to| (from, to))).filter(|(from, to)| (from + to) % 3 != 0);
        let transfers = links.map(|(from, to)| transfer(&format!("A{from:02}"), &format!("B{to:02}"), "12.5%"));
        is_legible(&Flow { bodies: olds.chain(news).collect(), transfers: transfers.collect(), ..flow() }.draw());
        is_legible(&Flow { bodies: Vec::new(), transfers: Vec::new(), ..flow() }.draw());
    }
}
