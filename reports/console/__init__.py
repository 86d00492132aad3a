"""What the command line prints (命令行)."""
