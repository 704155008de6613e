//! The graph of an edition laid out for drawing.

use crate::edition::{Edition, Target};
use serde::Serialize;

/// A question or an end, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DrawnNode {
    /// Its id: a node's key, or an end's name.
    pub key: String,
    /// What is written in it.
    pub label: String,
    /// The question in words; blank for an end.
    pub question: String,
    /// Whether it is an end.
    pub is_end: bool,
    /// How far down, from 0: below everything that leads to it.
    pub layer: usize,
    /// How far to the right, from 0, within its layer.
    pub column: usize,
    /// Whether the record came through it.
    pub taken: bool,
}

/// An edge between two nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DrawnEdge {
    /// The question's key.
    pub from: String,
    /// The key of where it leads.
    pub to: String,
    /// `yes` or `no`.
    pub label: &'static str,
    /// Whether the record took it.
    pub taken: bool,
}

/// The graph of an edition, each node with its layer and column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drawing {
    /// Questions, then ends, in the order of the edition.
    pub nodes: Vec<DrawnNode>,
    /// Two for each question: yes, then no.
    pub edges: Vec<DrawnEdge>,
    /// How many layers there are.
    pub n_layers: usize,
    /// How many columns the widest layer has.
    pub n_columns: usize,
}

impl Drawing {
    /// The graph with the edges of a path marked as taken; an empty path marks none.
    pub fn of(edition: &Edition, path: &[(u8, bool)]) -> Self {
        let n_nodes = edition.nodes().len();
        let place = |target: Target| match target {
            Target::Node(node) => usize::from(node),
            Target::End { end, .. } => n_nodes + usize::from(end),
        };
        let key = |place: usize| match edition.nodes().get(place) {
            Some(node) => node.key.clone(),
            None => edition.ends().get(place - n_nodes).map_or_else(String::new, |end| end.name.clone()),
        };
        let mut edges = Vec::new();
        let mut pairs = Vec::new();
        let mut taken = vec![false; n_nodes + edition.ends().len()];
        for (from, node) in edition.nodes().iter().enumerate() {
            for (answer, label, target) in [(true, "yes", node.yes), (false, "no", node.no)] {
                let to = place(target);
                let is_taken = path.contains(&(from as u8, answer));
                for end in [from, to] {
                    if let Some(slot) = taken.get_mut(end).filter(|_| is_taken) {
                        *slot = true;
                    }
                }
                pairs.push((from, to));
                edges.push(DrawnEdge { from: key(from), to: key(to), label, taken: is_taken });
            }
        }
        let layers = layers(taken.len(), &pairs);
        let columns = columns(&layers, &pairs);
        let n_layers = layers.iter().max().map_or(0, |deepest| deepest + 1);
        let n_columns = columns.iter().max().map_or(0, |rightmost| rightmost + 1);
        let at = |list: &[usize], place: usize| list.get(place).copied().unwrap_or_default();
        let nodes = taken.iter().enumerate().map(|(place, taken)| {
            let node = edition.nodes().get(place);
            DrawnNode {
                key: key(place),
                label: node.map_or_else(|| key(place), |node| node.label().to_owned()),
                question: node.map_or_else(String::new, |node| node.question.clone()),
                is_end: node.is_none(),
                layer: at(&layers, place),
                column: at(&columns, place),
                taken: *taken,
            }
        });
        Self { nodes: nodes.collect(), edges, n_layers, n_columns }
    }
}

/// The longest way down to each node. The graph has no circle, so this settles in as many rounds as it is deep.
fn layers(n: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut layers = vec![0; n];
    let mut settled = false;
    while !settled {
        settled = true;
        for (from, to) in pairs {
            let below = layers.get(*from).copied().unwrap_or_default() + 1;
            if let Some(layer) = layers.get_mut(*to).filter(|layer| **layer < below) {
                *layer = below;
                settled = false;
            }
        }
    }
    layers
}

/// A column for each node: in each layer, in the order of the middle of what leads to it.
fn columns(layers: &[usize], pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut columns = vec![0; layers.len()];
    let deepest = layers.iter().max().copied().unwrap_or_default();
    for layer in 0..=deepest {
        let mut here: Vec<(usize, usize)> = Vec::new();
        for place in layers.iter().enumerate().filter(|(_, held)| **held == layer).map(|(place, _)| place) {
            let above: Vec<usize> = pairs
                .iter()
                .filter(|(_, to)| *to == place)
                .map(|(from, _)| columns.get(*from).copied().unwrap_or_default())
                .collect();
            // Thousandths of a column, so that the order needs no fractions.
            here.push((above.iter().sum::<usize>() * 1_000 / above.len().max(1), place));
        }
        here.sort_unstable();
        for (column, (_, place)) in here.into_iter().enumerate() {
            if let Some(slot) = columns.get_mut(place) {
                *slot = column;
            }
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edge_leads_down_and_no_two_nodes_share_a_place() {
        for edition in Edition::built_in().unwrap() {
            let drawing = Drawing::of(edition, &[]);
            let find = |key: &str| drawing.nodes.iter().find(|node| node.key == key).unwrap();
            for edge in &drawing.edges {
                assert!(find(&edge.from).layer < find(&edge.to).layer, "{} {edge:?}", edition.id);
            }
            let mut places: Vec<_> = drawing.nodes.iter().map(|node| (node.layer, node.column)).collect();
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), drawing.nodes.len());
            assert!(drawing.nodes.iter().all(|node| !node.taken) && drawing.edges.iter().all(|edge| !edge.taken));
        }
    }
}
