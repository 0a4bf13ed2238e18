"""Scripts that find their interpreter relative to themselves, so that their environment may be moved."""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional


# A script is read by sh up to `exec`, then by Python, to which what sh ran is a string. The names are odd as a
# variable of such a name may be in the environment, and would change there. No process is started but for a script
# that is called through a link or in an unusual way.
_TEMPLATE = """\
#!/bin/sh
'''':
_pkgrs_me=$0
_pkgrs_root=${_pkgrs_me%@UP@}
if [ -h "$_pkgrs_me" ] || ! [ -f "$_pkgrs_root/pyvenv.cfg" ]; then
    while [ -h "$_pkgrs_me" ]; do
        _pkgrs_to=$(readlink "$_pkgrs_me")
        case $_pkgrs_to in
            /*) _pkgrs_me=$_pkgrs_to ;;
            *) _pkgrs_me=$(dirname "$_pkgrs_me")/$_pkgrs_to ;;
        esac
    done
    _pkgrs_me=$(CDPATH= cd -P "$(dirname "$_pkgrs_me")" && pwd -P)/${_pkgrs_me##*/}
    _pkgrs_root=${_pkgrs_me%@UP@}
fi
exec "$_pkgrs_root/bin/python"@OPTIONS@ "$_pkgrs_me" "$@"
'''
@BODY@"""


def relative_script(body: str, depth: int, options: str = "") -> str:
    """The text of a script for sh that runs Python code with the interpreter of its own environment.

    Args:
        body: The Python code.
        depth: How many folders the script lies below the environment's folder: 1 for `bin`.
        options: Options for the interpreter, such as "-E".
    """
    return (_TEMPLATE.replace("@UP@", "/*" * (depth + 1))
            .replace("@OPTIONS@", " " + options if options else "").replace("@BODY@", body))


def entry_point_body(target: str) -> str:
    """Python code that calls an entry point, given as "module:function"."""
    module, _, function = target.partition(":")
    return "import sys\nfrom %s import %s\nsys.exit(%s())\n" % (module, function, function)


def python_body(text: str, folder: str) -> Optional[str]:
    """The code of a script without the line that names its interpreter.

    Returns:
        None if the interpreter is not one in this folder.
    """
    lines: List[str] = text.splitlines(True)
    if lines and lines[0].startswith("#!%s" % os.path.join(folder, "python")):
        return "".join(lines[1:])
    # When the interpreter's path is too long for the kernel, or has a space in it, pip starts it through sh.
    if len(lines) > 2 and lines[0].startswith("#!/bin/sh") and lines[1].startswith("'''exec' ") and folder in lines[1]:
        return "".join(lines[3:])
    return None


def write_script(path: str, text: str) -> None:
    """Write an executable file, in place of what is there."""
    temporary = path + ".new"
    with open(temporary, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.chmod(temporary, 0o755)
    os.replace(temporary, path)
