-- The peers: what a careful DBA would run with the plain client instead of the tool. Read-only: every statement
-- is a SELECT; table and index names are those of glance's migrations on MySQL and MariaDB. One section at a time:
--   q() { sed -n "/^-- @$1:/,/^-- @/p" peers.sql | grep -v '^-- @'; }
--   q rows_csv | mariadb --quick --batch --raw --skip-column-names glance > out.csv

-- @rows_join4: one row per image, the four values in columns: the plain query of a careful DBA (raw values, no class); the FLOOR of the export
SELECT i.id, i.name, i.owner, i.status, i.size, i.created_at, i.deleted, p0.value, p1.value, p2.value, p3.value
FROM images i FORCE INDEX (PRIMARY)
  LEFT JOIN image_properties p0 FORCE INDEX (ix_image_properties_image_id_name) ON p0.image_id = i.id AND p0.name = 'image_type' AND p0.deleted <= i.deleted
  LEFT JOIN image_properties p1 FORCE INDEX (ix_image_properties_image_id_name) ON p1.image_id = i.id AND p1.name = 'instance_uuid' AND p1.deleted <= i.deleted
  LEFT JOIN image_properties p2 FORCE INDEX (ix_image_properties_image_id_name) ON p2.image_id = i.id AND p2.name = 'base_image_ref' AND p2.deleted <= i.deleted
  LEFT JOIN image_properties p3 FORCE INDEX (ix_image_properties_image_id_name) ON p3.image_id = i.id AND p3.name = 'image_location' AND p3.deleted <= i.deleted
ORDER BY i.id;

-- @rows_packed: the same content with ONE index descent per image (values packed into one column); the fastest single statement found
SELECT i.id, i.name, i.owner, i.status, i.size, i.created_at, i.deleted, (SELECT GROUP_CONCAT(p.name, '=', p.value SEPARATOR '|') FROM image_properties p FORCE INDEX (ix_image_properties_image_id_name)
  WHERE p.image_id = i.id AND p.name IN ('image_type', 'instance_uuid', 'base_image_ref', 'image_location') AND p.deleted <= i.deleted)
FROM images i FORCE INDEX (PRIMARY)
ORDER BY i.id;

-- @rows_csv: the export as CSV, wholly in SQL (run with --raw): the PEER of the export command
SELECT CONCAT_WS(',',
  i.id,
  CONCAT('"', REPLACE(COALESCE(i.name, ''), '"', '""'), '"'),
  CONCAT('"', REPLACE(COALESCE(i.owner, ''), '"', '""'), '"'),
  i.status,
  COALESCE(i.size, ''),
  i.created_at,
  ELT(1 + COALESCE(CAST(p0.value AS BINARY) = 'snapshot', 0) + COALESCE(p1.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 0) + COALESCE(p2.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 0) + COALESCE(CAST(p3.value AS BINARY) = 'snapshot', 0), 'missing', 'partial', 'partial', 'partial', 'full'),
  CONCAT('"', REPLACE(COALESCE(p0.value, ''), '"', '""'), '"'),
  CONCAT('"', REPLACE(COALESCE(p1.value, ''), '"', '""'), '"'),
  CONCAT('"', REPLACE(COALESCE(p2.value, ''), '"', '""'), '"'),
  CONCAT('"', REPLACE(COALESCE(p3.value, ''), '"', '""'), '"'),
  CONCAT_WS(' ', IF(COALESCE(CAST(p0.value AS BINARY) = 'snapshot', 0), NULL, 'image_type'), IF(COALESCE(p1.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 0), NULL, 'instance_uuid'), IF(COALESCE(p2.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 0), NULL, 'base_image_ref'), IF(COALESCE(CAST(p3.value AS BINARY) = 'snapshot', 0), NULL, 'image_location')))
FROM images i FORCE INDEX (PRIMARY)
  LEFT JOIN image_properties p0 FORCE INDEX (ix_image_properties_image_id_name) ON p0.image_id = i.id AND p0.name = 'image_type' AND p0.deleted <= i.deleted
  LEFT JOIN image_properties p1 FORCE INDEX (ix_image_properties_image_id_name) ON p1.image_id = i.id AND p1.name = 'instance_uuid' AND p1.deleted <= i.deleted
  LEFT JOIN image_properties p2 FORCE INDEX (ix_image_properties_image_id_name) ON p2.image_id = i.id AND p2.name = 'base_image_ref' AND p2.deleted <= i.deleted
  LEFT JOIN image_properties p3 FORCE INDEX (ix_image_properties_image_id_name) ON p3.image_id = i.id AND p3.name = 'image_location' AND p3.deleted <= i.deleted
