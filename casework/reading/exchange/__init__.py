"""What is handed out to other programs and what comes back (数据交换)."""
