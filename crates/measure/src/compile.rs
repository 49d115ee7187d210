//! Compiles an expression for one edition of a code list.
use virkning_model::code_list::CodeList;
use virkning_model::expression::Expression;
use crate::error::CompileError;
/// An expression made ready for loops over person-sorted columns.
#[derive(Clone, Debug)]
pub struct Compiled;
/// Compiles an expression for one edition of a code list.
pub fn compile(_expression: &Expression, _codes: &CodeList) -> Result<Compiled, CompileError> { todo!() }
