//! The whole of Footprint: the rooms' states in one, and the one path from act to entry.
