"""The rex code whose scripts, and the sessions whose files, the tests compare with recorded ones."""
from __future__ import annotations

import os
from typing import Any, Dict, List, Tuple

CODE = '''\
env.A = "hello"
env.B = "x $A \\\\ 'q' \\"d\\" !; 100% ${A}"
env.C = literal("$A 'q' \\"d\\" `b` $(c)").e(" $A").l("~")
env.A.append("more")
env.A.prepend("~/first")
env.PATH.append("C:\\\\x;/a b")
env.PATH.append("/y")
env.P.append("par")
env.CMAKE_MODULE_PATH.append("m")
env.CMAKE_MODULE_PATH.append("n")
unsetenv("A")
alias("foo", "bar --x '1'")
info("see $A 'q'")
info("two\\nlines")
info("")
error("bad $A")
comment("note\\nwell")
command("run $A")
source("~/s.sh")
'''

# start-up files in the home folder, options of spawn_shell, settings
SESSIONS: List[Tuple[str, List[str], Dict[str, Any], Dict[str, Any]]] = [
    ("plain", [], {}, {}),
    ("own-files", [".profile", ".bashrc", ".bash_login", ".zshrc", ".zshenv", ".cshrc", ".login"], {}, {}),
    ("context-last", [".profile", ".bashrc", ".zshrc", ".cshrc"], {"package_commands_sourced_first": False}, {}),
    ("norc", [".profile", ".bashrc", ".zshrc", ".cshrc"], {"norc": True}, {}),
    ("rcfile", [".profile", ".bashrc", ".zshrc", ".cshrc", "my rc"], {"rcfile": "~/my rc"}, {}),
    ("stdin", [".profile", ".bashrc", ".zshrc", ".cshrc"], {"stdin": True}, {}),
    ("command", [".profile", ".bashrc", ".zshrc", ".cshrc"], {"command": "run 'a b'", "pre_command": "nice -n 5"}, {}),
    ("list", [], {"command": ["run", "a b", "$X"], "add_rez": False, "env": {"A": "b"}, "cwd": "/"}, {}),
    ("quiet", [], {"quiet": True}, {"prefix_prompt": False}),
    ("no-prompt", [], {}, {"set_prompt": False}),
]
WINDOWS_SESSIONS = ("plain", "command", "quiet", "no-prompt")


def describe(command: List[str], options: Dict[str, Any], tmpdir: str, home: str, root: str) -> str:
    """Return a text of what a shell was started with."""
    parts = ["%r %r\n" % (list(command), sorted(options.items()))]
    for name in sorted(os.listdir(tmpdir)):
        with open(os.path.join(tmpdir, name)) as file:
            parts.append("--- %s\n%s" % (name, file.read()))
    text = "".join(parts)
    for path, mark in ((tmpdir, "<TMP>"), (home, "<HOME>"), (root, "<REZ>")):
        text = text.replace(path, mark)
    return text
