"""What other programs hand in (外来文件): bounded XML, process models, plans."""
