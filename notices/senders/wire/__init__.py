"""What every platform's sender shares: the wire, its failures and refusals (收发)."""
