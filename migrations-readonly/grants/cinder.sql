-- The account of glance-audit for cinder: it reads the tables below and nothing else.
-- Put a password of your own in place of CHANGE_ME, then run this as administrator.
-- An account that exists already keeps its password.
CREATE USER IF NOT EXISTS 'glance_audit'@'%' IDENTIFIED BY 'CHANGE_ME';
-- If the server offers TLS, let the account in by TLS only:
-- ALTER USER 'glance_audit'@'%' REQUIRE SSL;

GRANT SELECT ON `cinder`.`volumes` TO 'glance_audit'@'%';
GRANT SELECT ON `cinder`.`snapshots` TO 'glance_audit'@'%';
GRANT SELECT ON `cinder`.`volume_glance_metadata` TO 'glance_audit'@'%';
GRANT SELECT ON `cinder`.`volume_attachment` TO 'glance_audit'@'%';
GRANT SELECT ON `cinder`.`image_volume_cache_entries` TO 'glance_audit'@'%';

-- Optional, for the whole server: to see whether it is a replica and how far it lags behind.
-- MariaDB 10.5.9 and later: GRANT REPLICA MONITOR ON *.* TO 'glance_audit'@'%';
-- MySQL:                    GRANT REPLICATION CLIENT ON *.* TO 'glance_audit'@'%';
-- Nothing is needed to stop its own statements (KILL QUERY) or to read status counters.
-- To take all of it back: DROP USER 'glance_audit'@'%';
