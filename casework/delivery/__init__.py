"""How notices leave the house: lanes, claims, manners, receipts, dead letters."""
