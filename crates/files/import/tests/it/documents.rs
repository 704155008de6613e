//! JSON: ORD responses and boundaries.

use crate::support::{check_facts, file, lines, notes, reading};
use import::recognise;
use register::Series;

/// A site with one of everything.
const SITE: &str = r#"{"Organisation": {"Name": "A HOSPITAL",
  "Date": [{"Type": "Operational", "Start": "1999-04-01"}, {"Type": "Legal", "Start": "1999-05-01", "End": "2020-03-31"}],
  "OrgId": {"extension": "RVVKC"}, "Status": "Inactive", "LastChangeDate": "2021-07-21",
  "GeoLoc": {"Location": {"AddrLn1": "ETHELBERT ROAD", "Town": "CANTERBURY", "PostCode": "CT1 3NG", "UPRN": 1}},
  "Roles": {"Role": [{"id": "RO198", "primaryRole": true, "Date": [{"Type": "Operational", "Start": "1999-04-01"}]},
                     {"id": "RO29", "Date": []}]},
  "Rels": {"Rel": [
    {"id": "RE6", "Date": [{"Type": "Operational", "Start": "1999-04-01"}, {"Type": "Legal", "Start": "1999-05-01"}],
     "Target": {"OrgId": {"extension": "RVV"}, "PrimaryRoleId": {"id": "RO197"}}},
    {"id": "RE5", "Date": [{"Type": "Operational", "Start": "2015-04-01", "End": "2019-03-31"}],
     "Target": {"OrgId": {"extension": "Q81"}, "PrimaryRoleId": {"id": "RO210"}}}]},
  "Succs": {"Succ": [
    {"Type": "Predecessor", "Date": [{"Type": "Legal", "Start": "1999-05-01"}], "Target": {"OrgId": {"extension": "RGWKC"}}},
    {"Type": "Successor", "Date": [{"Type": "Legal", "Start": "2020-04-01"}], "Target": {"OrgId": {"extension": "RVVXX"}}}]}
}}"#;

#[test]
fn an_ord_response_keeps_legal_and_operational_dates_apart() {
    let read = reading("RVVKC.json", SITE);
    assert_eq!((read.series, read.rows, read.released.to_string().as_str()), (Series::Ord, 1, "2021-07-21"));
    check_facts(
        &read,
        &[
            "lived|RVVKC|operational|1999-04-01",
            "lived|RVVKC|legal|1999-05-01|2020-04-01",
            "named|RVVKC|A HOSPITAL",
            "addressed|RVVKC|CT1 3NG|ETHELBERT ROAD|CANTERBURY",
            "stood|RVVKC|closed",
            "acted|RVVKC|site|1999-04-01",
            "noted|left-out|RVVKC|role RO29 is not one the register keeps|1",
            "tied|RVVKC|provider|RVV|1999-05-01",
            "noted|left-out|RVVKC|RE5 to Q81 (RO210), 1 April 2015 to 31 March 2019, is not a tie the register keeps|1",
            "succeeded|RGWKC|RVVKC|1999-05-01",
            "succeeded|RVVKC|RVVXX|2020-04-01",
        ],
    );
}

#[test]
fn a_hub_has_the_primary_role_of_a_group_and_is_none() {
    let organisation = |roles: &str| {
        format!(
            r#"{{"Organisation": {{"Name": "X", "OrgId": {{"extension": "97T"}}, "Status": "Active", "Roles": {{"Role": [{roles}]}}}}}}"#
        )
    };
    let role = |id: &str| format!(r#"{{"id": "{id}", "Date": [{{"Type": "Legal", "Start": "2013-04-01"}}]}}"#);
    let kinds = |roles: &[&str]| {
        let json = organisation(&roles.iter().map(|id| role(id)).collect::<Vec<_>>().join(","));
        let read = reading("97T_2020-04-01.json", &json);
        lines(&read).into_iter().filter(|line| line.starts_with("acted")).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&["RO218", "RO98"]), ["acted|97T|commissioning-hub|2013-04-01"]);
    assert_eq!(
        kinds(&["RO98", "RO319"]),
        ["acted|97T|commissioning-group|2013-04-01|2022-07-01", "acted|97T|sub-icb-location|2013-04-01"]
    );
    assert_eq!(kinds(&["RO999"]), ["acted|97T|other"]);
}

#[test]
fn a_bad_part_of_an_ord_response_is_named() {
    let read = reading("RVVKC.json", &SITE.replace("2015-04-01", "2015-04"));
    assert_eq!((read.rows, read.facts.len()), (1, 0));
    assert_eq!(
        read.bad_rows[0].to_string(),
        "RVVKC.json line 1, column Rels: `2015-04` is not a date, such as 2018-04-01"
    );
}

#[test]
fn boundaries_are_rounded_multipolygons_and_a_missing_shape_is_noted() {
    let json = r#"{"type": "FeatureCollection", "features": [
      {"type": "Feature", "properties": {"objectid": 1, "ccg20cd": "E38000004", "ccg20nm": "NHS A CCG"},
       "geometry": {"type": "Polygon", "coordinates": [[[0.1467861, 51.5687749], [-0.0000001, 51.6], [0.15, 51.5], [0.1467861, 51.5687749]]]}},
      {"type": "Feature", "properties": {"ccg20cd": "E38000005"}, "geometry": null},
      {"type": "Feature", "properties": {"ccg20cd": "E38000006"}, "geometry": {"type": "Point", "coordinates": [0, 51]}},
      {"type": "Feature", "properties": {"ccg20cd": "E38000007"},
       "geometry": {"type": "MultiPolygon", "coordinates": [[[[429979.0, 433360.0]]]]}}]}"#;
    let read = reading("boundaries.geojson", json);
    assert_eq!((read.series, read.rows, read.released.to_string().as_str()), (Series::Boundaries, 4, "2020"));
    check_facts(
        &read,
        &[
            "titled|E38000004|NHS A CCG",
            "bounded|E38000004|[[[[0.14679,51.56877],[0,51.6],[0.15,51.5],[0.14679,51.56877]]]]",
            "noted|null-geometry|E38000005|the area has no shape in the file|2",
        ],
    );
    let bad: Vec<String> = read.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        bad,
        [
            "boundaries.geojson line 3, column geometry: its geometry is a Point, not a polygon",
            "boundaries.geojson line 4, column geometry: (429979, 433360) is not a longitude and latitude",
        ]
    );
}

#[test]
fn boundaries_without_codes_are_labelled_by_name() {
    let json = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,
       "properties": {"ons_code": null, "name": "NHS NEWCASTLE GATESHEAD CCG", "org_type": "CCG"}}]}"#;
    let read = reading("ccg_2015-16.geojson", json);
    assert_eq!(read.released.to_string(), "2015-04-01..2016-03-31");
    assert_eq!(notes(&read), ["null-geometry NHS NEWCASTLE GATESHEAD CCG: the area has no shape in the file"]);
}

#[test]
fn other_json_is_not_ours() {
    for other in
        [r#"{"nodes": [], "links": []}"#, "[1, 2]", "{not json", r#"{"type": "FeatureCollection", "features": []}"#]
    {
        assert!(recognise(&file("other.json", other)).unwrap_err().is_unrecognised(), "{other}");
    }
}
