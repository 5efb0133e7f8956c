"""geo_api."""
