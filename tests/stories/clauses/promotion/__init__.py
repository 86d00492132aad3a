"""Key tasks 8 to 15: promotion, pipeline, parks."""
