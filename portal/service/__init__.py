"""Starting, stopping and looking after the processes of one machine."""
