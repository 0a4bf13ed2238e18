"""The list of known differences."""
import json

import pytest

from pkgrs.cli.commands import quirks as command
from pkgrs.errors import RezSystemError
from pkgrs.query import quirks


def run(capsys: pytest.CaptureFixture, *arguments: str) -> str:
    from argparse import ArgumentParser
    parser = ArgumentParser()
    command.setup_parser(parser)
    command.command(parser.parse_args(arguments), parser)
    return capsys.readouterr().out


def test_all_have_texts() -> None:
    found = quirks.known_quirks()
    assert len(found) > 10
    assert [quirk.id for quirk in found] == sorted({quirk.id for quirk in found})
    assert all(quirk.what and quirk.why and quirk.since for quirk in found)


def test_short_list(capsys: pytest.CaptureFixture) -> None:
    lines = run(capsys).splitlines()
    assert len(lines) == len(quirks.known_quirks())
    (line,) = [line for line in lines if line.startswith("failures-explained: ")]
    assert line.endswith("  [PKGRS_EXPLAIN_FAILURES=0 in the environment]")


def test_one_at_length(capsys: pytest.CaptureFixture) -> None:
    lines = run(capsys, "resetenv-works").splitlines()
    assert lines[0] == "resetenv-works"
    assert "    Issue of Rez: #2068" in lines


def test_json(capsys: pytest.CaptureFixture) -> None:
    (entry,) = json.loads(run(capsys, "--json", "failures-explained"))
    assert set(entry) == {"id", "what", "why", "since", "setting", "issue"}


def test_unknown_name(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as caught:
        run(capsys, "nothing")
    assert caught.value.code == 1


def test_missing_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quirks, "__file__", "/nowhere/pkgrs/query/quirks.py")
    with pytest.raises(RezSystemError, match="the list of known differences can't be read"):
        quirks.known_quirks()
