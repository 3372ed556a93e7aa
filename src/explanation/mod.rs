//! Why a number is what it is, what moves it, and what it would take.

pub mod decomposition;
pub mod goal_seek;
pub mod lineage;
pub mod sensitivity;
