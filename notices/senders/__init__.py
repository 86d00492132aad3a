"""Checked senders (送达核验): one file per platform, each believes only what the platform says."""
