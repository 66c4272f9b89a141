"""What `./dev` does once Python is there: start, stop and look after everything on one machine.

It knows how to run Goldseam and nothing about what Goldseam is: no module here
imports the product, and the product imports nothing from here.
"""
