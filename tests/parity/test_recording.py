"""The recording that comes with parity: what it holds, and that it can be used."""
import json
import os
import platform
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from parity import model
from parity.__main__ import SCENARIOS, main
from parity.recording import SHIPPED, Recording
from parity.worlds import samples


@pytest.fixture(scope="module")
def recording():
    return Recording.read(SHIPPED)


def test_it_is_small():
    assert SHIPPED.stat().st_size < 4e6


def test_it_is_written_in_one_way(recording, tmp_path):
    recording.write(tmp_path / "again.json.gz")
    assert (tmp_path / "again.json.gz").read_bytes() == SHIPPED.read_bytes()


def test_it_has_no_places_and_names_of_the_machine_that_it_was_made_on(recording):
    text = json.dumps(recording.scenarios)
    # but for what scenarios and samples themselves name
    own = "".join(path.read_text(encoding="utf-8", errors="replace") for folder in (SCENARIOS, samples())
                  for path in folder.rglob("*") if path.is_file())
    places = set(re.findall(r"(?<![\w>.}])(/(?:root|home|work|srv|var|tmp|Users)/[\w.-]+)", text))
    hosts = set(re.findall(r"https?://([\w.-]+)", text)) - {"github.com", "rez.readthedocs.io"}
    assert {name for name in places | hosts if name not in own} == set()
    for name in {platform.node(), os.path.basename(str(Path.home()))} - {"root", ""}:
        assert not re.search(r'(?:@|host"?: \\*")%s\b' % re.escape(name), text)


@pytest.mark.parity
@pytest.mark.slow
def test_most_scenarios_are_in_it(recording):
    """Changed ones have to be recorded again: `parity run --record`."""
    scenarios, _ = model.load_folder(SCENARIOS)
    stale = recording.reasons(scenarios, recording.facts)
    assert len(stale) < len(scenarios) * 0.1, stale


def test_a_run_without_a_reference(recording, monkeypatch, tmp_path):
    """Where it was made on a machine of another kind, nothing is compared, and the reason told."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("PKGRS_REFERENCE", raising=False)
    result = CliRunner().invoke(main, ["run", "versions/", "definitions/keys", "cli_core/env runs", "cli_core/search f"])
    assert "compared with what Rez 3.4.0 gave when it was recorded" in result.output
    if "recorded on " in result.output:
        assert result.exit_code == 3
    else:
        assert result.exit_code in (0, 3), result.output
        assert re.search(r"^\d+ of \d+ scenarios identical", result.output, re.MULTILINE)
