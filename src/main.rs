//! The program: one call.

use std::process::ExitCode;

fn main() -> ExitCode {
    krivitsky::cli::run()
}
