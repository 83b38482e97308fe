//! Gates: an answer waits at one until a test opens it, so that no test needs to sleep.
//!
//! Opening frees everyone who stands there. If nobody does, it is remembered for the one who comes
//! next, and for that one only: asking again at the same gate waits again.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio::sync::oneshot;

use super::lock;

#[derive(Default)]
struct Gate {
    waiting: Vec<oneshot::Sender<()>>,
    ajar: bool,
}

/// All gates, by name.
#[derive(Default)]
pub struct Gates(Mutex<HashMap<String, Gate>>);

impl Gates {
    /// Comes to a gate. The receiver is ready once it is open; dropping it is walking away.
    pub fn reach(&self, name: &str) -> oneshot::Receiver<()> {
        let (open, wait) = oneshot::channel();
        let mut gates = lock(&self.0);
        let gate = gates.entry(name.to_owned()).or_default();
        if std::mem::take(&mut gate.ajar) {
            open.send(()).ok();
        } else {
            gate.waiting.push(open);
        }
        wait
    }

    /// Opens a gate, and says how many were waiting there.
    pub fn release(&self, name: &str) -> usize {
        let mut gates = lock(&self.0);
        let gate = gates.entry(name.to_owned()).or_default();
        // A client that left no longer receives, and so does not count.
        let n_freed = gate.waiting.drain(..).filter_map(|open| open.send(()).ok()).count();
        gate.ajar = n_freed == 0;
        n_freed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_frees_all_who_wait() {
        let gates = Gates::default();
        let (mut one, mut two) = (gates.reach("a"), gates.reach("a"));
        assert_eq!(gates.release("a"), 2);
        assert!(one.try_recv().is_ok() && two.try_recv().is_ok());
    }

    #[test]
    fn an_early_release_waits_for_one_comer() {
        let gates = Gates::default();
        assert_eq!(gates.release("a"), 0);
        assert!(gates.reach("a").try_recv().is_ok());
        assert!(gates.reach("a").try_recv().is_err());
    }

    #[test]
    fn one_who_left_does_not_use_up_a_release() {
        let gates = Gates::default();
        drop(gates.reach("a"));
        assert_eq!(gates.release("a"), 0);
        assert!(gates.reach("a").try_recv().is_ok());
    }
}
