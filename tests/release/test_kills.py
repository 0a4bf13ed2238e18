"""Releases from git that are killed: what is left, and what the next release makes of it. Processes of their own."""
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix" or not shutil.which("git"), reason="kills; git")]

RELEASE = "import sys; from pkgrs.cli.entry import run_rez_release; sys.exit(run_rez_release())"
# A git that kills whoever calls it in a certain way.
GIT = """#!/bin/sh
case "$1 $2" in
$KILL_AT) kill -9 $PPID; exit 1;;
esac
exec {git} "$@"
"""
DEFINITION = """
variants = [["~a"], ["~b"]]
build_command = "for i in 1 2 3; do echo {text} > $REZ_BUILD_INSTALL_PATH/file$i; done"
"""


class Workshop:
    """A checkout of the package foo, and the repository that it is released to."""

    def __init__(self, checkout):
        self.checkout, self.root = checkout, checkout.path.parent
        self.released = self.root / "released" / "foo"
        checkout.define(DEFINITION.format(text="1.0"))
        (checkout.path / ".gitignore").write_text("build\n")
        checkout.run("git", "init", "-q", "--bare", "-b", "main", "../up.git")
        for words in ("init -q -b main", "add -A", "commit -q -m first", "remote add origin ../up.git",
                      "push -q -u origin main"):
            checkout.run("git", *words.split())
        (self.root / "bin").mkdir()
        (self.root / "bin" / "git").write_text(GIT.format(git=shutil.which("git")))
        (self.root / "bin" / "git").chmod(0o755)
        self.environ = dict(
            os.environ, PATH="%s:%s" % (self.root / "bin", os.environ["PATH"]), PYTHONPATH=os.pathsep.join(sys.path),
            REZ_RELEASE_PACKAGES_PATH=str(self.root / "released"), REZ_PACKAGES_PATH=str(self.root / "released"),
            REZ_IMPLICIT_PACKAGES="", PYTHONDONTWRITEBYTECODE="1", TMPDIR=str(self.root), KILL_AT="")

    def start(self, kill_at=""):
        return subprocess.Popen([sys.executable, "-c", RELEASE], cwd=self.checkout.folder, start_new_session=True,
                                env=dict(self.environ, KILL_AT=kill_at), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def release(self):
        """Release to the end; the summary, and the warnings without their time."""
        process = self.start()
        out, err = process.communicate()
        assert process.returncode == 0, err
        return out.strip().splitlines()[-1], re.sub(r"\d\d:\d\d:\d\d ", "", err)

    def upgrade(self, version):
        self.checkout.define(DEFINITION.format(text=version), version)
        self.checkout.run("git", "commit", "-q", "-a", "-m", version)
        self.checkout.run("git", "push", "-q")

    def tags(self):
        return [self.checkout.run("git", "tag", cwd=folder).split() for folder in (self.checkout.path, self.root / "up.git")]

    def payload(self, version):
        """What the variants hold, and how many the definition has."""
        folder = self.released / version
        texts = {path.read_text() for path in folder.glob("*/file*")}
        return sorted(path.name for path in folder.glob("*/*")), texts, (folder / "package.py").read_text().count("['~")


def whole(version):
    return sorted(2 * ["build.rxt", "variant.json", "file1", "file2", "file3"]), {version + "\n"}, 2


@pytest.fixture
def workshop(checkout):
    return Workshop(checkout)


@pytest.mark.parametrize("kill_at, summary, warning", [
    ("diff-index*", "2 of 2 releases were successful", ""),
    ("log*", "2 of 2 releases were successful", ""),
    ("tag -a", "0 of 2 releases were successful", "foo-1.0 has been released, but there is no tag 'foo-1.0'"),
    ("push*", "0 of 2 releases were successful", "foo-1.0 has been released, but its tag 'foo-1.0' has not been pushed"),
])
def test_the_next_release_ends_it_or_says_what_is_left_to_do(workshop, kill_at, summary, warning):
    process = workshop.start(kill_at)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    found, warnings = workshop.release()
    assert found == summary and workshop.payload("1.0") == whole("1.0")
    assert warning in warnings and ("has been released" in warnings) == bool(warning)
    if not warning:
        assert workshop.tags() == [["foo-1.0"], ["foo-1.0"]]
    else:  # what the warning asks for
        if "no tag" in warning:
            workshop.checkout.run("git", "tag", "foo-1.0")
        workshop.checkout.run("git", "push", "-q", "origin", "foo-1.0")
        assert "has been released" not in workshop.release()[1]


def test_kills_at_any_moment(workshop):
    started = time.time()
    workshop.release()
    duration = time.time() - started
    moments = random.Random(1)
    killed = 0
    for index in range(1, 31):
        version = "1.%d" % index
        workshop.upgrade(version)
        started = time.time()
        process = workshop.start()
        try:
            process.communicate(timeout=duration * moments.uniform(0.3, 1.05))
            duration = time.time() - started  # the machine has become faster
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            killed += 1
        _, warnings = workshop.release()
        assert workshop.payload(version) == whole(version), index
        tags = workshop.tags()
        assert ("there is no tag" in warnings) == ("foo-" + version not in tags[0]), index
        assert ("has not been pushed" in warnings) == ("foo-" + version in tags[0] and "foo-" + version not in tags[1]), index
    assert killed > 10
    for index in range(31):  # what was released before is as it was
        assert workshop.payload("1.%d" % index) == whole("1.%d" % index)
    assert [path.name for path in workshop.released.parent.iterdir() if path.name not in ("foo", ".lock")] == []
