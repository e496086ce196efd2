"""The launcher behind ./stellwerk. Python's standard library only."""
