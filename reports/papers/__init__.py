"""Official papers to be printed and signed (文书): each a page that leans on nothing outside."""
