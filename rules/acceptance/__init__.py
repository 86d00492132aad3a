"""Conditional acceptance (容缺受理): documents, duty, deferral, promise, hearing, obligations."""
