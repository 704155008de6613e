//! Lookups, populations, list sizes and the map of practices.

use crate::support::{check_facts, lines, notes, reading};
use register::Series;

#[test]
fn a_lookup_by_small_area_tells_each_commissioner_and_authority_once() {
    let text = "\u{feff}FID,LSOA11CD,LSOA11NM,CCG21CD,CCG21CDH,CCG21NM,LAD21CD,LAD21NM\r\n\
                1,E01007420,Barnsley 016C,E38000006,02P,NHS Barnsley CCG,E08000016,Barnsley\r\n\
                2,E01007317,Barnsley 018A,E38000006,02P,NHS Barnsley CCG,E08000016,Barnsley\r\n\
                3,E0100731,Barnsley 018B,E38000006,02P,NHS Barnsley CCG,E08000016,Barnsley\r\n";
    let read = reading("lookup.csv", text);
    assert_eq!((read.series, read.rows, read.released.to_string().as_str()), (Series::OnsSmallAreas, 3, "2021"));
    check_facts(
        &read,
        &[
            "lay|E01007420|02P|E08000016",
            "titled|E08000016|Barnsley",
            "identified|02P|E38000006",
            "named|02P|NHS Barnsley CCG",
            "lay|E01007317|02P|E08000016",
        ],
    );
    assert_eq!(
        read.bad_rows[0].to_string(),
        "lookup.csv line 4, column LSOA11CD: `E0100731` is not a GSS code: one letter, then eight digits, such as E38000222"
    );
}

#[test]
fn what_is_told_once_is_not_lost_with_a_bad_row() {
    let text = "CCG21CD,CCG21CDH,CCG21NM,LAD21CD,LAD21NM\n\
                wrong,02P,NHS Barnsley CCG,E08000016,Barnsley\n\
                E38000006,02P,NHS Barnsley CCG,E08000016,Barnsley\n";
    let read = reading("lookup.csv", text);
    assert_eq!((read.series, read.bad_rows.len()), (Series::OnsAuthorities, 1));
    check_facts(
        &read,
        &[
            "covered|02P|E08000016",
            "titled|E08000016|Barnsley",
            "identified|02P|E38000006",
            "named|02P|NHS Barnsley CCG",
        ],
    );
}

#[test]
fn systems_are_known_by_gss_code_until_2019_and_by_ods_code_from_2020() {
    let before = "CCG18CD,CCG18CDH,CCG18NM,STP18CD,STP18NM,FID\nE38000136,10Q,NHS Oxfordshire CCG,E54000044,\"Buckinghamshire, Oxfordshire and Berkshire West\",1\n";
    let read = reading("ccg_stp_2018-04_v2.csv", before);
    assert_eq!((read.series, read.released.to_string().as_str()), (Series::OnsSystems, "2018-04"));
    check_facts(
        &read,
        &[
            "identified|10Q|E38000136",
            "named|10Q|NHS Oxfordshire CCG",
            "tied|10Q|system|gss:E54000044",
            "titled|E54000044|Buckinghamshire, Oxfordshire and Berkshire West",
        ],
    );
    let after = "FID,CCG20CD,CCG20CDH,CCG20NM,STP20CD,STP20CDH,STP20NM\n1,E38000136,10Q,NHS Oxfordshire CCG,E54000044,QU9,BOB\n";
    check_facts(
        &reading("ccg_stp_2020-04.csv", after),
        &[
            "identified|10Q|E38000136",
            "named|10Q|NHS Oxfordshire CCG",
            "tied|10Q|system|QU9",
            "titled|E54000044|BOB",
            "identified|QU9|E54000044",
            "named|QU9|BOB",
            "acted|QU9|transformation-partnership",
        ],
    );
}

#[test]
fn names_of_commissioners_and_boards_are_of_their_year() {
    let names = reading("names.csv", "CCG17CD,CCG17CDH,CCG17NM,FID\nE38000136,10Q,NHS Oxfordshire CCG,1\n");
    assert_eq!((names.series, names.released.to_string().as_str()), (Series::OnsCommissioners, "2017"));
    check_facts(&names, &["identified|10Q|E38000136", "named|10Q|NHS Oxfordshire CCG"]);
    let boards =
        reading("icb.csv", "ICB24CD,ICB24CDH,ICB24NM,ObjectId\nE54000044,QU9,NHS BOB Integrated Care Board,1\n");
    assert_eq!(boards.series, Series::OnsBoards);
    check_facts(
        &boards,
        &["identified|QU9|E54000044", "named|QU9|NHS BOB Integrated Care Board", "acted|QU9|care-board|2022-07-01"],
    );
}

#[test]
fn population_has_commas_and_totals_of_authorities_are_areas_of_their_own() {
    let text = "Area Codes,All Ages\r\nE06000047,\"523,662\"\r\nE01020634,\"1,632\"\r\nE01020635,many\r\n";
    let read = reading("lsoa_mid2017.csv", text);
    assert_eq!((read.series, read.released.to_string().as_str()), (Series::SmallAreaPopulation, "2017"));
    check_facts(&read, &["populated|E06000047|523662", "populated|E01020634|1632"]);
    assert_eq!(
        read.bad_rows[0].to_string(),
        "lsoa_mid2017.csv line 4, column All Ages: `many` is not a whole number of people"
    );
    let text = "CCG Code,CCG Name,STP21 Code,STP21 Name,NHSER21 Code,NHSER21 Name,All Ages,Age 0-17\r\n\
                E38000256,NHS North West London CCG,E54000027,NWL,E40000003,London,2111469,477394\r\n";
    let read = reading("by_age.csv", text);
    assert_eq!((read.series, read.released.to_string().as_str()), (Series::CommissionerPopulation, "2021"));
    check_facts(
        &read,
        &[
            "populated|E38000256|2111469",
            "titled|E38000256|NHS North West London CCG",
            "titled|E54000027|NWL",
            "titled|E40000003|London",
        ],
    );
}

