//! Computing centres side by side: what they gain by pooling their load, and which hub serves which
//! region.

#[cfg(feature = "network")]
pub mod network;
pub mod pooling;
