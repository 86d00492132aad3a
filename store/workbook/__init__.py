"""One bounded reader of strangers' workbooks (表格读取)."""
