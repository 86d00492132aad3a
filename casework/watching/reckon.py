"""The sweep that works out what lists tell of projects (当日测算): what is not told yet.

On the first watches of a day that is every project, some hundred a watch; then those that
changed since. Lists do not wait for it: what it has not reached they work out themselves.
"""
