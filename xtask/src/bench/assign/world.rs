//! A reference as large as a nation's, made up by a fixed rule: the same on every run and every machine.

use crate::bench::generated::Chance;
use anyhow::Result;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Regions with their specialised and their health and justice hubs, as the directory has them.
const REGIONS: [(&str, &str, &str); 7] = [
    ("Y56", "13R", "14M"),
    ("Y58", "14F", "14T"),
    ("Y59", "14G", "97T"),
    ("Y60", "14A", "14Q"),
    ("Y61", "14E", "14R"),
    ("Y62", "27T", "32T"),
    ("Y63", "85J", "76A"),
];
const BORDER_BOARDS: [&str; 5] = ["QYG", "QOC", "QGH", "QR1", "QUY"];
const N_BODIES: usize = 106;
const N_PRACTICES: usize = 6_300;
const N_CLOSED: usize = 9_000;
const N_PROVIDERS: usize = 220;
/// Postcodes, live and ended: together as many as the whole directory has.
const N_ENGLISH: usize = 2_180_000;
const N_WELSH: usize = 130_000;
const N_SCOTTISH: usize = 220_000;
const N_IRISH: usize = 70_000;

/// One place of the made-up nation.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// Practices with a list, the largest first, each with its body.
    pub(super) practices: Vec<(String, usize)>,
    /// Practices abroad, of the forces, of prisons, of Wales: and those that are closed.
    pub(super) other_practices: Vec<String>,
    /// Postcodes of each body.
    pub(super) places: Vec<Vec<String>>,
    /// Postcodes of Wales, Scotland and Northern Ireland.
    pub(super) devolved: Vec<String>,
    /// Places of detention.
    pub(super) detained: Vec<String>,
    /// Providers, each with its body.
    pub(super) providers: Vec<(String, usize)>,
    /// Specialised and other service codes.
    pub(super) services: Vec<String>,
    /// Codes of section 7A services.
    pub(super) screening: Vec<String>,
    /// How many postcodes the directory has.
    pub(super) n_postcodes: usize,
}

/// A code of a body: a digit, a digit and a letter, as the older ones are.
fn body(number: usize) -> String {
    format!("{:02}{}", number % 90 + 10, char::from(b'A' + (number / 90) as u8 + 10))
}

fn board(number: usize) -> String {
    match BORDER_BOARDS.get(number) {
        Some(code) => (*code).to_owned(),
        None => format!("QZ{}", char::from(b'A' + (number % 26) as u8)),
    }
}

/// The postcode of a number, in areas that no table gives a meaning of its own.
fn postcode(number: usize) -> String {
    const LETTERS: &[u8] = b"CDEFHLNPQRSTUVWX";
    const INWARD: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
    let letter = |letters: &[u8], at: usize| letters.get(at % letters.len()).copied().map_or('A', char::from);
    let (unit, rest) = (number % 400, number / 400);
    let (sector, rest) = (rest % 10, rest / 10);
    let (district, area) = (rest % 60 + 1, rest / 60);
    let (first, second) = (letter(LETTERS, area / 16), letter(LETTERS, area % 16));
    format!("{first}{second}{district} {sector}{}{}", letter(INWARD, unit / 20), letter(INWARD, unit % 20))
}

