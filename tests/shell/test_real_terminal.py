"""A user at a terminal: sessions in real shells, typed into tmux, on real Rez and on ours; the screens are compared.

Both sides run in the same folders in turn, so that the screens have nothing to differ in but what the sides print.
"""
from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parity import environments

PROMPT = "READY$"
# what a prompt ends with; in a session of tcsh, the prompt is one that is not the user's
ENDS = re.compile(r"READY\$|\"?\[\S+ ~\]#( \")?")
SHELLS = ["bash", "zsh", "tcsh"]
RC = {
    "bash": (".bashrc", "PS1='%s '\nbind 'set bell-style none'\n" % PROMPT),
    "zsh": (".zshrc", "PROMPT='%s '\nunsetopt PROMPT_SP\n" % PROMPT),
    "tcsh": (".cshrc", "set prompt='%s '\nset autolist\n" % PROMPT),
}
PACKAGES = {
    "hello/1.0": "name = 'hello'\nversion = '1.0'\ndef commands():\n    env.HELLO = 'world'\n    alias('greet', 'echo hello there')\n",
    "nested/2.0": "name = 'nested'\nversion = '2.0'\ndef commands():\n    env.NESTED = 'inside'\n",
    "waits/1.0": "name = 'waits'\nversion = '1.0'\nimport time\nopen('{mark}', 'w').close()\ntime.sleep(60)\n",
}

pytestmark = [pytest.mark.slow, pytest.mark.parity]


_numbers = itertools.count()


