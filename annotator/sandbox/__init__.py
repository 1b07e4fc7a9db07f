"""Untrusted files and pages are read in a child process that can be ended at any moment.

`running.run` is all that others need; a function that may run there is marked with `tasks.task`.
"""
