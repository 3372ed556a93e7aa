//! Why a number is what it is, what moves it, and what it would take.

pub mod audit;
pub mod decomposition;
pub mod inversion;
pub mod sensitivity;
