//! A Rust file read for its code: where comments, strings and characters are, where functions begin and end, what only tests use.

/// A file's text, and the same without what is not code.
pub(super) struct Code {
    /// As written, by line.
    pub(super) lines: Vec<String>,
    /// With the insides of comments, strings and characters blanked, by line.
    pub(super) bare: Vec<String>,
}

/// A function and how many lines it has, from its `fn` to its last brace.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// The line it begins on, from 1.
    pub(super) line: usize,
    /// How many lines it has.
    pub(super) lines: usize,
}

impl Code {
    /// Reads a file.
    pub(super) fn read(text: &str) -> Self {
        let bare = blanked(text);
        Self { lines: text.lines().map(str::to_owned).collect(), bare: bare.lines().map(str::to_owned).collect() }
    }

    /// The functions with a body, in order. One within another counts as part of it, and by itself.
    pub(super) fn functions(&self) -> Vec<Function> {
        let mut found = Vec::new();
        for (index, line) in self.bare.iter().enumerate() {
            for (at, _) in line.match_indices("fn ") {
                let begins = line.get(..at).is_none_or(|before| before.is_empty() || before.ends_with([' ', '(']));
                let rest = line.get(at + 3..).unwrap_or_default();
                let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
                let name: String = rest.chars().take_while(|letter| is_name(*letter)).collect();
                if begins && !name.is_empty() {
                    found.extend(self.end(index, at).map(|end| Function {
                        name,
                        line: index + 1,
                        lines: end - index + 1,
                    }));
                }
            }
        }
        found
    }

    /// The lines of modules that only tests use, from 0.
    pub(super) fn test_lines(&self) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for (index, line) in self.bare.iter().enumerate() {
            let is_test = line.trim() == "#[cfg(test)]" && found.last().is_none_or(|last| *last < index);
            let module = self.bare.get(index + 1).filter(|next| is_test && next.contains("mod "));
            if let Some(module) = module {
                let end = if module.contains('{') { self.end(index + 1, 0) } else { Some(index + 1) };
                found.extend(index..=end.unwrap_or(index + 1));
            }
        }
        found
    }

    /// The modules in files of their own that only tests use.
    pub(super) fn test_modules(&self) -> Vec<String> {
        let pairs = self.bare.iter().zip(self.bare.iter().skip(1));
        pairs
            .filter(|(mark, _)| mark.trim() == "#[cfg(test)]")
            .filter_map(|(_, line)| line.rsplit_once("mod "))
            .filter_map(|(_, name)| name.trim_end().strip_suffix(';').map(str::to_owned))
            .collect()
    }

    /// The line on which the block that opens next after a place ends; none where a semicolon comes before it.
    fn end(&self, line: usize, column: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let mut brackets = 0_usize;
        for (index, text) in self.bare.iter().enumerate().skip(line) {
            let text = if index == line { text.get(column..)? } else { text };
            for letter in text.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth <= 1 => return (depth == 1).then_some(index),
                    '}' => depth -= 1,
                    // `[u8; 4]` in a signature ends nothing.
                    '[' | '(' if depth == 0 => brackets += 1,
                    ']' | ')' if depth == 0 => brackets = brackets.saturating_sub(1),
                    ';' if depth == 0 && brackets == 0 => return None,
                    _ => {}
                }
            }
        }
        None
    }
}

/// What stands at a place of a file.
enum Within {
    Code,
    LineComment,
    BlockComment(usize),
    /// A string; with how many `#` it ends, or with none and escapes.
    Text(Option<usize>),
}

