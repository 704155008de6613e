//! The words the whole of Footprint shares: codes, dates, intervals, counts, the two clocks.
