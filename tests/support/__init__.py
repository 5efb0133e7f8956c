"""What several kinds of tests share: feeds, a cluster of our own, installations that refresh."""
