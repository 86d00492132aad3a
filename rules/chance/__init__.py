"""How long things take: durations learnt from the ledger, simulation, calibration."""
