"""What happens by the clock: once each time, however many schedulers run.

It knows nothing of what it sets off; `config/timetable.py` says when what is due.
"""
