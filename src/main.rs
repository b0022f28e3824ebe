//! The `panj` command: all of it is in [`panj::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    panj::cli::main()
}
