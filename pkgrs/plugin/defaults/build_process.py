"""Settings of build processes: there are none."""
