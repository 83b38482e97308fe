//! What can go wrong between a person and an answer, and what to say about it.
//!
//! The causes are those of OpenRouter's errors, named as in
//! `tests/errors.json`, and the few that happen before OpenRouter is reached. Each has a sentence
//! for the person and a first action; the log gets [`Problem`]'s `Display`, which holds no words of
//! a server, since those may hold the person's own.

use super::ids::ModelId;
use super::time::Timestamp;

/// A cause, with what was told about it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{kind:?} (status {status:?})")]
pub struct Problem {
    /// Why it failed.
    pub kind: ProblemKind,
    /// The HTTP status, or the code inside a stream.
    pub status: Option<u16>,
    /// The server's or the provider's own words: plain text, to be shown apart, never trusted.
    pub detail: Option<String>,
    /// Seconds to wait, where told.
    pub retry_after_s: Option<u32>,
    /// Models that OpenRouter offers instead.
    pub fallback_models: Vec<ModelId>,
}

/// The causes. One to one with `expect.kind` in `tests/errors.json`, but for the last three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// No such model, or not here, or no longer.
    ModelUnavailable,
    /// More words than the model can hold.
    ContextTooLong,
    /// A request that OpenRouter does not take.
    BadRequest,
    /// The code of a sign-in is wrong or used.
    OauthCodeRejected,
    /// The code of a sign-in is too old.
    OauthCodeExpired,
    /// A mistake of ours.
    Bug,
    /// The key is missing, deleted or revoked.
    SignedOut,
    /// The account has no credits.
    OutOfCredits,
    /// The key's own limit is spent.
    KeyLimitReached,
    /// The credits do not cover the longest possible answer; `affordable` tokens would do.
    LowerOutputCap {
        /// The largest cap that the credits cover, in tokens, where told.
        affordable: Option<u32>,
    },
    /// Credits are reserved by requests that still run.
    WaitAndRetry,
    /// The question was flagged.
    Moderation,
    /// A rule of the account or the organisation blocked it.
    Guardrail,
    /// No provider fits the account's privacy settings.
    DataPolicy,
    /// Not there yet; it comes later.
    NotReadyYet,
    /// It may work if asked again.
    Retryable,
    /// The request is too large.
    TooLarge,
    /// The day's free answers are used up, until `resets` where told.
    DailyLimit {
        /// When counting starts anew.
        resets: Option<Timestamp>,
    },
    /// Too many requests, for now.
    RateLimited,
    /// It broke off after some words, which are kept.
    RetryableWithPartial,
    /// OpenRouter could not be reached at all.
    Unreachable,
    /// What came back is no answer that we understand.
    Unreadable,
    /// The request is refused before it is sent: there is no key.
    NotConnected,
}

/// The first thing that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Ask again.
    Retry,
    /// Sign in.
    Connect,
    /// Choose another model.
    ChooseModel,
    /// Buy credits, at OpenRouter.
    AddCredits,
    /// Raise or lift the limit of this key, on its own page at OpenRouter.
    RaiseKeyLimit,
    /// Look at the account's privacy settings, at OpenRouter.
    PrivacySettings,
    /// Change the question: it stands in the composer again.
    EditQuestion,
    /// Ask again for a shorter answer.
    RetryShorter,
    /// Start a new chat.
    NewChat,
}

