//! The stand-in for OpenRouter (`tests/sandbox`), built and started.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;

use serde_json::Value;

use crate::process::{cargo, run};
use crate::say::{OrSay, Outcome, Problem};

/// A running sandbox. It watches its standard input, which is ours to hold, and so ends with us.
pub struct Sandbox {
    child: Child,
    /// Port of plain HTTP.
    pub http: u16,
    /// What the sandbox said of its other ports: `tls`, `proxy` and `site`.
    ports: Value,
}

impl Sandbox {
    /// For `serve`: plain HTTP alone.
    pub fn start(port: u16) -> Outcome<Self> {
        Self::launch(&["--port", &port.to_string()])
    }

    /// Everything, on free ports, with folders served under their paths as GitHub Pages would serve them.
    pub fn start_with_sites(sites: &[(&str, &Path)]) -> Outcome<Self> {
        let mut args: Vec<String> =
            ["--port", "0", "--tls-port", "0", "--proxy-port", "0", "--site-port", "0"].map(str::to_owned).to_vec();
        for (path, folder) in sites {
            args.extend(["--site".to_owned(), format!("{path}={}", folder.display())]);
        }
        Self::launch(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The port of one of its other doors.
    pub fn port(&self, door: &str) -> Outcome<u16> {
        port(&self.ports, door)
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    fn launch(args: &[&str]) -> Outcome<Self> {
        run(&mut cargo(&["build", "--package", "parlance-sandbox"]))?;
        let mut command = cargo(&["run", "--quiet", "--package", "parlance-sandbox", "--"]);
        command.args(args).arg("--die-with-stdin").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().or_say("starting the sandbox")?;

        // Its first line says, in JSON, where it listens; it is printed once it does.
        let mut output = BufReader::new(child.stdout.take().ok_or_else(|| Problem::new("the sandbox has no output."))?);
        let mut line = String::new();
        output.read_line(&mut line).or_say("listening to the sandbox")?;
        let ports: Value = serde_json::from_str(&line)
            .map_err(|_| Problem::new("the sandbox ended before it was up; its own words are above."))?;
        // What it says later is passed on: a full pipe would stop it.
        thread::spawn(move || io::copy(&mut output, &mut io::stdout()));
        Ok(Self { child, http: port(&ports, "http")?, ports })
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn port(ports: &Value, door: &str) -> Outcome<u16> {
    let number = ports[door].as_u64().and_then(|number| u16::try_from(number).ok());
    number.ok_or_else(|| Problem::new(format!("the sandbox did not say its {door} port, only {ports}.")))
}
