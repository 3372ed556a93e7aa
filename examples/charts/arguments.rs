//! The command line of `charts`.

use std::path::PathBuf;

use clap::Parser;

use crate::shown::file;

/// Draws each chart of the library, light and dark, in English and Chinese, for a page and a phone.
#[derive(Debug, Parser)]
#[command(
    name = "charts",
    allow_negative_numbers = true,
    after_help = "Exit code: 0 if all are written, 1 if not, 2 for an argument that is refused."
)]
pub(crate) struct Arguments {
    /// The folder to write to; it is made if it does not exist.
    #[arg(value_name = "FOLDER", default_value = "target/charts", value_parser = file::folder)]
    pub folder: PathBuf,
}