/// A text with spaces for everything in comments, strings and characters, so that every line and column stays.
fn blanked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |index: usize| letters.get(index).copied().unwrap_or('\0');
    let mut bare = String::with_capacity(text.len());
    let mut within = Within::Code;
    let mut index = 0;
    while index < letters.len() {
        let letter = at(index);
        let mut step = 1;
        let mut is_code = false;
        match within {
            Within::Code => match letter {
                '/' if at(index + 1) == '/' => within = Within::LineComment,
                '/' if at(index + 1) == '*' => (within, step) = (Within::BlockComment(1), 2),
                '"' => within = Within::Text(None),
                'r' if !is_word(at(index.wrapping_sub(1))) || at(index.wrapping_sub(1)) == 'b' => {
                    let hashes = (index + 1..letters.len()).take_while(|index| at(*index) == '#').count();
                    is_code = at(index + 1 + hashes) != '"';
                    if !is_code {
                        (within, step) = (Within::Text(Some(hashes)), hashes + 2);
                    }
                }
                '\'' => match quoted(&at, index) {
                    Some(length) => step = length,
                    None => is_code = true,
                },
                _ => is_code = true,
            },
            Within::LineComment if letter == '\n' => within = Within::Code,
            Within::BlockComment(depth) if letter == '*' && at(index + 1) == '/' => {
                (within, step) = (if depth == 1 { Within::Code } else { Within::BlockComment(depth - 1) }, 2);
            }
            Within::BlockComment(depth) if letter == '/' && at(index + 1) == '*' => {
                (within, step) = (Within::BlockComment(depth + 1), 2);
            }
            Within::Text(None) if letter == '\\' => step = 2,
            Within::Text(None) if letter == '"' => within = Within::Code,
            Within::Text(Some(hashes)) if letter == '"' && (1..=hashes).all(|place| at(index + place) == '#') => {
                (within, step) = (Within::Code, hashes + 1);
            }
            _ => {}
        }
        for place in index..(index + step).min(letters.len()) {
            bare.push(if is_code || at(place) == '\n' { at(place) } else { ' ' });
        }
        index += step;
    }
    bare
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// How long the character that a quote begins is; none where it begins a lifetime.
fn quoted(at: &impl Fn(usize) -> char, index: usize) -> Option<usize> {
    if at(index + 1) == '\\' {
        let end = (index + 3..index + 14).find(|place| at(*place) == '\'')?;
        return Some(end - index + 1);
    }
    (at(index + 2) == '\'').then_some(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        Code::read(text)
    }

    #[test]
    fn what_is_not_code_is_blank() {
        for (text, bare) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            (r#"f("x{", 'y', '\'', '\u{7d}')"#, "f(    ,    ,     ,         )"),
            ("r#\"{\"#; br\"}\"; r\"\"", "      ; b    ;    "),
            ("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}"),
            ("\"\\\"\" {", "     {"),
            ("var\"x\"", "var   "),
        ] {
            assert_eq!(blanked(text), bare, "{text}");
        }
    }

    #[test]
    fn functions_are_measured_from_their_name_to_their_last_brace() {
        let text = "impl X {\n    pub async fn a(\n        x: [u8; 4],\n    ) -> Y {\n        \"}\"\n    }\n}\ntrait T {\n    fn b();\n    fn c() {}\n}\n\
                    fn d() {\n    fn e() {\n    }\n}\nlet f: fn (u8);\n";
        let found: Vec<_> = code(text).functions().into_iter().map(|held| (held.name, held.line, held.lines)).collect();
        let name = |name: &str, line, lines| (name.to_owned(), line, lines);
        assert_eq!(found, [name("a", 2, 5), name("c", 10, 1), name("d", 12, 4), name("e", 13, 2)]);
    }

    #[test]
    fn what_only_tests_use_is_known() {
        let text = "mod a;\n#[cfg(test)]\nmod b;\nfn f() {}\n#[cfg(test)]\nmod tests {\n    #[cfg(test)]\n    mod c {}\n}\n#[cfg(test)]\nuse x;\n";
        assert_eq!(code(text).test_lines(), [1, 2, 4, 5, 6, 7, 8]);
        assert_eq!(code(text).test_modules(), ["b"]);
    }
}
