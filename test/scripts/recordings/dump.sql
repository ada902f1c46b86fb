--
-- PostgreSQL database dump
--

\restrict zhzhIFqfCxpqF8VPwdeGgrqeaZMO0zEHgNz7e5QeOnug7Wdcunlu1W0u5YY7hSe

-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: feaf_user
--

CREATE SCHEMA app;


ALTER SCHEMA app OWNER TO feaf_user;

--
-- Name: extensions; Type: SCHEMA; Schema: -; Owner: feaf_user
--

CREATE SCHEMA extensions;


ALTER SCHEMA extensions OWNER TO feaf_user;

--
-- Name: plain; Type: COLLATION; Schema: app; Owner: feaf_user
--

CREATE COLLATION app.plain (provider = libc, locale = 'C');


ALTER COLLATION app.plain OWNER TO feaf_user;

--
-- Name: hstore; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA extensions;


--
-- Name: EXTENSION hstore; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION hstore IS 'data type for storing sets of (key, value) pairs';


--
-- Name: pg_stat_statements; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public;


--
-- Name: EXTENSION pg_stat_statements; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pg_stat_statements IS 'track planning and execution statistics of all SQL statements executed';


--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';


--
-- Name: pgcrypto; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;


--
-- Name: EXTENSION pgcrypto; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pgcrypto IS 'cryptographic functions';


--
-- Name: uuid-ossp; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;


--
-- Name: EXTENSION "uuid-ossp"; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION "uuid-ossp" IS 'generate universally unique identifiers (UUIDs)';


--
-- Name: f(); Type: FUNCTION; Schema: app; Owner: feaf_user
--

CREATE FUNCTION app.f() RETURNS text
    LANGUAGE plpgsql
    AS $$
BEGIN
RETURN '
CREATE SCHEMA body;
COMMENT ON EXTENSION pg_trgm IS ''body'';
BEGIN;
COMMIT;
';
END $$;


ALTER FUNCTION app.f() OWNER TO feaf_user;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: lines; Type: TABLE; Schema: app; Owner: feaf_user
--

CREATE TABLE app.lines (
    line text
);


ALTER TABLE app.lines OWNER TO feaf_user;

--
-- Name: 4711; Type: BLOB; Schema: -; Owner: feaf_user
--

SELECT pg_catalog.lo_create('4711');


ALTER LARGE OBJECT 4711 OWNER TO feaf_user;

--
-- Data for Name: lines; Type: TABLE DATA; Schema: app; Owner: feaf_user
--

COPY app.lines (line) FROM stdin;
COMMENT ON EXTENSION pg_trgm IS 'data';
CREATE SCHEMA data;
BEGIN;
COMMIT;
-- Name: 1; Type: BLOBS;
tab\tCR\rend ä😀
\\restrict data
\.


--
-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
--

BEGIN;

SELECT pg_catalog.lo_open('4711', 131072);
SELECT pg_catalog.lowrite(0, '\x6c61726765206f626a656374');
SELECT pg_catalog.lo_close(0);

COMMIT;

--
-- PostgreSQL database dump complete
--

\unrestrict zhzhIFqfCxpqF8VPwdeGgrqeaZMO0zEHgNz7e5QeOnug7Wdcunlu1W0u5YY7hSe

