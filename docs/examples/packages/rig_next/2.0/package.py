name = "rig_next"

version = "2.0"

description = "The rig that replaces the old one."

requires = ["!legacy_rig", "python-3"]


def pre_commands():
    env.RIG_STAGE = "pre"


def commands():
    env.RIG_NEXT = "{root}"
    env.RIG_STAGE.append("commands")


def post_commands():
    env.RIG_STAGE.append("post")
