"""Support of the browser tests: an invented world, its tiles, a server that speaks `/v1`."""
