"""What other programs read (交换文件): event logs, process models, plans, packs of evidence."""
