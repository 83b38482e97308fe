//! The list of models.

use serde_json::Value;

use super::{Method, Request, Unreadable};
use crate::domain::catalog::{Catalog, Model, Pricing};
use crate::domain::cost::Money;
use crate::domain::ids::ModelId;
use crate::protocol::json::{dollars, parse, small_count, take_list, take_text};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// What the person's own settings leave: the right one once signed in.
    User,
    /// Every model that writes text; to be had without a key.
    All,
}

/// Asks for a list, whole and in OpenRouter's order.
pub fn request(list: List) -> Request {
    let (path, needs_key) = match list {
        List::User => ("/api/v1/models/user", true),
        List::All => ("/api/v1/models", false),
    };
    Request { method: Method::Get, path: path.to_owned(), body: None, needs_key }
}

/// What was answered. An entry without an id is passed over; a list without any model is unreadable.
pub fn catalog(body: &[u8]) -> Result<Catalog, Unreadable> {
    let mut answer = parse(body).ok_or(Unreadable)?;
    let models: Vec<Model> = take_list(&mut answer, "data").into_iter().filter_map(to_model).collect();
    if models.is_empty() { Err(Unreadable) } else { Ok(Catalog::new(models)) }
}

fn to_model(mut entry: Value) -> Option<Model> {
    let id = take_text(&mut entry, "id").filter(|id| !id.is_empty())?;
    let name = take_text(&mut entry, "name").filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
    Some(Model {
        name,
        description: take_text(&mut entry, "description").unwrap_or_default(),
        context_length: small_count(&entry, "context_length").filter(|tokens| *tokens > 0),
        pricing: to_pricing(&id, &entry["pricing"]),
        id: ModelId::new(id),
    })
}

/// A model is free by its name; a price of zero may only mean that it bills otherwise. A router's
/// price is -1.
fn to_pricing(id: &str, pricing: &Value) -> Pricing {
    if id.ends_with(":free") || id == "openrouter/free" {
        return Pricing::Free;
    }
    match (dollars(pricing, "prompt"), dollars(pricing, "completion")) {
        (Some(prompt), Some(completion)) if prompt < Money::ZERO || completion < Money::ZERO => Pricing::Varies,
        (Some(prompt), Some(completion)) => Pricing::PerToken { prompt, completion },
        _ => Pricing::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_list_of_models_survives_its_bad_entries() {
        let sent = json!({"data": [
            {"id": "acme/alpha", "name": "Acme: Alpha", "description": "Good.", "context_length": 200_000,
                "pricing": {"prompt": "0.000003", "completion": "0.000015"}},
            {"id": "acme/alpha:free", "context_length": null, "pricing": {"prompt": "0", "completion": "0"}},
            {"id": "openrouter/auto", "pricing": {"prompt": "-1", "completion": "-1"}},
            {"id": "openrouter/free", "pricing": {"prompt": "-1", "completion": "-1"}},
            {"id": "acme/media", "context_length": 0, "pricing": {"prompt": "0", "completion": "0"}},
            {"id": "acme/odd", "name": 3, "context_length": "big", "description": [], "pricing": "cheap"},
            {"id": 7}, {"name": "nobody"}, {"id": ""}, null, [], "x",
        ]});
        let list = catalog(sent.to_string().as_bytes()).unwrap();
        let ids: Vec<&str> = list.models().iter().map(|model| model.id.as_str()).collect();
        assert_eq!(
            ids,
            ["acme/alpha", "acme/alpha:free", "openrouter/auto", "openrouter/free", "acme/media", "acme/odd"]
        );
        let alpha = &list.models()[0];
        assert_eq!((alpha.name.as_str(), alpha.description.as_str()), ("Acme: Alpha", "Good."));
        assert_eq!(alpha.context_length, Some(200_000));
        assert_eq!(alpha.pricing.wording(), "$3 in · $15 out per million");
        let pricing: Vec<Pricing> = list.models()[1..].iter().map(|model| model.pricing).collect();
        let zero = Pricing::PerToken { prompt: Money::ZERO, completion: Money::ZERO };
        assert_eq!(pricing, [Pricing::Free, Pricing::Varies, Pricing::Free, zero, Pricing::Unknown]);
        assert_eq!(list.models()[1].name, "acme/alpha:free");
        assert_eq!(list.models()[4].context_length, None);
    }

    #[test]
    fn a_list_without_a_model_is_unreadable() {
        for body in ["", "<html>", "[]", "{}", r#"{"data":[]}"#, r#"{"data":[{}]}"#, r#"{"data":{"id":"a/b"}}"#] {
            assert!(catalog(body.as_bytes()).is_err(), "{body}");
        }
    }
}
