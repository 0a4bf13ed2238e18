"""Help on packages. Expected values were recorded from Rez 3.4.0."""
import io
import sys

import pytest

from pkgrs.errors import PackageMetadataError
from pkgrs.query.help import PackageHelp


@pytest.fixture
def pages(world):
    world.add("a", "1", "help = 'http://x/{version}/{root}'\n")
    world.add("a", "2")
    world.add("b", "1.5", "help = [['H', '$BROWSER http://x/{version.major}'], ['C', 'echo {root} !VERSION!'], "
                          "['D', '{nope}']]\nvariants = [['v']]\n")
    world.add("e", "1", "help = [['a']]\n")
    return world


def test_latest_with_help(pages):
    help_ = PackageHelp("a")
    assert help_.success and help_.package.qualified_name == "a-1"
    assert help_.sections == [["Help", "http://x/1/%s/a/1" % pages.path]]


def test_sections(pages):
    help_ = PackageHelp("b")
    assert help_.sections == [["H", "http://x/1"], ["C", "echo %s/b/1.5/v 1.5" % pages.path], ["D", "{nope}"]]
    buf = io.StringIO()
    help_.print_info(buf)
    assert buf.getvalue().startswith("Sections:\n  1:\tH (http://x/1)\n  2:\tC (echo ")
    # The package's own data stays as it is.
    assert help_.package.help[0][1] == "$BROWSER http://x/{version.major}"


@pytest.mark.parametrize("arguments", [("nope",), ("a", "2"), ("a", None, ["/nowhere"])])
def test_no_help(pages, arguments):
    help_ = PackageHelp(*arguments)
    assert (help_.success, help_.sections, help_.package) == (False, [], None)


def test_malformed(pages):
    with pytest.raises(PackageMetadataError, match="Help section \\['a'\\] does not say what to open$"):
        PackageHelp("e")


def test_verbose(pages, capsys):
    PackageHelp("a", verbose=True)
    assert capsys.readouterr().out.split("\n") == [
        "searching for help in %s/a/2/package.py..." % pages.path,
        "searching for help in %s/a/1/package.py..." % pages.path,
        "found 1 help entries in %s/a/1/package.py." % pages.path, ""]


def test_open_with_configured_browser(pages, settings, capfd):
    settings(browser="echo")
    PackageHelp("a").open()
    url = "http://x/1/%s/a/1" % pages.path
    out = capfd.readouterr().out
    assert "running command: echo %s\n" % url in out and "\n%s\n" % url in "\n" + out


def test_open_with_default_browser(pages, settings, monkeypatch, capsys):
    import webbrowser

    opened = []
    monkeypatch.setattr(webbrowser, "open_new", opened.append)
    settings(browser="", documentation_url="http://manual")
    PackageHelp("b").open()
    PackageHelp.open_rez_manual()
    assert opened == ["http://x/1", "http://manual"]
    assert capsys.readouterr().out == "opening URL in browser: http://x/1\nopening URL in browser: http://manual\n"


@pytest.mark.skipif(sys.platform == "win32", reason="runs a POSIX shell command")
def test_open_command(pages, capfd):
    PackageHelp("b").open(1)
    assert "%s/b/1.5/v 1.5\n" % pages.path in capfd.readouterr().out
    with pytest.raises(IndexError):
        PackageHelp("b").open(9)
