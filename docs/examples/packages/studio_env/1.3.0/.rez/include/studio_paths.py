"""Shared by the commands of packages, through `@include("studio_paths")`."""


def add_show_paths(env, root, show):
    env.SHOW = show
    env.SHOW_PATH.append(root + "/shows/" + show)
