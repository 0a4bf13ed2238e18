"""Contexts as text."""
import io
import os
import re

from pkgrs.config.config import config


def info(context, **kwargs):
    buf = io.StringIO()
    context.print_info(buf=buf, **kwargs)
    return re.sub(r"on \w{3} \w{3} .*? \d{4}( \(\d+\))?, using", "on TIME, using", buf.getvalue())


def test_summary(resolve, packages):
    context = resolve("app", ".feature-1")
    context.user, context.host = "me", "here"
    app, lib = os.path.join(packages, "app", "1.0.0"), os.path.join(packages, "lib", "1.1")
    width = max(len(app), len(lib))
    assert info(context) == "\n".join([
        "resolved by me@here, on TIME, using Rez v3.4.0",
        "",
        "requested packages:",
        "app               ",
        ".feature-1        (ephemeral)",
        "~platform==linux  (implicit)",
        "",
        "resolved packages:",
        "app-1.0.0   %s  " % app.ljust(width),
        "lib-1.1     %s  " % lib.ljust(width),
        ".feature-1  %s  (ephemeral)" % "".ljust(width),
        ""])


def test_verbose(resolve, packages):
    text = info(resolve("app", timestamp=1500000000), verbosity=2)
    assert "packages released after Fri Jul 14" in text
    assert "\nsearch paths:\n%s  \n\nrequested packages:" % packages in text
    assert re.search(r"\nresolve details:\nload time:         0\.00 secs\nsolve time:        \d+\.\d\d secs\n"
                     r"packages queried:  \d+\nfrom cache:        False\n\ntools:\n", text)
    assert text.endswith("TOOL     PACKAGE    \n----     -------    \napptool  app-1.0.0  \n"
                         "shared   app-1.0.0  (in conflict)\nlibtool  lib-1.1    \n"
                         "shared   lib-1.1    (in conflict)\n")


def test_source_order_and_uris(resolve, packages):
    lines = info(resolve("app"), source_order=True, show_resolved_uris=True).split("\n")
    at = lines.index("resolved packages:")
    assert [line.split() for line in lines[at + 1:at + 3]] == [
        ["lib-1.1", os.path.join(packages, "lib", "1.1", "package.py[]")],
        ["app-1.0.0", os.path.join(packages, "app", "1.0.0", "package.py[]")]]


def test_filters_are_shown(resolve):
    from pkgrs.package.filter import PackageFilterList
    filters = PackageFilterList.from_pod([{"excludes": ["glob(lib-2*)"]}])
    assert "package filters:\n- excludes:\n  - glob(lib-2*)\n\n" in info(
        resolve("lib", package_filter=filters), verbosity=1)


def test_local_and_missing_packages(resolve, packages, tmp_path):
    import shutil
    context = resolve("plain", "old")
    config.override("local_packages_path", packages)
    assert info(context).count("(local)") == 2
    assert packages + "  (local)" in info(context, verbosity=1)
    shutil.rmtree(os.path.join(packages, "old", "1"))
    assert "(NOT FOUND, local)" in info(context)


def test_failure(resolve):
    text = info(resolve("app", "lib-2"))
    assert text.startswith("resolve failed, by ")
    assert text.endswith("\n".join([
        "The context failed to resolve:",
        "The following package conflicts occurred: (lib-1 <--!--> lib==2.0)",
        "",
        "Resolve paths starting from initial requests to conflict:",
        "  app --> app-1.0.0 --> lib-1",
        "  lib-2 --> lib-2.0",
        "",
        "To see a graph of the failed resolution, add --fail-graph in your rez-env or rez-build command.",
        "", ""]))


def test_cycle(resolve):
    assert "Resolve paths starting from initial requests to cycle:\n  ring_a --> ring_a-1" in info(resolve("ring_a"))
