//! The record: append, read, prove. It knows bytes and hashes, not meanings.
