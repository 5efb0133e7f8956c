"""Objects of a layer: what a request asks, which objects answer, in which order and system."""
