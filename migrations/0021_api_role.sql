-- How the API's sessions plan: its statements are prepared once and run thousands of times, so that the plan
-- made for any value is kept (planning one list costs more than running it); their answers are small, so that
-- nothing is compiled for them; and times are written in UTC.
ALTER ROLE tocsin_api SET plan_cache_mode = 'force_generic_plan';
ALTER ROLE tocsin_api SET jit = off;
ALTER ROLE tocsin_api SET timezone = 'UTC';