class Terminal:
    """A terminal of 110 columns in which a shell runs."""

    def __init__(self, shell, folder, environ):
        self.tmux = ["tmux", "-L", "pkgrs-%d-%d" % (os.getpid(), next(_numbers)), "-f", "/dev/null"]
        self.prompts = 0
        wanted = ["%s=%s" % item for item in sorted(environ.items())]
        self.call("new-session", "-d", "-x", "110", "-y", "50", "-c", str(folder),
                  "env", "-i", *wanted, shutil.which(shell))

    def call(self, *arguments):
        return subprocess.run(self.tmux + list(arguments), check=True, stdout=subprocess.PIPE, encoding="utf-8",
                              timeout=60).stdout

    def text(self):
        return self.call("capture-pane", "-p", "-J", "-S", "-").rstrip("\n")

    def wait(self, done, what):
        """Wait until a function says so of the lines on the screen."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            text = self.text()
            if done(text):
                return text
            time.sleep(0.05)
        pytest.fail("waited for %s in vain; on the screen:\n%s" % (what, self.text()))

    def prompt(self):
        """Wait for the next prompt, with nothing behind it."""
        self.prompts += 1
        return self.wait(lambda text: len(list(ENDS.finditer(text))) >= self.prompts and ENDS.search(text.splitlines()[-1])
                         and ENDS.sub("", text.splitlines()[-1]).strip(" >%") == "", "prompt %d" % self.prompts)

    def keys(self, text):
        self.call("send-keys", "-l", text)

    def key(self, name):
        self.call("send-keys", name)

    def run(self, line):
        self.keys(line)
        self.key("Enter")
        return self.prompt()

    def close(self):
        subprocess.run(self.tmux + ["kill-server"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def installs(tmp_path_factory):
    """The folders of the tools of real Rez and of a production install of this checkout."""
    reference = os.environ.get("PKGRS_REFERENCE")
    if not reference:
        pytest.skip("needs PKGRS_REFERENCE")
    if not shutil.which("tmux"):
        pytest.skip("no tmux")
    prefix = tmp_path_factory.mktemp("ours")
    environments.make_venv(prefix)
    environments.install_checkout(prefix, environments.site_packages(Path(sys.executable)))
    tools = environments.make_production(prefix, environments.scripts_table())
    return {"reference": environments.tools_folder(Path(reference)), "ours": tools}


@pytest.fixture(params=SHELLS)
def shell(request):
    if not shutil.which(request.param):
        pytest.skip("no %s" % request.param)
    return request.param


@pytest.fixture
def compare(shell, installs, tmp_path):
    """A function that has both sides do the same at a terminal and compares the screens."""

    def both(user, sides=("reference", "ours")):
        screens = {}
        for side in sides:
            tools = installs[side]
            world = tmp_path / "world"
            (world / "home").mkdir(parents=True)
            (world / "link").symlink_to(tools)
            name, text = RC[shell]
            (world / "home" / name).write_text(text)
            for folder, code in PACKAGES.items():
                path = world / "packages" / folder / "package.py"
                path.parent.mkdir(parents=True)
                path.write_text(code.format(mark=world / "mark"))
            terminal = Terminal(shell, world / "home", {
                "HOME": str(world / "home"), "PATH": "%s:/usr/bin:/bin" % tools, "TERM": "screen", "LANG": "C.UTF-8",
                "REZ_PACKAGES_PATH": str(world / "packages"), "REZ_TMPDIR": str(world), "TMPDIR": str(world),
                "REZ_DEFAULT_SHELL": shell, "SHELL": shutil.which(shell),
            })
            try:
                terminal.prompt()
                user(terminal, world)
                screens[side] = stable(terminal.text(), tools)
            finally:
                terminal.close()
            os.rename(str(world), str(tmp_path / side))  # what a session ends with may go on below it
        assert "reference" not in screens or screens["ours"] == screens["reference"]
        return screens["ours"]

    return both


def stable(text, tools):
    """The text without times and the places of the side."""
    for path in (str(tools), str(Path(tools).resolve()), str(tools.parent.parent)):
        text = text.replace(path, "<tools>")
    text = re.sub(r"(resolved by ).*", r"\1<who and when>", text)
    text = re.sub(r"^\d\d:\d\d:\d\d ", "", text, flags=re.MULTILINE)
    return "\n".join(line.rstrip() for line in text.splitlines())


def test_sessions(shell, compare):
    """Prompts, aliases, variables, nested shells and exit codes."""

    def user(terminal, world):
        terminal.run("rez-env hello")
        terminal.run("echo $HELLO $REZ_USED_REQUEST")
        terminal.run("greet")
        terminal.run("rez-env nested")
        terminal.run("echo $NESTED $REZ_USED_REQUEST")
        terminal.run("exit 3")
        terminal.run("echo left with $status" if shell == "tcsh" else "echo left with $?")
        terminal.run("exit")
        terminal.run("rez-env hello nosuch")
        terminal.run("rez-env hello -- echo one command")

    screen = compare(user)
    assert re.search(r"^[>%] *\S", screen, re.MULTILINE) and re.search(r"^[>%]{2} *\S", screen, re.MULTILINE)
    assert "left with 3" in screen and "hello there" in screen and "inside nested" in screen


def test_interrupts(shell, compare):
    """Ctrl-C ends what runs in the session, not the session; and a resolve that takes long."""

    def user(terminal, world):
        terminal.run("rez-env hello")
        terminal.keys("touch ../started; sleep 100")
        terminal.key("Enter")
        terminal.wait(lambda text: (world / "started").exists(), "sleep")
        terminal.key("C-c")
        terminal.prompt()
        terminal.keys("not to be run")
        terminal.key("C-c")
        terminal.prompt()
        terminal.run("echo still $HELLO")
        terminal.run("exit")
        terminal.keys("rez-env waits")
        terminal.key("Enter")
        terminal.wait(lambda text: (world / "mark").exists(), "the resolve")
        terminal.key("C-c")
        terminal.prompt()
        terminal.run("echo ended with $status" if shell == "tcsh" else "echo ended with $?")

    assert "still world" in compare(user)


def test_completion(shell, compare):
    """The Tab key completes commands' options and packages in a session."""

    def user(terminal, world):
        terminal.run("rez-env hello")
        terminal.keys("rez-env nes")
        terminal.key("Tab")
        terminal.wait(lambda text: "rez-env nested" in text, "the package's name")
        terminal.key("Enter")
        terminal.prompt()
        terminal.run("echo $NESTED")
        terminal.keys("rez-context --print-r")
        terminal.key("Tab")
        terminal.wait(lambda text: "rez-context --print-re" in text, "the option")
        terminal.key("C-c")
        terminal.prompt()

    # in Rez's sessions, tcsh prints an error and zsh does nothing
    compare(user, ("reference", "ours") if shell == "bash" else ("ours",))
