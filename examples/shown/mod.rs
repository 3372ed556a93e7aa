//! Shared by the examples: reading files, printing tables and numbers, and exit codes.

#![allow(dead_code, reason = "each example uses a part of it")]

pub(crate) mod file;

use std::{error::Error, io::Write, process::ExitCode};

use comfy_table::{CellAlignment, Table, presets};
use compute_impact::text::lines;

/// A printed answer, or the error that prevented it.
pub(crate) type Answer = Result<String, Box<dyn Error>>;

/// Prints the answer and returns `success`, or prints the error and returns `failure`.
pub(crate) fn finish(answer: &Answer, success: ExitCode, failure: ExitCode) -> ExitCode {
    let error = match answer {
        Ok(text) => match writeln!(std::io::stdout(), "{}", lines(text)) {
            // A reader that stops early (`| head`) is no error; a full disk is one.
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                format!("standard output: {error}")
            }
            _ => return success,
        },
        Err(error) => error.to_string(),
    };
    let _ = writeln!(std::io::stderr(), "error: {}", lines(&error));
    failure
}

/// Prints the answer and exits with 0, or prints the error and exits with 1.
pub(crate) fn print(answer: &Answer) -> ExitCode {
    finish(answer, ExitCode::SUCCESS, ExitCode::FAILURE)
}

/// A table whose first `words` columns hold words; all others hold numbers, to the right.
pub(crate) fn table<H, C>(words: usize, header: H, rows: impl IntoIterator<Item = C>) -> String
where
    H: Into<comfy_table::Row>,
    C: Into<comfy_table::Row>,
{
    let mut table = Table::new();
    table
        .load_style(presets::ASCII_BORDERS_ONLY_CONDENSED)
        .set_header(header)
        .add_rows(rows);
    for column in table.column_iter_mut().skip(words) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n")
}

/// `0.0426` as `4.26 %` and `2e9` as `2.000e11 %`; a number that rounds to zero has no minus sign.
pub(crate) fn percent(fraction: f64) -> String {
    let scientific = format!("{fraction:.3e}");
    if let Some((digits, exponent)) = scientific.split_once('e')
        && let Ok(exponent @ 6..) = exponent.parse::<i32>()
    {
        // Two more powers of ten in the text, as the number itself might overflow.
        return format!("{digits}e{} %", exponent + 2);
    }
    let text = format!("{:.2}", fraction * 100.0);
    let digits = match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|digit| matches!(digit, '0' | '.')) => digits,
        _ => &text,
    };
    format!("{digits} %")
}

/// A number of any size in a few digits.
pub(crate) fn short(number: f64) -> String {
    if number.abs() >= 1e6 || (number != 0.0 && number.abs() < 1e-3) {
        format!("{number:.3e}")
    } else {
        format!("{number:.4}")
    }
}
