//! Reads an expression and checks its types.
use virkning_model::expression::Expression;
use virkning_model::source::SourceSchema;
use crate::error::ExpressionError;
/// Reads an expression for one source.
pub fn parse(_text: &str, _source: &SourceSchema) -> Result<Expression, ExpressionError> { todo!() }
