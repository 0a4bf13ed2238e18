"""Programs run to their end, with `subprocess` and without it: both ways give the same."""
import subprocess
import sys
import textwrap

import pytest

HEAD = """
import os, sys
from pkgrs.base import launch
assert "subprocess" not in sys.modules
"""


def run(code, with_library=False, **kwargs):
    """What a fresh process prints that runs the code; it tells at the end whether the library was imported."""
    lines = [HEAD, "import subprocess\n" if with_library else "", textwrap.dedent(code),
             "print('subprocess' in sys.modules)"]
    answer = subprocess.run([sys.executable, "-c", "\n".join(lines)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            universal_newlines=True, **kwargs)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.splitlines()


posix = pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="there it is always the library")


@posix
@pytest.mark.parametrize("with_library", [False, True])
@pytest.mark.parametrize("code, expected", [
    ("exit 0", "0"), ("exit 7", "7"), ("kill -9 $$", "-9"), ("kill -TERM $$", "-15"),
])
def test_exit_codes(with_library, code, expected):
    printed = run("print(launch.call(['/bin/sh', '-c', %r]))" % code, with_library)
    assert printed == [expected, str(with_library)]


@posix
@pytest.mark.parametrize("with_library", [False, True])
def test_environment_and_output(with_library):
    printed = run("print(launch.text_of(['/bin/sh', '-c', 'echo \"$A\"; echo no >&2; exit 3'], {'A': 'b\\u00e4'}))",
                  with_library, env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": ":".join(sys.path)}, encoding="utf-8"
                  )
    assert printed == ["(3, 'b\u00e4\\n')", str(with_library)]


@posix
@pytest.mark.parametrize("with_library", [False, True])
def test_open_files_are_not_passed_on(with_library):
    printed = run("""
        reading, writing = os.pipe()
        os.set_inheritable(writing, True)
        print(launch.call(['/bin/sh', '-c', 'exec 2>/dev/null; echo x >&%d' % writing]) != 0)
    """, with_library)
    assert printed == ["True", str(with_library)]


@posix
@pytest.mark.parametrize("with_library", [False, True])
def test_a_broken_pipe_ends_the_program(with_library):
    printed = run("print(launch.text_of(['/bin/sh', '-c', 'sh -c \"kill -PIPE \\\\$\\\\$\"; echo $?'])[1].strip())",
                  with_library)
    assert printed == ["141", str(with_library)]


@posix
@pytest.mark.parametrize("with_library", [False, True])
def test_a_program_that_is_not_there(with_library):
    printed = run("""
        for run in launch.call, launch.text_of:
            try:
                run(['/no/such/program'])
            except FileNotFoundError as error:
                print(error)
    """, with_library)
    assert printed == ["[Errno 2] No such file or directory: '/no/such/program'"] * 2 + [str(with_library)]


@posix
def test_the_library_serves_where_there_is_no_stdin():
    assert run("print(launch.call(['/bin/sh', '-c', 'exit 4']))", preexec_fn=_close_stdin) == ["4", "True"]


def _close_stdin():
    import os
    os.close(0)


@posix
def test_the_library_serves_for_a_name():
    assert run("print(launch.call(['sh', '-c', 'exit 4']))") == ["4", "True"]


@pytest.mark.parametrize("text", ["", "a", "a b", "a'b", "~", "a=b:c,d.e/f-g@h%i+j", "\u00e4", "$A", "`x`", "a\nb"])
def test_quoting_of_a_word(text):
    import shlex

    from pkgrs.base.text import quote
    assert quote(text) == shlex.quote(text)
