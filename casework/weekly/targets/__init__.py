"""Targets of the campaign (目标任务): read from the ledger, drilled down, never typed."""
