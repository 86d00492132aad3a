"""What we publish: read model in, document out."""
