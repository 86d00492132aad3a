"""What a page shows of the ledger; reads only."""
