//! Worked examples, where they are to be had, answered and compared.

#[cfg(test)]
mod intervention;
#[cfg(test)]
mod vectors;
