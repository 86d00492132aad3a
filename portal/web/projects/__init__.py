"""One project and its registration (项目)."""
