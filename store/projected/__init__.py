"""What is kept beside the ledger so that lists read rows (投影)."""
