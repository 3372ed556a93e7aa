//! What must be true of the functions in SQL.

mod bad_input;
mod columns;
mod common;
mod parts;
mod variants;
