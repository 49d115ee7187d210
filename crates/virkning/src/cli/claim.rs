//! `claim`: what is asked, the use case, and the answer.

use super::arguments::{self, ClaimAction, Format};
use super::{print, print_json, print_out};
use crate::app::claim::ClaimList;
use crate::app::failure::Failure;
use crate::app::folder::write_whole;
use crate::app::{Session, json};
use crate::text::Texts;
use virkning_store::ClaimState;

/// Does one action on claims.
pub fn act(session: &Session<'_>, action: &ClaimAction, texts: &Texts) -> Result<(), Failure> {
    let decide = |number: u64, outcome: ClaimState, reason: &str| -> Result<(), Failure> {
        print_out(&print::claim_decided(&session.claim_decide(number, outcome, reason)?, texts));
        Ok(())
    };
    match action {
        ClaimAction::Import(wanted) => {
            let list = ClaimList {
                path: &wanted.list,
                profile: wanted.profile.as_deref(),
                evidence: wanted.evidence.as_deref(),
            };
            print_out(&print::claims_imported(&session.claim_import(&wanted.file, list)?, texts));
        }
        ClaimAction::List(wanted) => {
            let mut claims = session.claims(&wanted.agreement)?;
            claims.retain(|claim| wanted.measured_year.is_none_or(|year| claim.says.measured_year == year));
            match wanted.format {
                Format::Text => print_out(&print::claims(&claims, texts)),
                Format::Json => print_json(&json::claims(&claims))?,
            }
        }
        ClaimAction::Show(wanted) => show(session, wanted, texts)?,
        ClaimAction::Verify(wanted) => decide(wanted.number, ClaimState::Verified, &wanted.reason)?,
        ClaimAction::Reject(wanted) => decide(wanted.number, ClaimState::Rejected, &wanted.reason)?,
        ClaimAction::Dispute(wanted) => decide(wanted.number, ClaimState::Disputed, &wanted.reason)?,
        ClaimAction::Sample(wanted) => {
            let sample = session.claim_sample(&wanted.file, wanted.measured_year, &wanted.seed, wanted.size)?;
            match wanted.format {
                Format::Text => print_out(&print::claim_sample(&sample, texts)),
                Format::Json => print_json(&json::claim_sample(&sample))?,
            }
        }
    }
    Ok(())
}

fn show(session: &Session<'_>, wanted: &arguments::ClaimShow, texts: &Texts) -> Result<(), Failure> {
    let shown = session.claim_show(wanted.number)?;
    if let Some(path) = &wanted.out {
        write_whole(path, &session.claim_evidence(&shown.claim)?)?;
    }
    match wanted.format {
        Format::Text => print_out(&print::claim(&shown, texts)),
        Format::Json => print_json(&json::claim(&shown))?,
    }
    Ok(())
}
