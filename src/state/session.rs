//! Whether the person is connected, and with what key.
//!
//! The key is held here, out of every signal, and handed to services alone.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::channel;
use crate::domain::account::KeyInfo;
use crate::domain::ids::{ApiKey, NotAKey};
use crate::domain::problem::{Problem, ProblemKind};
use crate::services::sign_in::Returned;
use crate::services::{account, key_store, openrouter, sign_in};

pub use crate::services::key_store::{Keep, Kept, VaultError};
pub use crate::services::sign_in::{CannotBegin, NoKey};

const CHANNEL: &str = "parlance.session";
const DISCONNECTED: &str = "disconnected";

/// Where the person stands with OpenRouter.
#[derive(Debug, Clone, PartialEq)]
pub enum Session {
    /// A key lies here and is being opened.
    Starting,
    /// No key.
    SignedOut,
    /// A key, which OpenRouter has confirmed or not yet.
    Connected(Connection),
}

/// What is known about the key in use. Never the key.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// Where the key is kept.
    pub kept: Kept,
    /// What OpenRouter tells of it, once asked.
    pub info: Option<KeyInfo>,
    /// The key's own page at OpenRouter.
    pub key_page: String,
}

/// Why a pasted text did not become the key.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyRefused {
    /// It cannot be a key.
    NotAKey(NotAKey),
    /// OpenRouter does not take it, or could not be asked.
    Problem(Problem),
}

/// The session of this tab.
#[derive(Debug, Clone, Copy)]
pub struct SessionStore {
    session: RwSignal<Session>,
    key: StoredValue<Option<ApiKey>>,
    /// How often the key was forgotten: whoever waits for a seal looks whether it was meanwhile.
    n_forgotten: StoredValue<u32>,
}

/// The session of this tab.
pub fn use_session() -> SessionStore {
    super::stores().session
}

impl SessionStore {
    /// Opens the kept key, if there is one, and listens to the other tabs.
    pub fn start() -> Self {
        let session = if key_store::is_kept() { Session::Starting } else { Session::SignedOut };
        let store =
            Self { session: RwSignal::new(session), key: StoredValue::new(None), n_forgotten: StoredValue::new(0) };
        sign_in::sweep();
        sign_in::clean_address();
        if key_store::is_kept() {
            spawn_local(store.open());
        }
        // A key that another tab keeps shows itself in the storage; one that is forgotten must be
        // told, for it may have been kept elsewhere.
        channel::listen(CHANNEL, move |word| {
            if word == DISCONNECTED {
                // This tab may have kept it for itself.
                key_store::forget();
                store.set_signed_out();
            }
        });
        key_store::on_change(move || {
            sign_in::sweep();
            if key_store::is_kept() {
                spawn_local(store.open());
            }
        });
        store
    }

    /// Where the person stands.
    pub fn session(&self) -> ReadSignal<Session> {
        self.session.read_only()
    }

    /// What is known about the key in use.
    pub fn connection(&self) -> Option<Connection> {
        match self.session.get() {
            Session::Connected(connection) => Some(connection),
            Session::Starting | Session::SignedOut => None,
        }
    }

    /// Whether a key is at hand.
    pub fn is_connected(&self) -> bool {
        self.session.with(|session| matches!(session, Session::Connected(_)))
    }

    /// Whether it is known that there is no key.
    pub fn is_signed_out(&self) -> bool {
        self.session.with(|session| *session == Session::SignedOut)
    }

    /// Whether this build talks to the sandbox.
    pub fn is_sandbox(&self) -> bool {
        openrouter::IS_SANDBOX
    }

