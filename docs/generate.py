"""Writes the pages that come from the code: settings, commands, rules of checks, and Python modules. Run by mkdocs."""
from __future__ import annotations

import argparse
import ast
import os
import sys
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Tuple

ROOT = Path(__file__).resolve().parents[1] if "__file__" in globals() else Path.cwd()
sys.path.insert(0, str(ROOT))


# -- settings


class Setting(NamedTuple):
    """A setting: its section, name, default as it is written, and what the comment above says."""

    section: str
    name: str
    default: str
    comment: str


def settings() -> Iterator[Setting]:
    """The settings, as the file of defaults lists them."""
    source = (ROOT / "pkgrs" / "config" / "defaults.py").read_text()
    lines = source.splitlines()
    section, comment = "", ""
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign):
            continue
        above: List[str] = []
        number = node.lineno - 2
        while number >= 0 and (lines[number].startswith("#") or not lines[number].strip() and not above):
            if lines[number].startswith("#"):
                above.insert(0, lines[number][1:].strip())
            number -= 1
        while number >= 0 and not lines[number].strip():
            number -= 1
            if lines[number].startswith("# --"):
                section = lines[number][4:].strip()
                break
        if above and above[0].startswith("--"):
            section, above = above.pop(0)[2:].strip(), above
        name = node.targets[0].id  # type: ignore[attr-defined]
        comment = " ".join(above) or comment
        default = ast.get_source_segment(source, node.value) or ""
        yield Setting(section, name, " ".join(line.partition("  #")[0].strip() for line in default.splitlines()), comment)


def settings_page() -> str:
    """The page of settings."""
    parts = ["# Settings\n\nEach setting with its default. [Configuring](configuring.md) says how to change them; "
             "`rez-config NAME` prints the value that is in effect.\n"]
    section = None
    for setting in settings():
        if setting.section != section:
            section = setting.section
            parts.append("\n## %s\n\n| setting | default | |\n|--|--|--|" % section.partition(":")[0])
        parts.append("| `%s` | %s | %s |" % (setting.name, _code(setting.default), _cell(setting.comment)))
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("{", "&#123;").replace("<", "&lt;")


def _code(text: str) -> str:
    return "<code>%s</code>" % text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;").replace("*", "&#42;") \
        .replace("\\", "&#92;").replace("_", "&#95;") if text else ""


# -- commands


def commands_page() -> str:
    """The page of commands, from their parsers."""
    os.environ["REZ_DISABLE_HOME_CONFIG"] = "1"
    os.environ["COLUMNS"] = "100"
    from pkgrs.cli import parser as parsers
    from pkgrs.cli import table

    own = dict(table.PKG_COMMANDS)
    table.add_pkg_commands()
    parts = ["# Commands\n\nEvery command is there as `rez-NAME`, as `rez NAME` and as `pkg NAME`. `pkg` has a few more. "
             "All take `-h` for help and `-v` for more output.\n"]
    top = parsers.setup_parser(sorted(name for name in table.subcommands if not table.subcommands[name].get("hidden")), "rez")
    top._setup_all_subparsers()
    action = next(a for a in top._subparsers._actions if isinstance(a, parsers.LazySubParsersAction))  # type: ignore
    for is_own in (False, True):
        for name, parser in action._name_parser_map.items():
            if (name in own) == is_own:
                parts.append(_command("pkg " + name if is_own else "rez-" + name, parser))
    return "\n".join(parts)


def _command(title: str, parser: argparse.ArgumentParser) -> str:
    parser.prog = title
    description = " ".join((parser.description or "").split("\n\n")[0].split())
    lines = ["## %s\n" % title, _cell(description) + "\n", "```text", parser.format_usage().strip(), "```\n"]
    rows = [_argument(one) for one in parser._actions if one.help != argparse.SUPPRESS and one.dest not in ("help", "verbose")]
    if rows:
        lines += ["| argument | |", "|--|--|", *rows, ""]
    return "\n".join(lines)


def _argument(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    value = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
    if not isinstance(value, str):
        value = " ".join(value)
    if action.choices and not action.metavar:
        value = "{%s}" % ",".join(map(str, action.choices))
    shown = names if action.nargs == 0 else " ".join(filter(None, (names, value)))
    text = (action.help or "").replace("%%", "%") % {} if "%(" not in (action.help or "") else str(action.help)
    if "%(" in text:
        text = text % {"default": action.default, "prog": "", "choices": action.choices}
    return "| %s | %s |" % (_code(shown), _cell(" ".join(text.split())))


# -- rules of `pkg check`


def rules_table() -> str:
    """The rules of `pkg check`."""
    from pkgrs.check.rules import RULES
    rows = ["| `%s` | %s | %s | %s |" % (rule.id, rule.severity, _cell(rule.title), _cell(rule.fix)) for rule in RULES.values()]
    return "\n".join(["| rule | | what is wrong | what to do |", "|--|--|--|--|", *rows])


# -- Python modules


# Modules that do without the call which says where their names come from.
_SOURCES = {"rez.version": ["version", "token", "range", "requirement", "package_request"]}


def modules() -> Dict[str, List[str]]:
    """Each public module of `rez`, with the modules that implement it; each of these is with one of those."""
    listed: List[Tuple[int, str, str]] = []
    for path in sorted((ROOT / "rez").rglob("*.py")):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        if any(part.startswith("_") for part in parts) or {"vendor", "tests", "data", "cli", "backport"} & set(parts):
            continue
        sources = ["pkgrs.version." + name for name in _SOURCES.get(".".join(parts), ())] or [
            argument.value for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "surface"
            for argument in node.args[1:] if isinstance(argument, ast.Constant)]
        listed.extend((index, ".".join(parts), source) for index, source in enumerate(sources))
    found: Dict[str, List[str]] = {}
    taken = set()
    for _, name, source in sorted(listed):
        if source not in taken:
            taken.add(source)
            found.setdefault(name, []).append(source)
    return dict(sorted(found.items()))


def reference_pages() -> Dict[str, str]:
    """The pages of Python modules, by path."""
    pages = {}
    index = ["# Python modules\n", "What can be imported, by Rez's names. Each page shows the classes and functions of the "
             "modules that stand behind the name.\n", "| module | |", "|--|--|"]
    for name, sources in modules().items():
        summary = _summary(sources[0])
        pages["reference/%s.md" % name] = "# %s\n\n%s\n" % (name, "\n\n".join("::: " + source for source in sources))
        index.append("| [`%s`](%s.md) | %s |" % (name, name, _cell(summary)))
    pages["reference/index.md"] = "\n".join(index) + "\n"
    return pages


def _summary(module: str) -> str:
    path = ROOT / (module.replace(".", "/") + ".py")
    if not path.exists():
        path = ROOT / module.replace(".", "/") / "__init__.py"
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n\n")[0].replace("\n", " ")


def pages() -> Dict[str, str]:
    """All pages, by path."""
    checking = (ROOT / "docs" / "checking.md").read_text()
    return {
        "settings.md": settings_page(),
        "commands.md": commands_page(),
        "checking.md": checking.replace("<!-- rules -->", rules_table()),
        **reference_pages(),
    }


def write() -> None:
    """Give the pages to mkdocs."""
    import mkdocs_gen_files
    for path, text in pages().items():
        with mkdocs_gen_files.open(path, "w") as stream:
            stream.write(text)


if __name__ == "<run_path>" or "mkdocs" in sys.modules:
    write()
