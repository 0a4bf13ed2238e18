"""The language of package commands, and the bindings that commands see."""
