//! Published files in, tables out; it knows formats and their drift and never guesses.
