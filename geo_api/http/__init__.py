"""What holds for every request: headers, encodings, limits, single flight, measurements."""
