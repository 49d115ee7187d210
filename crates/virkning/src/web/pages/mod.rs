//! The pages, each in a file of its own: what it shows, and what its forms do. Who may open it stands in
//! [`routes`](super::routes).

pub mod account;
pub mod administration;
pub mod agreement;
pub mod comparison;
pub mod event_log;
pub mod follow_up;
pub mod follow_ups;
pub mod comments;
pub mod draft;
pub mod draft_values;
pub mod external;
pub mod investment;
pub mod job;
pub mod login;
pub mod me;
pub mod participants;
pub mod new_agreement;
pub mod organisation;
pub mod plan;
pub mod portfolio;
pub mod registers;
pub mod results;
pub mod search;
pub mod settlement;
pub mod settlements;
pub mod tasks;
pub mod versions;
pub mod welcome;
