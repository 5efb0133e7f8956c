"""The restricted process: pages on which the steward sees and handles deliveries.

The same building blocks as the public service in a process of its own, with its own port, role and
credentials: it reads as woonzorg_api_restricted, and acts through a second pool as
woonzorg_steward, which can execute the verbs and nothing else. Every route says itself what right
it asks; every answer is `no-store`.

Modules: `app` puts it together, `front` holds for every request, `signin` with `local`, `oidc` and
`tokens` settles who somebody is, `sessions` remembers it, `forms` and `upload` read what is sent,
`desk` reads and `acts` acts, and `overview`, `deliveries`, `publication` and `handing` are the
pages.
"""
