"""What the passing of days brings (巡查)."""
