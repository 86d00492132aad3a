"""Files of ours and their faults (文件)."""
