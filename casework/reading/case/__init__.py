"""What a door shows of one case or project (办件与项目)."""
