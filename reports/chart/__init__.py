"""Pictures drawn as SVG (图)."""
