//! What the documents look like from outside: the bytes of PDF, SVG and XLSX. What stands where on a page is tested
//! beside the typesetting itself.

mod charts;
mod documents;
mod love;
mod pdf;
mod records;
mod sample;
mod spreadsheets;
mod views;
