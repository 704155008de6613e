//! `override` and `challenge`: who pays where the data cannot say.

use super::account;
use crate::cli::{
    AddArgs, AnswerArgs, ChallengeAct, ChallengeArgs, CloseArgs, Format, Global, OpenArgs, OverrideAct, OverrideArgs,
    SumArgs,
};
use crate::clock;
use crate::database::{self, Asked};
use crate::exit::{Ended, Failure};
use crate::print;
use activity::hash_of_key;
use app::{AppError, Footprint, Viewer, Who};
use register::FileHash;
use std::io::Read as _;
use std::path::Path;
use store::Blob;
use terms::{Pence, Sequence};
use who_pays::{
    Act, Case, CaseId, Clocks, EvidenceId, Given, NewClaim, NewFile, NewOverride, NewSubject, Owner, OwnerHolder, Sum,
    without_postcodes,
};
use who_pays_face::answers::{Payers, about_case, cases, counts, evidence, moves, overrides, pack, recorded};

impl Asked {
    fn payers(&self) -> Payers<'_> {
        let known = Sequence(self.clocks.entry);
        Payers {
            register: self.view(),
            mandates: self.known.state.mandate().known(known),
            room: self.known.state.who_pays().known(known),
            today: self.clocks.valid_at,
            reader: self.known.state.reader(Viewer::Keeper, self.clocks.valid_at),
        }
    }

    fn case(&self, id: &CaseId) -> Result<Case, Failure> {
        let held = self.known.state.who_pays().known(Sequence(self.clocks.entry)).case(id).cloned();
        held.ok_or_else(|| {
            Failure::unknown(format!("there is no case `{id}`"))
                .advise("`footprint challenge list` shows those there are.")
        })
    }
}

/// Adds, extends, ends, lists and erases overrides.
pub(crate) async fn overriding(global: &Global, args: OverrideArgs) -> Result<Ended, Failure> {
    match args.act {
        OverrideAct::Add(args) => add(global, args).await,
        OverrideAct::Extend { id, to, reason } => {
            let done = format!("extended {id} to {to}");
            record(global, Act::ExtendOverride { id, last: to, reason }, &done).await
        }
        OverrideAct::End { id, last, reason } => {
            let done = format!("ended {id}: it applies to {last} and no further");
            record(global, Act::EndOverride { id, last, reason }, &done).await
        }
        OverrideAct::List { state } => {
            let asked = Asked::open(global).await?;
            let payers = asked.payers();
            let tables = match state {
                Some(_) => vec![overrides(&payers, state)],
                None => vec![counts(&payers), overrides(&payers, None)],
            };
            print::answer(&tables, global.format, &asked.clocks, "/who-pays/overrides")?;
            Ok(Ended::Done)
        }
        OverrideAct::Erase { id } => {
            let footprint = Footprint::over(database::journal(global).await?).await?;
            let recorded = footprint.erase_key(&Who::keeper(global.actor()), id.clone()).await?;
            print::say(&format!("erased the key of {id} (entry {})", recorded.sequence))?;
            Ok(Ended::Done)
        }
    }
}

async fn add(global: &Global, args: AddArgs) -> Result<Ended, Failure> {
    let key = read(&args.key_from)?;
    let key = String::from_utf8(key).map_err(|_| Failure::failed("the key is not text"))?;
    if key.trim().is_empty() {
        return Err(
            Failure::usage("no key came in").advise("Give it on standard input, or name a file with --key-from.")
        );
    }
    let holder = match (args.owner, args.owner_person) {
        (Some(post), _) => OwnerHolder::Post(post),
        (None, Some(person)) => OwnerHolder::Person(person),
        (None, None) => return Err(Failure::usage("name who answers for it: --owner POST or --owner-person PERSON")),
    };
    let id = args.id.map_or_else(|| fresh("override"), Ok)?;
    let done = format!("added {id}: it stops by itself after {}", args.to);
    let new = NewOverride {
        id,
        kind: args.kind,
        commissioner: args.commissioner,
        owner: Owner { body: args.of, holder },
        key: hash_of_key(&key),
        first: args.from,
        last: args.to,
        reason: args.reason,
    };
    record(global, Act::AddOverride(new), &done).await
}

