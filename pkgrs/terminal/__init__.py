"""What is shown to a person: colours, log lines, progress."""
