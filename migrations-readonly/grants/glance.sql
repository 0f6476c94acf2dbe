-- The account of glance-audit for glance: it reads the tables below and nothing else.
-- Put a password of your own in place of CHANGE_ME, then run this as administrator.
-- An account that exists already keeps its password.
CREATE USER IF NOT EXISTS 'glance_audit'@'%' IDENTIFIED BY 'CHANGE_ME';
-- If the server offers TLS, let the account in by TLS only:
-- ALTER USER 'glance_audit'@'%' REQUIRE SSL;

GRANT SELECT ON `glance`.`images` TO 'glance_audit'@'%';
GRANT SELECT ON `glance`.`image_properties` TO 'glance_audit'@'%';
GRANT SELECT ON `glance`.`image_members` TO 'glance_audit'@'%';
GRANT SELECT ON `glance`.`image_locations` TO 'glance_audit'@'%';
GRANT SELECT ON `glance`.`image_tags` TO 'glance_audit'@'%';
GRANT SELECT ON `glance`.`tasks` TO 'glance_audit'@'%';
GRANT SELECT ON `glance`.`task_info` TO 'glance_audit'@'%';
GRANT SELECT ON `glance`.`alembic_version` TO 'glance_audit'@'%';
-- Optional; migrate_version exists only in databases made before Ocata, and a grant on a missing table is an error:
-- GRANT SELECT ON `glance`.`migrate_version` TO 'glance_audit'@'%';

-- Optional, for the whole server: to see whether it is a replica and how far it lags behind.
-- MariaDB 10.5.9 and later: GRANT REPLICA MONITOR ON *.* TO 'glance_audit'@'%';
-- MySQL:                    GRANT REPLICATION CLIENT ON *.* TO 'glance_audit'@'%';
-- Nothing is needed to stop its own statements (KILL QUERY) or to read status counters.
-- To take all of it back: DROP USER 'glance_audit'@'%';
