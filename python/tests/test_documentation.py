"""The page runs, the stubs hold, the program runs."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, needed

import panj

NEEDS = {
    "SALib": "SALib",
    "ema_workbench": "ema_workbench",
    "emcee": "emcee",
    "geopandas": "geopandas",
    "optuna": "optuna",
    "pyabc": "pyabc",
    "scipy": "scipy.stats",
    "xarray": "xarray",
}


def parts() -> list[tuple[str, str]]:
    """Sections of the page that have examples, each with its title."""
    page = (ROOT / "docs" / "python.md").read_text()
    sections = [section.split("\n", 1) for section in page.split("\n## ")]
    return [(title, text) for title, text in sections if ">>>" in text]


@pytest.mark.parametrize(("title", "text"), parts(), ids=[title for title, _ in parts()])
def test_examples_of_the_page(title: str, text: str) -> None:
    for word in NEEDS:
        if f"import {word}" in text or f"from {word}" in text or f".to_{word}()" in text:
            needed(word)
    test = doctest.DocTestParser().get_doctest(text, {"panj": panj}, title, "docs/python.md", 0)
    assert test.examples
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(test)
    assert result.failed == 0


@pytest.mark.parametrize("notebook", sorted((ROOT / "python/examples").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_run(notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for tool in ["nbclient", "ipykernel", "matplotlib", "ema_workbench", "pandas"]:
        needed(tool)
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PANJ_N", "40")
    NotebookClient(nbformat.read(notebook, as_version=4), timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()


def test_the_index_names_what_the_module_has() -> None:
    section = (ROOT / "docs/llms.txt").read_text().split("## Python", 1)[1].split("\n## ", 1)[0]
    told = {line[2:].split("(")[0] for line in section.splitlines() if line.startswith("- ")}
    functions = {name for name in panj.__all__ if name.islower() and not name.startswith("_")}
    assert told == functions | {"Scenario"}


def test_the_module_s_own_example() -> None:
    assert doctest.testmod(panj).failed == 0


def test_types_are_strict(tmp_path: Path) -> None:
    needed("mypy")
    use = tmp_path / "use.py"
    use.write_text("import panj\nfound: panj.Run = panj.run('x', n=3, set={'a': 1})\ncells: float = found['a'].mean()\n")
    for arguments in [["-p", "panj"], [str(use)]]:
        checked = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "python/pyproject.toml"), *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={"PATH": "", "MYPYPATH": str(ROOT / "python")},
        )
        assert checked.returncode == 0, checked.stdout


def test_stubs_name_what_there_is() -> None:
    from panj import _native

    text = (ROOT / "python/panj/_native.pyi").read_text()
    for name in ["Table", "Results", "Job", "Scenario"]:
        own = {member for member in vars(getattr(_native, name)) if not member.startswith("__")}
        stub = text.split(f"class {name}:", 1)[1].split("\nclass ", 1)[0].split("\ndef ", 1)[0]
        told = {line.split("def ", 1)[1].split("(")[0] for line in stub.splitlines() if "def " in line}
        assert own == {member for member in told if not member.startswith("__")}, name


def test_the_program_runs_in_process(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "panj", *arguments], capture_output=True, text=True)

    assert run("--version").stdout.split() == ["panj", panj.__version__]
    wrong = run("run", "nowhere")
    assert wrong.returncode == 2 and "nowhere" in wrong.stderr
    again = run("check", "scenarios/tutorial")
    assert again.returncode == 0, again.stderr
