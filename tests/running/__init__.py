"""The real thing for tests: server, worker, scheduler, Valkey and a mail server, as processes.

They have a database of their own, made from the test database, so that no other
test ever meets what they do. Every wait here is for a condition.
"""
