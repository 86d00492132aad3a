"""Workbooks and tables written for others (表格)."""
