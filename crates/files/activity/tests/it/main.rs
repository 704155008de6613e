//! Activity files through the method: small worlds written here, and the worked cases where `FOOTPRINT_DATA` names the
//! folder of real files beside which they lie.

#[cfg(test)]
mod acceptance;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod files;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod scale;
#[cfg(test)]
mod silent;
#[cfg(test)]
mod world;
