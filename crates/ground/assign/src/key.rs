//! Normalising: the one form in which codes and postcodes are compared.

/// What is left of a code after trimming, upper-casing and deleting inner spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key<T> {
    /// Nothing was given.
    Blank,
    /// A key that can be looked up.
    Of(T),
    /// Something that no table holds: too long, or with characters no code has.
    Strange,
}

impl<T: Copy> Key<T> {
    pub(crate) fn of(self) -> Option<T> {
        match self {
            Self::Of(key) => Some(key),
            Self::Blank | Self::Strange => None,
        }
    }
}

/// A normalised code of up to 16 characters, packed into one number.
pub(crate) type CodeKey = u128;

/// A normalised postcode or small-area code of up to 12 letters and digits, packed in base 37.
pub(crate) type PlaceKey = u64;

const CODE_LENGTH_MAX: usize = 16;
const PLACE_LENGTH_MAX: u32 = 12;

/// The key of a code: spaces deleted, upper case.
pub(crate) fn code_key(text: &str) -> Key<CodeKey> {
    let mut key: u128 = 0;
    let mut length = 0;
    for byte in text.bytes() {
        if byte.is_ascii_whitespace() {
            continue;
        }
        if !byte.is_ascii_graphic() || length == CODE_LENGTH_MAX {
            return Key::Strange;
        }
        key = (key << 8) | u128::from(byte.to_ascii_uppercase());
        length += 1;
    }
    if length == 0 { Key::Blank } else { Key::Of(key) }
}

/// The key of a code without its check for spaces, for literals.
pub(crate) const fn literal(text: &str) -> CodeKey {
    let mut key: u128 = 0;
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        key = (key << 8) | *byte as u128;
        rest = after;
    }
    key
}

/// How many characters a key holds.
pub(crate) const fn key_length(key: CodeKey) -> u32 {
    (128 - key.leading_zeros()).div_ceil(8)
}

/// The first three characters of a longer key.
pub(crate) const fn first_three(key: CodeKey) -> Option<CodeKey> {
    let length = key_length(key);
    if length > 3 { Some(key >> (8 * (length - 3))) } else { None }
}

/// The text of a key.
pub(crate) fn key_text(key: CodeKey) -> String {
    key.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).map(char::from).collect()
}

/// The key of a postcode: upper case, everything deleted that is not a letter or digit.
///
/// Only a blank text is [`Key::Blank`]; what holds characters but cannot be a postcode is [`Key::Strange`], which is
/// "not found", never "missing".
pub(crate) fn place_key(text: &str) -> Key<PlaceKey> {
    let mut key: u64 = 0;
    let mut length = 0;
    let mut blank = true;
    for byte in text.bytes() {
        if byte.is_ascii_whitespace() {
            continue;
        }
        blank = false;
        let digit = match byte {
            b'0'..=b'9' => byte - b'0' + 1,
            b'A'..=b'Z' => byte - b'A' + 11,
            b'a'..=b'z' => byte - b'a' + 11,
            0..=127 => continue,
            _ => return Key::Strange,
        };
        if length == PLACE_LENGTH_MAX {
            return Key::Strange;
        }
        key = key * 37 + u64::from(digit);
        length += 1;
    }
    match (blank, length) {
        (true, _) => Key::Blank,
        (false, 0) => Key::Strange,
        (false, _) => Key::Of(key),
    }
}

/// Added to the key of a body, so that it is no postcode's: more than any key of twelve characters.
const BODY: PlaceKey = 37_u64.pow(PLACE_LENGTH_MAX);

/// The key under which the directory keeps the area of a body, for residence that is known by the body responsible.
pub(crate) fn body_key(text: &str) -> Key<PlaceKey> {
    match place_key(text) {
        // A code of five characters that ends in `00` is the body of its first three.
        Key::Of(key) if (37_u64.pow(4)..37_u64.pow(5)).contains(&key) && key % (37 * 37) == 38 => {
            Key::Of(key / (37 * 37) + BODY)
        }
        Key::Of(key) if key < 37_u64.pow(6) => Key::Of(key + BODY),
        Key::Blank => Key::Blank,
        _ => Key::Strange,
    }
}

