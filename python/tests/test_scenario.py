"""Scenarios, and what is told when they are wrong."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import panj
from panj._errors import here


def test_what_a_scenario_says(tutorial: panj.Scenario) -> None:
    assert tutorial.start == date(2030, 5, 1) and tutorial.title
    assert "standing-force" in tutorial.policies
    assert isinstance(tutorial["campaign.contagion"], (int, float))
    paths = tutorial.parameters["path"].tolist()
    assert "campaign.contagion" in paths
    assert "held_at_end" in tutorial.metrics["metric"].tolist()
    assert tutorial.title in tutorial._repr_html_()
    with pytest.raises(KeyError, match="did you mean campaign.contagion"):
        tutorial["campaign.contagoin"]


def test_priors_are_like_those_of_scipy() -> None:
    scenario = panj.Scenario("scenarios/tajik-afghan-2021")
    assert scenario.priors
    for prior in scenario.priors.values():
        if not prior.options:
            values = prior.ppf([0.1, 0.5, 0.9])
            assert values[0] <= values[1] <= values[2]
    assert np.shape(next(iter(scenario.priors.values())).ppf(0.5)) == ()
    with pytest.raises(panj.StudyError, match="from 0 to 1, not 2"):
        next(iter(scenario.priors.values())).ppf(2)


def test_problems_are_data(tmp_path: Path) -> None:
    copy = tmp_path / "tutorial"
    shutil.copytree("scenarios/tutorial", copy)
    shutil.copytree("alliances", tmp_path / "alliances")
    text = (copy / "scenario.toml").read_text().replace("contagion", "contagoin", 1)
    (copy / "scenario.toml").write_text(text)
    with pytest.raises(panj.ScenarioError) as raised:
        panj.Scenario(copy)
    [problem] = [one for one in raised.value.problems if "contagoin" in one.key + one.found]
    line = text.splitlines()[problem.line - 1]
    assert problem.file.endswith("scenario.toml") and "contagoin" in line and "contagoin" in problem.excerpt
    assert line.index("contagoin") + 1 == problem.column
    assert "contagion" in problem.remedy and problem.rule
    again = pickle.loads(pickle.dumps(raised.value))
    assert again.problems == raised.value.problems and str(again) == str(raised.value)


def test_wrong_questions_are_told(tutorial: panj.Scenario) -> None:
    with pytest.raises(panj.ScenarioError) as raised:
        panj.run(tutorial, n=1, set={"campaign.contagoin": 2})
    assert raised.value.problems[0].file == "set" and "--" not in str(raised.value)
    with pytest.raises(panj.StudyError, match="did you mean|nearest|held_at_end"):
        panj.compare(tutorial, ["baseline", "standing-force"], n=2, metrics=["held_at_ends"])
    with pytest.raises(panj.StudyError, match="rows"):
        panj.sample(tutorial, {"campaign.contagion": [1, 2], "policy": ["baseline"]})
    with pytest.raises(TypeError, match="a parameter is"):
        panj.run(tutorial, n=1, set={"campaign.contagion": object()})
    for wrong in (0, -1, 1.5, float("nan"), "5"):
        with pytest.raises(panj.StudyError, match="n=.*at least 1"):
            panj.run(tutorial, n=wrong)  # type: ignore[arg-type]
    with pytest.raises(panj.StudyError, match="leave one of them out"):
        panj.run(tutorial, n=1, draws="fixed", posterior="sample.csv")
    with pytest.raises(panj.StudyError, match="by set= as well"):
        panj.sweep(tutorial, {"campaign.contagion": [0, 1]}, n=1, set={"campaign.contagion": 2})
    # What would take all memory, or for ever, is refused before anything runs.
    with pytest.raises(panj.StudyError, match="worlds = .*from 2 to 100000"):
        panj.audit(tutorial, n=5, worlds=10**15)
    with pytest.raises(panj.StudyError, match="most = .*from 1 to 3"):
        panj.discover(tutorial, "too_late", n=5, most=2**50)
    with pytest.raises(panj.StudyError, match="share = 2"):
        panj.discover(tutorial, "too_late", n=5, share=2)


def test_messages_name_arguments_not_options(tutorial: panj.Scenario) -> None:
    told = {
        "add --worlds-per-draw 1": "add worlds_per_draw=1",
        "by --set as well, --set: a": "by set= as well, set: a",
        "--factor PATH=low..high, --policy-file or --allow-outside": 'factors={"PATH": (low, high)}, policy_files= or allow_outside=True',
        "see `panj calibrate --set A=1`, --set-aside and --out": "see `panj calibrate --set A=1`, --set-aside and --out",
    }
    assert {text: here(text) for text in told} == told
    with pytest.raises(panj.ScenarioError) as raised:
        panj.sweep(tutorial, {"campaign.contagoin": (0, 9)}, n=1, points=2)
    problem = raised.value.problems[0]
    assert (problem.file, problem.excerpt) == ("factors", "campaign.contagoin")


def test_one_name_may_stand_by_itself(tutorial: panj.Scenario) -> None:
    with pytest.raises(panj.StudyError, match="no policy standing-force-2"):
        panj.compare(tutorial, "standing-force-2", n=2, metrics="too_late")


def test_a_scenario_that_ships_is_pickled_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = panj.Scenario("tutorial")
    again = pickle.loads(pickle.dumps(scenario))
    assert again.digest == scenario.digest


def test_a_pickled_scenario_is_the_same_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "tutorial"
    shutil.copytree("scenarios/tutorial", copy)
    shutil.copytree("alliances", tmp_path / "alliances")
    monkeypatch.chdir(tmp_path)
    scenario = panj.Scenario("tutorial")
    packed = pickle.dumps(scenario)
    monkeypatch.chdir("/")
    again = pickle.loads(packed)
    assert panj.run(again, n=3)["held_at_end"].tolist() == panj.run(scenario, n=3)["held_at_end"].tolist()
    file = copy / "scenario.toml"
    file.write_text(file.read_text() + "\n# changed\n")
    with pytest.raises(panj.StudyError, match="pickled"):
        pickle.loads(packed)
