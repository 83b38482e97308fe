//! `cargo xtask VERB`: everything one does with this repository, on a machine that may lack all of it.
//!
//! Each verb is a file: [`serve`], [`test`], [`checks`] (for `check` and `fix`), [`dist`] and [`bench`]. They stand
//! on [`tools`] (what must be installed), [`sandbox`], [`trunk`] and [`browsers`], and those on
//! [`process`], [`place`] and [`say`]. [`soak`] is the part of the tests that takes its time.
//!
//! This never decides anything about the app itself; it only brings programs together. Whatever goes
//! wrong ends as one [`say::Problem`]: a sentence that says what happened and what to do now.

mod args;
mod bench;
mod browsers;
mod checks;
mod dist;
mod e2e;
mod lifeline;
mod place;
mod process;
mod sandbox;
mod say;
mod serve;
mod soak;
mod test;
mod tools;
mod trunk;

use std::process::ExitCode;

use args::Verb;

fn main() -> ExitCode {
    let outcome = match args::parse(std::env::args().skip(1)) {
        Ok(Verb::Help) => {
            print!("{}", args::HELP);
            Ok(())
        }
        Ok(Verb::Serve(options)) => serve::run(&options),
        Ok(Verb::Test(options)) => test::run(&options),
        Ok(Verb::Check) => checks::check(),
        Ok(Verb::Dist(options)) => dist::run(&options),
        Ok(Verb::Bench(options)) => bench::run(&options),
        Ok(Verb::Fix) => checks::fix(),
        Ok(Verb::Lifeline(command)) => return lifeline::hold(&command),
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
