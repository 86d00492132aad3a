"""When things happen, and in what order: Prefect flows only, no classes, no SQL, no rules."""