/// The characters of a place key, without its space.
pub(crate) fn place_text(key: PlaceKey) -> String {
    let mut bytes = Vec::new();
    let mut rest = if key >= BODY { key - BODY } else { key };
    while rest > 0 {
        let digit = (rest % 37) as u8;
        bytes.push(if digit <= 10 { b'0' + digit - 1 } else { b'A' + digit - 11 });
        rest /= 37;
    }
    bytes.reverse();
    bytes.into_iter().map(char::from).collect()
}

/// A postcode as people write it: a space before the last three characters.
pub(crate) fn place_shown(key: PlaceKey) -> String {
    let text = place_text(key);
    if key >= BODY {
        return text;
    }
    match text.len().checked_sub(3).and_then(|at| text.split_at_checked(at)) {
        Some((outward, inward)) if !outward.is_empty() && text.len() <= 7 => format!("{outward} {inward}"),
        _ => text,
    }
}

/// An open-addressed index from hashed keys to small numbers; the keys themselves stay where they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    slots: Vec<u32>,
}

const EMPTY: u32 = u32::MAX;

impl Index {
    /// An index of `hashes`, where the number of a key is its place in the iteration.
    pub(crate) fn of(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let size = (hashes.len() * 3 / 2 + 2).next_power_of_two();
        let mut index = Self { slots: vec![EMPTY; size] };
        for (number, hash) in hashes.enumerate() {
            index.put(hash, number as u32);
        }
        index
    }

    fn put(&mut self, hash: u64, number: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == EMPTY {
                *slot = number;
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The number that stands first where a key of this hash would; the key may be another's.
    #[inline]
    pub(crate) fn first(&self, hash: u64) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        self.slots.get(hash as usize & mask).copied().filter(|number| *number != EMPTY)
    }

    /// The number whose key `is` the one looked for.
    #[inline]
    pub(crate) fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            match self.slots.get(at) {
                None | Some(&EMPTY) => return None,
                Some(&number) if is(number) => return Some(number),
                Some(_) => at = (at + 1) & mask,
            }
        }
    }
}

/// Mixes a key so that nearby keys land far apart.
#[inline]
pub(crate) const fn mix(key: u64) -> u64 {
    let mixed = (key ^ (key >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// As [`mix`], for the wider keys of codes.
#[inline]
pub(crate) const fn mix_code(key: CodeKey) -> u64 {
    mix(key as u64 ^ ((key >> 64) as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lose_their_spaces_and_their_case() {
        assert_eq!(code_key(" rth00 "), Key::Of(literal("RTH00")));
        assert_eq!(code_key("ncb ps01l"), Key::Of(literal("NCBPS01L")));
        assert_eq!(
            (code_key("  "), code_key("ABCDEFGHIJKLMNOPQ"), code_key("é")),
            (Key::Blank, Key::Strange, Key::Strange)
        );
        assert_eq!((first_three(literal("RTH02")), first_three(literal("RTH"))), (Some(literal("RTH")), None));
        assert_eq!(key_text(literal("NCBPS01M_TOP")), "NCBPS01M_TOP");
    }

    #[test]
    fn one_postcode_has_one_key_however_it_is_written() {
        let key = place_key("OX4 4DH");
        for written in ["ox44dh", "OX4  4DH", " OX4-4DH ", "OX44DH"] {
            assert_eq!(place_key(written), key, "{written}");
        }
        assert_eq!(place_shown(key.of().unwrap()), "OX4 4DH");
        assert_eq!(place_text(place_key("ZZ99 3VZ").of().unwrap()), "ZZ993VZ");
        assert_eq!(body_key("10q").of().map(place_shown).as_deref(), Some("10Q"));
        assert_eq!(body_key("10Q00"), body_key("10Q"));
        assert!(body_key("10Q") != place_key("10Q") && body_key("ABCDEFG") == Key::Strange);
        assert_eq!(
            (place_key("  "), place_key("--"), place_key("ABCDEFGHIJKLM")),
            (Key::Blank, Key::Strange, Key::Strange)
        );
    }

    #[test]
    fn an_index_finds_what_it_holds_and_nothing_else() {
        let keys: Vec<u64> = (0..5_000).map(|n| n * 37).collect();
        let index = Index::of(keys.iter().map(|key| mix(*key)));
        let find = |key: u64| index.find(mix(key), |n| keys.get(n as usize) == Some(&key));
        for (n, key) in keys.iter().enumerate() {
            assert_eq!(find(*key), Some(n as u32));
            assert_eq!(find(key + 1), None);
        }
        assert_eq!(Index::default().find(1, |_| true), None);
    }
}
