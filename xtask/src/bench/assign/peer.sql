WITH
looked AS (
  SELECT r.*,
    p.practice IS NOT NULL AND p.usable AS usable,
    p.kind, p.commissioner AS practice_commissioner, p.grouping, p.abroad, p.forces_post,
    p.country AS practice_country, p.region AS practice_region, p.pco AS practice_pco,
    h.country AS recorded_country, h.pco AS recorded_pco, h.region AS recorded_region, h.ods_la AS recorded_la,
    h.border AS recorded_border,
    o.pco AS site_pco, o.region AS site_region, o.ods_la AS site_la, o.border AS site_border,
    c.provider IS NOT NULL AS contracted, c.hub AS contract_hub,
    coalesce(s.specialised, false) AS specialised, coalesce(s.highly, false) AS highly,
    coalesce(s.screening, false) AS screening, s.status,
    f.hub AS detained_hub,
    e.place IS NOT NULL AS right_of_access,
    x.everyone, x.scotland, x.ni
  FROM ({records}) AS r
  LEFT JOIN practice AS p ON p.practice = r.practice AND r.day BETWEEN p.first_day AND p.last_day
  LEFT JOIN directory AS h ON h.place = r.place
  LEFT JOIN provider AS o ON o.provider = r.provider
  LEFT JOIN contract AS c ON c.provider = r.provider AND r.day BETWEEN c.first_day AND c.last_day
  LEFT JOIN service AS s ON s.service = r.service AND r.day BETWEEN s.first_day AND s.last_day
  LEFT JOIN detained AS f ON f.place = r.place
  LEFT JOIN pseudo AS e ON e.place = r.place
  LEFT JOIN cross_border AS x ON x.service = r.service
),
homed AS (
  SELECT *,
    CASE WHEN substituted THEN 'E92000001' ELSE recorded_country END AS home_country,
    CASE WHEN substituted THEN site_pco ELSE recorded_pco END AS home_pco,
    CASE WHEN substituted THEN site_region ELSE recorded_region END AS home_region,
    CASE WHEN substituted THEN site_la ELSE recorded_la END AS home_la,
    coalesce(CASE WHEN substituted THEN site_border ELSE recorded_border END, false) AS border,
    usable AND kind = 'DMS' AND coalesce(practice_country = 'E92000001', false) AS english_dms
  FROM looked
),
placed AS (
  SELECT m.*, gp.sub_icb AS gp_sub_icb, res.sub_icb AS home_sub_icb, host.sub_icb AS host_sub_icb,
    NOT unstated AND detained_hub IS NULL AND NOT english_dms AND usable AND kind <> 'WELSH' AND gp.sub_icb IS NOT NULL AS by_practice,
    CASE WHEN substituted THEN 'SITE' ELSE 'RES' END AS home_method
  FROM homed AS m
  LEFT JOIN resolved AS gp ON gp.code = m.practice_commissioner AND m.day BETWEEN gp.first_day AND gp.last_day
  LEFT JOIN resolved AS res ON res.code = m.home_pco AND m.day BETWEEN res.first_day AND res.last_day
  LEFT JOIN resolved AS host ON host.code = m.site_pco AND m.day BETWEEN host.first_day AND host.last_day
),
answerable AS (
  SELECT m.*,
    CASE WHEN by_practice THEN gp_sub_icb WHEN home_sub_icb IS NOT NULL THEN home_sub_icb ELSE host_sub_icb END AS responsible,
    CASE WHEN by_practice THEN 'GP' WHEN home_sub_icb IS NOT NULL THEN home_method WHEN host_sub_icb IS NOT NULL THEN 'HOST' ELSE 'NONE' END AS responsible_method,
    usable AND practice_commissioner = '13Q' AND coalesce(practice_country = 'E92000001', false) AS forces,
    coalesce(ovcc IN ('D', 'F'), false) OR coalesce(admin = 2, false) AS charged,
    coalesce(CASE
      WHEN ovcc = 'A' THEN NOT (usable AND abroad) AND NOT (usable AND kind = 'CROWN')
        AND home_country IN ('E92000001', 'W92000004', 'S92000003', 'N92000002')
      ELSE false END, false) AS resident,
    usable AND practice_commissioner IN ('7A1', '7A2', '7A3', '7A4', '7A5', '7A6', '7A7') AND border AS welsh_border,
    usable AND kind = 'ENGLISH' AND border AS english_border,
    coalesce(home_country = 'E92000001', false) AS home_england,
    usable AND (kind IN ('ENGLISH', 'OTHER') OR english_dms) AS registered,
    detained_hub IS NOT NULL AND (NOT admitted OR coalesce(source IN (39, 40), false)) AS justice,
    coalesce(tfc IN (140, 141, 142, 143, 144, 145, 217, 450, 451), false) AS dental
  FROM placed AS m
),
decided AS (
  SELECT m.*,
    CASE WHEN welsh_border OR home_country = 'W92000004' THEN 'W' WHEN home_country = 'S92000003' THEN 'S' ELSE 'N' END AS nation,
    specialised AND status IN ('RED', 'BLUE') AS kept,
    specialised AND status = 'GREEN' AS green,
    coalesce(own.yes, whole.yes, false) AND responsible IS NOT NULL AS delegation
  FROM answerable AS m
  LEFT JOIN delegated AS own ON own.sub_icb = m.responsible AND own.service = m.service AND m.day BETWEEN own.first_day AND own.last_day
  LEFT JOIN delegated_whole AS whole ON whole.sub_icb = m.responsible AND m.day BETWEEN whole.first_day AND whole.last_day
),
english AS (
  SELECT *,
    CASE nation WHEN 'W' THEN coalesce(everyone, false) WHEN 'S' THEN coalesce(everyone OR scotland, false) ELSE coalesce(everyone OR ni, false) END AS over_border,
    CASE
      WHEN justice THEN 'NHSE_HJ_HUB'
      WHEN screening THEN 'NHSE_REGION_PUBLIC_HEALTH'
      WHEN infertile THEN 'RESPONSIBLE_SUB_ICB'
      WHEN forces THEN 'NHSE_ARMED_FORCES'
      WHEN green AND NOT delegation THEN 'NHSE_SPEC_HUB_GP'
      ELSE 'RESPONSIBLE_SUB_ICB'
    END AS from_e,
    [E] + CASE WHEN justice THEN [] ELSE [F] + CASE WHEN screening THEN [] ELSE [H] + [I] + CASE WHEN infertile THEN [I-1] ELSE [J]
      + CASE WHEN forces THEN [] ELSE [C-5] + CASE WHEN green THEN [C-6] ELSE [] END END END END END AS path_e,
    [B-3] + [B-4] AS path_b3
  FROM decided
),
walked AS (
  SELECT *,
    CASE WHEN NOT specialised THEN CASE WHEN dental THEN 'RESPONSIBLE_SUB_ICB' ELSE from_e END
      WHEN kept THEN CASE WHEN contracted THEN 'NHSE_SPEC_HUB_PROVIDER' ELSE 'SPEC_NOT_CONTRACTED' END
      ELSE from_e END AS from_c0,
    [C-0] + CASE WHEN NOT specialised THEN [D] + CASE WHEN dental THEN [] ELSE path_e END
      ELSE [C-0a] + CASE WHEN kept THEN [C-2] ELSE path_e END END AS path_c0,
    CASE WHEN NOT specialised THEN CASE nation WHEN 'W' THEN 'WELSH_LHB' WHEN 'S' THEN 'SCOTTISH_HB' ELSE 'NI_LCG' END
      WHEN over_border OR welsh_border THEN 'NHSE_SPEC_HUB_PROVIDER'
      ELSE CASE nation WHEN 'W' THEN 'WHSSC' WHEN 'S' THEN 'SCOTLAND_NSD' ELSE 'NI_HSCB' END END AS from_c,
    [C] + CASE WHEN NOT specialised THEN [] ELSE [C-1] + CASE WHEN over_border THEN [] ELSE [WB-10]
      + CASE WHEN welsh_border THEN [C-3] ELSE [] END END END AS path_c
  FROM english
),
ended AS (
  SELECT *,
    CASE
      WHEN NOT in_scope THEN 'OUT_OF_SCOPE'
      WHEN day IS NULL THEN 'INVALID_INPUT'
      WHEN day NOT BETWEEN DATE '2025-04-01' AND DATE '2026-03-31' THEN 'NO_EDITION'
      WHEN emergency THEN CASE WHEN NOT home_england THEN 'HOST_SUB_ICB' WHEN forces THEN 'NHSE_ARMED_FORCES' ELSE 'RESPONSIBLE_SUB_ICB' END
      WHEN charged THEN 'PRIVATE_COV'
      WHEN NOT resident THEN CASE WHEN highly AND right_of_access THEN 'NHSE_SPEC_HUB_PROVIDER'
        WHEN registered THEN 'RESPONSIBLE_SUB_ICB' ELSE 'HOST_SUB_ICB' END
      WHEN welsh_border THEN from_c
      WHEN english_border OR home_england THEN from_c0
      ELSE from_c
    END AS terminal,
    [CDS] + CASE
      WHEN NOT in_scope OR day IS NULL OR day NOT BETWEEN DATE '2025-04-01' AND DATE '2026-03-31' THEN []
      WHEN emergency THEN [A&E-1] + CASE WHEN home_england THEN [J] ELSE [] END
      WHEN charged THEN [A]
      WHEN NOT resident THEN [A] + [B] + [B-1] + CASE WHEN highly THEN [B-2] + CASE WHEN right_of_access THEN [] ELSE path_b3 END ELSE path_b3 END
      WHEN welsh_border THEN [A] + [B] + [WB-1] + path_c
      WHEN english_border THEN [A] + [B] + [WB-1] + [WB-2] + path_c0
      WHEN home_england THEN [A] + [B] + [WB-1] + [WB-2] + [WB-3] + path_c0
      ELSE [A] + [B] + [WB-1] + [WB-2] + [WB-3] + path_c
    END AS path
  FROM walked
),
coded AS (
  SELECT n.*, gh.hub AS practice_hub, rh.hub AS home_hub, gr.region AS grouping_region, pr.region AS practice_site_region,
    hr.region AS home_hub_region, sr.region AS site_hub_region
  FROM ended AS n
  LEFT JOIN region_hub AS gh ON gh.region = n.grouping
  LEFT JOIN region_hub AS rh ON rh.region = n.home_region
  LEFT JOIN region_hub AS gr ON gr.region = n.grouping
  LEFT JOIN region_hub AS pr ON pr.region = n.practice_region
  LEFT JOIN region_hub AS hr ON hr.region = n.home_region
  LEFT JOIN region_hub AS sr ON sr.region = n.site_region
),
found AS (
  SELECT {key},
    CASE terminal
      WHEN 'RESPONSIBLE_SUB_ICB' THEN responsible
      WHEN 'HOST_SUB_ICB' THEN host_sub_icb
      WHEN 'PRIVATE_COV' THEN 'VPP00'
      WHEN 'NHSE_ARMED_FORCES' THEN '13Q'
      WHEN 'NHSE_SPEC_HUB_PROVIDER' THEN contract_hub
      WHEN 'NHSE_HJ_HUB' THEN detained_hub
      WHEN 'NHSE_SPEC_HUB_GP' THEN CASE
        WHEN unstated OR detained_hub IS NOT NULL OR english_dms THEN coalesce(home_hub, contract_hub)
        ELSE coalesce(CASE WHEN usable AND kind <> 'WELSH' THEN practice_hub END, contract_hub) END
      WHEN 'NHSE_REGION_PUBLIC_HEALTH' THEN coalesce(
        CASE WHEN unstated OR NOT usable THEN NULL
          WHEN practice_commissioner = '13Q' AND NOT forces_post THEN practice_site_region
          WHEN kind NOT IN ('DMS', 'WELSH') THEN grouping_region END,
        home_hub_region, site_hub_region)
      WHEN 'WELSH_LHB' THEN CASE WHEN wales_unsaid THEN 'W01' WHEN home_country = 'W92000004' THEN home_pco
        ELSE coalesce(practice_pco, practice_commissioner) END
      WHEN 'SCOTTISH_HB' THEN home_pco
      WHEN 'NI_LCG' THEN home_pco
      WHEN 'NI_HSCB' THEN home_pco
      WHEN 'WHSSC' THEN '7A5HC'
      WHEN 'SCOTLAND_NSD' THEN 'SD002'
    END AS commissioner,
    terminal,
    CASE terminal
      WHEN 'RESPONSIBLE_SUB_ICB' THEN responsible_method
      WHEN 'HOST_SUB_ICB' THEN CASE WHEN host_sub_icb IS NULL THEN 'NONE' ELSE 'HOST' END
      WHEN 'PRIVATE_COV' THEN 'FIXED'
      WHEN 'NHSE_ARMED_FORCES' THEN 'FIXED'
      WHEN 'NHSE_SPEC_HUB_PROVIDER' THEN CASE WHEN contract_hub IS NULL THEN 'NONE' ELSE 'PROVIDER' END
      WHEN 'NHSE_HJ_HUB' THEN 'APPF'
      WHEN 'NHSE_SPEC_HUB_GP' THEN CASE
        WHEN (unstated OR detained_hub IS NOT NULL OR english_dms) AND home_hub IS NOT NULL THEN home_method
        WHEN NOT (unstated OR detained_hub IS NOT NULL OR english_dms) AND usable AND kind <> 'WELSH' AND practice_hub IS NOT NULL THEN 'GP'
        WHEN contract_hub IS NOT NULL THEN 'PROVIDER' ELSE 'NONE' END
      WHEN 'NHSE_REGION_PUBLIC_HEALTH' THEN CASE
        WHEN NOT unstated AND usable AND practice_commissioner = '13Q' AND NOT forces_post AND practice_site_region IS NOT NULL THEN 'PRACTICE_SITE'
        WHEN NOT unstated AND usable AND kind NOT IN ('DMS', 'WELSH') AND grouping_region IS NOT NULL THEN 'GP'
        WHEN home_hub_region IS NOT NULL THEN home_method WHEN site_hub_region IS NOT NULL THEN 'HOST' ELSE 'NONE' END
      WHEN 'WELSH_LHB' THEN CASE WHEN wales_unsaid THEN 'FIXED' WHEN home_country = 'W92000004' THEN 'RES'
        WHEN practice_pco IS NOT NULL THEN 'PRACTICE_SITE' ELSE 'GP' END
      WHEN 'WHSSC' THEN 'FIXED'
      WHEN 'SCOTLAND_NSD' THEN 'FIXED'
      WHEN 'SPEC_NOT_CONTRACTED' THEN 'NA'
      WHEN 'OUT_OF_SCOPE' THEN 'NA'
      WHEN 'INVALID_INPUT' THEN 'NA'
      WHEN 'NO_EDITION' THEN 'NA'
      ELSE CASE WHEN home_pco IS NULL THEN 'NONE' ELSE 'RES' END
    END AS method,
    path
  FROM coded
)
SELECT {wanted} FROM found {reasons}
