"""One retried step of a run: a thin Prefect skin over casework."""
