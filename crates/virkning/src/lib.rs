//! Virkning: outcomes contracts from idea to decision. One library for every way in: `app` holds the use cases, `cli` the
//! command line, `finance` the files of money, `web` the pages, `text` what people read, `world` what comes from outside. No rule of the domain lives here.

#![forbid(unsafe_code)]

pub mod app;
pub mod cli;
pub mod finance;
pub mod text;
pub mod web;
pub mod world;
