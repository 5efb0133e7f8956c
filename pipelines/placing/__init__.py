"""Where addresses lie: one rule, never by guess, and the care that is never a point."""
