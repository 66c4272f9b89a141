"""What the insights show and how it is reckoned, in plain Python: figures, quarters, the
middle of many times, and which groups are large enough to be shown."""
