"""Scripts that the shells make of rex code, with texts that a shell might take for something else."""
from __future__ import annotations

import json
from random import Random

_TEXTS = (
    "a b", "$HOME", "${HOME}", "`id`", "$(id)", 'a"b', "a'b", "a;b", "a!b", "a\\b", "a\\\\", "\u00e9", "a&b", "a|b", "<x>",
    "{root}", "*", "~", "a=b", "%PATH%", "tab\tx", "", "a#b", "[x]", "$", "$$", "\\$HOME", "a$", "'", '"', "{{x}}",
    "C:\\foo\\bar", "/a/b:/c",
)
_NAMES = ("FOO", "PATH", "PYTHONPATH", "BAR", "LD_LIBRARY_PATH", "CMAKE_MODULE_PATH", "FOO_PATH")

_CODE = """
import json
from rez.rex import Python, RexExecutor
from rez.shells import create_shell

def run(interpreter, code):
    try:
        executor = RexExecutor(interpreter=interpreter, parent_environ={"PATH": "/p", "FOO": "x"}, shebang=False)
        executor.execute_code(code)
        return executor.get_output()
    except Exception as error:
        return "%%s: %%s" %% (type(error).__name__, error)

result = {}
for code in json.loads(%r):
    for shell in ("bash", "sh", "csh", "tcsh", "zsh", "pwsh"):
        result[shell + ": " + code] = run(create_shell(shell), code)
    if not any(action in code for action in ("command(", "source(", "error(")):
        result["python: " + code] = run(Python(target_environ={}), code)
"""


def code(number: int) -> str:
    """The code of that number, which leaves the scripts in `result`."""
    random = Random(number)
    return _CODE % json.dumps([
        "\n".join(_action(random) for _ in range(random.randint(1, 5))) for _ in range(5)])


def _action(random: Random) -> str:
    name, value = random.choice(_NAMES), _value(random)
    return random.choice([
        "env.%s = %s" % (name, value), "env.%s.append(%s)" % (name, value), "env.%s.prepend(%s)" % (name, value),
        "env[%r].append(env.%s)" % (name, random.choice(_NAMES)), "setenv(%r, %s)" % (name, value),
        "unsetenv(%r)" % name, "appendenv(%r, %s)" % (name, value), "prependenv(%r, %s)" % (name, value),
        "alias(%r, %s)" % (random.choice(["foo", "x-y"]), value), "info(%s)" % value, "error(%s)" % value,
        "comment(%s)" % value, "command(%s)" % value, "source(%s)" % value])


def _value(random: Random) -> str:
    text = "".join(random.choice(_TEXTS) for _ in range(random.randint(1, 2)))
    plain = text.replace("{", "(").replace("}", ")")  # as most texts with braces end in an error
    return random.choice([
        repr(plain), repr(plain), repr(plain), repr(text), "literal(%r)" % text, "expandable(%r)" % text,
        "literal(%r).expandable(%r)" % (text, random.choice(_TEXTS))])
