#!/usr/bin/env bash
# What a database holds beyond what PostgreSQL and its extensions brought, as SQL: to list it, and to drop it. Sourced, never run.
# shellcheck disable=SC2034 # the script that sources this file uses these variables

# Everything in the schemas of users, and what stands beside schemas, less what extensions brought. What belongs to another
# object (deptype i: the row type of a table, an identity sequence) goes with it. An empty schema is nothing.
CONTENTS="
  SELECT d.classid, d.objid
    FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid
   WHERE d.refclassid = 'pg_namespace'::regclass AND d.deptype = 'n' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     AND d.classid NOT IN ('pg_extension'::regclass, 'pg_default_acl'::regclass)
     AND NOT EXISTS (SELECT FROM pg_depend o WHERE o.classid = d.classid AND o.objid = d.objid AND o.objsubid = 0 AND o.deptype IN ('e', 'i'))
  UNION ALL SELECT 'pg_largeobject'::regclass, oid FROM pg_largeobject_metadata
  UNION ALL SELECT 'pg_publication'::regclass, oid FROM pg_publication
  UNION ALL SELECT 'pg_foreign_server'::regclass, oid FROM pg_foreign_server"

# Schemas that hold nothing of an extension are dropped; the others, and public, are emptied. DROP OWNED would take extensions
# away that only a superuser can make again, and leave what others made; DROP DATABASE could not be undone.
DROP_SCHEMAS="
  FOR object IN
    SELECT n.nspname FROM pg_namespace n
     WHERE n.nspname NOT IN ('public', 'information_schema') AND n.nspname !~ '^pg_'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid
                        AND (d.classid = 'pg_extension'::regclass OR EXISTS (
                          SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')))
  LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', object.nspname);
  END LOOP;"

DROP_OBJECTS="
  FOR object IN
    SELECT c.classid, c.objid, i.type, i.identity
      FROM ($CONTENTS) c, pg_identify_object(c.classid, c.objid, 0) i WHERE i.identity IS NOT NULL
  LOOP
    IF object.classid = 'pg_largeobject'::regclass THEN
      PERFORM lo_unlink(object.objid);
    ELSE
      EXECUTE format('DROP %s IF EXISTS %s CASCADE',
        CASE object.type WHEN 'statistics object' THEN 'STATISTICS' WHEN 'composite type' THEN 'TYPE' ELSE object.type END, object.identity);
    END IF;
  END LOOP;"

# Default privileges that stay would widen the privileges of what is restored. Those for one schema add to the built-in ones;
# those for all schemas replace them, and PostgreSQL forgets the entry once it says the same.
RESET_DEFAULT_PRIVILEGES="
  FOR object IN
    SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s %s ON %s %s %s', pg_get_userbyid(d.defaclrole), ' IN SCHEMA ' || quote_ident(n.nspname),
             CASE step WHEN 1 THEN 'REVOKE ' ELSE 'GRANT ' END || g.privilege_type,
             CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
                                  WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
             CASE step WHEN 1 THEN 'FROM' ELSE 'TO' END,
             CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END) AS command
      FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace, generate_series(1, 2) step,
           LATERAL aclexplode(CASE WHEN step = 1 THEN d.defaclacl WHEN d.defaclnamespace = 0
             THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END) g
     ORDER BY d.oid, step
  LOOP
    EXECUTE object.command;
  END LOOP;"

DROP_CONTENTS="DO \$drop\$ DECLARE object record; BEGIN $DROP_SCHEMAS $DROP_OBJECTS $RESET_DEFAULT_PRIVILEGES END \$drop\$"
