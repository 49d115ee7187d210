//! The measure as an aggregate function of the query engine: the rows of a person come together, and the kernel of the
//! measure language answers. The engine knows the function by its name; what is asked stands in the plan as a literal.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, LargeBinaryArray, LargeBinaryBuilder, PrimitiveArray,
};
use datafusion::arrow::datatypes::{ArrowPrimitiveType, DataType, Field, FieldRef, Int32Type, UInt16Type, UInt32Type};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::logical_expr::expr::AggregateFunctionParams;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, Expr, GroupsAccumulator, Signature, Volatility,
};
use datafusion::physical_expr::expressions::Literal;
use virkning_measure::NO_RATIO;

use crate::answer::{self, AnswerBuilder};
use crate::question::{Prepared, Question};
use crate::spells::{JobSpell, Spells, WeekSpell};

/// The function's name in every part of the cluster.
pub const NAME: &str = "virkning_measure";

/// Its arguments: the question, the spell's start and end, its code (none in a spell of months), ratio and industry.
const ARGUMENTS: usize = 6;

/// The function `virkning_measure(question, start, end, code, ratio, industry)`.
pub fn measure_function() -> Arc<AggregateUDF> {
    Arc::new(AggregateUDF::new_from_impl(MeasureFunction {
        signature: Signature::any(ARGUMENTS, Volatility::Immutable),
    }))
}

/// The question as an argument. A dictionary of one text: a plain literal is copied into each row of a batch.
pub fn question_argument(question: &Question) -> Expr {
    let text = ScalarValue::Utf8(Some(question.to_text()));
    Expr::Literal(ScalarValue::Dictionary(Box::new(DataType::Int32), Box::new(text)), None)
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct MeasureFunction {
    signature: Signature,
}

impl AggregateUDFImpl for MeasureFunction {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(answer::fields()))
    }

    // The question is a page long, and a plan asks one: it is no part of the column's name.
    fn schema_name(&self, _: &AggregateFunctionParams) -> Result<String> {
        Ok(NAME.to_owned())
    }

    fn human_display(&self, _: &AggregateFunctionParams) -> Result<String> {
        Ok(NAME.to_owned())
    }

    fn display_name(&self, _: &AggregateFunctionParams) -> Result<String> {
        Ok(NAME.to_owned())
    }

    fn state_fields(&self, _: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new("virkning_spells", DataType::LargeBinary, false))])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let mut people = People::new(&args)?;
        people.spells.reach(1);
        Ok(Box::new(OnePerson(people)))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(People::new(&args)?))
    }
}

/// Many people whose rows come together.
struct People {
    prepared: Prepared,
    spells: Spells,
}

impl std::fmt::Debug for People {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("People").field("bytes", &self.spells.size_bytes()).finish_non_exhaustive()
    }
}

impl People {
    fn new(args: &AccumulatorArgs<'_>) -> Result<Self> {
        let literal = args.exprs.first().and_then(|expression| expression.downcast_ref::<Literal>());
        let text = literal.and_then(|literal| literal.value().try_as_str().flatten());
        let text = text.ok_or_else(|| failed("Y004 the first argument is no literal text"))?;
        let prepared = Question::from_text(text).and_then(|question| question.prepare()).map_err(failed)?;
        Ok(Self { prepared, spells: Spells::default() })
    }

    /// Adds rows; `group` says whose each one is.
    fn add(
        &mut self,
        values: &[ArrayRef],
        group: impl Fn(usize) -> usize,
        wanted: Option<&BooleanArray>,
    ) -> Result<()> {
        let [_, start, end, code, ratio, industry] = values else {
            return Err(failed("Y009 the function was given other columns"));
        };
        let (start, end) = (column::<UInt16Type>(start)?, column::<UInt16Type>(end)?);
        let (code, ratio) = (column::<UInt16Type>(code)?, column::<Int32Type>(ratio)?);
        let industry = column::<UInt32Type>(industry)?;
        if start.null_count() + end.null_count() > 0 {
            return Err(failed("Y009 a spell without a start or an end"));
        }
        for row in 0..start.len() {
            if wanted.is_some_and(|wanted| !(wanted.is_valid(row) && wanted.value(row))) {
                continue;
            }
            let (group, start, end) = (number(group(row))?, start.value(row), end.value(row));
            if code.is_valid(row) {
                self.spells.push_week(WeekSpell { group, start, end, code: code.value(row) });
            } else {
                let ratio = if ratio.is_valid(row) { ratio.value(row) } else { NO_RATIO };
                let industry = if industry.is_valid(row) { industry.value(row) } else { 0 };
                self.spells.push_job(JobSpell { group, start, end, ratio, industry });
            }
        }
        Ok(())
    }

