"""What the API of every room stands on.

Nothing is imported here: Django REST framework reads its settings, and with them some of these
modules, while its own views are being made.
"""
