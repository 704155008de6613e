//! Whether the graph of an edition hangs together.

use super::{Edition, Target};
use crate::error::AssignError;

/// Numbers of nodes are bytes, and a path is short enough to be remembered.
const NODES_MAX: usize = 64;

impl Edition {
    fn broken(&self, problem: &'static str, found: &str) -> AssignError {
        AssignError::EditionGraph { edition: self.id.clone(), problem, found: found.to_owned() }
    }

    /// # Errors
    /// [`AssignError::EditionGraph`] for an edition without id or scope, two of one name, a circle, or what is never
    /// reached.
    pub(super) fn check(&self) -> Result<(), AssignError> {
        if self.id.is_empty() || self.scope.is_empty() || self.nodes.is_empty() {
            return Err(self.broken("an id, a scope and a node are wanted", &self.title));
        }
        if self.nodes.len() > NODES_MAX {
            return Err(self.broken("more questions than can be numbered", &self.nodes.len().to_string()));
        }
        for (place, node) in self.nodes.iter().enumerate() {
            if self.nodes.iter().take(place).any(|other| other.key == node.key) {
                return Err(self.broken("two nodes of one name", &node.key));
            }
            if node.question.is_empty() {
                return Err(self.broken("a node without its question in words", &node.key));
            }
            if node.yes == node.no {
                return Err(self.broken("both answers lead to one place", &node.key));
            }
        }
        for (place, scope) in self.scope.iter().enumerate() {
            if self.scope.iter().take(place).any(|other| other.cds == scope.cds) {
                return Err(self.broken("two lines for one type", &format!("{:03}", scope.cds.saturating_sub(1))));
            }
        }
        let order = self.order()?;
        if let Some(node) = self.nodes.iter().enumerate().find(|(place, _)| !order.contains(&(*place as u8))) {
            return Err(self.broken("a question is never reached", &node.1.key));
        }
        for (place, end) in self.ends.iter().enumerate() {
            if self.ends.iter().take(place).any(|other| other.name == end.name) {
                return Err(self.broken("two ends of one name", &end.name));
            }
            let is_end = |target| matches!(target, Target::End { end, .. } if usize::from(end) == place);
            if !self.nodes.iter().any(|node| is_end(node.yes) || is_end(node.no)) {
                return Err(self.broken("an end is never reached", &end.name));
            }
        }
        Ok(())
    }

    /// The nodes that can be reached, each after every node that leads to it.
    ///
    /// # Errors
    /// [`AssignError::EditionGraph`] when questions run in a circle.
    pub(crate) fn order(&self) -> Result<Vec<u8>, AssignError> {
        /// A node is open while the nodes after it are being visited.
        #[derive(Clone, Copy, PartialEq)]
        enum Visit {
            Open,
            Done,
        }
        let mut visits = vec![None; self.nodes.len()];
        let mut order = Vec::new();
        for scope in &self.scope {
            let mut stack = vec![(scope.entry, false)];
            while let Some((number, leaving)) = stack.pop() {
                let Some(node) = self.nodes.get(usize::from(number)) else { continue };
                let Some(visit) = visits.get_mut(usize::from(number)) else { continue };
                if leaving {
                    *visit = Some(Visit::Done);
                    order.push(number);
                    continue;
                }
                match visit {
                    Some(Visit::Done) => continue,
                    Some(Visit::Open) => return Err(self.broken("the questions run in a circle", &node.key)),
                    None => *visit = Some(Visit::Open),
                }
                stack.push((number, true));
                for target in [node.no, node.yes] {
                    let Target::Node(next) = target else { continue };
                    match visits.get(usize::from(next)).copied().flatten() {
                        Some(Visit::Open) => return Err(self.broken("the questions run in a circle", &node.key)),
                        Some(Visit::Done) => {}
                        None => stack.push((next, false)),
                    }
                }
            }
        }
        order.reverse();
        Ok(order)
    }
}
