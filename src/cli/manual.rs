//! `krivitsky completions` and `krivitsky man`.

use std::io::{self, Write};

use clap::CommandFactory;

use super::Cli;

/// Prints completions for a shell.
///
/// # Errors
/// The output cannot be written.
pub fn completions(shell: clap_complete::Shell) -> anyhow::Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "krivitsky", &mut text);
    io::stdout().lock().write_all(&text)?;
    Ok(0)
}

/// Prints the manual page.
///
/// # Errors
/// The output cannot be written.
pub fn man() -> anyhow::Result<u8> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    io::stdout().lock().write_all(&text)?;
    Ok(0)
}
