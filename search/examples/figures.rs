//! What searching costs on this machine, without a browser: `cargo run --release -p parlance-search --example figures`.
//!
//! 5,000 chats of 20 messages, 50 MB in all. What counts is measured in a browser (`cargo xtask bench --only search`).

use std::collections::BTreeSet;
use std::time::Instant;

use parlance::domain::ids::{ConversationId, MessageId};
use parlance::domain::message::Message;
use parlance::domain::summary::{Act, Summary};
use parlance::domain::time::Timestamp;
use parlance_search::index::{Chat, Index};
use parlance_search::query::Query;
use parlance_search::record;
use parlance_search::words::Words;

const N_CHATS: i64 = 5_000;
const N_MESSAGES: usize = 20;
const N_BYTES: usize = 500;
const N_WORDS: u64 = 20_000;

/// Chance that is the same each time (a linear congruence, its upper half).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// The word of this number: of syllables, the first words short.
fn word(mut number: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "la", "mi", "to", "ren", "sol", "ka", "ve", "dur", "na", "pe", "ist", "or", "un", "gra", "chi", "le", "mo",
        "ta", "ri", "bel",
    ];
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[usize::try_from(number % 20).unwrap_or(0)]);
        number /= 20;
        if number == 0 {
            return word;
        }
    }
}

fn text(dice: &mut Dice, vocabulary: &[String]) -> String {
    let mut text = String::new();
    let is_chinese = dice.below(20) == 0;
    while text.len() < N_BYTES {
        if is_chinese {
            text.extend(char::from_u32(0x4e00 + u32::try_from(dice.below(3_000)).unwrap_or(0)));
        } else {
            // Few words are frequent, most are rare.
            let range = 1 + dice.below(N_WORDS);
            let range = 1 + dice.below(range);
            text.push_str(&vocabulary[usize::try_from(dice.below(range)).unwrap_or(0)]);
            text.push(' ');
        }
    }
    text
}

fn main() {
    let vocabulary: Vec<String> = (0..N_WORDS).map(word).collect();
    let mut dice = Dice(1);
    let mut index = Index::default();
    let (mut n_bytes, mut n_kept) = (0, 0);
    let (mut built, mut read) = (0.0, 0.0);
    for chat in 0..N_CHATS {
        let message = |n: usize| {
            let id = MessageId::new(format!("01kb{chat:06}{n:016}"));
            Message::from_user(id, None, Timestamp::from_ms(chat), text(&mut dice, &vocabulary))
        };
        let messages: Vec<Message> = (0..N_MESSAGES).map(message).collect();
        let mut summary = Summary::new(ConversationId::new(format!("c{chat}")), Timestamp::from_ms(chat));
        summary.apply(&Act::Rename(format!("{} {}", word(dice.below(N_WORDS)), word(dice.below(N_WORDS)))));
        let before = Instant::now();
        let words = Words::new(&messages, &BTreeSet::new(), 0);
        built += before.elapsed().as_secs_f64();
        let bytes = record::to_bytes(&words);
        let before = Instant::now();
        let words = record::from_bytes(&bytes).unwrap_or(words);
        read += before.elapsed().as_secs_f64();
        n_bytes += words.n_bytes();
        n_kept += bytes.len();
        index.put(Chat::new(&summary, Some(words)).expect("a chat that is not in the trash"));
    }
    println!("{} chats, {:.1} MB of words, {:.1} MB to keep", index.len(), n_bytes as f64 / 1e6, n_kept as f64 / 1e6);
    println!("built in {:.0} ms, read back in {:.0} ms", built * 1e3, read * 1e3);
    println!("{:<24}{:>10}{:>10}{:>8}", "words", "ms", "chats", "hits");
    for typed in [
        "a",
        "z",
        "la",
        "zq",
        "mi to",
        "ren",
        "gravimo",
        "solkave durna",
        "belbelbel",
        "chimo uner",
        "丁",
        "丁丂",
        "丂 mi",
        "belmo chigra",
        "mito lasol",
        "nothingness",
        "zzzzz xyz",
    ] {
        let mut times = Vec::new();
        let mut last = (0, 0);
        for _ in 0..9 {
            let before = Instant::now();
            let Some(query) = Query::new(typed) else { continue };
            let mut scan = index.scan(query, 20);
            while !scan.step(usize::MAX) {}
            times.push(before.elapsed().as_secs_f64() * 1e3);
            last = (scan.found.len(), scan.found.iter().map(|found| found.matches.n).sum::<usize>());
        }
        times.sort_by(f64::total_cmp);
        println!("{typed:<24}{:>10.2}{:>10}{:>8}", times[times.len() / 2], last.0, last.1);
    }
}
