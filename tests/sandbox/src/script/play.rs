//! Tells a script as a stream of server-sent events.
//!
//! The stream does its work when it is asked for more, and is dropped when the client leaves: so
//! leaving stops an answer wherever it is, also at a gate, with no flag and no task to end.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, sleep_until};

use super::telling::Telling;
use super::{AtGate, Script, Step};
use crate::world::{Pace, World};

/// How often a waiting answer says that it is alive.
const COMMENT_EVERY: Duration = Duration::from_secs(5);
/// Long enough for what was said to be read before a connection breaks, on a busy machine too.
const FLUSH: Duration = Duration::from_millis(250);

/// The body that tells this script.
pub fn body(script: Script, telling: Telling, world: Arc<World>) -> Body {
    let player = Player {
        steps: script.steps.into_iter(),
        telling,
        world,
        started: Instant::now(),
        finish: ("stop", "stop"),
        gate: None,
    };
    Body::from_stream(stream::unfold(player, async |mut player| player.next().await.map(|bytes| (bytes, player))))
}

struct Player {
    steps: std::vec::IntoIter<Step>,
    telling: Telling,
    world: Arc<World>,
    /// When it began, or the last gate opened.
    started: Instant,
    finish: (&'static str, &'static str),
    /// The gate we stand at.
    gate: Option<(oneshot::Receiver<()>, AtGate)>,
}

impl Player {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        let mut told = self.told_next().await?;
        // At thousands of pieces a second several are due when a timer has rung once.
        while let (Ok(frames), Some(step)) = (&mut told, self.overdue()) {
            frames.extend(self.telling.frame(&step, self.finish).unwrap_or_default().into_bytes());
        }
        Some(told.map(Bytes::from))
    }

    /// A piece whose moment has passed already: it leaves together with the one before it, as it does
    /// on a server that catches up.
    fn overdue(&mut self) -> Option<Step> {
        match self.steps.as_slice() {
            [Step::Until(after), Step::Say(_), ..] if self.started + *after <= Instant::now() => self.steps.nth(1),
            _ => None,
        }
    }

    async fn told_next(&mut self) -> Option<io::Result<Vec<u8>>> {
        loop {
            if let Some((opened, AtGate::Comments)) = &mut self.gate {
                tokio::select! {
                    _ = opened => self.pass_gate(),
                    () = sleep(COMMENT_EVERY) => return self.told(&Step::Comment),
                }
            } else if let Some((opened, AtGate::Silence)) = &mut self.gate {
                opened.await.ok();
                self.pass_gate();
            }
            let Some(step) = self.steps.next() else {
                self.world.generations.finish(&self.telling.id);
                return None;
            };
            match step {
                Step::Wait(pause) if self.world.pace == Pace::Normal => sleep(pause).await,
                // Still a chance for hyper to send what it has.
                Step::Wait(_) => tokio::task::yield_now().await,
                Step::Until(after) => sleep_until(self.started + after).await,
                Step::Gate(name, how) => self.gate = Some((self.world.gates.reach(&name), how)),
                Step::Raw(bytes) => return Some(Ok(bytes.to_vec())),
                Step::BreakOff => {
                    sleep(FLUSH).await;
                    return Some(Err(io::Error::other("broken off on purpose")));
                }
                Step::Finish(reason, native) => {
                    self.finish = (reason, native);
                    return self.told(&step);
                }
                _ => return self.told(&step),
            }
        }
    }

    fn pass_gate(&mut self) {
        self.gate = None;
        self.started = Instant::now();
    }

    fn told(&self, step: &Step) -> Option<io::Result<Vec<u8>>> {
        self.telling.frame(step, self.finish).map(|frame| Ok(frame.into_bytes()))
    }
}
