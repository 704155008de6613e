//! The house in the form in which it is kept between runs of the program.
//!
//! The register is kept as it is: it holds no text that can be erased, and working it out takes seconds. The other rooms hold
//! names and reasons among everything else, so of them their events are kept, as the record has them, and the names of the
//! texts that go with them. Taking the house up again tells the rooms their events once more, with such texts as the journal
//! still has beside it: so what is kept never holds a text that was erased, and never need.

use crate::room::{Beside, Entered};
use crate::rooms::{House, RoomEvent};
use jiff::Timestamp;
use journal::{ApplyError, Entry, Hash, PayloadHash, Texts};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use terms::Sequence;
use terms::shared::{Rows, Slice};

/// This file: a change of the form is a change of the rules.
const FORM: &str = include_str!("kept.rs");

/// How many chunks of events are read ahead of being taken.
const CHUNKS_AHEAD: usize = 4;

/// How long the name of a text is.
const NAME: usize = 32;

/// What the rooms that are not kept as they are were told by an entry.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Told {
    entry: u64,
    /// The names of its texts, one after another.
    #[serde(serialize_with = "bytes")]
    payloads: Vec<u8>,
    /// Its events as the record has them.
    #[serde(serialize_with = "bytes")]
    events: Vec<u8>,
}

/// The same, where it is kept.
#[derive(Clone, Copy, Deserialize)]
struct ToldAt<'a> {
    entry: u64,
    payloads: &'a [u8],
    events: &'a [u8],
}

/// How what follows is divided.
#[derive(Serialize, Deserialize)]
struct Head {
    register: u64,
    /// When each entry was recorded: the microseconds after the one before.
    times: Vec<i64>,
    n_told: u32,
    told: Vec<u32>,
}

impl Told {
    /// What an entry tells them, if anything.
    pub(crate) fn of(entry: &Entry) -> Result<Option<Self>, ApplyError> {
        let is_told =
            |event: &&Value| event.get("room").and_then(Value::as_str).is_none_or(|room| !House::is_kept(room));
        let events: Vec<&Value> = entry.events.as_array().into_iter().flatten().filter(is_told).collect();
        if events.is_empty() {
            return Ok(None);
        }
        let payloads = entry.payloads.iter().flat_map(|hash| *hash.0.as_bytes()).collect();
        Ok(Some(Self { entry: entry.sequence, payloads, events: serde_json::to_vec(&events)? }))
    }
}

impl ToldAt<'_> {
    fn payloads(&self) -> Vec<PayloadHash> {
        let (names, _) = self.payloads.as_chunks::<NAME>();
        names.iter().map(|name| PayloadHash(Hash(*name))).collect()
    }

    fn to_owned(self) -> Arc<Told> {
        let (payloads, events) = (self.payloads.to_vec(), self.events.to_vec());
        Arc::new(Told { entry: self.entry, payloads, events })
    }
}

/// The rules by which a house is worked out and the form in which it is kept.
pub(crate) fn rules() -> Hash {
    Hash::of(&[register::RULES.as_bytes(), FORM.as_bytes()])
}

/// The kept form; `None` when it does not read back as it was written.
pub(crate) fn keep(house: &House) -> Option<Vec<u8>> {
    let register = house.register.keep();
    let mut told = Vec::new();
    let chunk = |chunk: &terms::shared::Late<Vec<Arc<Told>>>| {
        let before = told.len();
        match chunk.form() {
            Some(form) => told.extend(form),
            None => told.extend(write(&chunk.iter().map(|told| &**told).collect::<Vec<_>>())?),
        }
        u32::try_from(told.len() - before).ok()
    };
    let lengths = house.told.chunks().map(chunk).collect::<Option<Vec<u32>>>()?;
    let times = house.times.iter().scan(0, |before, time| {
        let after = time.as_microsecond() - *before;
        *before = time.as_microsecond();
        Some(after)
    });
    let head = Head {
        register: register.len() as u64,
        times: times.collect(),
        n_told: u32::try_from(house.told.len()).ok()?,
        told: lengths,
    };
    let head = write(&head)?;
    let mut form = (head.len() as u64).to_le_bytes().to_vec();
    form.reserve_exact(head.len() + register.len() + told.len());
    form.extend(head);
    form.extend(&register);
    form.extend(told);
    let reads = register::State::reads_back(&Slice::new(register)) && parts(&Slice::new(form.clone())).is_some();
    reads.then_some(form)
}

