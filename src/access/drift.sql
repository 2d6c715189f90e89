-- name: drift_jobs
-- access: kinds and times, no contents; MAY_RUN
SELECT made, kind, state, CASE WHEN state = 3 THEN result ELSE '' END FROM job WHERE region = :region ORDER BY made DESC, id DESC LIMIT 20

-- name: drift_engine
-- access: the engine's version
-- only: sqlite
SELECT 'SQLite ' || sqlite_version()
-- name: drift_engine
-- access: the engine's version
-- only: postgres
SELECT 'PostgreSQL ' || current_setting('server_version')
