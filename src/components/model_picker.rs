//! Choosing a model among hundreds.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::ui::dialog::Dialog;
use super::ui::flow::{attr, dynamic, effect, flag, maybe, text};
use super::ui::icon::Icon;
use crate::domain::catalog::Model;
use crate::domain::ids::ModelId;
use crate::state::catalog::{Models, use_catalog};
use crate::state::chats::{Chat, use_chats};
use crate::state::composer::use_composer;

/// The button that tells the model and opens the choice.
#[component]
pub fn ModelButton(
    /// Whose model; the one of new chats if none.
    chat: Option<Chat>,
) -> impl IntoView {
    let catalog = use_catalog();
    let open = RwSignal::new(false);
    let chosen = chosen_model(chat.clone());
    let name = move |missing: &str| match chosen.get() {
        Some(id) => catalog.name_of(&id),
        None => missing.to_owned(),
    };
    ui! {
        <button
            class="button model-button"
            type="button"
            aria-haspopup="dialog"
            aria-label=attr(move || format!("Model: {}", name("choose one")))
            data-missing=flag(move || chosen.get().is_none())
            on:click=move |_| open.set(true)
        >
            <span class="model-button__name">
                {text(move || name("Choose a model"))}
            </span>
            <Icon name="chevron" />
        </button>
        <ModelDialog open chat />
    }
}

fn chosen_model(chat: Option<Chat>) -> Memo<Option<ModelId>> {
    let catalog = use_catalog();
    Memo::new(move |_| catalog.resolve(chat.as_ref().and_then(|chat| chat.conversation.with(|c| c.model().cloned()))))
}

/// The choice itself.
#[component]
pub fn ModelDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Whose model is chosen; the one of new chats if none.
    chat: Option<Chat>,
) -> impl IntoView {
    ui! {
        <Dialog open label="Choose a model" class="model-picker">
            <ModelPicker open chat=chat.clone() />
        </Dialog>
    }
}

#[component]
fn ModelPicker(open: RwSignal<bool>, chat: Option<Chat>) -> impl IntoView {
    let catalog = use_catalog();
    let chats = use_chats();
    let composer = use_composer();
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let chosen = chosen_model(chat.clone());
    let found = Memo::new(move |_| {
        catalog.models().with(|models| match models {
            Models::Ready(catalog) => {
                query.with(|query| catalog.search(query).into_iter().cloned().collect::<Vec<_>>())
            }
            Models::Loading | Models::Failed(_) => Vec::new(),
        })
    });
    let choose = move |id: ModelId| {
        if let Some(chat) = &chat {
            chats.choose_model(&chat.id, id.clone());
        }
        catalog.prefer(id);
        open.set(false);
        composer.request_focus();
    };
    let choose = Callback::new(choose);
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowDown" => (active.get_untracked() + 1).min(last),
            "ArrowUp" => active.get_untracked().saturating_sub(1),
            "PageDown" => (active.get_untracked() + 8).min(last),
            "PageUp" => active.get_untracked().saturating_sub(8),
            // A search field keeps the first Escape for itself in some browsers.
            "Escape" => {
                event.prevent_default();
                open.set(false);
                return;
            }
            "Enter" => {
                event.prevent_default();
                let id = found.with_untracked(|found| found.get(active.get_untracked()).map(|model| model.id.clone()));
                if let Some(id) = id {
                    choose.run(id);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(to);
    };
    let search = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(search) = search.get() {
            // Focus is refused only by what cannot have it.
            let _ = search.focus();
        }
    });
    // The list begins at the model that is chosen now.
    let mut began = false;
    effect(move || {
        let ready = catalog.models().with(|models| matches!(models, Models::Ready(_)));
        if ready && !std::mem::replace(&mut began, ready) {
            let at = found.with_untracked(|found| {
                found.iter().position(|model| Some(&model.id) == chosen.get_untracked().as_ref())
            });
            active.set(at.unwrap_or(0));
        }
    });
    ui! {
        <div class="model-picker__head">
            <h2 class="model-picker__title">"Choose a model"</h2>
            <button class="icon-button" type="button" aria-label="Close" on:click=move |_| open.set(false)>
                <Icon name="close" />
            </button>
        </div>
        <input
            class="input"
            type="search"
            aria-label="Search models"
            placeholder="Search by name or maker"
            autocomplete="off"
            spellcheck="false"
            aria-controls="models"
            aria-activedescendant=attr(move || found.with(|found| (!found.is_empty()).then(|| format!("model-{}", active.get()))))
            node_ref=search
            on:input=move |event| {
                query.set(event_target_value(&event));
                active.set(0);
            }
            on:keydown=on_key
        />
        <div class="model-picker__state" role="status">
            {text(move || catalog.models().with(|models| match models {
                Models::Loading => "Fetching the models…",
                Models::Ready(_) if found.with(Vec::is_empty) => "No model matches. Try fewer letters.",
                Models::Failed(_) | Models::Ready(_) => "",
            }))}
        </div>
        <div class="model-picker__list" id="models" role="listbox" aria-label="Models" tabindex="0" on:keydown=on_key>
            {dynamic(move || {
                let rows = found.get().into_iter().enumerate();
                let rows = rows.map(|(index, model)| ui! { <ModelRow model index active chosen choose /> }.into_any());
                rows.collect_view().into_any()
            })}
        </div>
        {maybe(move || catalog.models().with(|models| match models {
            Models::Failed(problem) => Some(ui! {
                <div class="alert" role="alert">
                    <p>{format!("The list of models could not be fetched. {}", problem.sentence())}</p>
                    <button class="button" type="button" on:click=move |_| catalog.load()>"Try again"</button>
                </div>
            }
            .into_any()),
            Models::Loading | Models::Ready(_) => None,
        }))}
    }
}

/// One model: its name, its slug, what it costs and holds.
#[component]
fn ModelRow(
    model: Model,
    index: usize,
    active: RwSignal<usize>,
    chosen: Memo<Option<ModelId>>,
    choose: Callback<ModelId>,
) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let is_active = Memo::new(move |_| active.get() == index);
    // Speaks to the world outside: the marked row is brought into view.
    effect(move || {
        if is_active.get()
            && let Some(row) = row.get()
        {
            row.scroll_into_view_with_bool(false);
        }
    });
    let id = model.id.clone();
    let is_chosen = {
        let id = id.clone();
        attr(move || (chosen.get().as_ref() == Some(&id)).to_string())
    };
    let facts =
        [Some(model.pricing.wording()), model.context_wording()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    ui! {
        <div
            class="model-row"
            role="option"
            id=format!("model-{index}")
            aria-selected=is_chosen
            data-active=flag(move || is_active.get())
            node_ref=row
            on:click=move |_| choose.run(id.clone())
        >
            <span class="model-row__name">{model.name.clone()}</span>
            <span class="model-row__id">{model.id.to_string()}</span>
            <span class="model-row__facts">{facts}</span>
        </div>
    }
}
