//! How many bodies of requests may be on their way at once, of everybody and of one address: whoever sends many, or sends slowly,
//! takes neither the memory nor the disk of all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::{Extensions, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::refused::Problem;
use crate::sign_in::Client;

/// A gate; clones are the same one.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    total: usize,
    each: usize,
    /// How many are in, by address.
    held: Mutex<HashMap<String, usize>>,
}

/// Leave to be in, until it is dropped.
#[derive(Debug)]
pub struct Pass {
    gate: Gate,
    address: String,
}

impl Gate {
    /// A gate for so many at once, of whom so many from one address.
    pub fn new(total: usize, each: usize) -> Self {
        Self(Arc::new(Inside { total, each, held: Mutex::default() }))
    }

    /// Lets somebody in.
    ///
    /// # Errors
    /// 503 when it is full, 429 when one address has its share.
    pub fn enter(&self, address: &str) -> Result<Pass, Problem> {
        let mut held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = held.get(address).copied().unwrap_or_default();
        if of_address >= self.0.each {
            return Err(busy(StatusCode::TOO_MANY_REQUESTS, "Files from your address are still being worked on."));
        }
        if held.values().sum::<usize>() >= self.0.total {
            return Err(busy(StatusCode::SERVICE_UNAVAILABLE, "Too many files are being worked on."));
        }
        held.insert(address.to_owned(), of_address + 1);
        Ok(Pass { gate: self.clone(), address: address.to_owned() })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut held = self.gate.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = held.get_mut(&self.address) {
            *n -= 1;
            if *n == 0 {
                held.remove(&self.address);
            }
        }
    }
}

fn busy(status: StatusCode, why: &str) -> Problem {
    Problem {
        status,
        title: "Try again in a minute".to_owned(),
        detail: format!("{why} Nothing was read or kept. Send it again in a minute."),
        errors: Vec::new(),
    }
}

/// From where a request came, as the frame found it; nobody knows in a test.
pub fn client_address_of(extensions: &Extensions) -> String {
    extensions.get::<Client>().map(|client| client.address.clone()).unwrap_or_default()
}

/// Middleware for routes that hold a body in memory: a form with a file is let in before its body is read.
pub async fn one_at_a_time(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/") {
        return next.run(request).await;
    }
    match gate.enter(&client_address_of(request.extensions())) {
        Ok(_pass) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_all_and_everybody_leaves_room() {
        let gate = Gate::new(3, 2);
        let status = |gate: &Gate, address: &str| gate.enter(address).map_err(|problem| problem.status.as_u16());
        let (one, _two) = (status(&gate, "a").unwrap(), status(&gate, "a").unwrap());
        assert_eq!(status(&gate, "a").unwrap_err(), 429);
        let _three = status(&gate, "b").unwrap();
        assert_eq!(status(&gate, "c").unwrap_err(), 503);
        drop(one);
        drop(status(&gate, "c").unwrap());
        drop(status(&gate, "a").unwrap());
        assert_eq!(gate.0.held.lock().unwrap().len(), 2, "whoever has left is forgotten");
    }
}
