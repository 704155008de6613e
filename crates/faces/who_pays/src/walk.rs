//! The graph of an edition, with the way a record took through it.

use assign::{Drawing, DrawnEdge, DrawnNode};

use crate::assignment::words;
use kit::charts::{Anchor, Chart, LINE, Shape, WIDTH, wrapped};

/// Room at the canvas's edge.
const EDGE: f64 = 4.0;
/// Room between boxes side by side, and between layers.
const GAP: f64 = 20.0;
const BETWEEN: f64 = 44.0;
/// How many lines of a question a box holds.
const LINES: usize = 4;

/// A graph to be drawn.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    /// The start of the ids on the page.
    pub id: String,
    /// What it is of.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The graph, laid out.
    pub drawing: &'a Drawing,
    /// The keys of the questions asked, in order: their boxes are numbered.
    pub asked: Vec<&'a str>,
}

/// A box with its place.
struct Placed<'a> {
    node: &'a DrawnNode,
    x: f64,
    y: f64,
    height: f64,
    lines: Vec<String>,
    label: String,
}

impl Walk<'_> {
    /// The graph drawn: every question and end a box, every answer an edge; what the record took has a thick outline, a
    /// thick edge and a number.
    pub fn draw(&self) -> Chart {
        let n_columns = self.drawing.n_columns.max(1) as f64;
        let width = (WIDTH - 2.0 * EDGE - GAP * (n_columns - 1.0)) / n_columns;
        let (placed, height) = self.placed(width);
        let mut shapes = Vec::new();
        // Ways not taken lie under those taken, and all under the boxes.
        for is_taken in [false, true] {
            for edge in self.drawing.edges.iter().filter(|edge| edge.taken == is_taken) {
                draw_edge(edge, &self.drawing.edges, &placed, width, &mut shapes);
            }
        }
        for placed in &placed {
            draw_box(placed, width, &mut shapes);
        }
        for from in placed.iter().filter(|placed| !placed.node.is_end) {
            draw_answers(from, &self.drawing.edges, &placed, width, &mut shapes);
        }
        Chart::drawn(&self.id, &self.title, &self.description, height, shapes)
    }

    fn placed(&self, width: f64) -> (Vec<Placed<'_>>, f64) {
        let mut placed = Vec::new();
        let mut y = EDGE;
        for layer in 0..self.drawing.n_layers {
            let mut tallest: f64 = 0.0;
            let here: Vec<&DrawnNode> = self.drawing.nodes.iter().filter(|node| node.layer == layer).collect();
            // A layer with few boxes has them in the middle, apart as in the others.
            let all = here.len() as f64 * (width + GAP) - GAP;
            let left = (WIDTH - all) / 2.0;
            for node in here {
                let words = if node.is_end { words::terminal(&node.key) } else { &node.question };
                let lines = wrapped(words, width - 16.0, LINES);
                let height = LINE * (lines.len() as f64 + 1.0) + 14.0;
                tallest = tallest.max(height);
                let x = left + node.column as f64 * (width + GAP);
                placed.push(Placed { node, x, y, height, lines, label: self.label(node) });
            }
            y += tallest + BETWEEN;
        }
        (placed, y - BETWEEN + EDGE)
    }

    fn label(&self, node: &DrawnNode) -> String {
        let step = self.asked.iter().position(|key| *key == node.key);
        match step {
            Some(step) => format!("{}. {}", step + 1, node.label),
            None if node.is_end && node.taken => "End".to_owned(),
            None if node.is_end => String::new(),
            None => node.label.clone(),
        }
    }
}

