//! The schema of files.
