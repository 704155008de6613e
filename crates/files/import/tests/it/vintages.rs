//! Reference tables in their published layouts. The headings are those of the user guides; places and codes are made up.

use assign::{Table, VintageOf};
use import::{SourceFile, VintageReading, read_vintage, recognise_vintage};

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn read(name: &str, text: &str) -> VintageReading {
    read_vintage(&file(name, text), None).unwrap().unwrap()
}

fn kept(reading: &VintageReading) -> Vec<&str> {
    std::str::from_utf8(&reading.text).unwrap().lines().skip(1).collect()
}

/// A row of so many cells, of which some are given by their numbers in the user guide, counted from 1.
fn row(width: usize, cells: &[(usize, &str)]) -> String {
    let cell = |n: usize| cells.iter().find(|(at, _)| *at == n).map_or("", |(_, text)| text);
    (1..=width).map(|n| format!("\"{}\"", cell(n))).collect::<Vec<_>>().join(",") + "\r\n"
}

fn gridall(width: usize, postcode: &str, body: &str, area: &str, terminated: &str) -> String {
    row(
        width,
        &[
            (1, postcode),
            (2, postcode),
            (3, "199806"),
            (4, terminated),
            (8, "301"),
            (9, "E07000001"),
            (13, "E92000001"),
            (14, "Q38"),
            (17, "Y59"),
            (18, body),
            (40, area),
            (43, "QU9"),
            (45, "E01099999"),
        ],
    )
}

#[test]
fn the_directory_of_the_nhs_has_no_header_and_is_known_by_its_rows() {
    let text = [
        gridall(41, "ZX1  1AB", "10Q", "E01000001", ""),
        gridall(41, "ZX1  1AA", "10Q", "E01000001", ""),
        gridall(41, "ZX1  1AC", "14Y", "E01000001", "200002"),
    ]
    .concat();
    assert_eq!(recognise_vintage(&file("x", &text)), Some(Table::Postcodes.into()));
    let reading = read("gridall_2017-08.csv", &text);
    assert_eq!((reading.layout, reading.rows, reading.n_kept), ("NHS Postcode Directory (gridall)", 3, 4));
    assert_eq!(reading.released.to_string(), "2017-08");
    // In the order of their letters; a small area says what most of its live postcodes say.
    assert_eq!(
        kept(&reading),
        [
            "E01000001,E92000001,10Q,,Y59,E07000001,301,,",
            "ZX11AA,E92000001,10Q,,Y59,E07000001,301,1998-06-01,",
            "ZX11AB,E92000001,10Q,,Y59,E07000001,301,1998-06-01,",
            "ZX11AC,E92000001,14Y,,Y59,E07000001,301,1998-06-01,2000-02-29",
        ]
    );
}

#[test]
fn later_issues_have_the_board_and_small_areas_of_two_censuses() {
    let reading = read("gridall_2025-02.csv", &gridall(46, "ZX1 1AA", "10Q", "E01000001", ""));
    assert_eq!(
        kept(&reading),
        [
            "E01000001,E92000001,10Q,QU9,Y59,E07000001,301,,",
            "E01099999,E92000001,10Q,QU9,Y59,E07000001,301,,",
            "ZX11AA,E92000001,10Q,QU9,Y59,E07000001,301,1998-06-01,",
        ]
    );
    let headed = "PCD2,PCDS,DOINTR,DOTERM,ODSLAUA,OSLAUA,CTRY,OSHLTHAU,NHSER,SICB,LSOA11,ICB,LSOA21\n\
                  ZX1  1AA,ZX1 1AA,199806,,301,E07000001,E92000001,Q38,Y59,10Q,E01000001,QU9,E01099999\n";
    assert_eq!(kept(&read("gridall_2025-05.csv", headed)), kept(&reading));
}

