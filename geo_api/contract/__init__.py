"""The description of the API: parameters, bodies and schemas, as OpenAPI."""
