//! Commands thrown together at random: no panic, and nothing that the page does not know how to show.

use parlance::domain::formula::Formula;
use parlance_maths::render;

const TOKENS: &str = r"{ } { } [ ] ( ) ^ _ & \\ x 1 ' | $ % # ~ < > é 中 \left( \right) \left \right \middle| \begin{matrix} \end{matrix}
    \begin{align} \end{align} \begin{array}{c|c} \end{array} \begin{cases} \end{cases} \begin{equation} \end{equation} \hline
    \tag{1} \text{ \text{a} \textcolor{red} \color{red} \color[HTML]{00ff00} \substack{ \boxed{ \frac{ \frac }{ \sqrt \sqrt[ \hat \ket{
    \limits \sum \int \lim \operatorname{ \mathbf \mathrm{ \label{a} \hspace{1em} \kern1em \\[1em] \choose \over \bf \displaystyle
    \cancel{ \overbrace{ \xrightarrow{ \xrightarrow[ \prescript{ \sideset{ \genfrac{ \stackrel \underset{ \not \prime \big \Bigg
    \ref{ \href{ \smash{ \nosuch \quad \! \, \; \: \  \alpha \dots \tag{ \mbox{ \phantom{ \binom \pmod{ \begin{aligned}";

/// The same each time: a failure can be looked at.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap_or_default()
    }
}

#[test]
fn any_soup_gets_an_answer() {
    let tokens: Vec<&str> = TOKENS.split_whitespace().collect();
    let mut dice = Dice(20_261_123);
    let mut n_rendered = 0;
    for _ in 0..20_000 {
        let mut source: String = (0..=dice.below(12)).map(|_| tokens[dice.below(tokens.len())]).collect();
        // Half of them close what they open, else most would end there.
        let n_open = source.matches('{').count().saturating_sub(source.matches('}').count());
        source.push_str(&"}".repeat(if dice.below(2) == 0 { n_open } else { 0 }));
        if let Some(lines) = render(&source, dice.below(2) == 0) {
            assert!(Formula::parse(&lines).is_some(), "{source}\n{lines}");
            n_rendered += 1;
        }
    }
    assert!(n_rendered > 1_000, "only {n_rendered} were rendered: the dice are loaded");
}
