"""Books (专项清单): what may be written into them, and what follows from it."""
