"""Measure the figures the project promises. `./dev bench` prints them beside their goals.

Nothing here passes or fails: what a time is worth depends on the machine it was
taken on. What must hold on every machine is a ratio, both sides of which are
measured in the same run.
"""
