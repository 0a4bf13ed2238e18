"""The shell sessions in the guides (blocks marked `console`) give what they show.

Run as a script with names of pages, it writes into them what the commands give now:

    python tests/docs/test_sessions.py docs/suites.md

A page's sessions run one after the other in one shell, in an empty home folder. A line of `...` stands for any lines.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md") if "```console" in path.read_text())
HOME, CHECKOUT = "/home/td", "/opt/pkgrs"  # as the pages show them
_MARK = "\x1e"

# what differs from one run to the next
_VARYING = [
    (re.compile(r"\d\d:\d\d:\d\d (ERROR|WARNING|INFO|DEBUG)"), r"12:00:00 \1"),
    (re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d \d{4}"), "Mon Jan  5 12:00:00 2026"),
    (re.compile(r"\bby \S+@\S+,"), "by td@studio,"),
    (re.compile(r"\d+\.\d+ seconds"), "0.01 seconds"),
    (re.compile(r"process \d+"), "process 4711"),
    (re.compile(r"timestamp = \d+"), "timestamp = 1767614400"),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
]


class Command(NamedTuple):
    """A command as it is typed, and the output that the page shows."""

    text: str
    output: str


def blocks(page: str) -> Iterator["re.Match[str]"]:
    return re.finditer(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def commands(block: str) -> List[Command]:
    found: List[List[List[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([[line[2:]], []])
        elif (line == ">" or line.startswith("> ")) and not found[-1][1]:
            found[-1][0].append(line[2:])
        else:
            found[-1][1].append(line)
    return [Command("\n".join(text), "\n".join(output)) for text, output in found]


def run(texts: List[str], home: Path) -> List[str]:
    """What each of the commands prints."""
    script = ["exec 2>&1", "cd"]
    for text in texts:
        script += [text.replace(CHECKOUT, str(ROOT)).replace(HOME, str(home)), "printf '\\036'"]
    file = home.parent / "session.sh"
    file.write_text("\n".join(script) + "\n")
    done = subprocess.run(["bash", "--norc", "--noprofile", str(file)], env=environment(home), cwd=str(home),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, universal_newlines=True)
    return [shown(output, home) for output in done.stdout.split(_MARK)[:-1]]


def environment(home: Path) -> Dict[str, str]:
    return {
        "HOME": str(home), "USER": "td", "LANG": "C.UTF-8", "TERM": "dumb", "TZ": "UTC", "SHELL": "/bin/bash",
        "PATH": os.pathsep.join([str(ROOT / "bin"), os.path.dirname(sys.executable), "/usr/local/bin", "/usr/bin", "/bin"]),
        "TMPDIR": str(home.parent), "PYTHONDONTWRITEBYTECODE": "1", "PKG_DEFINITION_INDEX": "off",
        # requests and resolves as on any Linux of today
        "REZ_IMPLICIT_PACKAGES": "~platform==linux ~arch==x86_64 ~os==Debian-12",
        "GIT_AUTHOR_NAME": "td", "GIT_AUTHOR_EMAIL": "td@example.com", "GIT_COMMITTER_NAME": "td",
        "GIT_COMMITTER_EMAIL": "td@example.com",
    }


def shown(output: str, home: Path) -> str:
    output = output.replace(str(home), HOME).replace(str(ROOT), CHECKOUT)
    for pattern, text in _VARYING:
        output = pattern.sub(text, output)
    return output.rstrip("\n")


def matches(expected: str, actual: str) -> bool:
    # columns are as wide as the longest path in them
    expected, actual = (re.sub(" {2,}", "  ", text) for text in (expected, actual))
    parts = [re.escape(part) for part in re.split(r"^\.\.\.\n?", expected + "\n", flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*?".join(parts), actual + "\n") is not None


def sessions(page: str, home: Path) -> Iterator["tuple[Command, str]"]:
    wanted = [command for block in blocks(page) for command in commands(block.group(1))]
    outputs = run([command.text for command in wanted], home)
    assert len(outputs) == len(wanted), "a command ended the shell"
    yield from zip(wanted, outputs)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the pages show Linux")
@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_sessions(path: Path, tmp_path: Path) -> None:
    home = tmp_path / "td"
    home.mkdir()
    wrong = ["$ %s\n-- shown:\n%s\n-- now:\n%s" % (command.text, command.output, actual)
             for command, actual in sessions(path.read_text(), home) if not matches(command.output, actual)]
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("expected, actual, equal", [
    ("", "", True), ("a", "a", True), ("a", "b", False), ("...", "", True), ("...", "a\nb", True),
    ("a\n...", "a\nb\nc", True), ("a\n...\nc", "a\nc", True), ("a\n...\nd", "a\nb\nc", False), ("a", "a\nb", False),
])
def test_matches(expected: str, actual: str, equal: bool) -> None:
    assert matches(expected, actual) == equal


def test_commands_are_found() -> None:
    page = "text\n```console\n$ a <<E\n> b\n> E\nout\n$ c\n```\n```\n$ d\n```\n"
    assert [command for block in blocks(page) for command in commands(block.group(1))] == [
        Command("a <<E\nb\nE", "out"), Command("c", "")]


def update(path: Path) -> None:
    """Write into a page what its commands print."""
    page = path.read_text()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "td"
        home.mkdir()
        outputs = list(sessions(page, home))
    position = iter(outputs)

    def block_now(match: "re.Match[str]") -> str:
        lines = ["```console"]
        for command in commands(match.group(1)):
            _, actual = next(position)
            output = command.output if "..." in command.output.splitlines() and matches(command.output, actual) else actual
            typed = [("> " if number else "$ ") + line for number, line in enumerate(command.text.split("\n"))]
            lines += [line.rstrip() for line in typed] + ([output] if output else [])
        return "\n".join([*lines, "```"])

    path.write_text(re.sub(r"^```console\n(.*?)^```$", block_now, page, flags=re.MULTILINE | re.DOTALL))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        update(Path(name))
