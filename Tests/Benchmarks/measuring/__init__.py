"""What the benchmarks share: servers, load, calls, tables."""
