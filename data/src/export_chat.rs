//! What one chat can become.

use std::rc::Rc;

use parlance::domain::conversation::Conversation;
use parlance::protocol::{archive, export};
use web_sys::Element;

use crate::desk::Desk;
use crate::dialog::{Dialog, actions};
use crate::files;
use crate::nodes::{append, button, classed, classed_words, document, set};

/// What one chat can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// What is shown of it, to be read.
    Markdown,
    /// All of it, for programs.
    Json,
    /// All of it, as "Export all chats" writes it.
    Archive,
}

/// Each with its name and what it is good for.
const FORMS: [(Form, &str, &str); 3] = [
    (Form::Markdown, "Markdown", "What is shown, to read or share"),
    (Form::Json, "JSON", "All versions, for programs"),
    (Form::Archive, "Parlance archive", "All versions, to import again"),
];

/// Opens the dialog "Export chat". The first of `records` is the chat, the others are its messages.
pub fn ask(desk: &Rc<Desk>, records: Vec<String>) {
    let Some(conversation) = read(&records).map(Rc::new) else {
        return desk.house.alert("This chat could not be read, so nothing was exported. Try again.");
    };
    let Some(body) = document().body() else { return };
    let dialog = Dialog::new(&body, "Export chat", "export-chat");
    let gone = dialog.clone();
    dialog.on_close(move || gone.remove());
    let inside = dialog.open("Export chat");
    for (form, name, note) in FORMS {
        let (desk, closing, conversation) = (Rc::clone(desk), dialog.clone(), Rc::clone(&conversation));
        let choose = button(name, None, move || {
            closing.close();
            make(&desk, &conversation, form);
        });
        append(&inside, &described(&choose, name, note));
    }
    let closing = dialog.clone();
    append(&inside, &actions(&[button("Cancel", None, move || closing.close())]));
    dialog.show();
}

fn described(choose: &Element, name: &str, note: &str) -> Element {
    let row = classed("div", "export-chat__form");
    let id = format!("export-{}", name.split(' ').next().unwrap_or_default());
    set(choose, "aria-describedby", &id);
    let note = classed_words("p", "export-chat__note", note);
    set(&note, "id", &id);
    append(&row, choose);
    append(&row, &note);
    row
}

fn make(desk: &Rc<Desk>, conversation: &Conversation, form: Form) {
    let name = |ending| export::file_name(conversation, ending);
    let (name, kind, text) = match form {
        Form::Markdown => (name("md"), "text/markdown", export::to_markdown(conversation)),
        Form::Json => (name("json"), "application/json", export::to_json(conversation)),
        Form::Archive => return desk.export_one(conversation.id().as_str().to_owned(), name("tar")),
    };
    desk.export(async move { files::save_text(&name, kind, &text).await });
}

fn read(records: &[String]) -> Option<Conversation> {
    let (summary, messages) = records.split_first()?;
    let mut conversation = Conversation::of(archive::summary_from_text(summary).ok()?);
    // One that runs is in it as far as it has come.
    let messages = messages.iter().filter_map(|text| archive::running_from_text(text).ok());
    conversation.fill(messages.map(|(_, message)| message).collect());
    Some(conversation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_read_from_its_records() {
        let chat = r#"{"v":2,"id":"c","title":"Tea","created":1,"active":2}"#;
        let message =
            r#"{"v":2,"chat":"c","id":"m","role":"user","created":1,"parts":[{"kind":"text","text":"Which tea?"}]}"#;
        let read = |records: &[&str]| read(&records.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        let conversation = read(&[chat, message]).expect("a chat with a message");
        assert_eq!(conversation.title(), "Tea");
        assert!(export::to_markdown(&conversation).contains("Which tea?"));
        assert!(read(&[]).is_none());
        assert!(read(&["no record", message]).is_none());
    }
}
