//! The list of models.

use crate::domain::catalog::Catalog;
use crate::domain::ids::ApiKey;
use crate::domain::problem::{Problem, ProblemKind};
use crate::protocol::openrouter::models::{self, List};

/// The models this person may use; if that list fails, all models.
pub async fn load(key: Option<&ApiKey>) -> Result<Catalog, Problem> {
    if let Some(key) = key
        && let Ok(catalog) = fetch(List::User, Some(key)).await
    {
        return Ok(catalog);
    }
    fetch(List::All, None).await
}

async fn fetch(list: List, key: Option<&ApiKey>) -> Result<Catalog, Problem> {
    let body = super::openrouter::fetch(models::request(list), key).await?;
    models::catalog(&body).map_err(|_| Problem::of(ProblemKind::Unreadable))
}