/// Opens, moves, closes, shows and packs challenges.
pub(crate) async fn challenge(global: &Global, args: ChallengeArgs) -> Result<Ended, Failure> {
    match args.act {
        ChallengeAct::Open(args) => open(global, args).await,
        ChallengeAct::File { case, file, title, party } => {
            let (file, bytes) = new_file(&file, title)?;
            let done = format!("filed {} as {} of {case}", file.hash, file.evidence);
            let keep = Some((bytes, file.media_type.clone(), format!("challenge-{case}")));
            keeping(global, Act::File { case, party, file }, keep, &done).await
        }
        ChallengeAct::Answer(args) => answer(global, args).await,
        ChallengeAct::Press { case, sum, reason } => {
            let done = format!("pressed {case} for {}", sum_of(sum));
            record(global, Act::Press { case, ask: sum_of(sum), reason }, &done).await
        }
        ChallengeAct::Escalate { case, party, reason } => {
            let done = format!("recorded that the {party} took {case} to NHS England");
            record(global, Act::Escalate { case, party, reason }, &done).await
        }
        ChallengeAct::Close(args) => close(global, args).await,
        ChallengeAct::List => {
            let asked = Asked::open(global).await?;
            print::answer(&[cases(&asked.payers())], global.format, &asked.clocks, "/who-pays/challenges")?;
            Ok(Ended::Done)
        }
        ChallengeAct::Show { case } => show(global, &case).await,
        ChallengeAct::Pack { case, to } => packed(global, &case, &to).await,
        ChallengeAct::Days { from, answer, reply, soon, source } => {
            let held = Asked::open(global).await?.known.state.who_pays().now().clocks_on(from).soon_days;
            let soon_days = soon.unwrap_or(held);
            let done = format!(
                "from {from} a respondent has {answer} days, a claimant {reply}, and an override is about to expire {soon_days} \
                 days before its last"
            );
            let clocks = Clocks { from, answer_days: answer, reply_days: reply, soon_days, source };
            record(global, Act::SetClocks(clocks), &done).await
        }
    }
}

async fn open(global: &Global, args: OpenArgs) -> Result<Ended, Failure> {
    let subject = match (args.row, &args.walk, &args.list) {
        (Some(row), Some(walk), _) => {
            let text = String::from_utf8(read(walk)?).map_err(|_| Failure::failed("the walk is not text"))?;
            let walk = without_postcodes(text.trim());
            NewSubject::Record { run: args.run, row, hash: FileHash::of(walk.as_bytes()), walk }
        }
        (_, _, Some(list)) => NewSubject::Batch { run: args.run, hash: FileHash::of(&read(list)?) },
        _ => return Err(Failure::usage("name the record with --row and --walk, or the list of records with --list")),
    };
    let case = args.id.map_or_else(|| fresh("challenge"), Ok)?;
    let done = format!("opened {case}, {} against {}", args.claimant, args.respondent);
    let claim = NewClaim {
        case,
        claimant: args.claimant,
        respondent: args.respondent,
        words: args.claim,
        first: args.from,
        last: args.to,
        sum: sum_of(args.sum),
        subject,
    };
    record(global, Act::Open(claim), &done).await
}

async fn answer(global: &Global, args: AnswerArgs) -> Result<Ended, Failure> {
    let case = args.case;
    let letter = args.letter.as_deref().map(|path| new_file(path, format!("Letter {}", name_of(path)))).transpose()?;
    let keep =
        letter.as_ref().map(|(file, bytes)| (bytes.clone(), file.media_type.clone(), format!("challenge-{case}")));
    let given = letter.map_or(Given::Directly, |(file, _)| Given::ByLetter(file));
    let offer = sum_of(args.sum);
    let (act, done) = match args.reason {
        Some(reason) if !args.agree => {
            let done = match offer {
                Sum::NOTHING => format!("recorded that {case} is refused"),
                _ => format!("recorded an offer of {offer} in {case}"),
            };
            (Act::Answer { case, offer, reason, given }, done)
        }
        _ => (Act::Agree { case: case.clone(), given }, format!("recorded agreement to all of {case}")),
    };
    keeping(global, act, keep, &done).await
}

