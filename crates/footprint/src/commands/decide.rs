//! Who decides: a scheme, and the keeper's acts that a new installation begins with.

use crate::cli::{AppointArgs, CarryOverArgs, ForgetArgs, Global, InstrumentArgs, PersonArgs, PostArgs, SchemeArgs};
use crate::database::{self, Asked};
use crate::exit::{Ended, Failure};
use crate::print;
use app::{AppError, Footprint, Who};
use ask::Table;
use kit::address::Address;
use mandate::{Act, CarryOver, DatedBody, Division, Holding, Instrument, InstrumentId, InstrumentKind, PersonId, Post};
use mandate_face::answers::{self as answers, Basis};
use terms::{Date, FuzzyDate, OdsCode, Period};

impl Asked {
    fn basis(&self) -> Basis<'_> {
        let at = self.as_at();
        Basis { register: self.view(), mandates: self.known.state.mandate().known(at.known), at }
    }

    fn told(&self, global: &Global, tables: &[Table], address: &Address) -> Result<Ended, Failure> {
        let address =
            address.with("valid_at", self.clocks.valid_at.to_string()).with("known_at", self.clocks.entry.to_string());
        print::answer(tables, global.format, &self.clocks, &address.href())?;
        Ok(Ended::Done)
    }

    fn on_register(&self, code: OdsCode) -> Result<OdsCode, Failure> {
        if self.view().knows(code) {
            return Ok(code);
        }
        Err(Failure::unknown(format!("nothing on the register has the code {code}"))
            .advise("Look for it by name with `footprint search WORDS`."))
    }
}

/// A body's scheme, printed or adopted.
pub(crate) async fn scheme(global: &Global, args: SchemeArgs) -> Result<Ended, Failure> {
    if args.adopt.is_some() {
        return adopt(global, args).await;
    }
    let asked = Asked::open(global).await?;
    let body = asked.on_register(args.body)?;
    let (_, table) = answers::scheme(&asked.basis(), body).ok_or_else(|| {
        Failure::unknown(format!("no scheme of {body} is in force on {}", asked.clocks.valid_at))
            .advise("Adopt one with --adopt FILE, or ask for another day with --valid-at.")
    })?;
    asked.told(global, &[table], &Address::new(format!("/organisations/{body}/scheme")).with("table", "scheme"))
}

async fn adopt(global: &Global, args: SchemeArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let body = asked.on_register(args.body)?;
    let (Some(file), Some(from), Some(title)) = (args.adopt, args.from, args.title) else {
        return Err(Failure::usage("--adopt needs --from, --title and --rests-on"));
    };
    let bytes = reader::bytes_of(&file, &reader::Limits::UPLOADED_WORKBOOK)
        .map_err(|error| Failure::failed(error.to_string()))?;
    let rows = match answers::read_scheme(&asked.basis(), body, &bytes) {
        Ok(rows) => rows,
        Err(faults) => {
            let lines: Vec<String> = faults
                .iter()
                .map(|fault| format!("  row {}, column {}: {}", fault.row, fault.column, fault.message))
                .collect();
            return Err(Failure::refused(format!("{} was not adopted:\n{}", file.display(), lines.join("\n")))
                .advise("Put these cells right; nothing was recorded."));
        }
    };
    let made = || format!("{}-scheme-{from}", body.as_str().to_lowercase()).parse::<InstrumentId>();
    let id = match args.id {
        Some(id) => id,
        None => made().map_err(|error| Failure::usage(error.to_string()))?,
    };
    let n_rows = rows.len();
    let scheme = Instrument {
        id: id.clone(),
        kind: InstrumentKind::Scheme,
        title,
        body: Some(body),
        rests_on: args.rests_on,
        period: period(from, None)?,
        reference: None,
    };
    let done = format!("adopted {id} of {body}, {n_rows} rows, from {from}");
    record(global, &asked.footprint, Act::AdoptScheme { scheme, rows }, &done).await
}

/// Enters a person.
pub(crate) async fn person(global: &Global, args: PersonArgs) -> Result<Ended, Failure> {
    let person = match args.id {
        Some(id) => id,
        None => opaque()?,
    };
    let footprint = Footprint::over(database::journal_or_new(global).await?).await?;
    let done = format!("entered {person}");
    record(global, &footprint, Act::EnterPerson { person, name: args.name, contact: args.contact }, &done).await
}

/// Creates a post.
pub(crate) async fn post(global: &Global, args: PostArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal(global).await?).await?;
    let period = period(args.from, args.to)?;
    let bodies = args.body.into_iter().map(|body| DatedBody { body, period }).collect();
    let done = format!("created {}", args.id);
    let post = Post { id: args.id, title: args.title, kind: args.kind, bodies, period };
    record(global, &footprint, Act::CreatePost { post }, &done).await
}

