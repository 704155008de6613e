//! When a meeting begins and ends, as a form asks it.

use ask::{Field, Reader, Takes, sentence};
use executive::Hours;
use jiff::civil::Time;

/// When it begins.
pub(super) const BEGINS: Field = Field::new("begins", "When does it begin?", Takes::Time)
    .hint("On the 24-hour clock in England, for example 09:30.");
/// When it ends.
pub(super) const ENDS: Field = Field::new("ends", "When does it end?", Takes::Time).hint("For example, 12:00");

/// A time as a form has it.
pub(super) fn written(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// The times, if any is written.
pub(super) fn perhaps(form: &mut Reader<'_>) -> Option<Hours> {
    if ["begins", "ends"].iter().all(|name| form.text(name).is_none()) {
        return None;
    }
    settled(form)
}

/// The times, with a fault where one is missing or none.
pub(super) fn settled(form: &mut Reader<'_>) -> Option<Hours> {
    let (begins, ends) = (time(form, "begins"), time(form, "ends"));
    match Hours::new(begins?, ends?) {
        Ok(hours) => Some(hours),
        Err(refusal) => {
            form.wrong("ends", sentence(&refusal.to_string()));
            None
        }
    }
}

fn time(form: &mut Reader<'_>, name: &str) -> Option<Time> {
    let found = form.text(name).and_then(time_of_day);
    if found.is_none() {
        form.wrong(name, format!("Enter when the meeting {name}, on the 24-hour clock, for example 09:30"));
    }
    found
}

/// A time of day to the minute: `9:30`, `09:30` or `09.30`.
fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', '.'])?;
    let number = |text: &str| text.parse::<i8>().ok().filter(|_| text.bytes().all(|letter| letter.is_ascii_digit()));
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 {
        return None;
    }
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_to_the_minute() {
        for (text, read) in [("9:30", Some("09:30")), ("09.30", Some("09:30")), ("24:00", None), ("9:5", None)] {
            assert_eq!(time_of_day(text).map(written).as_deref(), read, "{text}");
        }
    }
}
