//! The `panj` command.

fn main() {}
