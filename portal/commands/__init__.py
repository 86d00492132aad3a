"""The commands of ``greenchannel``, by theme; help and parsing only, work is imported late."""
