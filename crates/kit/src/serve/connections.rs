//! The connections that are open: how many, whose, and which may be closed to let others in.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// How long a connection waits for a request before it may be closed for another's sake: a browser sends within it.
pub(super) const GRACE: Duration = Duration::from_millis(500);

/// One that a client opened.
#[derive(Debug)]
pub(super) struct Connection {
    address: Origin,
    state: Mutex<State>,
    /// Whether the client is waited for to take what was sent.
    pub(super) blocked: Arc<AtomicBool>,
    /// Told when it has to go.
    pub(super) end: Notify,
}

#[derive(Clone, Copy, Debug)]
struct State {
    n_requests: u32,
    since: Instant,
}

impl Connection {
    /// Whether no request is being answered on it.
    pub(super) fn is_idle(&self) -> bool {
        self.state().n_requests == 0 && !self.blocked.load(Ordering::Relaxed)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Since when it may be closed, if it may.
    fn idle_since(&self, grace: Duration) -> Option<Instant> {
        let since = self.state().since;
        (self.is_idle() && since.elapsed() >= grace).then_some(since)
    }
}

/// A request that is being answered, until its answer's last byte is written.
#[derive(Debug)]
pub(super) struct InHand(Arc<Connection>);

impl InHand {
    pub(super) fn on(connection: &Arc<Connection>) -> Self {
        let mut state = connection.state();
        state.n_requests = state.n_requests.saturating_add(1);
        drop(state);
        Self(Arc::clone(connection))
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.n_requests = state.n_requests.saturating_sub(1);
        state.since = Instant::now();
    }
}

/// Whom a connection is counted to: an address, and of IPv6 the half that one household or office has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Origin(IpAddr);

impl From<IpAddr> for Origin {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
            other @ IpAddr::V4(_) => other,
        })
    }
}

/// All of them.
#[derive(Debug)]
pub(super) struct Connections {
    most: usize,
    most_of_address: usize,
    grace: Duration,
    last: AtomicU64,
    held: Mutex<BTreeMap<u64, Arc<Connection>>>,
    /// Told when one has gone.
    left: Notify,
}

/// A place among them, given up when dropped.
#[derive(Debug)]
pub(super) struct Place {
    all: Arc<Connections>,
    number: u64,
    pub(super) connection: Arc<Connection>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all.held().remove(&self.number);
        self.all.left.notify_one();
    }
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// Requests of others are being answered on all of them.
    Full,
    /// The address has all that one may.
    OneAddress,
}

impl Connections {
    pub(super) fn new(most: usize, most_of_address: usize, grace: Duration) -> Arc<Self> {
        Arc::new(Self {
            most: most.max(1),
            most_of_address: most_of_address.max(1),
            grace,
            last: AtomicU64::new(0),
            held: Mutex::default(),
            left: Notify::new(),
        })
    }

    fn held(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are open.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.held().len()
    }

    /// A place for one more; where all are taken, one that is waiting for a request is closed for it: the one that has waited
    /// longest, of the address that has most.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Result<Place, NoPlace> {
        let address = Origin::from(address);
        let mut held = self.held();
        let mut of_address: HashMap<Origin, usize> = HashMap::new();
        for connection in held.values() {
            let count = of_address.entry(connection.address).or_default();
            *count = count.saturating_add(1);
        }
        let longest = |held: &BTreeMap<u64, Arc<Connection>>, only: Option<Origin>| {
            let those = held.iter().filter(|(_, connection)| only.is_none_or(|only| connection.address == only));
            let idle = those
                .filter_map(|(number, connection)| Some((*number, connection, connection.idle_since(self.grace)?)));
            idle.max_by_key(|(_, connection, since)| {
                (of_address.get(&connection.address).copied(), std::cmp::Reverse(*since))
            })
            .map(|(number, ..)| number)
        };
        let (wanting, only) = if of_address.get(&address).copied().unwrap_or_default() >= self.most_of_address {
            (Some(NoPlace::OneAddress), Some(address))
        } else if held.len() >= self.most {
            (Some(NoPlace::Full), None)
        } else {
            (None, None)
        };
        if let Some(no_place) = wanting {
            let number = longest(&held, only).ok_or(no_place)?;
            if let Some(connection) = held.remove(&number) {
                connection.end.notify_one();
            }
        }
        let number = self.last.fetch_add(1, Ordering::Relaxed);
        let connection = Arc::new(Connection {
            address,
            state: Mutex::new(State { n_requests: 0, since: Instant::now() }),
            blocked: Arc::default(),
            end: Notify::new(),
        });
        held.insert(number, Arc::clone(&connection));
        drop(held);
        Ok(Place { all: Arc::clone(self), number, connection })
    }

    /// Until one has gone, or a moment has passed, in which one may have become idle.
    pub(super) async fn change(&self) {
        let _ = tokio::time::timeout(self.grace.max(Duration::from_millis(10)), self.left.notified()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn the_idle_make_room_and_the_busy_do_not() {
        let all = Connections::new(3, 2, Duration::ZERO);
        let first = all.enter(ip("192.0.2.1")).unwrap();
        let second = all.enter(ip("192.0.2.1")).unwrap();
        let other = all.enter(ip("2001:db8::1")).unwrap();
        // The address with most gives way, and of its own the one that has waited longest.
        let third = all.enter(ip("198.51.100.1")).unwrap();
        first.connection.end.notified().await;
        assert_eq!(all.len(), 3);
        drop(first);
        assert_eq!(all.len(), 3, "its place was given away already");
        // One that answers stays, though it is older than those that do not.
        let busy = InHand::on(&second.connection);
        let fourth = all.enter(ip("198.51.100.2")).unwrap();
        other.connection.end.notified().await;
        let third_busy = InHand::on(&third.connection);
        let fourth_busy = InHand::on(&fourth.connection);
        assert_eq!(all.enter(ip("198.51.100.3")).unwrap_err(), NoPlace::Full);
        drop(busy);
        fourth.connection.blocked.store(true, Ordering::Relaxed);
        drop(fourth_busy);
        let fifth = all.enter(ip("198.51.100.3")).unwrap();
        second.connection.end.notified().await;
        assert!(!fourth.connection.is_idle(), "its client has not yet taken its answer");
        drop((second, third, fourth, fifth, other, third_busy));
        assert_eq!(all.len(), 0);
    }

    #[test]
    fn nobody_is_turned_out_who_has_only_just_come() {
        let all = Connections::new(2, 2, Duration::from_hours(1));
        let held = (all.enter(ip("192.0.2.1")).unwrap(), all.enter(ip("192.0.2.1")).unwrap());
        assert_eq!(all.enter(ip("192.0.2.1")).unwrap_err(), NoPlace::OneAddress);
        assert_eq!(all.enter(ip("192.0.2.2")).unwrap_err(), NoPlace::Full);
        drop(held);
        assert!(all.enter(ip("192.0.2.1")).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        assert_eq!(Origin::from(ip("2001:db8:1:2:3::4")), Origin::from(ip("2001:db8:1:2:ffff::1")));
        assert_ne!(Origin::from(ip("2001:db8:1:2::4")), Origin::from(ip("2001:db8:1:3::4")));
        assert_eq!(Origin::from(ip("::ffff:192.0.2.1")), Origin::from(ip("192.0.2.1")));
    }
}