    /// Adds what other parts of the cluster have brought together.
    fn add_sent(&mut self, values: &[ArrayRef], group: impl Fn(usize) -> usize) -> Result<()> {
        let sent = values.first().and_then(|sent| sent.as_binary_opt::<i64>());
        let sent: &LargeBinaryArray = sent.ok_or_else(|| failed("Y009 the function was given other columns"))?;
        for row in 0..sent.len() {
            if sent.is_valid(row) {
                self.spells.push_bytes(number(group(row))?, sent.value(row)).map_err(failed)?;
            }
        }
        Ok(())
    }

    fn answers(&self, spells: Spells) -> Result<ArrayRef> {
        let mut builder = AnswerBuilder::default();
        let weeks_covered = self.prepared.coverage.weeks.len();
        spells.each_person(weeks_covered, |rows| builder.push(&self.prepared.answer(rows))).map_err(failed)?;
        Ok(Arc::new(builder.finish()))
    }
}

impl GroupsAccumulator for People {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        wanted: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        self.spells.reach(total);
        self.add(values, |row| groups[row], wanted)
    }

    fn merge_batch(&mut self, values: &[ArrayRef], groups: &[usize], total: usize) -> Result<()> {
        self.spells.reach(total);
        self.add_sent(values, |row| groups[row])
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let spells = taken(&mut self.spells, emit_to);
        self.answers(spells)
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![sent(taken(&mut self.spells, emit_to))])
    }

    fn convert_to_state(&self, values: &[ArrayRef], wanted: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let mut rows = Self { prepared: self.prepared.clone(), spells: Spells::default() };
        rows.spells.reach(values.first().map_or(0, |column| column.len()));
        rows.add(values, |row| row, wanted)?;
        Ok(vec![sent(rows.spells)])
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.spells.size_bytes()
    }
}

/// One person whose rows come together: what the engine asks for where it does not group.
#[derive(Debug)]
struct OnePerson(People);

impl Accumulator for OnePerson {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.0.add(values, |_| 0, None)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let answers = self.0.answers(self.0.spells.clone())?;
        ScalarValue::try_from_array(&answers, 0)
    }

    fn size(&self) -> usize {
        GroupsAccumulator::size(&self.0)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let sent = sent(self.0.spells.clone());
        Ok(vec![ScalarValue::try_from_array(&sent, 0)?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.0.add_sent(states, |_| 0)
    }
}

fn taken(spells: &mut Spells, emit_to: EmitTo) -> Spells {
    match emit_to {
        EmitTo::All => std::mem::take(spells),
        EmitTo::First(people) => spells.take_first(people),
    }
}

fn sent(spells: Spells) -> ArrayRef {
    let mut builder = LargeBinaryBuilder::new();
    spells.each_as_bytes(|bytes| builder.append_value(bytes));
    Arc::new(builder.finish())
}

fn column<T: ArrowPrimitiveType>(array: &ArrayRef) -> Result<&PrimitiveArray<T>> {
    array.as_primitive_opt().ok_or_else(|| failed("Y009 the function was given other columns"))
}

fn number(group: usize) -> Result<u32> {
    u32::try_from(group).map_err(|_| failed("Y009 more people than can be numbered"))
}

fn failed(reason: impl ToString) -> DataFusionError {
    DataFusionError::Execution(reason.to_string())
}
