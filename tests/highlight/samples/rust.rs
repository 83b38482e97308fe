//! A small task queue with retries.
//!
//! ```
//! let queue = Queue::new(4);
//! ```
#![warn(missing_docs)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How often a task is tried again.
pub const RETRIES: u32 = 3;
const MASK: u64 = 0xFFFF_0000_u64 | 0b1010_1010 | 0o777;
static GREETING: &str = "hello, \"world\"\n";
static RAW: &str = r#"a "raw" string with \ and # in it"#;
static BYTES: &[u8] = b"\x00\xff bytes";

/* Block comments /* may be nested */ in Rust. */

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum State {
    Waiting,
    Running { since: Duration },
    Failed(String, u8),
    #[doc(hidden)]
    Gone,
}

/// Anything that can be run.
pub trait Task: Send + Sync + 'static {
    type Output: Display;
    fn run(&mut self) -> Result<Self::Output, Box<dyn std::error::Error>>;
    fn name(&self) -> &str {
        "unnamed"
    }
}

pub struct Queue<'a, T: Task, const N: usize = 8> {
    tasks: Vec<Option<T>>,
    names: HashMap<&'a str, usize>,
    log: Arc<Mutex<BTreeMap<usize, State>>>,
}

impl<'a, T> Queue<'a, T>
where
    T: Task + Clone,
    T::Output: PartialOrd,
{
    pub fn new(capacity: usize) -> Self {
        Self { tasks: Vec::with_capacity(capacity), names: HashMap::new(), log: Arc::default() }
    }

    pub fn push(&mut self, name: &'a str, task: T) -> usize {
        let at = self.tasks.len();
        self.tasks.push(Some(task));
        self.names.insert(name, at);
        at
    }

    pub async fn run_all(&mut self) -> Result<(), Error> {
        'tasks: for (at, slot) in self.tasks.iter_mut().enumerate() {
            let Some(task) = slot.as_mut() else { continue };
            for attempt in 0..=RETRIES {
                match task.run() {
                    Ok(output) if attempt == 0 => println!("{at}: {output} at once"),
                    Ok(output) => println!("{}: {} after {attempt:>2} attempts", at, output),
                    Err(error) if attempt < RETRIES => {
                        eprintln!("{error}, trying again");
                        tokio::time::sleep(Duration::from_millis(100 * 2u64.pow(attempt))).await;
                        continue;
                    }
                    Err(error) => {
                        self.log.lock().unwrap().insert(at, State::Failed(error.to_string(), attempt as u8));
                        break 'tasks;
                    }
                }
                break;
            }
            *slot = None;
        }
        Ok(())
    }
}

#[derive(Debug)]
pub struct Error {
    source: Option<std::io::Error>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "could not run: {source}"),
            None => f.write_str("could not run"),
        }
    }
}

macro_rules! square {
    ($x:expr) => {
        $x * $x
    };
}

fn vowels(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | '\u{e4}' | '\'')).count()
}

unsafe extern "C" {
    fn abs(input: i32) -> i32;
}

fn longest<'s>(left: &'s str, right: &'s str) -> &'s str {
    if left.len() >= right.len() { left } else { right }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "overflow")]
    fn squares_grow() {
        let mut total: f64 = 1.0e-3 + 2.5_f64;
        while total < 1e10 {
            total = square!(total) + (b'a' as f64);
        }
        assert_eq!(vowels("queue"), 4, "q{}", 1);
        assert!(unsafe { abs(-3) } == 3 && longest("a", "bc") == "bc");
        let _closure = move |x: i64| -> i64 { x.wrapping_mul(31).rotate_left(7) };
        let t = (1, 2.0, 'x');
        drop(t.0);
    }
}
