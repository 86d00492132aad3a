"""The portal as a program and its API (门户程序)."""
