"""Build the package in the working directory from version control, and release it.

The checkout is examined first; the variants are built straight into the repository of released packages, which is then
recorded by a tag.
"""
from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from subprocess import call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


PLACEHOLDER = "<Enter your release notes here>"
CHANGELOG_MARK = "###<CHANGELOG>"


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    from pkgrs.cli.commands.build import setup_parser_common
    from pkgrs.release.vcs import get_release_vcs_types

    parser.add_argument("-m", "--message", type=str, help="what to say of the release")
    parser.add_argument("--vcs", type=str, choices=get_release_vcs_types(),
                        help="version control system, where more than one would do")
    parser.add_argument("--no-latest", dest="no_latest", action="store_true",
                        help="allow a version that is older than the latest released one")
    parser.add_argument("--ignore-existing-tag", dest="ignore_existing_tag", action="store_true",
                        help="release even if the version is tagged already; matters only where the setting "
                             "plugins.release_vcs.check_tag is true")
    parser.add_argument("--skip-repo-errors", dest="skip_repo_errors", action="store_true",
                        help="go on when version control fails, for instance because its server can't be reached; for "
                             "emergencies only")
    parser.add_argument("--no-message", dest="no_message", action="store_true",
                        help="do not ask for a message")
    setup_parser_common(parser)


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command."""
    from pkgrs.build.build_system import create_build_system
    from pkgrs.build.process import create_build_process
    from pkgrs.cli.commands.build import get_build_args, get_current_developer_package
    from pkgrs.config.config import config
    from pkgrs.release.vcs import create_release_vcs

    package = get_current_developer_package()
    folder = os.getcwd()
    vcs = create_release_vcs(folder, opts.vcs)
    for_system, for_child = get_build_args(opts, parser, extra_arg_groups)
    system = create_build_system(folder, buildsys_type=getattr(opts, "buildsys", None), package=package, opts=opts,
                                 verbose=True, build_args=for_system, child_build_args=for_child)
    builder = create_build_process(opts.process, folder, package=package, build_system=system, vcs=vcs,
                                   ensure_latest=not opts.no_latest, skip_repo_errors=opts.skip_repo_errors,
                                   ignore_existing_tag=opts.ignore_existing_tag, verbose=True)

    message = opts.message
    message_file = None
    if config.prompt_release_message and not message and not opts.no_message:
        message_file = _message_file(folder)
        message = _ask_for_message(message_file, builder.get_changelog())
    builder.release(release_message=message or None, variants=opts.variants)
    if message_file:
        os.remove(message_file)


def _message_file(working_dir: str) -> str:
    """Where the message of a release from this folder is edited; it stays until a release succeeds."""
    from hashlib import sha1
    digest = sha1(working_dir.encode("utf8")).hexdigest()
    # The user's own folder: in a shared one, others could put a file or a link in its place.
    folder = os.path.join(os.path.expanduser("~"), ".rez", "release_messages")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        import tempfile
        folder = tempfile.mkdtemp(prefix="rez-release-")
    return os.path.join(folder, "rez-release-message-%s.txt" % digest)


def _ask_for_message(path: str, changelog: Optional[str]) -> str:
    """Have the user edit a message; ends the process if none is given and the release is not to go on without."""
    from pkgrs.base.replace import atomic_write
    from pkgrs.config.config import config

    if not os.path.exists(path):
        text = PLACEHOLDER
        if changelog:
            text += ("\n\n%s This is for reference only - this line and all following lines will be stripped from "
                     "the release notes.\n\n%s" % (CHANGELOG_MARK, changelog))
        with atomic_write(path, encoding="utf-8") as file:
            file.write(text)

    call([config.editor, path])
    with open(path, encoding="utf-8") as stream:
        message = stream.read().split(CHANGELOG_MARK)[0].replace(PLACEHOLDER, "").strip()
    while not message:
        print("Empty release message. [A]bort or [C]ontinue release?")
        answer = sys.stdin.readline().strip().lower()
        if answer == "c":
            break
        if answer in ("a", ""):  # nobody to ask is no consent
            print("Release aborted.")
            sys.exit(1)
    return message