impl ProblemKind {
    /// Its name in `tests/errors.json` and in archives, which keep it for good.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ModelUnavailable => "model_unavailable",
            Self::ContextTooLong => "context_too_long",
            Self::BadRequest => "bad_request",
            Self::OauthCodeRejected => "oauth_code_rejected",
            Self::OauthCodeExpired => "oauth_code_expired",
            Self::Bug => "bug",
            Self::SignedOut => "signed_out",
            Self::OutOfCredits => "out_of_credits",
            Self::KeyLimitReached => "key_limit_reached",
            Self::LowerOutputCap { .. } => "lower_output_cap",
            Self::WaitAndRetry => "wait_and_retry",
            Self::Moderation => "moderation",
            Self::Guardrail => "guardrail",
            Self::DataPolicy => "data_policy",
            Self::NotReadyYet => "not_ready_yet",
            Self::Retryable => "retryable",
            Self::TooLarge => "too_large",
            Self::DailyLimit { .. } => "daily_limit",
            Self::RateLimited => "rate_limited",
            Self::RetryableWithPartial => "retryable_with_partial",
            Self::Unreachable => "unreachable",
            Self::Unreadable => "unreadable",
            Self::NotConnected => "not_connected",
        }
    }

    /// Every cause, nothing else told about it.
    pub const ALL: [Self; 23] = [
        Self::ModelUnavailable,
        Self::ContextTooLong,
        Self::BadRequest,
        Self::OauthCodeRejected,
        Self::OauthCodeExpired,
        Self::Bug,
        Self::SignedOut,
        Self::OutOfCredits,
        Self::KeyLimitReached,
        Self::LowerOutputCap { affordable: None },
        Self::WaitAndRetry,
        Self::Moderation,
        Self::Guardrail,
        Self::DataPolicy,
        Self::NotReadyYet,
        Self::Retryable,
        Self::TooLarge,
        Self::DailyLimit { resets: None },
        Self::RateLimited,
        Self::RetryableWithPartial,
        Self::Unreachable,
        Self::Unreadable,
        Self::NotConnected,
    ];

    /// The cause of this [`name`](Self::name), nothing else told about it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Problem {
    /// A cause with nothing else known.
    pub fn of(kind: ProblemKind) -> Self {
        Self { kind, status: None, detail: None, retry_after_s: None, fallback_models: Vec::new() }
    }

    /// What happened and what to do now, to the person.
    pub fn sentence(&self) -> String {
        let text = match &self.kind {
            ProblemKind::ModelUnavailable => match self.status {
                Some(403) => "This model is not offered in your region. Choose another model.",
                Some(404) if self.fallback_models.is_empty() => {
                    "This model is not available any more. Choose another model."
                }
                Some(404) => {
                    return format!(
                        "This model is not available any more. OpenRouter suggests {}.",
                        self.fallback_models[0]
                    );
                }
                _ => "OpenRouter does not know this model. Choose another model.",
            },
            ProblemKind::ContextTooLong => {
                "This chat is longer than the model can read. Start a new chat or choose a model with a larger context."
            }
            ProblemKind::BadRequest => match self.status {
                Some(403) => {
                    "Your OpenRouter account or key is not allowed to do this. Choose another model, or look at the key’s settings."
                }
                Some(422) => "The model could not work with this request. Change the message or choose another model.",
                _ => "OpenRouter did not accept this request. Change the message or choose another model.",
            },
            ProblemKind::OauthCodeRejected => "OpenRouter did not accept this sign-in. Try again.",
            ProblemKind::OauthCodeExpired => {
                "This sign-in took longer than ten minutes, so OpenRouter closed it. Try again."
            }
            ProblemKind::Bug => match self.status {
                Some(412) => {
                    "OpenRouter refused a condition of this request. That is a mistake in Parlance. Try again, or choose another model."
                }
                _ => "Parlance made a request that OpenRouter does not take. That is our mistake. Try again.",
            },
            ProblemKind::SignedOut => {
                "You were signed out of OpenRouter: this key no longer works. Your draft is kept. Connect again to go on."
            }
            ProblemKind::OutOfCredits => "Your OpenRouter account is out of credits. Add credits, then retry.",
            ProblemKind::KeyLimitReached => {
                "This key has reached its spending limit. Raise the limit at OpenRouter, then retry."
            }
            ProblemKind::LowerOutputCap { affordable: Some(tokens) } => {
                return format!(
                    "Your credits do not cover the longest answer this model could give. Retry with a shorter answer (up to {}), or add credits.",
                    super::cost::count_of(u64::from(*tokens), "token")
                );
            }
            ProblemKind::LowerOutputCap { affordable: None } => {
                "Your credits do not cover the longest answer this model could give. Add credits, or choose a cheaper model."
            }
            ProblemKind::WaitAndRetry => {
                "Answers that are still running have reserved your remaining credits. Wait for them to finish, then retry."
            }
            ProblemKind::Moderation => {
                "This message was flagged by the provider’s moderation. Change it or choose another model."
            }
            ProblemKind::Guardrail => {
                "A guardrail of your OpenRouter account blocked this message. Change the message, or ask whoever set the guardrail."
            }
            ProblemKind::DataPolicy => {
                "No provider of this model fits your privacy settings at OpenRouter. Change the settings or choose another model."
            }
            ProblemKind::NotReadyYet => "OpenRouter does not have this yet. Try again in a few minutes.",
            ProblemKind::Retryable => match self.status {
                Some(408 | 504 | 524) => "The model took too long to answer. Retry.",
                Some(502) => "The model’s provider failed. Retry, or choose another model.",
                Some(503) => "No provider can run this model right now. Retry in a moment, or choose another model.",
                Some(529) => "The model’s provider is overloaded. Retry in a moment, or choose another model.",
                Some(500) => "OpenRouter had a problem. Retry.",
                _ => "The answer failed. Retry, or choose another model.",
            },
            ProblemKind::TooLarge => {
                "This request is too large for OpenRouter. Shorten the message or start a new chat."
            }
            ProblemKind::DailyLimit { .. } => {
                "Your free answers for today are used up. Choose a paid model, or come back after the limit resets."
            }
            ProblemKind::RateLimited => match self.retry_after_s {
                Some(1) => "Too many requests at once. Retry in a second.",
                Some(seconds) => return format!("Too many requests at once. Retry in {seconds} seconds."),
                None => "Too many requests at once. Wait a moment, then retry.",
            },
            ProblemKind::RetryableWithPartial => "The answer broke off. What arrived is kept. Retry for a whole one.",
            ProblemKind::Unreachable => "OpenRouter could not be reached. Check your connection, then retry.",
            ProblemKind::Unreadable => "OpenRouter answered with something that is not an answer. Retry.",
            ProblemKind::NotConnected => "Connect OpenRouter to send this message. Your draft is kept.",
        };
        text.to_owned()
    }

    /// The server's own words, where they tell more than [`Self::sentence`] does.
    pub fn told(&self) -> Option<&str> {
        let tells_more = match self.kind {
            ProblemKind::ModelUnavailable
            | ProblemKind::ContextTooLong
            | ProblemKind::BadRequest
            | ProblemKind::Bug
            | ProblemKind::Moderation
            | ProblemKind::Guardrail
            | ProblemKind::DataPolicy
            | ProblemKind::Retryable
            | ProblemKind::RetryableWithPartial
            | ProblemKind::RateLimited => true,
            ProblemKind::OauthCodeRejected
            | ProblemKind::OauthCodeExpired
            | ProblemKind::SignedOut
            | ProblemKind::OutOfCredits
            | ProblemKind::KeyLimitReached
            | ProblemKind::LowerOutputCap { .. }
            | ProblemKind::WaitAndRetry
            | ProblemKind::NotReadyYet
            | ProblemKind::TooLarge
            | ProblemKind::DailyLimit { .. }
            | ProblemKind::Unreachable
            | ProblemKind::Unreadable
            | ProblemKind::NotConnected => false,
        };
        self.detail.as_deref().filter(|_| tells_more)
    }

    /// What helps first.
    pub fn remedy(&self) -> Remedy {
        match self.kind {
            ProblemKind::SignedOut
            | ProblemKind::NotConnected
            | ProblemKind::OauthCodeRejected
            | ProblemKind::OauthCodeExpired => Remedy::Connect,
            ProblemKind::ModelUnavailable | ProblemKind::DailyLimit { .. } => Remedy::ChooseModel,
            ProblemKind::OutOfCredits => Remedy::AddCredits,
            ProblemKind::KeyLimitReached => Remedy::RaiseKeyLimit,
            ProblemKind::LowerOutputCap { affordable: Some(_) } => Remedy::RetryShorter,
            ProblemKind::LowerOutputCap { affordable: None } => Remedy::AddCredits,
            ProblemKind::DataPolicy => Remedy::PrivacySettings,
            ProblemKind::Moderation | ProblemKind::Guardrail | ProblemKind::BadRequest => Remedy::EditQuestion,
            ProblemKind::ContextTooLong | ProblemKind::TooLarge => Remedy::NewChat,
            ProblemKind::Bug
            | ProblemKind::WaitAndRetry
            | ProblemKind::NotReadyYet
            | ProblemKind::Retryable
            | ProblemKind::RateLimited
            | ProblemKind::RetryableWithPartial
            | ProblemKind::Unreachable
            | ProblemKind::Unreadable => Remedy::Retry,
        }
    }
}
