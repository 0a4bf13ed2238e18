"""Rez's `rez.vendor.enum`: the standard library's."""
from enum import *
