"""The rules by name: how bad it is to break one, what is wrong then, and what to do."""
from __future__ import annotations

from typing import Dict, NamedTuple

from pkgrs.check.finding import ERROR, WARNING, Finding


class Rule(NamedTuple):
    """A rule. `error`: the package fails, or does something else than its definition says; `warning`: it is
    hardly what was meant."""

    id: str
    severity: str
    title: str
    fix: str


RULES: Dict[str, Rule] = {}


def _add(id: str, severity: str, title: str, fix: str) -> None:
    RULES[id] = Rule(id, severity, title, fix)


# -- the file
_add("syntax", ERROR, "the definition can't be parsed", "correct it at the place named")
_add("no-mapping", ERROR, "a YAML definition that is no mapping of attributes", "write it as 'name: value' lines")

# -- attributes
_add("missing-name", ERROR, "a definition without a name", "add a name")
_add("bad-name", ERROR, "a name that no package can have",
     "use letters, digits, '_' and '.'; begin with a letter, a digit or '_'")
_add("bad-version", ERROR, "a version that can't be parsed",
     "use letters, digits and '_' in parts that '.' or '-' separates")
_add("misspelt-key", WARNING, "an attribute whose name is nearly that of a known one, which it is not taken for",
     "spell it as the known one")
_add("repeated-key", WARNING, "an attribute that is given twice; the last one counts", "leave one of them")
_add("bad-type", ERROR, "a value that the attribute can't have", "write it in the form that is named")
_add("missing-comma", WARNING, "strings of a list with no comma between them, which Python joins into one",
     "put a comma between them; join them with + if they are one")
_add("not-late", ERROR, "a late-bound function for an attribute that can't be late-bound",
     "use @early(), or a plain value")
_add("decorator-call", ERROR, "a decorator without its parentheses", "write it as a call")
_add("test-occasion", WARNING, "a test whose run_on names no occasion, so that it never runs by itself",
     "use 'default', 'pre_install', 'pre_release' or 'explicit'")

# -- requests
_add("bad-request", ERROR, "a request that can't be parsed", "write it as name, '-' or an operator, and a range")
_add("empty-range", ERROR, "a range whose bounds contradict each other", "let the lower bound be below the upper one")
_add("wildcard", ERROR, "a wildcard where none can be",
     "let wildcards stand for whole parts at a version's end, and keep them to definitions that are yet to be built")
_add("contradictory-requests", ERROR, "requests that no package can meet together", "change or remove one of them")
_add("repeated-request", WARNING, "a package that is requested twice in one list", "merge them into one request")
_add("self-request", ERROR, "a package that requires itself", "remove the request")
_add("unknown-family", WARNING, "a request for a package that no repository has",
     "correct the name, or name its repository with --paths")

# -- variants
_add("unreachable-variant", ERROR, "a variant that can never be chosen, as its requests contradict each other",
     "change or remove the variant")
_add("repeated-variant", ERROR, "a variant that is written twice, so that both share one payload",
     "remove one of them, or tell them apart")
_add("variant-path", WARNING, "a variant whose folder's name has characters that shells take for commands",
     "set hashed_variants = True")

# -- functions
_add("late-import", ERROR, "a module imported at the top and used in a function of which only the body is kept",
     "import it within the function")
_add("late-name", ERROR, "a name defined at the top and used in a function of which only the body is kept",
     "define it within the function, share it with @include, or read an attribute as this.NAME")
_add("unknown-name", ERROR, "a name that is defined nowhere", "correct its spelling, or define it")
_add("unknown-attribute", ERROR, "an attribute that the object does not have", "correct its spelling")
_add("unknown-field", ERROR, "a field in braces that is unknown; the text stays as it is, braces and all",
     "correct its spelling; double the braces if they are meant literally")

# -- environment variables
_add("overwritten-path", WARNING, "a list of paths that is set as a whole, so that what other packages added is lost",
     "append or prepend to it; if this is meant, unset it first")
_add("joined-by-hand", WARNING, "parts of a list that are joined with a separator by hand",
     "append or prepend each of them, so that the separator suits the platform and the variable")
_add("missing-separator", WARNING, "a variable whose parts are not separated as in PATH, and for which no separator is set",
     "name its separator in the setting env_var_separators")
_add("env-operator", ERROR, "an environment variable that is used with an operator, which it does not have",
     "use .append(), .prepend() or .set(); .value() for its text")
_add("os-environ", WARNING, "os.environ is changed in commands, which does not reach the environment that is made",
     "set the variable as env.NAME")

# -- repositories
_add("name-folder", ERROR, "a name that is not that of the folder, which is the one that counts",
     "rename the folder, or correct the name")
_add("version-folder", ERROR, "a version that is not that of the folder, which is the one that counts",
     "rename the folder, or correct the version")
_add("two-definitions", WARNING, "a folder with several definition files, of which one is read", "remove the others")
_add("no-definition", ERROR, "a version's folder without a definition, which breaks resolves that meet it",
     "remove the folder, or finish the installation")
_add("hidden-versions", WARNING, "versions beside a definition without a version, which hides them",
     "remove the family's own definition, or the versions")
_add("empty-family", WARNING, "a family's folder with no version in it", "remove the folder")
_add("unfinished", WARNING, "the mark of an installation that has not finished",
     "if none is running, install the version again, or remove the mark and what there is of it")
_add("ignored-missing", WARNING, "the mark that hides a version, which is not there", "remove the mark")
_add("stale-lock", WARNING, "a lock whose holder is gone", "remove it, if nothing is being installed")
_add("left-over", WARNING, "a temporary file or folder that was left behind", "remove it, if nothing is being installed")
_add("missing-tool", WARNING, "a tool that is in none of the folders which the package adds to PATH",
     "install it, or remove it from tools")


def finding(rule: str, path: str, line: int, message: str, fix: str = "") -> Finding:
    """Make a finding.

    Args:
        rule: Name of the rule.
        path: The file or folder.
        line: The line, zero if there is none.
        message: What is wrong here.
        fix: What to do here; what the rule says by default.
    """
    known = RULES[rule]
    return Finding(path, line, rule, known.severity, message, fix or known.fix)
