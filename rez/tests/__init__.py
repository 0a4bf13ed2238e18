"""Rez's `rez.tests`: what tests of packages and plugins build on."""
