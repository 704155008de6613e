//! Worlds, actors and faults for tests.