async fn close(global: &Global, args: CloseArgs) -> Result<Ended, Failure> {
    let (case, reason) = (args.case, args.reason.unwrap_or_default());
    let done = format!("closed {case}");
    let act = match args.ruling {
        Some(ruling) => {
            let party = who_pays::Party::Claimant;
            Act::Rule { case, party, ruling, sum: sum_of(args.sum), reason }
        }
        None if args.withdraw => Act::Withdraw { case, reason },
        None => Act::AcceptOffer { case },
    };
    record(global, act, &done).await
}

async fn show(global: &Global, id: &CaseId) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let case = asked.case(id)?;
    let payers = asked.payers();
    // A file says what was agreed to the penny.
    let written = if global.format == Format::Table { Pence::pounds } else { Pence::to_the_penny };
    let tables = [about_case(&payers, &case, written), moves(&payers, &case, written), evidence(&payers, &case)];
    print::answer(&tables, global.format, &asked.clocks, &format!("/who-pays/challenges/{id}"))?;
    Ok(Ended::Done)
}

async fn packed(global: &Global, id: &CaseId, to: &Path) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let case = asked.case(id)?;
    let entries = recorded(&asked.footprint, &asked.payers().reader, &case).await?;
    let document = pack(&asked.payers(), &case, &entries);
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

fn sum_of(args: SumArgs) -> Sum {
    Sum { records: args.records, pence: args.amount }
}

async fn record(global: &Global, act: Act, done: &str) -> Result<Ended, Failure> {
    keeping(global, act, None, done).await
}

/// Records an act; where it names a file, the bytes are kept first, and let go when it is refused.
async fn keeping(
    global: &Global,
    act: Act,
    file: Option<(Vec<u8>, String, String)>,
    done: &str,
) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal(global).await?).await?;
    let mut kept = None;
    if let Some((bytes, media_type, holder)) = file {
        let store = account::open(global).await?;
        let blob = Blob { media_type, bytes };
        let offer = store.offer_blob(&blob, &holder, clock::now()).await;
        kept = Some((store, offer.map_err(|error| account::failed(&error))?));
    }
    let recorded = footprint.act(&Who::keeper(global.actor()), act).await;
    if let Some((store, offer)) = kept {
        let settled = match &recorded {
            Ok(_) => store.take_offer(&offer).await,
            Err(AppError::Refused(_) | AppError::Unchanged) => store.withdraw_offer(&offer).await,
            // Whether it is on record is found out by the next server that starts.
            Err(AppError::Journal(_) | AppError::Failed(_)) => Ok(()),
        };
        settled.map_err(|error| account::failed(&error))?;
    }
    print::say(&format!("{done} (entry {})", recorded?.sequence))?;
    Ok(Ended::Done)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(path).map_err(|error| Failure::failed(format!("{}: {error}", path.display())))?;
    }
    Ok(bytes)
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn new_file(path: &Path, title: String) -> Result<(NewFile, Vec<u8>), Failure> {
    let bytes = read(path)?;
    let media_type = match path.extension().and_then(|ending| ending.to_str()) {
        Some("pdf") => "application/pdf",
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        Some("png") => "image/png",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    };
    let evidence: EvidenceId = fresh("file")?;
    let (hash, n_bytes) = (FileHash::of(&bytes), bytes.len() as u64);
    Ok((NewFile { evidence, title, hash, media_type: media_type.to_owned(), n_bytes }, bytes))
}

fn fresh<T: std::str::FromStr>(kind: &str) -> Result<T, Failure> {
    kit::identity::opaque(kind).ok_or_else(|| Failure::failed("the system gave no random bytes"))
}