/// A kept form in its parts.
struct Parts {
    head: Head,
    register: Slice,
    told: Vec<Slice>,
}

fn parts(form: &Slice) -> Option<Parts> {
    let (length, rest) = form.split(8)?;
    let length = u64::from_le_bytes(length.bytes().try_into().ok()?);
    let (head, rest) = rest.split(usize::try_from(length).ok()?)?;
    let head: Head = postcard::from_bytes(head.bytes()).ok()?;
    let (register, mut rest) = rest.split(usize::try_from(head.register).ok()?)?;
    let mut told = Vec::with_capacity(head.told.len());
    for length in &head.told {
        let (chunk, after) = rest.split(*length as usize)?;
        read_told(chunk.bytes())?;
        told.push(chunk);
        rest = after;
    }
    rest.bytes().is_empty().then_some(Parts { head, register, told })
}

fn read_told(bytes: &[u8]) -> Option<Vec<ToldAt<'_>>> {
    postcard::from_bytes(bytes).ok()
}

/// The texts that taking up a kept form needs.
pub(crate) fn texts_of(form: &[u8]) -> Option<Vec<PayloadHash>> {
    // The parts share the bytes, so they are parted here by themselves.
    let (length, rest) = form.split_first_chunk::<8>()?;
    let (head, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let head: Head = postcard::from_bytes(head).ok()?;
    let mut rest = rest.get(usize::try_from(head.register).ok()?..)?;
    let mut named = Vec::new();
    for length in head.told {
        let (chunk, after) = rest.split_at_checked(length as usize)?;
        named.extend(read_told(chunk)?.iter().flat_map(ToldAt::payloads));
        rest = after;
    }
    Some(named)
}

/// The house that was kept.
pub(crate) fn resume(form: Vec<u8>, texts: &Texts) -> Result<House, ApplyError> {
    let Parts { head, register, told } = parts(&Slice::new(form)).ok_or("it does not read")?;
    let mut house = House {
        register: register::State::resume(&register).ok_or("its register does not read")?,
        told: Rows::kept(head.n_told as usize, told.clone(), |bytes| {
            Some(read_told(bytes)?.into_iter().map(ToldAt::to_owned).collect())
        })
        .ok_or("what its rooms were told does not read")?,
        ..House::default()
    };
    let mut at = 0;
    for after in &head.times {
        at += after;
        house.times.push(Timestamp::from_microsecond(at)?);
    }
    if house.register.sequence().0 != head.times.len() as u64 {
        return Err("its register stands at another entry".into());
    }
    // Reading the events takes as long as taking them, so that is done a little ahead, beside.
    std::thread::scope(|scope| {
        let (ahead, read) = sync_channel(CHUNKS_AHEAD);
        scope.spawn(move || told.iter().map(|chunk| read_events(chunk.bytes())).try_for_each(|read| ahead.send(read)));
        tell(&mut house, &read, texts)
    })?;
    Ok(house)
}

/// What an entry tells the rooms.
type Telling = (u64, Vec<PayloadHash>, Vec<RoomEvent>);

fn read_events(bytes: &[u8]) -> Result<Vec<Telling>, ApplyError> {
    let told = read_told(bytes).ok_or("what its rooms were told does not read")?;
    told.iter().map(|told| Ok((told.entry, told.payloads(), serde_json::from_slice(told.events)?))).collect()
}

/// Tells the rooms of every entry, whether or not it has an event of theirs.
fn tell(house: &mut House, read: &Receiver<Result<Vec<Telling>, ApplyError>>, texts: &Texts) -> Result<(), ApplyError> {
    let mut all = read.iter().flat_map(|chunk| match chunk {
        Ok(chunk) => chunk.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    });
    let mut next = all.next().transpose()?;
    for (entry, recorded_at) in (1..).zip(house.times.clone().iter()) {
        let (payloads, events) = match next.take_if(|(told, ..)| *told == entry) {
            Some((_, payloads, events)) => {
                next = all.next().transpose()?;
                (payloads, events)
            }
            None => Default::default(),
        };
        let (sequence, beside) = (Sequence(entry), Beside::Texts(texts));
        house.take_again(events, &Entered { sequence, recorded_at: *recorded_at, payloads: &payloads, beside })?;
    }
    if next.is_some() { Err("its rooms were told of entries out of order".into()) } else { Ok(()) }
}

fn write<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    postcard::to_extend(value, Vec::new()).ok()
}

fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}
