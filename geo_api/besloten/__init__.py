"""The restricted data process: the routes of the public service over open and restricted layers.

A process of its own, with its own port and role (woonzorg_api_restricted); the public process has
neither. Who asks proves it with an access token, an API key or a session of a browser; groups and
keys have rights per layer or theme in the database. Everybody with the same rights is answered by
one and the same application, which knows of no layer beyond them: what is kept in memory or on
disk belongs to it, so nothing can pass from one right to another.

Modules, from the outside in: `front` (what every answer shares), `signin` (the browser), `guard`
(who asks, how much, on record), `callers` and `rights` (who and what), `views` (an application per
rights) over `seen` (the release as those rights show it).
"""
