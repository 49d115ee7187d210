//! Measures on several machines: the kernels of the measure language as a function in the plans of a query engine that
//! divides its work among computers. The way of a question: [`question`] is what is asked, [`plan`] reads the snapshot's
//! files and groups them by person, [`function`] hands each person's [`spells`] to the kernel, [`answer`] is what it says,
//! and [`mod@ask`] brings it home. [`node`] starts the parts of a cluster. No rule of a measure stands here, and nothing
//! here distributes anything itself.

pub mod address;
pub mod answer;
pub mod ask;
pub mod command;
pub mod function;
pub mod log;
pub mod node;
pub mod plan;
pub mod question;
pub mod spells;
pub mod text;
