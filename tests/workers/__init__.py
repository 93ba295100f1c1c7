"""Worker processes against a real PostgreSQL and real targets on loopback; see house.py."""
