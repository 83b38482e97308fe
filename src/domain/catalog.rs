//! The models one can ask, and finding one among hundreds.

use super::cost::Money;
use super::ids::ModelId;

/// The model that a new person starts with: OpenRouter's moving alias.
pub const DEFAULT_MODEL: &str = "~openai/gpt-latest";

/// Small models that write titles well: cheap, quick, and they do not think first.
pub const TITLE_MODELS: [&str; 3] =
    ["mistralai/ministral-3b-2512", "openai/gpt-4.1-nano", "google/gemini-2.5-flash-lite"];

/// Tokens that a title takes: those of the request with a question of 1,000 characters, and those of the reply.
const TITLE_TOKENS: (i64, i64) = (300, 15);

/// A model as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its slug.
    pub id: ModelId,
    /// Its name, "Vendor: Model".
    pub name: String,
    /// What its makers say of it: plain text or Markdown, cut by OpenRouter.
    pub description: String,
    /// Tokens it can read and write together, where told.
    pub context_length: Option<u32>,
    /// What it costs.
    pub pricing: Pricing,
}

/// What a model costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pricing {
    /// Nothing: the id ends in `:free` or is `openrouter/free`. A price of zero alone does not say so.
    Free,
    /// It depends on the model that a router picks.
    Varies,
    /// Per token in, and out.
    PerToken {
        /// For one token read.
        prompt: Money,
        /// For one token written.
        completion: Money,
    },
    /// Not told.
    Unknown,
}

impl Pricing {
    /// What a title costs at most, as a rule; `None` if that is not told.
    pub fn of_title(self) -> Option<Money> {
        match self {
            Self::PerToken { prompt, completion } => {
                Some(prompt.times(TITLE_TOKENS.0) + completion.times(TITLE_TOKENS.1))
            }
            Self::Free => Some(Money::ZERO),
            Self::Varies | Self::Unknown => None,
        }
    }

    /// As people speak: "$3 in · $15 out per million".
    pub fn wording(self) -> String {
        match self {
            Self::Free => "Free".to_owned(),
            Self::Varies => "Price varies".to_owned(),
            Self::Unknown => "Price not told".to_owned(),
            Self::PerToken { prompt, completion } => {
                format!("{} in · {} out per million", per_million(prompt), per_million(completion))
            }
        }
    }
}

/// "$3", "$0.15": whole dollars without decimals.
fn per_million(price: Money) -> String {
    let wording = price.times(1_000_000).wording();
    wording.strip_suffix(".00").map(str::to_owned).unwrap_or(wording)
}

impl Model {
    /// "200K context", "2M context"; `None` where not told.
    pub fn context_wording(&self) -> Option<String> {
        let tokens = self.context_length.filter(|tokens| *tokens > 0)?;
        Some(match tokens {
            1_000_000.. => format!("{}M context", one_decimal(tokens, 1_000_000)),
            1_000.. => format!("{}K context", tokens / 1_000),
            _ => format!("{tokens} context"),
        })
    }
}

fn one_decimal(n: u32, unit: u32) -> String {
    let tenths = n / (unit / 10);
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// All models, in OpenRouter's order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalog {
    models: Vec<Model>,
}

impl Catalog {
    /// A list as OpenRouter sent it.
    pub fn new(models: Vec<Model>) -> Self {
        Self { models }
    }

    /// All models.
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The model of this id. A dynamic suffix such as `:nitro` is not in the list, so the id without
    /// its suffix is tried next.
    pub fn find(&self, id: &ModelId) -> Option<&Model> {
        let exact = |id: &str| self.models.iter().find(|model| model.id.as_str() == id);
        exact(id.as_str()).or_else(|| exact(id.as_str().rsplit_once(':')?.0))
    }

    /// The models whose name or id holds all words of `query`, in the list's order, those first
    /// whose name or slug begins with the query.
    pub fn search(&self, query: &str) -> Vec<&Model> {
        let query = query.trim().to_ascii_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for model in &self.models {
            // ASCII case, as in every name and id of OpenRouter's list; more would cost 5 KB.
            let (name, id) = (model.name.to_ascii_lowercase(), model.id.as_str().to_ascii_lowercase());
            if !words.iter().all(|word| name.contains(word) || id.contains(word)) {
                continue;
            }
            let short_name = name.split_once(": ").map_or(name.as_str(), |(_, short)| short);
            let slug = id.split_once('/').map_or(id.as_str(), |(_, slug)| slug);
            let begins = [&name, &id, short_name, slug].iter().any(|text| text.starts_with(&query));
            if begins { first.push(model) } else { later.push(model) }
        }
        first.append(&mut later);
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(id: &str, name: &str) -> Model {
        Model {
            id: ModelId::new(id),
            name: name.to_owned(),
            description: String::new(),
            context_length: Some(200_000),
            pricing: Pricing::Unknown,
        }
    }

    fn catalog() -> Catalog {
        Catalog::new(vec![
            model("~openai/gpt-latest", "OpenAI: GPT Latest"),
            model("acme/not-gpt", "Acme: Un-GPT"),
            model("openai/gpt-6", "OpenAI: GPT-6"),
            model("anthropic/claude-sonnet-5", "Anthropic: Claude Sonnet 5"),
        ])
    }

    fn check(query: &str, ids: &[&str]) {
        let catalog = catalog();
        let found: Vec<&str> = catalog.search(query).iter().map(|model| model.id.as_str()).collect();
        assert_eq!(found, ids, "{query}");
    }

    #[test]
    fn every_word_must_be_found_in_any_order() {
        check("sonnet anthropic", &["anthropic/claude-sonnet-5"]);
        check("GPT", &["~openai/gpt-latest", "openai/gpt-6", "acme/not-gpt"]);
        check("nobody", &[]);
        assert_eq!(catalog().search("  ").len(), 4);
    }

    #[test]
    fn a_dynamic_suffix_is_looked_up_by_its_base() {
        let catalog = catalog();
        let found = catalog.find(&ModelId::new("openai/gpt-6:nitro")).unwrap();
        assert_eq!(found.id.as_str(), "openai/gpt-6");
        assert!(catalog.find(&ModelId::new("openai/gpt")).is_none());
    }

    #[test]
    fn prices_read_as_people_speak() {
        let price = |prompt, completion| {
            let parse = |text| Money::parse_dollars(text).unwrap();
            Pricing::PerToken { prompt: parse(prompt), completion: parse(completion) }.wording()
        };
        assert_eq!(price("0.000003", "0.000015"), "$3 in · $15 out per million");
        assert_eq!(price("0.00000015", "0.0000006"), "$0.15 in · $0.60 out per million");
    }

    #[test]
    fn contexts_read_short() {
        let wording = |tokens| Model { context_length: tokens, ..model("a/b", "A: B") }.context_wording();
        assert_eq!(wording(Some(200_000)).as_deref(), Some("200K context"));
        assert_eq!(wording(Some(1_048_576)).as_deref(), Some("1M context"));
        assert_eq!(wording(Some(2_500_000)).as_deref(), Some("2.5M context"));
        assert_eq!(wording(Some(0)), None);
    }
}
