"""Larkspur: the pretend company that a fresh Goldseam shows.

It sends coffee to people at home and runs the tills of small cafés. The people, the services and
everything that went wrong are made up; how it went wrong will be familiar. The modules beside this
one hold only what is told; `load` tells it, through the same functions that the pages use.
"""
