"""The tile and query service: serves what is published in schema `pub`, and nothing else.

Modules, from the outside in: `server` (Granian), `front` (what every answer shares), `tiles` and
`archives` (raw ASGI, published tiles), `routers` (FastAPI routes), `state` (the release that is
being served), `db` (the pool).
"""

API_VERSION = "1.0.0"
"""Full version of the interface, sent as header `API-Version` on every answer; its major stands in
the path."""