/// Makes the tables in a folder.
pub(super) fn write(folder: &Path) -> Result<World> {
    fs::create_dir_all(folder)?;
    let mut chance = Chance(7);
    let put = |table: &str, text: String| fs::write(folder.join(format!("{table}.csv")), text);
    let board_of = |body: usize| body * 42 / N_BODIES;
    let region_of = |body: usize| REGIONS.get(board_of(body) % 7).map_or("", |(region, ..)| *region);

    let mut text = String::from("code,type,icb,region,valid_from,valid_to\n");
    for number in 0..N_BODIES {
        writeln!(text, "{},SUB_ICB,{},{},2013-04-01,", body(number), board(board_of(number)), region_of(number))?;
    }
    // Bodies that gave way, whose codes some practices still bear.
    let mut successions = String::from("old_code,new_code,effective_date\n");
    for number in 0..20 {
        writeln!(
            text,
            "{:02}Z,SUB_ICB,{},{},2013-04-01,2021-03-31",
            number + 10,
            board(board_of(number)),
            region_of(number)
        )?;
        writeln!(successions, "{:02}Z,{},2021-04-01", number + 10, body(number))?;
    }
    for (region, specialised, justice) in REGIONS {
        writeln!(text, "{specialised},SPEC_HUB,,{region},2015-04-01,\n{justice},HJ_HUB,,{region},2017-04-01,")?;
    }
    text.push_str("13Q,NATIONAL_HUB,,,2013-04-01,\n15L,NATIONAL_HUB,,,2018-04-01,\n");
    put("commissioners", text)?;
    put("succession", successions)?;

    let mut places: Vec<Vec<String>> = vec![Vec::new(); N_BODIES];
    let mut devolved = Vec::new();
    let mut text = String::with_capacity(90 << 20);
    text.push_str("postcode,country,pco,icb,region,ons_la,ods_la,valid_from,valid_to\n");
    for number in 0..N_ENGLISH + N_WELSH + N_SCOTTISH + N_IRISH {
        let code = postcode(number);
        // One in three has ended, as in the directory; few records still bear one of those.
        let is_live = number % 3 != 2;
        let ended = if is_live { "" } else { "2020-06-30" };
        let is_borne = is_live || number % 60 == 59;
        if number < N_ENGLISH {
            let at = number * N_BODIES / N_ENGLISH;
            writeln!(
                text,
                "{code},E92000001,{},{},{},E07{:06},{:03},,{ended}",
                body(at),
                board(board_of(at)),
                region_of(at),
                at * 3,
                at + 100
            )?;
            if let Some(held) = places.get_mut(at).filter(|_| is_borne) {
                held.push(code);
            }
            continue;
        }
        let at = number - N_ENGLISH;
        if at < N_WELSH {
            let authority = ["W06000004", "W06000006", "W06000023", "W06000015", "W06000011"];
            writeln!(text, "{code},W92000004,7A{},,,{},,,{ended}", at % 7 + 1, authority.get(at % 5).unwrap_or(&""))?;
        } else if at < N_WELSH + N_SCOTTISH {
            writeln!(text, "{code},S92000003,S{}9,,,S12000033,,,{ended}", char::from(b'A' + (at % 14) as u8))?;
        } else {
            writeln!(text, "{code},N92000002,ZC0{}0,,,N09000003,,,{ended}", at % 5 + 1)?;
        }
        if is_borne {
            devolved.push(code);
        }
    }
    put("postcodes", text)?;

    let pick = |held: &[String], chance: &mut Chance| {
        held.get(chance.below(held.len().max(1) as u64) as usize).cloned().unwrap_or_default()
    };
    let (mut practices, mut other_practices) = (Vec::new(), Vec::new());
    let mut text =
        String::from("practice_code,name,national_grouping,hlhg,postcode,status,commissioner,valid_from,valid_to\n");
    let mut practice = |code: &str, grouping: &str, hlhg: &str, place: &str, status: &str, commissioner: &str| {
        writeln!(text, "{code},Practice {code},{grouping},{hlhg},{place},{status},{commissioner},2013-04-01,")
    };
    for number in 0..N_PRACTICES {
        let (code, at) = (format!("K{number:05}"), number * 7919 % N_BODIES);
        let place = places.get(at).map(|held| pick(held, &mut chance)).unwrap_or_default();
        let commissioner = if at < 20 && number % 9 == 0 { format!("{:02}Z", at + 10) } else { body(at) };
        practice(
            &code,
            region_of(at),
            &board(board_of(at)),
            &place,
            if number % 400 == 7 { "P" } else { "A" },
            &commissioner,
        )?;
        practices.push((code, at));
    }
    for number in 0..N_CLOSED {
        let (code, at) = (format!("C{number:05}"), number % N_BODIES);
        let place = places.get(at).map(|held| pick(held, &mut chance)).unwrap_or_default();
        practice(
            &code,
            region_of(at),
            &board(board_of(at)),
            &place,
            if number % 30 == 0 { "D" } else { "C" },
            &body(at),
        )?;
        other_practices.push(code);
    }
    for number in 0..400 {
        let (code, place) = (format!("W9{number:04}"), devolved.get(number).cloned().unwrap_or_default());
        practice(&code, "W00", "Q99", &place, "A", &format!("7A{}", number % 7 + 1))?;
        other_practices.push(code);
    }
    for number in 0..150 {
        let (code, at) = (format!("A91{number:03}"), number % N_BODIES);
        let place = if number % 10 == 0 {
            format!("BF1 {}AB", number % 9)
        } else {
            places.get(at).map(|held| pick(held, &mut chance)).unwrap_or_default()
        };
        practice(&code, "Y99", "Q99", &place, "A", "13Q")?;
        other_practices.push(code);
    }
    for number in 0..30 {
        practice(&format!("J00{number:03}"), "", "YAD", &format!("JE2 {}AB", number % 10), "A", "")?;
        other_practices.push(format!("J00{number:03}"));
    }
    let mut sites = String::from("site_name,postcode,hub_code,valid_from,valid_to\n");
    let mut detained = Vec::new();
    for number in 0..120 {
        let (at, code) = (number % N_BODIES, format!("Y03{number:03}"));
        let place = places.get(at).and_then(|held| held.get(number * 11 + 3)).cloned().unwrap_or_default();
        let hub = REGIONS.get(board_of(at) % 7).map_or("", |(.., justice)| *justice);
        writeln!(sites, "Site {number},{place},{hub},2013-04-01,")?;
        practice(&code, region_of(at), "Q99", &place, "A", hub)?;
        detained.push(place);
        other_practices.push(code);
    }
    put("practices", text)?;
    put("justice_sites", sites)?;

    let (mut providers, mut contracts) = (Vec::new(), String::from("provider_code,hub_code,valid_from,valid_to\n"));
    let mut text = String::from("provider_code,name,postcode,valid_from,valid_to\n");
    for number in 0..N_PROVIDERS {
        let (code, at) = (
            format!("R{}{}", char::from(b'A' + (number / 26) as u8), char::from(b'A' + (number % 26) as u8)),
            number % N_BODIES,
        );
        writeln!(
            text,
            "{code},Provider {number},{},2000-04-01,",
            places.get(at).map(|held| pick(held, &mut chance)).unwrap_or_default()
        )?;
        if number % 5 < 3 {
            let hub = REGIONS.get(board_of(at) % 7).map_or("", |(_, specialised, _)| *specialised);
            writeln!(contracts, "{code},{hub},2013-04-01,{}", if number % 50 == 0 { "2025-09-30" } else { "" })?;
        }
        providers.push((code, at));
    }
    put("providers", text)?;
    put("provider_hub", contracts)?;

    let mut text = String::from("region,specialised_hub,health_justice_hub,valid_from,valid_to\n");
    for (region, specialised, justice) in REGIONS {
        writeln!(text, "{region},{specialised},{justice},2013-04-01,")?;
    }
    put("region_hub", text)?;

    let (mut services, mut screening) = (Vec::new(), Vec::new());
    let mut text = String::from(
        "service_code,description,delegation_status,specialised,highly_specialised,section7a,valid_from,valid_to\n",
    );
    for number in 0..360 {
        let code = format!("NCBPS{number:03}");
        let highly = number % 5 == 0;
        let status = if highly {
            "RED"
        } else {
            ["GREEN", "GREEN", "GREEN", "RED", "BLUE", "GREEN", "NOT APPLICABLE"].get(number % 7).unwrap_or(&"RED")
        };
        let ends = if number % 45 == 44 { "2025-12-31" } else { "" };
        writeln!(text, "{code},Service {number},{status},1,{},0,2024-04-01,{ends}", u8::from(highly))?;
        services.push(code);
    }
    for number in 0..60 {
        writeln!(text, "NCBPH{number:02},Screening {number},NOT APPLICABLE,0,0,1,2024-04-01,")?;
        screening.push(format!("NCBPH{number:02}"));
    }
    put("service_codes", text)?;
    let mut text = String::from("sub_icb,service_code,delegated,valid_from,valid_to\n");
    for number in 0..N_BODIES {
        if number % 35 != 0 {
            writeln!(text, "{},*,Y,2025-04-01,", body(number))?;
        }
        if number % 10 == 0 {
            writeln!(text, "{},NCBPS001,N,2025-04-01,", body(number))?;
        }
    }
    put("delegation", text)?;
    put("appendix_c", "service_code,part,valid_from,valid_to\nNCBPS010,ALL,2025-04-01,\nNCBPS015,SCOTLAND,2025-04-01,\nNCBPS020,NI,2025-04-01,\n".into())?;
    let mut text = String::from("code_type,code,name\n");
    for code in BORDER_BOARDS {
        writeln!(text, "ICB,{code},")?;
    }
    for code in ["W06000004", "W06000005", "W06000006", "W06000021", "W06000023"] {
        writeln!(text, "UNITARY_AUTHORITY,{code},")?;
    }
    for number in 1..8 {
        writeln!(text, "LHB,7A{number},")?;
    }
    put("border_areas", text)?;
    let dental = [140, 141, 142, 143, 144, 145, 217, 450, 451].map(|tfc| format!("{tfc},\n")).concat();
    put("dental_tfc", format!("tfc,description\n{dental}"))?;
    put(
        "infertility_codes",
        "code_system,code,match\nICD10,N46,PREFIX3\nICD10,N97,PREFIX3\nICD10,Z31,PREFIX3\nOPCS4,Q131,EXACT4\n".into(),
    )?;
    let pseudo = ["3VZ", "3WZ", "3CZ", "3GZ", "1WZ", "2WZ"].map(|code| format!("ZZ99 {code},UNALLOCATED,\n")).concat();
    let abroad = ["4MZ", "2DZ", "4GZ", "4QZ", "4HZ"].map(|code| format!("ZZ99 {code},EU_OR_SIMILAR,\n")).concat();
    put("pseudo_postcodes", format!("postcode,group,meaning\n{pseudo}{abroad}ZZ99 6GZ,NON_EEA_RECIPROCAL,\n"))?;
    put("editions", "edition,valid_from,valid_to\nCAM-2025-26,2025-04-01,2026-03-31\n".into())?;
    let n_postcodes = N_ENGLISH + N_WELSH + N_SCOTTISH + N_IRISH;
    Ok(World { practices, other_practices, places, devolved, detained, providers, services, screening, n_postcodes })
}