    /// Where requests go, for people to read.
    pub fn origin(&self) -> &'static str {
        openrouter::ORIGIN
    }

    /// The folder that the app is served from, with a slash at both ends.
    pub fn base_path(&self) -> String {
        sign_in::base_path()
    }

    /// The whole address of a place below the base path, for the router: it drops the last slash of
    /// a path, and a static host wants it.
    pub fn address(&self, place: &str) -> String {
        sign_in::address(place)
    }

    /// Which place below the base path an address's path names.
    pub fn place(&self, pathname: &str) -> String {
        let base = sign_in::base_path();
        // A static host may be asked for the folder without its last slash.
        let place =
            pathname.strip_prefix(base.as_str()).or_else(|| (pathname == base.trim_end_matches('/')).then_some(""));
        place.unwrap_or(pathname).to_owned()
    }

    /// The key, for a service.
    pub(super) fn key(&self) -> Option<ApiKey> {
        self.key.get_value()
    }

    /// Leaves for OpenRouter's consent page; `return_to` is below the base path.
    pub async fn connect(&self, return_to: String) -> Result<(), CannotBegin> {
        sign_in::begin(return_to).await
    }

    /// Ends the way back from OpenRouter; a new key is in use afterwards.
    ///
    /// Says where to go on, and whether this is the tab that began. Without a key: why, and where
    /// the person was.
    pub async fn finish_sign_in(&self) -> Result<(String, bool), (NoKey, String)> {
        let Returned { key, return_to, same_tab } = sign_in::finish().await?;
        self.adopt(key, Keep::Browser, None).await;
        Ok((return_to, same_tab))
    }

    /// Takes a pasted key, if OpenRouter knows it.
    pub async fn use_key(&self, text: &str) -> Result<(), KeyRefused> {
        let key = ApiKey::parse(text).map_err(KeyRefused::NotAKey)?;
        let info = account::check(&key).await.map_err(KeyRefused::Problem)?;
        self.adopt(key, Keep::Browser, Some(info)).await;
        Ok(())
    }

    /// Keeps the key elsewhere.
    pub async fn keep(&self, keep: Keep) {
        let Some(key) = self.key() else { return };
        let Some(kept) = self.save(&key, keep).await else { return };
        self.session.update(|session| {
            if let Session::Connected(connection) = session {
                connection.kept = kept;
            }
        });
    }

    /// Forgets the key in every tab. The key itself lives on at OpenRouter.
    pub fn disconnect(&self) {
        key_store::forget();
        self.set_signed_out();
        channel::post(CHANNEL, DISCONNECTED);
    }

    /// Asks OpenRouter again what it knows about the key; a dead key is dropped.
    pub async fn refresh(&self) {
        let Some(key) = self.key() else { return };
        let answer = account::check(&key).await;
        // The key may have been changed or dropped while we asked.
        if self.key().as_ref() != Some(&key) {
            return;
        }
        match answer {
            Ok(info) => self.session.update(|session| {
                if let Session::Connected(connection) = session {
                    connection.info = Some(info);
                }
            }),
            Err(problem) if problem.kind == ProblemKind::SignedOut => self.disconnect(),
            // Not reachable now; the next request will tell.
            Err(_) => {}
        }
    }

    async fn open(self) {
        let before = self.n_forgotten.get_value();
        let found = key_store::load().await;
        if self.n_forgotten.get_value() != before {
            return;
        }
        match found {
            Some((key, _)) if self.key().as_ref() == Some(&key) => {}
            Some((key, kept)) => {
                self.set_connected(key, kept, None);
                self.refresh().await;
            }
            None => self.set_signed_out(),
        }
    }

    /// Keeps the key at rest. `None` if it was forgotten while it was sealed: then it stays forgotten.
    async fn save(&self, key: &ApiKey, keep: Keep) -> Option<Kept> {
        let before = self.n_forgotten.get_value();
        let kept = key_store::save(key, keep).await;
        if self.n_forgotten.get_value() != before {
            key_store::forget();
            return None;
        }
        Some(kept)
    }

    async fn adopt(&self, key: ApiKey, keep: Keep, info: Option<KeyInfo>) {
        let Some(kept) = self.save(&key, keep).await else { return };
        let known = info.is_some();
        self.set_connected(key, kept, info);
        if !known {
            let store = *self;
            spawn_local(async move { store.refresh().await });
        }
    }

    fn set_connected(&self, key: ApiKey, kept: Kept, info: Option<KeyInfo>) {
        let key_page = account::key_page(&key);
        self.key.set_value(Some(key));
        self.session.set(Session::Connected(Connection { kept, info, key_page }));
    }

    fn set_signed_out(&self) {
        self.key.set_value(None);
        self.n_forgotten.update_value(|n| *n = n.wrapping_add(1));
        if self.session.with_untracked(|session| *session != Session::SignedOut) {
            self.session.set(Session::SignedOut);
        }
    }
}
