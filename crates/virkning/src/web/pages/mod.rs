//! The pages, each in a file of its own: what it shows, and what its forms do. Who may open it stands in
//! [`routes`](super::routes).

pub mod account;
pub mod administration;
pub mod agreement;
pub mod comments;
pub mod comparison;
pub mod draft;
pub mod draft_values;
pub mod effect;
pub mod event_log;
pub mod external;
pub mod follow_up;
pub mod follow_ups;
pub mod governance;
pub mod investment;
pub mod job;
pub mod login;
pub mod me;
pub mod new_agreement;
pub mod organisation;
pub mod participants;
pub mod plan;
pub mod portfolio;
pub mod registers;
pub mod results;
pub mod risk;
pub mod search;
pub mod settlement;
pub mod settlements;
pub mod tasks;
pub mod versions;
pub mod welcome;
