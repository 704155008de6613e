//! Charts as SVG, drawn by the server: data in, shapes out, markup last.
//!
//! A chart is a list of shapes on a canvas of fixed width that scales with the page. Colours and strokes are classes in
//! `footprint.css`. Every chart has a title and a description, and stands over the table that says the same in figures.

mod fan;
mod flow;
mod scale;
mod series;
mod timeline;

use askama::Template;

use crate::address::Address;
use crate::markup::Markup;
use crate::table::{OnPage as _, TableView};
use ask::Table;

pub use fan::{Fan, FanEnd};
pub use flow::{Body, Flow, Transfer};
pub use series::{Mark, Point, Series, SeriesLine, SeriesStyle};
pub use timeline::{Period, Timeline, TimelineRow};

/// The width every chart is drawn at; the page scales it. Units: SVG user units.
pub const WIDTH: f64 = 960.0;
/// The average advance of a letter of the chart's type (Arial, 14 units), measured generously so that nothing overlaps.
const LETTER: f64 = 7.6;
/// The height of a line of it.
pub const LINE: f64 = 18.0;

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are those of SVG")]
pub enum Shape {
    /// A box.
    Rect { x: f64, y: f64, width: f64, height: f64, class: String, title: String },
    /// A straight line.
    Line { x1: f64, y1: f64, x2: f64, y2: f64, class: &'static str },
    /// A line of any shape.
    Path { d: String, class: String, title: String },
    /// Words.
    Text { x: f64, y: f64, anchor: Anchor, class: &'static str, words: String },
}

/// Which part of words stands at their point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Their start.
    Start,
    /// Their middle.
    Middle,
    /// Their end.
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

impl Shape {
    /// Words whose point lies where the anchor says.
    pub fn text(x: f64, y: f64, anchor: Anchor, class: &'static str, words: impl Into<String>) -> Self {
        Self::Text { x, y, anchor, class, words: words.into() }
    }
}

/// A chart ready to be put in a page.
#[derive(Clone, Debug, Template)]
#[template(path = "charts/chart.html")]
pub struct Chart {
    id: String,
    title: String,
    description: String,
    height: f64,
    shapes: Vec<Shape>,
}

impl askama::filters::HtmlSafe for Chart {}

impl Chart {
    /// A chart of shapes on a canvas of a height.
    pub fn drawn(id: &str, title: &str, description: &str, height: f64, shapes: Vec<Shape>) -> Self {
        Self { id: id.to_owned(), title: title.to_owned(), description: description.to_owned(), height, shapes }
    }

    /// The markup of the chart alone, in a box that scrolls on a narrow screen.
    pub fn boxed(&self) -> Markup {
        Markup::of(&Boxed { chart: self })
    }

    /// The markup of the chart alone.
    pub fn svg(&self) -> Markup {
        Markup::of(self)
    }

    /// The chart over its table.
    pub fn with_table(self, table: &Table, address: &Address) -> Figure {
        Figure { chart: self, table: table.show(address) }
    }
}

/// A chart in a box that can be scrolled, by keyboard too.
#[derive(Template)]
#[template(path = "charts/boxed.html")]
struct Boxed<'a> {
    chart: &'a Chart,
}

/// A chart and the table that says the same. A page's template writes `{{ figure }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "charts/figure.html")]
pub struct Figure {
    chart: Chart,
    table: TableView,
}

impl askama::filters::HtmlSafe for Figure {}

/// A length or place as SVG has it, to a tenth.
pub fn n(value: &f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// How wide words are, at most.
fn width_of(words: &str) -> f64 {
    words.chars().count() as f64 * LETTER
}

/// `words` cut to a width, with an ellipsis if anything was cut.
fn fitted(words: &str, width: f64) -> String {
    // A hair more, so that room for exactly n letters is n.
    let room = (width / LETTER + 1e-6).floor().max(1.0) as usize;
    if words.chars().count() <= room {
        return words.to_owned();
    }
    let cut: String = words.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// `words` on at most `lines` lines of a width.
pub fn wrapped(words: &str, width: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let is_last = wrapped.len() == lines;
        match wrapped.last_mut() {
            Some(line) if is_last || width_of(line) + LETTER + width_of(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped.iter().map(|line| fitted(line, width)).collect()
}

/// What must hold of every chart, for tests.
#[doc(hidden)]
pub mod checks {
    use super::{Anchor, Chart, Shape, WIDTH, width_of};
    #[cfg(test)]
    use super::{LETTER, fitted, wrapped};

    /// No words over other words, none outside the canvas, and everything a place that can be drawn.
    pub fn is_legible(chart: &Chart) {
        let mut boxes: Vec<(f64, f64, f64, f64, &str)> = Vec::new();
        for shape in &chart.shapes {
            let Shape::Text { x, y, anchor, words, .. } = shape else { continue };
            let width = width_of(words);
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            assert!(left >= -0.5 && left + width <= WIDTH + 0.5, "{words:?} runs off: {left} to {}", left + width);
            assert!(*y >= 10.0 && *y <= chart.height, "{words:?} is at {y} of {}", chart.height);
            for (l, t, r, b, other) in &boxes {
                let apart = left >= *r || left + width <= *l || y - 12.0 >= *b || *y <= *t;
                assert!(apart, "{words:?} is over {other:?}");
            }
            boxes.push((left, y - 12.0, left + width, *y, words));
        }
        let svg = chart.svg();
        // As a number, with or without the letter of a path before it; not as a part of a word, such as "infertility".
        let mut tokens = svg.as_str().split(|letter: char| !letter.is_ascii_alphanumeric());
        let is_no_number = |token: &str| matches!(token.trim_start_matches(['M', 'C', 'L']), "NaN" | "inf");
        assert!(!tokens.any(is_no_number), "{}", svg.as_str());
        assert!(svg.as_str().contains("role=\"img\"") && !svg.as_str().contains("style="));
    }

    #[test]
    fn words_are_cut_and_wrapped_to_their_room() {
        assert_eq!(fitted("Oxfordshire", LETTER * 11.0), "Oxfordshire");
        assert_eq!(fitted("Oxfordshire", LETTER * 6.0), "Oxfor…");
        assert_eq!(wrapped("NHS Aylesbury Vale CCG", LETTER * 14.0, 2), ["NHS Aylesbury", "Vale CCG"]);
        assert_eq!(wrapped("a b c d e f", LETTER * 3.0, 2), ["a b", "c…"]);
    }
}
