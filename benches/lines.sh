#!/bin/sh
# Lines of code without tests, documentation and blanks, as this project's figures mean it: src and crates, without files of tests, examples and benches, and
# without modules of tests inside a file.
cd "$(dirname "$0")/.." || exit
git ls-files 'src/*.rs' 'crates/*/src/*.rs' | grep -vE '/tests(/|\.rs)' |
  xargs sed -s '/^#\[cfg(test)\]$/{N;/{$/!d;:a;N;/\n}$/!ba;d}' | grep -cvE '^\s*(//|$)'
