"""Key tasks 1 to 7: approval, land, start, funds, production."""