fn draw_box(placed: &Placed<'_>, width: f64, shapes: &mut Vec<Shape>) {
    let mut class = String::from(if placed.node.is_end { "fp-chart__end" } else { "fp-chart__box" });
    if placed.node.taken {
        class.push_str(" fp-chart__box--taken");
    }
    let (x, y, height) = (placed.x, placed.y, placed.height);
    let title = if placed.node.is_end { placed.node.key.clone() } else { placed.node.question.clone() };
    shapes.push(Shape::Rect { x, y, width, height, class, title });
    let mut y = y + 18.0;
    if !placed.label.is_empty() {
        shapes.push(Shape::text(x + 8.0, y, Anchor::Start, "fp-chart__code", placed.label.clone()));
        y += LINE;
    }
    for line in &placed.lines {
        shapes.push(Shape::text(x + 8.0, y, Anchor::Start, "fp-chart__label", line.clone()));
        y += LINE;
    }
}

/// Where the edges of yes and no leave a box: the one that leads further left leaves on the left.
fn exits(from: &Placed<'_>, edges: &[DrawnEdge], placed: &[Placed<'_>], width: f64) -> [(&'static str, f64); 2] {
    let to = |label: &str| {
        let edge = edges.iter().find(|edge| edge.from == from.node.key && edge.label == label);
        edge.and_then(|edge| find(placed, &edge.to)).map_or(0.0, |to| to.x)
    };
    let (left, right) = (from.x + width * 0.25, from.x + width * 0.75);
    if to("yes") <= to("no") { [("yes", left), ("no", right)] } else { [("yes", right), ("no", left)] }
}

fn find<'p, 'n>(placed: &'p [Placed<'n>], key: &str) -> Option<&'p Placed<'n>> {
    placed.iter().find(|placed| placed.node.key == key)
}

fn draw_edge(edge: &DrawnEdge, edges: &[DrawnEdge], placed: &[Placed<'_>], width: f64, shapes: &mut Vec<Shape>) {
    let (Some(from), Some(to)) = (find(placed, &edge.from), find(placed, &edge.to)) else { return };
    let exits = exits(from, edges, placed, width);
    let x1 = exits.iter().find(|(label, _)| *label == edge.label).map_or(from.x, |(_, x)| *x);
    let (y1, x2, y2) = (from.y + from.height, to.x + width / 2.0, to.y);
    let bend = ((y2 - y1) / 2.0).min(70.0);
    let d = format!(
        "M{} {}C{} {} {} {} {} {}",
        kit::charts::n(&x1),
        kit::charts::n(&y1),
        kit::charts::n(&x1),
        kit::charts::n(&(y1 + bend)),
        kit::charts::n(&x2),
        kit::charts::n(&(y2 - bend)),
        kit::charts::n(&x2),
        kit::charts::n(&y2)
    );
    let class = if edge.taken { "fp-chart__link fp-chart__link--taken" } else { "fp-chart__link" };
    let title = format!("{}: {} leads to {}", edge.from, edge.label, edge.to);
    shapes.push(Shape::Path { d, class: class.to_owned(), title });
}

/// The words yes and no under a box, each where its edge leaves.
fn draw_answers(from: &Placed<'_>, edges: &[DrawnEdge], placed: &[Placed<'_>], width: f64, shapes: &mut Vec<Shape>) {
    for (label, x) in exits(from, edges, placed, width) {
        shapes.push(Shape::text(x, from.y + from.height + 15.0, Anchor::Middle, "fp-chart__weight", label));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use assign::Edition;
    use kit::charts::checks::is_legible;

    #[test]
    fn every_edition_is_legible_and_marks_the_way_taken() {
        for edition in Edition::built_in().unwrap() {
            let drawing = Drawing::of(edition, &[(2, false)]);
            let key = edition.nodes()[2].key.clone();
            let walk = Walk {
                id: "walk".to_owned(),
                title: "The walk".to_owned(),
                description: "A walk.".to_owned(),
                drawing: &drawing,
                asked: vec![&key],
            };
            let chart = walk.draw();
            is_legible(&chart);
            let svg = chart.svg();
            let text = svg.as_str();
            assert_eq!(text.matches("fp-chart__link--taken").count(), 1, "{}", edition.id);
            assert_eq!(text.matches(">yes</text>").count(), edition.nodes().len());
            assert!(text.contains(&format!(">1. {}</text>", edition.nodes()[2].label())));
        }
    }
}
