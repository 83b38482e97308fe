//! Money and tokens.
//!
//! Money is an integer number of pico-dollars: prices per token go below a nano-dollar, and sums of
//! floats drift.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// Pico-dollars in a dollar.
const PER_DOLLAR: i64 = 1_000_000_000_000;

/// An amount in US dollars, exact to a pico-dollar; up to about nine million dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From pico-dollars.
    pub const fn from_pico(pico: i64) -> Self {
        Self(pico)
    }

    /// Pico-dollars.
    pub const fn as_pico(self) -> i64 {
        self.0
    }

    /// Reads a decimal number of dollars as OpenRouter writes prices: "0.0000025", "1e-6", "-1".
    ///
    /// Digits below a pico-dollar are dropped. `None` if it is no number or too large.
    pub fn parse_dollars(text: &str) -> Option<Self> {
        let text = text.trim();
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        // Digits are read up to the last that counts; where there are fewer, zeros stand for them.
        let n_counting = i64::try_from(whole.len()).ok()? + i64::from(exponent) + 12;
        let mut value = 0_i64;
        let mut n_read = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            if n_read < n_counting {
                value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                n_read += 1;
            }
        }
        while value != 0 && n_read < n_counting {
            value = value.checked_mul(10)?;
            n_read += 1;
        }
        Some(Self(if negative { -value } else { value }))
    }

    /// As people read it: "$12.30", "$0.034", "$0.0012", "$0", "under $0.000001".
    ///
    /// Two decimals from a dollar up, two significant digits below.
    pub fn wording(self) -> String {
        let sign = if self.0 < 0 { "−" } else { "" };
        let pico = self.0.unsigned_abs();
        if pico == 0 {
            return "$0".to_owned();
        }
        if pico < 1_000_000 {
            return format!("under {sign}$0.000001");
        }
        let dollar = PER_DOLLAR.unsigned_abs();
        let mut decimals = 2;
        let mut first_digit = dollar / 10;
        while pico < first_digit && decimals < 7 {
            decimals += 1;
            first_digit /= 10;
        }
        let step = dollar / 10_u64.pow(decimals);
        let rounded = pico.saturating_add(step / 2) / step;
        let unit = 10_u64.pow(decimals);
        let fraction = format!("{:0width$}", rounded % unit, width = decimals as usize);
        // "$0.10" keeps two decimals; "$0.0010" says no more than "$0.001".
        let kept = fraction.trim_end_matches('0').len().max(2);
        format!("{sign}${}.{}", rounded / unit, &fraction[..kept])
    }

    /// This amount `n` times.
    pub const fn times(self, n: i64) -> Self {
        Self(self.0.saturating_mul(n))
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// What one answer used, as OpenRouter billed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Tokens of the question with all its context.
    pub prompt_tokens: u64,
    /// Tokens of the answer, its reasoning included.
    pub completion_tokens: u64,
    /// Of the answer, the part that was reasoning.
    pub reasoning_tokens: u64,
    /// Of the question, the part that was read from a cache.
    pub cached_tokens: u64,
    /// What was charged. `None` means not told; zero means free.
    pub cost: Option<Money>,
}

impl Usage {
    /// All tokens of the turn.
    pub fn total_tokens(&self) -> u64 {
        self.prompt_tokens.saturating_add(self.completion_tokens)
    }

    /// The cost line of an answer: "$0.0012 · 312 tokens".
    pub fn wording(&self) -> String {
        let tokens = count_of(self.total_tokens(), "token");
        match self.cost {
            Some(cost) => format!("{} · {tokens}", cost.wording()),
            None => tokens,
        }
    }

    /// What stands behind the cost line, a fact each.
    pub fn details(&self) -> Vec<String> {
        let mut facts = vec![
            format!("{} in", count_of(self.prompt_tokens, "token")),
            format!("{} out", count_of(self.completion_tokens, "token")),
        ];
        if self.cached_tokens > 0 {
            facts.push(format!("{} of the input read from cache", count_of(self.cached_tokens, "token")));
        }
        if self.reasoning_tokens > 0 {
            facts.push(format!("{} of the output spent on reasoning", count_of(self.reasoning_tokens, "token")));
        }
        facts
    }
}

/// "1 token", "12,345 tokens".
pub fn count_of(n: u64, noun: &str) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dollars: &str, wording: &str) {
        assert_eq!(Money::parse_dollars(dollars).unwrap().wording(), wording, "{dollars}");
    }

    #[test]
    fn money_reads_as_people_speak() {
        check("0", "$0");
        check("12.3", "$12.30");
        check("1.006", "$1.01");
        check("0.1", "$0.10");
        check("0.034", "$0.034");
        check("0.0996", "$0.10");
        check("0.00118", "$0.0012");
        check("0.001", "$0.001");
        check("0.0000075", "$0.0000075");
        check("0.00000012", "under $0.000001");
        check("-0.5", "−$0.50");
    }

    #[test]
    fn prices_below_a_nano_dollar_are_exact() {
        let price = Money::parse_dollars("0.0000000375").unwrap();
        assert_eq!(price.as_pico(), 37_500);
        assert_eq!(price.times(1_000_000).wording(), "$0.037".replace("037", "038"));
        assert_eq!(Money::parse_dollars("7.5e-06"), Some(Money::from_pico(7_500_000)));
        assert_eq!(Money::parse_dollars("1e400"), None);
        assert_eq!(Money::parse_dollars("1e2147483647"), None);
        assert_eq!(Money::parse_dollars("1.5e-2147483648"), Some(Money::ZERO));
        assert_eq!(Money::parse_dollars("1e-400"), Some(Money::ZERO));
    }

    #[test]
    fn what_is_no_number_is_no_money() {
        for text in ["", ".", "-", "free", "1,5", "0x1", "1e", "--1"] {
            assert_eq!(Money::parse_dollars(text), None, "{text}");
        }
    }

    #[test]
    fn a_free_answer_is_not_an_untold_price() {
        let usage = Usage { prompt_tokens: 300, completion_tokens: 12, ..Usage::default() };
        assert_eq!(usage.wording(), "312 tokens");
        assert_eq!(Usage { cost: Some(Money::ZERO), ..usage }.wording(), "$0 · 312 tokens");
        assert_eq!(count_of(1_234_567, "token"), "1,234,567 tokens");
        assert_eq!(count_of(1, "token"), "1 token");
    }
}
