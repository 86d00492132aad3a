"""Files that become records: campaigns, projects, weekly rows, attachments (文件读入)."""
