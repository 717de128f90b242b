"""The scenario kit: stories in the trade's words, played on any implementation (docs/scenarios.md)."""
