//! What was typed, and what the reader may type next: arguments as texts, whole numbers, and paths as a shell takes them.

use std::ffi::{OsStr, OsString};
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::OnceLock;

use super::error::CliError;
use super::numbers::grouped;

/// What was typed, with the name of the program.
static TYPED: OnceLock<Vec<String>> = OnceLock::new();

/// The command line as it is noted in results.
pub(super) fn command_line() -> Vec<String> {
    TYPED.get().cloned().unwrap_or_default()
}

/// Takes what was typed, every argument of which must be UTF-8: plans and manifests are, and name the paths given.
///
/// # Errors
/// Which argument is not.
pub(super) fn take_arguments(typed: Vec<OsString>) -> Result<(), CliError> {
    let texts: Result<Vec<String>, OsString> = typed.into_iter().map(OsString::into_string).collect();
    let texts = texts.map_err(|wrong| {
        let shown = wrong.to_string_lossy();
        CliError::Input(format!(
            "the argument `{shown}` is not UTF-8 text, and the files of results could not name it: give the file or folder a \
             name in UTF-8, or go into the folder and name it `.`"
        ))
    })?;
    TYPED.get_or_init(|| texts);
    Ok(())
}

/// Reads a whole number of a range; what is anything else is refused with the range.
pub(super) fn whole_number<T>(range: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: TryFrom<u64> + Into<u64> + PartialOrd + Copy,
{
    move |text| {
        let given = text.trim().parse::<u64>().ok().and_then(|given| T::try_from(given).ok());
        let rule = || {
            format!("a whole number from {} to {}", grouped((*range.start()).into()), grouped((*range.end()).into()))
        };
        given.filter(|given| range.contains(given)).ok_or_else(rule)
    }
}

/// A path as it must be typed in a shell.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.as_os_str().to_string_lossy();
    // What begins with a dash would be taken for an option.
    let text = if text.starts_with('-') { format!("./{text}") } else { text.into_owned() };
    if is_plain(OsStr::new(&text)) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Whether a shell takes a text as it stands.
fn is_plain(text: &OsStr) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_-./+=:,@%".contains(c);
    text.to_str().is_some_and(|text| !text.is_empty() && text.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_what_is_quoted() {
        for (path, typed) in [
            ("output/a-run", "output/a-run"),
            ("my folder", "'my folder'"),
            ("-n", "./-n"),
            ("- n", "'./- n'"),
            ("it's", r"'it'\''s'"),
            ("a$(b)", "'a$(b)'"),
            ("", "''"),
            ("папка", "папка"),
        ] {
            assert_eq!(quoted(Path::new(path)), typed);
        }
    }
}
