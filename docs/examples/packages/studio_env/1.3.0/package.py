# -*- coding: utf-8 -*-

name = 'studio_env'

version = '1.3.0'

description = \
    """
    Its commands use code that is shared by several packages.
    """

authors = ['pipeline']

@include('studio_paths')
def commands():
    studio_paths.add_show_paths(env, "{root}", "demo")

timestamp = 1795228407

format_version = 2