#[test]
fn directories_of_ons_are_read_whatever_the_year_in_their_headings() {
    let wanted = |reading: &VintageReading, layout: &str| {
        assert_eq!(reading.layout, layout);
        assert_eq!(
            kept(reading),
            [
                "E01000001,E92000001,E38000001,E54000001,E40000001,E07000001,,,",
                "ZX11AA,E92000001,E38000001,E54000001,E40000001,E07000001,,1980-01-01,",
                "ZX91AA,S92000003,S08000024,,,S12000036,,1980-01-01,1996-06-30",
            ]
        );
    };
    let old = "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,oshlthau,nhser,ctry,rgn,pct,lsoa11,ccg,lat,long,stp\n\
               ZX1 1AA,ZX1  1AA,ZX1 1AA,198001,,E99999999,E07000001,E05,E18000001,E40000001,E92000001,E12,E16,E01000001,E38000001,1,2,E54000001\n\
               ZX9 1AA,ZX9  1AA,ZX9 1AA,198001,199606,S99999999,S12000036,S13,S08000024,S99999999,S92000003,S99999999,S03,S01000011,S03000012,1,2,S99999999\n";
    wanted(&read("ONSPD_2020-02.csv", old), "ONS Postcode Directory");
    let new = "pcd7,pcd8,pcds,dointr,doterm,cty25cd,lad25cd,wd25cd,hlth19cd,nhser24cd,ctry25cd,rgn25cd,pco19cd,lsoa11cd,sicbl24cd,icb23cd,lsoa21cd\n\
               ZX1 1AA,ZX1  1AA,ZX1 1AA,198001,,E99999999,E07000001,E05,E18000001,E40000001,E92000001,E12,E16,E01000001,E38000001,E54000001,E01000001\n\
               ZX9 1AA,ZX9  1AA,ZX9 1AA,198001,199606,S99999999,S12000036,S13,S08000024,S99999999,S92000003,S99999999,S03,S01000011,S03000012,S99999999,S01000011\n";
    wanted(&read("ONSPD_2026-02.csv", new), "ONS Postcode Directory");
    let lookup = "pcd,pcd2,pcds,dointr,doterm,usertype,oa11,cty,laua,ward,hlthau,nhser,ctry,rgn,lsoa11,ccg,stp\n\
                  ZX1 1AA,ZX1  1AA,ZX1 1AA,198001,,0,E00,E99999999,E07000001,E05,E18000001,E40000001,E92000001,E12,E01000001,E38000001,E54000001\n\
                  ZX9 1AA,ZX9  1AA,ZX9 1AA,198001,199606,0,S00,S99999999,S12000036,S13,S08000024,S99999999,S92000003,S99999999,S01000011,S03000012,S99999999\n";
    let reading = read("NSPL_2021-11.csv", lookup);
    assert_eq!(reading.layout, "National Statistics Postcode Lookup");
    assert_eq!(kept(&reading).len(), 3);
    let lookup = "pcd7,pcd8,pcds,dointr,doterm,usrtypind,oa21cd,cty25cd,lad25cd,wd25cd,nhser24cd,ctry25cd,rgn25cd,lsoa21cd,sicbl24cd,icb23cd\n\
                  ZX1 1AA,ZX1  1AA,ZX1 1AA,198001,,0,E00,E99999999,E07000001,E05,E40000001,E92000001,E12,E01000001,E38000001,E54000001\n";
    let reading = read("NSPL_2025-08.csv", lookup);
    assert_eq!(reading.layout, "National Statistics Postcode Lookup");
    assert_eq!(kept(&reading)[1], "ZX11AA,E92000001,E38000001,E54000001,E40000001,E07000001,,1980-01-01,");
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_its_postcode_is_not_repeated() {
    let text = "pcds,dointr,doterm,ctry,laua\nZX1 1AA,1998,,E92000001,E07000001\nZX1 1AB,199806,199705,E92000001,\n\
                ?,199806,,E92000001,\nZX1 1AC,199806,,,\nZX1 1AD,199813,,E92000001,\nZX1 1AE,199806,,E92000001,=1\nZX1 1AF,199806,,E92000001,E07000001\n";
    let reading = read("nspl_2021-11.csv", text);
    let said: Vec<String> = reading.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "nspl_2021-11.csv line 2, column dointr: it is not a month, such as 199806",
            "nspl_2021-11.csv line 3, column doterm: it is before the month of introduction",
            "nspl_2021-11.csv line 4, column postcode: it is not a postcode",
            "nspl_2021-11.csv line 5, column country: it is not the code of a country, such as E92000001",
            "nspl_2021-11.csv line 6, column dointr: it is not a month, such as 199806",
            "nspl_2021-11.csv line 7, column a code: it has other characters than letters and digits",
        ]
    );
    assert_eq!((reading.rows, reading.n_kept), (7, 1));
}