#[test]
fn list_sizes_are_of_the_day_of_the_extract_and_parts_of_lists_are_left_out() {
    let text = "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\r\n\
                GP_PRAC_PAT_LIST,01JAN2021,GP,14Y,E38000222,K82001,HP20 1UA,ALL,ALL,5903\r\n\
                GP_PRAC_PAT_LIST,01JAN2021,GP,14Y,E38000222,K82001,HP20 1UA,FEMALE,ALL,3000\r\n\
                GP_PRAC_PAT_LIST,32JAN2021,GP,14Y,E38000222,K82002,HP20 1UA,ALL,ALL,5\r\n";
    let read = reading("lists.csv", text);
    assert_eq!((read.series, read.released.to_string().as_str()), (Series::ListSizes, "2021-01-01"));
    check_facts(
        &read,
        &[
            "listed|K82001|2021-01-01|5903",
            "tied|K82001|commissioner|14Y",
            "identified|14Y|E38000222",
            "noted|not-a-row|K82001|not the whole list of a practice: sex FEMALE, age ALL|3",
        ],
    );
    assert_eq!(
        read.bad_rows[0].to_string(),
        "lists.csv line 4, column EXTRACT_DATE: `32JAN2021` is not the date of an extract, such as 01JAN2021, 01-Jan-21, 2021-01-01 or 01/01/2021"
    );
}

#[test]
fn the_map_of_practices_has_four_levels_and_some_practices_no_network() {
    let text = "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,ONS_CCG_CODE,CCG_CODE,CCG_NAME,ONS_STP_CODE,STP_CODE,STP_NAME,ONS_COMM_REGION_CODE,COMM_REGION_CODE,COMM_REGION_NAME\n\
                P,01-Sep-20,K82001,ONE,HP20,U12345,VALE PCN,E38000222,14Y,NHS Bucks CCG,E54000044,QU9,BOB,E40000005,Y59,South East\n\
                P,01-Sep-20,K82002,TWO,HP20,U,Unallocated,E38000222,14Y,NHS Bucks CCG,E54000044,QU9,BOB,E40000005,Y59,South East\n";
    let read = reading("map.csv", text);
    assert_eq!((read.series, read.released.to_string().as_str()), (Series::PracticeMap, "2020-09-01"));
    assert_eq!(
        lines(&read)[..6],
        [
            "acted|K82001|practice",
            "named|K82001|ONE",
            "tied|K82001|commissioner|14Y",
            "tied|K82001|network|U12345",
            "acted|U12345|network",
            "named|U12345|VALE PCN",
        ]
    );
    assert_eq!(lines(&read).iter().filter(|line| line.starts_with("tied|14Y|system|QU9")).count(), 1);
    assert_eq!(lines(&read).iter().filter(|line| line.starts_with("tied|QU9|region|Y59")).count(), 1);
    assert!(!lines(&read).iter().any(|line| line.starts_with("tied|K82002|network")));
    assert_eq!(notes(&read), ["unmatched U: 1 practices are in no network; the file gives them the code U"]);
}

#[test]
fn a_map_after_2022_has_other_headings() {
    let text = "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,ONS_SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,ONS_ICB_CODE,ICB_CODE,ICB_NAME,ONS_COMM_REGION_CODE,COMM_REGION_CODE,COMM_REGION_NAME\n\
                P,01Sep2023,K82001,ONE,HP20,E38000222,14Y,NHS BOB ICB - 14Y,E54000044,QU9,NHS BOB ICB,E40000005,Y59,South East\n";
    let found = lines(&reading("map.csv", text));
    assert!(found.contains(&"acted|14Y|sub-icb-location".to_owned()), "{found:?}");
    assert!(found.contains(&"acted|QU9|care-board|2022-07-01".to_owned()), "{found:?}");
}

#[test]
fn teams_that_share_managers_count_from_the_year_of_the_list() {
    let text = "ccg_id,joint_team\n99E,\"\"\"Basildon, Brentwood and Thurrock MMT\"\"\"\n09F,EHS and HR CCGs MMT\n09P,EHS and HR CCGs MMT\n05T,\n";
    let read = reading("joint_teams_2018.csv", text);
    assert_eq!((read.series, read.rows), (Series::JointTeams, 4));
    check_facts(
        &read,
        &[
            "arranged|L-JMTBBATM|shared-management|Basildon, Brentwood and Thurrock MMT|2018||99E",
            "arranged|L-JMTEAHCM|shared-management|EHS and HR CCGs MMT|2018||09F|09P",
        ],
    );
    assert_eq!(read.bad_rows[0].to_string(), "joint_teams_2018.csv line 5, column joint_team: the team has no name");
}