/// Appoints a person to a post.
pub(crate) async fn appoint(global: &Global, args: AppointArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal(global).await?).await?;
    let done = format!("appointed {} to {}", args.person, args.post);
    let period = period(args.from, args.to)?;
    let holding = Holding { post: args.post, person: args.person, capacity: args.capacity, period };
    record(global, &footprint, Act::Appoint { holding }, &done).await
}

/// Records what powers rest on.
pub(crate) async fn instrument(global: &Global, args: InstrumentArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal_or_new(global).await?).await?;
    let done = format!("recorded {}", args.id);
    let instrument = Instrument {
        id: args.id,
        kind: args.kind,
        title: args.title,
        body: args.body,
        rests_on: args.rests_on,
        period: period(args.from, args.to)?,
        reference: args.reference,
    };
    record(global, &footprint, Act::MakeInstrument { instrument }, &done).await
}

async fn record(global: &Global, footprint: &Footprint, act: Act, done: &str) -> Result<Ended, Failure> {
    let recorded = footprint.act(&Who::keeper(global.actor()), act).await.map_err(|error| told(footprint, error))?;
    print::say(&format!("{done} (entry {})", recorded.sequence))?;
    Ok(Ended::Done)
}

/// A refusal with people by name: whoever works here may see them.
fn told(footprint: &Footprint, error: AppError) -> Failure {
    let is_refused = matches!(error, AppError::Refused(_));
    let failure = Failure::from(error);
    if is_refused { failure.worded(|words| footprint.known().state.mandate().now().with_names(words)) } else { failure }
}

/// Joins predecessors to their successor, or divides one between several.
pub(crate) async fn carry_over(global: &Global, args: CarryOverArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    for body in args.predecessors.iter().chain(&args.successor) {
        asked.on_register(*body)?;
    }
    let codes: Vec<&str> = args.predecessors.iter().map(OdsCode::as_str).collect();
    let codes = codes.join(", ");
    match (args.successor, args.division) {
        (Some(successor), _) => {
            let done = format!("carried over {codes} to {successor} from {}", args.on);
            let carry = CarryOver::whole(args.predecessors.clone(), successor, args.on, args.by);
            record(global, &asked.footprint, Act::CarryOver { carry }, &done).await
        }
        (None, Some(file)) => {
            let [predecessor] = args.predecessors.as_slice() else {
                return Err(Failure::usage("--division is for one body: say each that was divided by itself"));
            };
            let text = std::fs::read_to_string(&file)
                .map_err(|error| Failure::failed(format!("{}: {error}", file.display())))?;
            let (to, lapses) = mandate::parse_division(&text).map_err(|errors| {
                let lines: Vec<String> = errors.iter().map(|error| format!("  {error}")).collect();
                Failure::refused(format!("{} was not taken:\n{}", file.display(), lines.join("\n")))
                    .advise("Put these lines right; nothing was recorded.")
            })?;
            let heirs: Vec<String> = to.keys().map(ToString::to_string).collect();
            let done = format!("divided {codes} between {} from {}", heirs.join(", "), args.on);
            let division = Division { predecessor: *predecessor, on: args.on, instrument: args.by, to, lapses };
            record(global, &asked.footprint, Act::Divide { division }, &done).await
        }
        (None, None) => Err(Failure::usage("say --to CODE, or --division FILE for a body that was divided")),
    }
}

/// Forgets a person, and closes their account.
pub(crate) async fn forget(global: &Global, args: ForgetArgs) -> Result<Ended, Failure> {
    let footprint = Footprint::over(database::journal(global).await?).await?;
    let person = args.person;
    let known = footprint.known();
    let held = known.state.mandate().now().person(&person).map(|held| held.screen().to_owned());
    let Some(name) = held else {
        return Err(Failure::unknown(format!("nobody on record is {person}"))
            .advise("`footprint people` and the page /people show who is."));
    };
    if !args.yes {
        return Err(Failure::usage(format!(
            "this erases the name, the contact and the wording of the interests of {name} ({person}) for good, and closes \
             their account; nothing was erased"
        ))
        .advise("Say --yes to do it. What they did stays on record under the identity, and every proof holds."));
    }
    let recorded = footprint.forget(&Who::keeper(global.actor()), person.clone()).await?;
    let account = super::account::close_of(global, &person).await?;
    let closed = if account { "; their account is closed, and its e-mail address forgotten" } else { "" };
    print::say(&format!(
        "forgot {person} (entry {}){closed}\n\
         Backups and exports made before still hold what was erased: make new ones and destroy those.",
        recorded.sequence
    ))?;
    Ok(Ended::Done)
}

fn period(from: Date, to: Option<Date>) -> Result<Period, Failure> {
    Period::inclusive(Some(FuzzyDate::day(from)), to.map(FuzzyDate::day))
        .map_err(|error| Failure::usage(error.to_string()))
}

/// An identity that says nothing of the person.
fn opaque() -> Result<PersonId, Failure> {
    kit::identity::opaque("person").ok_or_else(|| Failure::failed("the system gave no random bytes"))
}