#[test]
fn reference_tables_are_known_by_their_columns_and_tried_cell_by_cell() {
    let cases = [
        (
            "service_code,description,programme,delegation_status,highly_specialised,is_specialised,is_section7a,valid_from,valid_to\nS1,\"One, two\",X,RED,0,1,0,2025-04-01,\n",
            Table::ServiceCodes,
            "S1,\"One, two\",RED,1,0,0,2025-04-01,",
        ),
        (
            "sub_icb,service_code,delegated,valid_from,valid_to\n10Q,*,Yes,2025-04-01,\n",
            Table::Delegation,
            "10Q,*,Yes,2025-04-01,",
        ),
        (
            "provider_code,hub_code,valid_from,valid_to,note\nRTH,14G,2013-04-01,,x\n",
            Table::ProviderHub,
            "RTH,14G,2013-04-01,",
        ),
        (
            "site_name,postcode,hub_code,valid_from,valid_to\nA site,ZX1 1AA,97T,,\n",
            Table::JusticeSites,
            "A site,ZX1 1AA,97T,,",
        ),
        ("tfc,description\n140,Teeth\n", Table::DentalTfc, "140,Teeth"),
        ("service_code,part,valid_from,valid_to\nS1,ALL,,\n", Table::AppendixC, "S1,ALL,,"),
        ("code_type,code,name\nICB,QYG,Border\n", Table::BorderAreas, "ICB,QYG,Border"),
        ("postcode,group,meaning\nZZ99 3VZ,UNALLOCATED,none\n", Table::PseudoPostcodes, "ZZ99 3VZ,UNALLOCATED,none"),
        (
            "region,specialised_hub,health_justice_hub,valid_from,valid_to\nY59,14G,97T,,\n",
            Table::RegionHub,
            "Y59,14G,97T,,",
        ),
        (
            "provider_code,name,postcode,valid_from,valid_to\nNX1,Clinic,ZX1 1AA,,\n",
            Table::Providers,
            "NX1,Clinic,ZX1 1AA,,",
        ),
        (
            "postcode,country,pco,icb,region,ons_la,ods_la,valid_from,valid_to\nZX1 1AB,E92000001,10Q,,,,,,\nZX1 1AA,E92000001,10Q,,,,,,\n",
            Table::Postcodes,
            "ZX1 1AA,E92000001,10Q,,,,,,",
        ),
    ];
    for (text, table, first) in cases {
        let reading = read("table_2025-04.csv", text);
        assert_eq!((reading.table, kept(&reading)[0]), (table.into(), first));
        assert!(reading.bad_rows.is_empty(), "{:?}", reading.bad_rows);
    }
    let reading = read(
        "d_2025-04.csv",
        "sub_icb,service_code,delegated,valid_from,valid_to\n10Q,*,perhaps,,\n=1,*,Y,,\n10Q,*,Y,01/04/2025,\n",
    );
    let said: Vec<String> = reading.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "d_2025-04.csv line 2, column delegated: found `perhaps`, wanted 1, 0, Y, N, YES or NO",
            "d_2025-04.csv line 3, column sub_icb: found `=1`, wanted a code of letters and digits",
            "d_2025-04.csv line 4, column valid_from: found `01/04/2025`, wanted a date such as 2025-04-01, or nothing",
        ]
    );
}

#[test]
fn what_the_register_gives_is_no_vintage_and_a_date_is_never_guessed() {
    for text in [
        "practice_code,name,national_grouping,hlhg,postcode,status,commissioner,valid_from,valid_to\n",
        "old_code,new_code,effective_date\n",
        "code,type,icb,region,valid_from,valid_to\n",
        "a,b\n1,2\n",
        "",
        "PK\u{3}\u{4}",
    ] {
        assert_eq!(recognise_vintage(&file("x", text)), None, "{text}");
    }
    let refused = read_vintage(&file("tfc.csv", "tfc,description\n140,x\n"), None).unwrap_err().to_string();
    assert!(refused.contains("nothing says when tfc.csv was released"), "{refused}");
}

#[test]
fn the_two_tables_beside_the_method_are_known_and_their_rows_tried() {
    let reasons = "cam_code,commissioner,reason,service_category\n14Y_C_5_1,14Y,C-5 - Responsible sub-ICB Location,12\n\
                   =1+1,14Y,x,1\n10Q_D_1,=2,x,1\n10Q_D_2,10Q,,1\n,13Q,x,1\n";
    let reading = read("sql_assignment_reasons_2025-04.csv", reasons);
    assert_eq!(reading.table, VintageOf::NationalReasons);
    assert_eq!(kept(&reading), ["14Y_C_5_1,14Y,C-5 - Responsible sub-ICB Location"]);
    let faults: Vec<String> = reading.bad_rows.iter().map(|bad| format!("{} {}", bad.line, bad.column)).collect();
    assert_eq!(faults, ["3 cam_code", "4 commissioner", "5 reason", "6 cam_code"]);

    let authorities = "name,gss_code,ods_code,valid_from\nBarking and Dagenham,E09000002,=5,\nx,E0900000,504,\nx,E09000002,,\n\
                       x,E09000002,504,1 April\nx,E09000002,504,1965-04-01\nx,E09000002,505,1965-04-01\n";
    let reading = read("local_authorities_2025-04.csv", authorities);
    assert_eq!(reading.table, VintageOf::LocalAuthorities);
    assert_eq!(kept(&reading), ["E09000002,504,1965-04-01"]);
    let faults: Vec<String> = reading.bad_rows.iter().map(|bad| format!("{} {}", bad.line, bad.column)).collect();
    assert_eq!(faults, ["2 ods_code", "3 gss_code", "4 ods_code", "5 valid_from", "7 ods_code"]);
    let twice = &reading.bad_rows[4].reason;
    assert_eq!(twice, "found `505`, wanted 504, which a row above gives for the same authority and day");
    assert_eq!(reading.bad_rows[1].reason, "found `E0900000`, wanted a GSS code such as E09000002");
}
