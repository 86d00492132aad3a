"""Who comes in and what may be typed to find a project (门禁与检索)."""
