"""Runs: configuration, shards to workers, rows to files; resumable, and the same on any cluster."""
