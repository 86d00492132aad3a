"""What we tell people: wording, recipients, delivery."""
