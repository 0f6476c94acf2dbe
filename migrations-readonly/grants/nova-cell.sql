-- The account of glance-audit for nova-cell: it reads the tables below and nothing else.
-- Run it for the database of every cell, cell0 included.
-- Put a password of your own in place of CHANGE_ME, then run this as administrator.
-- An account that exists already keeps its password.
CREATE USER IF NOT EXISTS 'glance_audit'@'%' IDENTIFIED BY 'CHANGE_ME';
-- If the server offers TLS, let the account in by TLS only:
-- ALTER USER 'glance_audit'@'%' REQUIRE SSL;

GRANT SELECT ON `nova`.`instances` TO 'glance_audit'@'%';
GRANT SELECT ON `nova`.`shadow_instances` TO 'glance_audit'@'%';
GRANT SELECT ON `nova`.`instance_system_metadata` TO 'glance_audit'@'%';
GRANT SELECT ON `nova`.`block_device_mapping` TO 'glance_audit'@'%';
GRANT SELECT ON `nova`.`instance_actions` TO 'glance_audit'@'%';

-- Optional, for the whole server: to see whether it is a replica and how far it lags behind.
-- MariaDB 10.5.9 and later: GRANT REPLICA MONITOR ON *.* TO 'glance_audit'@'%';
-- MySQL:                    GRANT REPLICATION CLIENT ON *.* TO 'glance_audit'@'%';
-- Nothing is needed to stop its own statements (KILL QUERY) or to read status counters.
-- To take all of it back: DROP USER 'glance_audit'@'%';
