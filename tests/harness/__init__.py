"""Tests against a real stack: a private PostgreSQL, Redis and nginx, our own processes, real targets.

    servers.py   PostgreSQL with the schema and Redis, for tests of the schema and of single processes
    stack.py     everything, started by scripts/up in a folder of its own on a free port
    client.py    a person or a program at the API
    world.py     two tenants with a user of each role, and a platform administrator
    seed.py      thousands of hosts for a tenant, by SQL, in seconds
    targets.py   servers on loopback that answer, refuse, hang, reset, drip
    process.py   finding, killing and stopping the processes of a stack

Fixtures for all of it stand in tests/conftest.py."""
