//! Children that die with us, however we end.
//!
//! A signal handler would miss `kill -9`, so there is none. Instead a long-running program is started
//! by a second xtask that holds it: it reads a pipe from us, and when the pipe ends, because we ended,
//! it ends the program and all that the program has started. Ctrl+C then needs no code of ours: it ends
//! us, and with us the pipe. (The sandbox does the same by itself, with `--die-with-stdin`.)

use std::io::{self, Read};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;

use crate::process;
use crate::say::{OrSay, Outcome};

/// A running program. Dropping it, or ending in any other way, ends the program.
pub struct Held(Child);

impl Held {
    /// Starts `command` on a lifeline.
    pub fn start(command: &Command) -> Outcome<Self> {
        let mut holder = process::command(std::env::current_exe().or_say("finding xtask's own program")?);
        holder.arg("--lifeline").arg(command.get_program()).args(command.get_args()).stdin(Stdio::piped());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => holder.env(name, value),
                None => holder.env_remove(name),
            };
        }
        // A group of its own: Ctrl+C reaches it through the pipe alone, and the whole group can be ended.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut holder, 0);
        holder.spawn().map(Self).or_say("starting a program")
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// The other end: runs `command` until it ends, or until standard input does.
pub fn hold(command: &[String]) -> ExitCode {
    let Some((program, args)) = command.split_first() else { return ExitCode::FAILURE };
    let mut child = match Command::new(program).args(args).stdin(Stdio::null()).spawn() {
        Ok(child) => child,
        Err(error) => {
            eprintln!("xtask: `{program}` did not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let id = child.id();
    thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        end_group(id);
    });
    match child.wait() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Ends this process, the child, and whatever the child has started.
fn end_group(child: u32) {
    if cfg!(windows) {
        let _ = Command::new("taskkill").args(["/T", "/F", "/PID", &child.to_string()]).status();
    } else {
        // Process id 0 stands for the group of the one who asks: ours.
        let _ = Command::new("sh").args(["-c", "kill -TERM 0"]).status();
    }
    std::process::exit(1);
}
