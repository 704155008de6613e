//! `account`: who may sign in.

use crate::cli::{AccountAct, AccountArgs, Format, Global};
use crate::clock;
use crate::database::Asked;
use crate::exit::{Ended, Failure};
use crate::print;
use jiff::SignedDuration;
use kit::sign_in::invitation_link;
use mandate::PersonId;
use serde_json::json;
use store::{Account, Invitation, Name, Store, StoreError};

const PAGE: u32 = 500;

/// Invites, lists or closes.
pub(crate) async fn account(global: &Global, args: AccountArgs) -> Result<Ended, Failure> {
    // Opened first: it says so when there is no such database, where the store would make one.
    let asked = Asked::open(global).await?;
    let store = open(global).await?;
    match args.act {
        AccountAct::Invite { person, email, base, days } => {
            let on_record = asked.known.state.mandate().now().person(&person).is_some();
            if !on_record {
                return Err(Failure::unknown(format!("there is no person `{person}` on the record"))
                    .advise("Enter the person first: `footprint person --help`."));
            }
            invite(&store, &person, &email, &base, days).await
        }
        AccountAct::List => list(global, &store).await,
        AccountAct::Close { email } => close(&store, &email).await,
    }
}

/// The accounts, beside the journal.
pub(crate) async fn open(global: &Global) -> Result<Store, Failure> {
    Store::open(&global.database).await.map_err(|error| failed(&error))
}

pub(crate) fn failed(error: &StoreError) -> Failure {
    Failure::failed(error.to_string())
}

async fn invite(store: &Store, person: &PersonId, email: &str, base: &str, days: u16) -> Result<Ended, Failure> {
    let name: Name = email.parse().map_err(|error: StoreError| Failure::refused(error.to_string()))?;
    let (now, lasts) = (clock::now(), SignedDuration::from_hours(24 * i64::from(days)));
    let held = store.account_of(person).await.map_err(|error| failed(&error))?;
    let invitation = match held {
        Some(account) => store.invite_again(&account.id, now, lasts).await,
        None => store.invite(person, &name, now, lasts).await,
    };
    let Invitation { token, expires_at, .. } = invitation.map_err(|error| Failure::refused(error.to_string()))?;
    print::say(&format!(
        "Give {person} this link. It is shown once, can be used once, and ends on {}:\n  {}",
        expires_at.strftime("%-d %B %Y at %H:%M UTC"),
        invitation_link(base, &token)
    ))?;
    Ok(Ended::Done)
}

async fn list(global: &Global, store: &Store) -> Result<Ended, Failure> {
    let mut all: Vec<Account> = Vec::new();
    loop {
        let page = store.accounts(all.last().map(|account| &account.id), PAGE).await.map_err(|error| failed(&error))?;
        let is_last = page.len() < PAGE as usize;
        all.extend(page);
        if is_last {
            break;
        }
    }
    match global.format {
        Format::Json => {
            let row = |account: &Account| {
                json!({
                    "person": account.person.as_str(),
                    "state": account.state.word(),
                    "signs_in_as": account.name.as_ref().map(Name::as_str),
                })
            };
            let rows = serde_json::Value::Array(all.iter().map(row).collect());
            print::say(&format!("{rows:#}"))?;
        }
        Format::Csv | Format::Table => {
            print::say("person,state,signs_in_as")?;
            for account in &all {
                let name = account.name.as_ref().map_or("", Name::as_str);
                print::say(&format!("{},{},{name}", account.person.as_str(), account.state.word()))?;
            }
        }
    }
    Ok(Ended::Done)
}

/// Closes the account of a person, if they have one; whether they had.
pub(crate) async fn close_of(global: &Global, person: &PersonId) -> Result<bool, Failure> {
    let store = open(global).await?;
    let held = store.account_of(person).await.map_err(|error| failed(&error))?;
    if let Some(account) = &held {
        store.close_account(&account.id).await.map_err(|error| failed(&error))?;
    }
    Ok(held.is_some())
}

async fn close(store: &Store, email: &str) -> Result<Ended, Failure> {
    let name: Name = email.parse().map_err(|error: StoreError| Failure::refused(error.to_string()))?;
    let account = store.account_by_name(&name).await.map_err(|error| failed(&error))?;
    let Some(account) = account else {
        return Err(Failure::unknown(format!("no account signs in as {email}")).advise("See `footprint account list`."));
    };
    store.close_account(&account.id).await.map_err(|error| failed(&error))?;
    print::say(&format!("The account of {} is closed, and its sessions have ended.", account.person.as_str()))?;
    Ok(Ended::Done)
}
