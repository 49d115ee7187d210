//! Comments on figures: who wrote what about which figure of an investment, and when. A figure is known by a stable name,
//! such as `business-case/net` or `settlement/2024/payable`. A comment that was withdrawn is no longer shown; both records
//! stay.

use jiff::Timestamp;
use virkning_model::id::{AgreementId, UserId};

use crate::desk_refusal::DeskRefusal;
use crate::error::{Failure, StoreError};
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::users::{Role, acting_user_on_in_txn};

/// The most signs of a comment.
const SIGNS_MAX: usize = 2000;

/// A comment that is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewComment<'a> {
    /// The investment.
    pub agreement: &'a AgreementId,
    /// The stable name of the figure.
    pub figure: &'a str,
    /// The words.
    pub words: &'a str,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its number, from 1.
    pub number: u64,
    /// The investment.
    pub agreement: AgreementId,
    /// The stable name of the figure.
    pub figure: String,
    /// The words.
    pub words: String,
    /// The number of the comment that this record withdraws.
    pub withdraws: Option<u64>,
    /// Who wrote it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct CommentRow in "comments", key (number) {
        number: i64,
        agreement: String,
        figure: String,
        words: String,
        withdraws: Option<i64>,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Keeps a comment of somebody who has one of these roles for the investment. One that holds what looks like a CPR
    /// number is refused.
    pub fn comment_add(
        &self,
        actor: &Actor,
        needed: &'static [Role],
        new: NewComment<'_>,
    ) -> Result<Stored<Comment>, Failure> {
        self.write(actor, "comment-add", new.agreement.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(new.agreement), needed)?;
            let words = new.words.trim();
            if words.is_empty() || words.chars().count() > SIGNS_MAX {
                return Err(DeskRefusal::CommentLength { most: SIGNS_MAX }.into());
            }
            if holds_number(words) {
                return Err(DeskRefusal::CommentWithNumber.into());
            }
            let number = transaction.next_number::<CommentRow>("number", &[])?;
            let row = row_of(actor, number, new.agreement, new.figure, words, None);
            transaction.insert(&row)?;
            let details = [("figure".to_owned(), new.figure.to_owned())].into();
            Ok(Change::Made { rows: vec![row.mention()], record: comment_of(&row)?, details })
        })
    }

    /// Withdraws a comment of one's own.
    pub fn comment_withdraw(
        &self,
        actor: &Actor,
        agreement: &AgreementId,
        comment: u64,
    ) -> Result<Stored<Comment>, Failure> {
        self.write(actor, "comment-withdraw", agreement.as_str(), |transaction| {
            let rows: Vec<CommentRow> = transaction.rows(&[("agreement", agreement.as_str().into())], &["number"])?;
            let wanted = i64::try_from(comment).ok();
            let own = |row: &&CommentRow| row.withdraws.is_none() && row.recorded_by == actor.user.as_str();
            let Some(row) = rows.iter().filter(own).find(|row| Some(row.number) == wanted) else {
                return Err(DeskRefusal::UnknownComment { comment }.into());
            };
            if let Some(before) = rows.iter().find(|other| other.withdraws == wanted) {
                return Ok(Change::Nothing(comment_of(before)?));
            }
            let number = transaction.next_number::<CommentRow>("number", &[])?;
            let row = row_of(actor, number, agreement, &row.figure, "", wanted);
            transaction.insert(&row)?;
            let details = [("comment".to_owned(), comment.to_string())].into();
            Ok(Change::Made { rows: vec![row.mention()], record: comment_of(&row)?, details })
        })
    }

    /// The comments on an investment's figures that are not withdrawn, the first first.
    pub fn comments(&self, agreement: &AgreementId) -> Result<Vec<Comment>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<CommentRow> = transaction.rows(&[("agreement", agreement.as_str().into())], &["number"])?;
            let gone = |number: i64| rows.iter().any(|row| row.withdraws == Some(number));
            rows.iter().filter(|row| row.withdraws.is_none() && !gone(row.number)).map(comment_of).collect()
        })
    }
}

fn row_of(
    actor: &Actor,
    number: i64,
    agreement: &AgreementId,
    figure: &str,
    words: &str,
    withdraws: Option<i64>,
) -> CommentRow {
    CommentRow {
        number,
        agreement: agreement.to_string(),
        figure: figure.to_owned(),
        words: words.to_owned(),
        withdraws,
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed()
}

/// Ten digits as a CPR number is written: six and four, with or without a hyphen or a blank between them.
fn holds_number(words: &str) -> bool {
    let signs: Vec<char> = words.chars().collect();
    let digits = |from: usize, count: usize| {
        signs.get(from..from + count).is_some_and(|part| part.iter().all(char::is_ascii_digit))
    };
    let is_digit = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
    (0..signs.len()).any(|start| {
        let gap = usize::from(signs.get(start + 6).is_some_and(|sign| "- \u{a0}–".contains(*sign)));
        !is_digit(start.checked_sub(1))
            && digits(start, 6)
            && digits(start + 6 + gap, 4)
            && !is_digit(Some(start + 10 + gap))
    })
}

pub(crate) fn comment_of(row: &CommentRow) -> Result<Comment, StoreError> {
    let number = |number: i64| row.read("number", u64::try_from(number).ok());
    Ok(Comment {
        number: number(row.number)?,
        agreement: row.id("agreement", &row.agreement)?,
        figure: row.figure.clone(),
        words: row.words.clone(),
        withdraws: row.withdraws.map(number).transpose()?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_look_like_a_person_are_found() {
        let check = |words: &str, expected: bool| assert_eq!(holds_number(words), expected, "{words}");
        // Day 61 and above: no person has it.
        check("om 610190-1234.", true);
        check("6101901234", true);
        check("borger 610190 1234 er flyttet", true);
        check("1.234.567,89 kr. i 2024-2030", false);
        check("61019012345", false);
        check("sag 2025-012345", false);
        check("", false);
    }
}
