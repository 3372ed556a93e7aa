//! Several computing centres: the gain from pooling their load, and the hub that serves each
//! region.

#[cfg(feature = "network")]
pub mod network;
pub mod pooling;
