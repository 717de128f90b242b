"""The gates of `make check`, `make guards` and `make bench`."""
