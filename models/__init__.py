"""What things are: the vocabulary of the office and the entries of its ledger."""
