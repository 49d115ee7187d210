//! Times the settlement of many participants as the program does it: made-up people, an extract and a list of them, then
//! the proposal with its trace, the approval and the posting, each in a session of its own on a data folder on the disk.
//! It prints one line of JSON for `cargo xtask bench`.
//!
//! Usage: virkning-bench-million FOLDER PARTICIPANTS

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use virkning::world::RealWorld;
use virkning_sim::case::Case;
use virkning_sim::people::FIRST_YEAR;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [folder, participants] => run(Path::new(folder), participants),
        _ => Err("usage: virkning-bench-million FOLDER PARTICIPANTS".to_owned()),
    };
    match result {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, participants: &str) -> Result<serde_json::Value, String> {
    let participants: u32 = participants.parse().map_err(|_| format!("{participants} is no number of people"))?;
    let world = RealWorld::new(Some(jiff::civil::Date::constant(2027, 3, 10)));
    let (data, files) = (folder.join("data"), folder.join("files"));
    let case = Case::write_large(&files, participants).map_err(|error| error.to_string())?;
    let mut times = serde_json::Map::new();
    let begun = Instant::now();
    let mut last = 0.0;
    let ended = case.work_in_steps(&data, &world, &[FIRST_YEAR], &mut |step| {
        let now = begun.elapsed().as_secs_f64();
        times.insert(format!("{step}_seconds"), serde_json::json!(now - last));
        last = now;
    });
    ended.map_err(|failure| format!("{failure:?}"))?;
    times.insert("participants".to_owned(), participants.into());
    Ok(times.into())
}
