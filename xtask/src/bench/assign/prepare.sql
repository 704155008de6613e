CREATE TABLE directory AS
SELECT replace(postcode, ' ', '') AS place, country, pco, icb, region, ons_la, ods_la,
  icb IN ('QYG', 'QOC', 'QGH', 'QR1', 'QUY')
    OR ons_la IN ('W06000004', 'W06000005', 'W06000006', 'W06000021', 'W06000023') AS border
FROM read_csv('{reference}/postcodes.csv', header = true, all_varchar = true);

CREATE TABLE hub AS
SELECT code, type FROM read_csv('{reference}/commissioners.csv', header = true, all_varchar = true)
WHERE type <> 'SUB_ICB';

CREATE TABLE practice AS
SELECT p.practice_code AS practice, p.commissioner, p.national_grouping AS grouping,
  coalesce(CAST(nullif(p.valid_from, '') AS DATE), DATE '1900-01-01') AS first_day,
  coalesce(CAST(nullif(p.valid_to, '') AS DATE), DATE '9999-12-31') AS last_day,
  p.status IN ('A', 'P') AS usable,
  CASE
    WHEN p.commissioner = '13Q' THEN 'DMS'
    WHEN p.national_grouping = 'W00' OR p.commissioner IN ('7A1', '7A2', '7A3', '7A4', '7A5', '7A6', '7A7') THEN 'WELSH'
    WHEN p.hlhg IN ('YAC', 'YAD', 'YAE', 'YAF') OR regexp_matches(p.postcode, '^(JE|GY|IM)[0-9]') THEN 'CROWN'
    WHEN p.hlhg = 'Q99' OR p.commissioner IN (SELECT code FROM hub WHERE type IN ('HJ_HUB', 'NATIONAL_HUB')) THEN 'OTHER'
    ELSE 'ENGLISH'
  END AS kind,
  regexp_matches(replace(p.postcode, ' ', ''), '^BF[12][0-9][A-Z][A-Z]$') AS abroad,
  regexp_matches(replace(p.postcode, ' ', ''), '^BF[0-9][0-9][A-Z][A-Z]$') AS forces_post,
  d.country, d.region, d.pco
FROM read_csv('{reference}/practices.csv', header = true, all_varchar = true) AS p
LEFT JOIN directory AS d ON d.place = replace(p.postcode, ' ', '');

CREATE TABLE provider AS
SELECT p.provider_code AS provider, d.pco, d.icb, d.region, d.ods_la, d.ons_la, d.border, d.place IS NOT NULL AS found
FROM read_csv('{reference}/providers.csv', header = true, all_varchar = true) AS p
LEFT JOIN directory AS d ON d.place = replace(p.postcode, ' ', '');

CREATE TABLE contract AS
SELECT c.provider_code AS provider, h.code AS hub,
  coalesce(CAST(nullif(c.valid_from, '') AS DATE), DATE '1900-01-01') AS first_day,
  coalesce(CAST(nullif(c.valid_to, '') AS DATE), DATE '9999-12-31') AS last_day
FROM read_csv('{reference}/provider_hub.csv', header = true, all_varchar = true) AS c
LEFT JOIN hub AS h ON h.code = c.hub_code AND h.type = 'SPEC_HUB';

CREATE TABLE region_hub AS
SELECT region, specialised_hub AS hub FROM read_csv('{reference}/region_hub.csv', header = true, all_varchar = true);

CREATE TABLE service AS
SELECT service_code AS service, delegation_status AS status, specialised = '1' AS specialised,
  highly_specialised = '1' AS highly, section7a = '1' AS screening,
  coalesce(CAST(nullif(valid_from, '') AS DATE), DATE '1900-01-01') AS first_day,
  coalesce(CAST(nullif(valid_to, '') AS DATE), DATE '9999-12-31') AS last_day
FROM read_csv('{reference}/service_codes.csv', header = true, all_varchar = true);

CREATE TABLE cross_border AS
SELECT service_code AS service, bool_or(part = 'ALL') AS everyone, bool_or(part = 'SCOTLAND') AS scotland, bool_or(part = 'NI') AS ni
FROM read_csv('{reference}/appendix_c.csv', header = true, all_varchar = true) GROUP BY ALL;

CREATE TABLE detained AS
SELECT DISTINCT replace(postcode, ' ', '') AS place, hub_code AS hub
FROM read_csv('{reference}/justice_sites.csv', header = true, all_varchar = true);

CREATE TABLE pseudo AS
SELECT DISTINCT replace(postcode, ' ', '') AS place
FROM read_csv('{reference}/pseudo_postcodes.csv', header = true, all_varchar = true) WHERE "group" = 'EU_OR_SIMILAR';

CREATE TABLE delegated AS
SELECT sub_icb, service_code AS service, delegated = 'Y' AS yes,
  coalesce(CAST(nullif(valid_from, '') AS DATE), DATE '1900-01-01') AS first_day,
  coalesce(CAST(nullif(valid_to, '') AS DATE), DATE '9999-12-31') AS last_day
FROM read_csv('{reference}/delegation.csv', header = true, all_varchar = true);

CREATE TABLE delegated_whole AS SELECT * EXCLUDE (service) FROM delegated WHERE service = '*';

DELETE FROM delegated WHERE service = '*';

CREATE TABLE resolved AS
SELECT code, sub_icb, first_day, last_day FROM read_csv('{folder}/resolved.csv', header = true,
  columns = {'code': 'VARCHAR', 'first_day': 'DATE', 'last_day': 'DATE', 'sub_icb': 'VARCHAR'});

CREATE TABLE reason AS
SELECT * FROM read_csv('{folder}/reasons.csv', header = true, all_varchar = true);
