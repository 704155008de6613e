//! `challenge-pack`: a whole case as one document.

use crate::cli::{Global, PackArgs};
use crate::database::Asked;
use crate::exit::{Ended, Failure};
use crate::print;
use register::FileHash;
use who_pays_face::answers::{Payers, pack, recorded};

/// Writes the whole case as one document, tagged PDF or HTML by the ending.
pub(crate) async fn pack_of(global: &Global, args: &PackArgs) -> Result<Ended, Failure> {
    let PackArgs { challenge: id, to } = args;
    let asked = Asked::open(global).await?;
    let lens = asked.lens();
    let payers = Payers::of(&lens);
    let case = payers.room.case(id).ok_or_else(|| {
        Failure::unknown(format!("there is no challenge `{id}`"))
            .advise("`footprint challenges` shows those there are.")
    })?;
    let entries = recorded(&asked.footprint, &payers.reader, case).await?;
    let document = pack(&payers, case, &entries);
    let failed = |error: paper::PaperError| Failure::failed(format!("the pack cannot be made: {error}"));
    let bytes = match to.extension().and_then(|ending| ending.to_str()) {
        Some("pdf") => document.build().map_err(failed)?.pdf,
        Some("html") => {
            let body = paper::fragment("the case", &document.markdown, 1).map_err(failed)?;
            let title = format!("Challenge {id}");
            format!("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n").into_bytes()
        }
        _ => return Err(Failure::usage(format!("{} is neither .pdf nor .html", to.display()))),
    };
    std::fs::write(to, &bytes).map_err(|error| Failure::failed(format!("{}: {error}", to.display())))?;
    print::say(&format!("wrote {id} to {}, SHA-256 {}", to.display(), FileHash::of(&bytes)))?;
    Ok(Ended::Done)
}
