"""The morning brief: one digest a person."""
