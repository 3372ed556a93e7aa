//! Why a number is what it is, what moves it, and what it would take.

pub mod sensitivity;
