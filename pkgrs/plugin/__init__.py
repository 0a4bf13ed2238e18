"""Finding and loading plugins of the `rezplugins` namespace."""
