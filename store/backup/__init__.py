"""A backup (备份): the whole database of one moment and the files beside it, in one archive."""
