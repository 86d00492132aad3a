"""What comes into the ledger from outside: campaigns, projects, files, books (载入与登记)."""
