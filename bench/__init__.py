"""Measurements, each against a floor of the same run. `make bench` writes `results.json`."""
