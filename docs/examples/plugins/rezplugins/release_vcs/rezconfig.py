ledger = {"strict": True}
