"""Processes and shells in a context's environment."""
import os
import shutil
import subprocess

import pytest

from pkgrs.config.config import config
from pkgrs.errors import RexError, RezPluginError

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")


def output(process):
    return process.communicate()[0]


def test_command_has_the_context_s_variables_only(resolve, monkeypatch):
    monkeypatch.setenv("OUTSIDE", "1")
    process = resolve("lib-1.0").execute_command(["sh", "-c", "echo $LIB_VERSION,$OUTSIDE"], stdout=-1, text=True)
    assert output(process) == "1.0,\n"


def test_command_with_parent_environment(resolve):
    process = resolve("lib-1.0").execute_command(
        "echo $LIB_VERSION,$OUTSIDE", parent_environ={"OUTSIDE": "2"}, stdout=-1, text=True)
    assert output(process) == "1.0,2\n"


def test_which(resolve, packages):
    tool = os.path.join(packages, "lib", "1.0", "bin", "libtool")
    os.mkdir(os.path.dirname(tool))
    with open(tool, "w") as stream:
        stream.write("#!/bin/sh\n")
    os.chmod(tool, 0o755)
    context = resolve("lib-1.0")
    assert context.which("libtool") == tool
    assert context.which("nonesuch") is None


def test_shell_command(resolve, monkeypatch):
    monkeypatch.setenv("OUTSIDE", "1")
    process = resolve("lib-1.0").execute_shell(
        command="echo $LIB_VERSION,$OUTSIDE,$REZ_SHELL_INTERACTIVE; lt x; exit 7", stdout=-1, text=True)
    assert output(process) == "1.0,1,0\n1.0 x\n" and process.returncode == 7


def test_shell_arguments_are_quoted(resolve):
    code, out, _ = resolve("lib-1.0").execute_shell(
        command=["printf", "%s|", "a  b", "$LIB_VERSION", ";"], block=True, stdout=-1, text=True)
    assert (code, out) == (0, "a  b|1.0|;|")


def test_files_of_a_shell(resolve):
    script = 'cd "$(dirname "$REZ_CONTEXT_FILE")"; ls; stat -c %a .; tail -1 "$REZ_CONTEXT_FILE"'
    lines = output(resolve("plain").execute_shell(command=script, stdout=-1, text=True)).split("\n")
    assert lines[:4] == ["context.rxt", "context.sh", "rez-shell.sh", "700"]
    assert lines[4] == 'export REZ_SHELL_INTERACTIVE="0"'


def test_saved_context_is_not_saved_again(resolve, tmp_path):
    path = str(tmp_path / "c.rxt")
    context = resolve("plain")
    context.save(path)
    context.set_load_path(path)
    assert output(context.execute_shell(command="echo $REZ_RXT_FILE", stdout=-1, text=True)) == path + "\n"


def test_callbacks(resolve, tmp_path):
    path = str(tmp_path / "script.sh")
    resolve("lib-1.0").execute_shell(
        command="true", block=True, context_filepath=path,
        actions_callback=lambda executor: executor.setenv("BEFORE", "1"),
        post_actions_callback=lambda executor: executor.setenv("AFTER", "{resolve.lib.version}"))
    with open(path) as stream:
        code = stream.read()
    assert code.index('BEFORE="1"') < code.index("LIB_VERSION") < code.index('AFTER="1.0"')
    assert "# pre-actions-callback\n" in code and "# post-actions-callback\n" in code


def test_rex_code(resolve):
    code = "env.TEXT = '{resolve.lib.version}'\ncommand('printenv TEXT')"
    assert output(resolve("lib-1.0").execute_rex_code(code, stdout=-1, text=True)) == "1.0\n"
    with pytest.raises(RexError, match="Failed to exec CODE:"):
        resolve("plain").execute_rex_code("nonesuch", filename="CODE")


def test_session(resolve):
    process = resolve("plain").execute_shell(
        command="test $(ps -o pgid= -p $$) = $$", start_new_session=True, stdout=subprocess.DEVNULL)
    assert process.wait() == 0


def test_unknown_shell(resolve):
    with pytest.raises(RezPluginError, match="Unrecognised shell plugin: 'nonesuch'"):
        resolve("plain").execute_shell(shell="nonesuch", command="true")


def test_commands_of_a_bundle(resolve, tmp_path):
    from pkgrs.context.bundle import bundle_context
    from pkgrs.context.context import ResolvedContext
    folder = tmp_path / "bundle"
    bundle_context(resolve("lib-1.0"), str(folder), quiet=True)
    (folder / "post_commands.py").write_text("env.OF_BUNDLE = '{resolve.lib.version}'\n")
    context = ResolvedContext.load(str(folder / "context.rxt"))
    assert output(context.execute_shell(command="echo $OF_BUNDLE", stdout=-1, text=True)) == "1.0\n"
    assert "OF_BUNDLE" not in context.get_environ()


def test_apply(resolve, monkeypatch):
    monkeypatch.setattr("sys.path", list(__import__("sys").path))
    before = dict(os.environ)
    try:
        resolve("lib-1.0").apply()
        assert os.environ["LIB_VERSION"] == "1.0"
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_writing_is_reported(resolve, caplog):
    config.override("debug_shell_startup", True)
    with caplog.at_level("DEBUG"):
        resolve("plain").execute_shell(command="true", block=True)
    assert any(record.getMessage().startswith("Writing context to ") for record in caplog.records)
