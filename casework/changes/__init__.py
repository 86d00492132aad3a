"""Changes of calendar and catalogue, previewed and then applied."""
