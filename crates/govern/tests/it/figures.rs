//! Every number of the published figures, looked up in the reports.