ORDER BY i.id;

-- @summary_naive: counts per class, live images, bytes included, as a careful person would write it (joins hinted, so that the plan is stable)
SELECT COALESCE(CAST(p0.value AS BINARY) = 'snapshot', 0) + COALESCE(p1.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 0) + COALESCE(p2.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 0) + COALESCE(CAST(p3.value AS BINARY) = 'snapshot', 0) AS ok, COUNT(*), SUM(i.size)
FROM images i
  LEFT JOIN image_properties p0 FORCE INDEX (ix_image_properties_image_id_name) ON p0.image_id = i.id AND p0.name = 'image_type' AND p0.deleted = 0
  LEFT JOIN image_properties p1 FORCE INDEX (ix_image_properties_image_id_name) ON p1.image_id = i.id AND p1.name = 'instance_uuid' AND p1.deleted = 0
  LEFT JOIN image_properties p2 FORCE INDEX (ix_image_properties_image_id_name) ON p2.image_id = i.id AND p2.name = 'base_image_ref' AND p2.deleted = 0
  LEFT JOIN image_properties p3 FORCE INDEX (ix_image_properties_image_id_name) ON p3.image_id = i.id AND p3.name = 'image_location' AND p3.deleted = 0
WHERE i.deleted = 0
GROUP BY 1;

-- @summary_best: counts per class, live images: one ordered pass over the unique index, no property rows sent (images with none of the four = total - sum)
SELECT ok, COUNT(*) FROM (
  SELECT SUM(CASE p.name WHEN 'instance_uuid' THEN COALESCE(p.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 0) WHEN 'base_image_ref' THEN COALESCE(p.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 0) ELSE COALESCE(CAST(p.value AS BINARY) = 'snapshot', 0) END) AS ok
  FROM image_properties p FORCE INDEX (ix_image_properties_image_id_name)
  STRAIGHT_JOIN images i FORCE INDEX (ix_images_deleted) ON i.id = p.image_id AND i.deleted = 0
  WHERE p.image_id > '' AND p.name IN ('image_type', 'instance_uuid', 'base_image_ref', 'image_location') AND p.deleted = 0
  GROUP BY p.image_id) t GROUP BY ok;
SELECT 'live', COUNT(*) FROM images FORCE INDEX (ix_images_deleted) WHERE deleted = 0;


-- @orphans: live images whose instance is gone, with evidence; all cells on one server, which the best join in SQL needs
SELECT p.image_id, p.value,
  CASE WHEN COALESCE(n1.uuid, n2.uuid, n0.uuid) IS NOT NULL THEN 'deleted' WHEN s.uuid IS NOT NULL THEN 'shadow' ELSE 'absent' END AS state,
  COALESCE(n1.deleted_at, n2.deleted_at, n0.deleted_at, s.da) AS gone_at, COALESCE(n1.vm_state, n2.vm_state, n0.vm_state)
FROM image_properties p FORCE INDEX (ix_image_properties_image_id_name)
  JOIN images i ON i.id = p.image_id AND i.deleted = 0
  LEFT JOIN nova_cell1.instances n1 ON n1.uuid = p.value
  LEFT JOIN nova_cell2.instances n2 ON n2.uuid = p.value
  LEFT JOIN nova_cell0.instances n0 ON n0.uuid = p.value
  LEFT JOIN (SELECT uuid, MAX(deleted_at) AS da FROM (
      SELECT uuid, deleted_at FROM nova_cell1.shadow_instances
      UNION ALL SELECT uuid, deleted_at FROM nova_cell2.shadow_instances
      UNION ALL SELECT uuid, deleted_at FROM nova_cell0.shadow_instances) a GROUP BY uuid) s ON s.uuid = p.value
WHERE p.image_id > '' AND p.name = 'instance_uuid' AND p.deleted = 0
  AND COALESCE(n1.deleted, 1) <> 0 AND COALESCE(n2.deleted, 1) <> 0 AND COALESCE(n0.deleted, 1) <> 0
  AND p.value REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
