name = "legacy_rig"

version = "0.9.1"

description = "Never ported: refuses newer Pythons, and takes any application only if it is old enough."

requires = [
    "!python-3.10+",
    "~maya-2020+<2024",
]


def commands():
    setenv("LEGACY_RIG", "{root}")
    unsetenv("RIG_NEXT")
