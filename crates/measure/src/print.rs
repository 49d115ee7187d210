//! Prints an expression in its canonical form.
use virkning_model::expression::Expression;
/// The canonical text: reading it again gives the same expression.
pub fn print(_expression: &Expression) -> String { todo!() }
/// The names of the states that an expression asks for, each once, in the order of the text.
pub fn states(_expression: &Expression) -> Vec<&str> { todo!() }
