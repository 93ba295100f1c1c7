"""What the schema holds that is not one tenant's: each with the reason. Everything else is a tenant's."""
import os

# Tables without a tenant; name -> why. They too force row-level security, but for schema_migration.
PLATFORM_TABLES = {
    "schema_migration": "which migrations were applied; belongs to who applies them",
    "auth_failure": "tries at secrets, before anybody is known; reached by functions only",
    "auth_refusal": "anonymous refusals added up; reached by functions only",
    "setup_link": "links for the first administrator; reached by functions only",
    "worker": "live workers; reached by functions only",
    "shard": "who holds which shard of checks; reached by functions only",
    "size_sample": "how the database grows; reached by functions only",
    "job_tally": "how many jobs are in which state; reached by functions only",
}

# Roles that may sign in, by DESIGN 4; exactly one may read past row-level security, for dumps.
LOGIN_ROLES = {"tocsin_api", "tocsin_stream", "tocsin_checker", "tocsin_analyst", "tocsin_trainer", "tocsin_remediator",
               "tocsin_notifier", "tocsin_keeper", "tocsin_backup"}
OWNERS = {"tocsin_owner", "tocsin_cross"}
MAY_BYPASS = {"tocsin_backup"}

# SECURITY DEFINER functions are few and listed, with the roles that may call them: lines `name: role role`.
with open(os.path.join(os.path.dirname(__file__), "definers.txt"), encoding="ascii") as f:
    DEFINERS = {name: set(roles.split()) for name, _, roles in
                (line.partition(":") for line in f if line.strip() and not line.startswith("#"))}
