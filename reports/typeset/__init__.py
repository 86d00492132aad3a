"""Papers as PDF (排版): templates of Typst, filled with data and never with markup of ours."""
