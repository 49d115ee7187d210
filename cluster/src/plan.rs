//! The plan: the spells of the snapshot's files, brought together by person, answered by the measure's function, and
//! counted by outcome if that is all that is wanted. The query engine decides how it is divided.

use std::path::Path;

use datafusion::common::{Result, ScalarValue};
use datafusion::functions::core::expr_ext::FieldAccessor;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, ident, lit};
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext};

use crate::answer::{OUTCOME, SITUATION, VALUE};
use crate::function::{measure_function, question_argument};
use crate::question::Question;

/// The person's number: the row in the snapshot's file of people.
pub const PERSON: &str = "person";
/// How many people.
pub const PEOPLE: &str = "people";

/// The files that the plan reads.
pub const WEEKS_FILE: &str = "weeks.parquet";
/// See [`WEEKS_FILE`].
pub const JOBS_FILE: &str = "jobs.parquet";

/// Files are divided between tasks from this size on.
const DIVIDED_FROM_BYTES: usize = 1 << 20;

/// Settings that the plan needs, on top of what the engine has: in how many parts people are divided.
pub fn configured(config: SessionConfig, parts: usize) -> SessionConfig {
    let mut config = config.with_target_partitions(parts);
    config.options_mut().optimizer.repartition_file_min_size = DIVIDED_FROM_BYTES;
    config
}

/// One row for each person who has a spell: person, outcome, situation, value.
pub async fn answers(context: &SessionContext, folder: &Path, question: &Question) -> Result<DataFrame> {
    let columns = [OUTCOME, SITUATION, VALUE].map(|name| ident(ANSWER).field(name).alias(name));
    answered(context, folder, question).await?.select([ident(PERSON)].into_iter().chain(columns))
}

/// One row for each outcome and situation of people who have a spell: how many.
pub async fn counts(context: &SessionContext, folder: &Path, question: &Question) -> Result<DataFrame> {
    let by = [OUTCOME, SITUATION].map(|name| ident(ANSWER).field(name).alias(name));
    let answered = answered(context, folder, question).await?.select(by)?;
    answered.aggregate(vec![ident(OUTCOME), ident(SITUATION)], vec![count(lit(1_i64)).alias(PEOPLE)])
}

const ANSWER: &str = "answer";

async fn answered(context: &SessionContext, folder: &Path, question: &Question) -> Result<DataFrame> {
    let columns = ["start", "end", "code", "ratio", "industry"];
    let mut arguments = vec![question_argument(question)];
    arguments.extend(columns.map(ident));
    let answer = measure_function().call(arguments).alias(ANSWER);
    spells(context, folder).await?.aggregate(vec![ident(PERSON)], vec![answer])
}

/// The spells of both files under the same columns; a spell of months has no code.
async fn spells(context: &SessionContext, folder: &Path) -> Result<DataFrame> {
    let read = async |file: &str| {
        let path = folder.join(file).to_string_lossy().into_owned();
        context.read_parquet(path, ParquetReadOptions::default()).await
    };
    let missing = |value: ScalarValue, name: &str| Expr::Literal(value, None).alias(name);
    let weeks = read(WEEKS_FILE).await?.select(vec![
        ident(PERSON),
        ident("start"),
        ident("end"),
        ident("code"),
        missing(ScalarValue::Int32(None), "ratio"),
        missing(ScalarValue::UInt32(None), "industry"),
    ])?;
    let jobs = read(JOBS_FILE).await?.select(vec![
        ident(PERSON),
        ident("start"),
        ident("end"),
        missing(ScalarValue::UInt16(None), "code"),
        ident("ratio"),
        ident("industry"),
    ])?;
    weeks.union(jobs)
}
