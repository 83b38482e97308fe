//! The command line, read by hand: eight flags do not pay for a parser.

use std::path::PathBuf;

use crate::world::Pace;

/// What is printed when the command line was not understood.
pub const USAGE: &str = "\
usage: parlance-sandbox [--port 8787] [--tls-port 0] [--proxy-port 0]
                        [--site PREFIX=DIR]... [--site-port 0]
                        [--pace normal|fast] [--die-with-stdin]

A port of 0 takes any free one. The TLS, proxy and site doors open only when
their flag is given; the proxy opens the TLS door too, since it leads there.";

/// A folder that is served under a prefix, as GitHub Pages would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Begins and ends with a slash.
    pub prefix: String,
    /// Where the files are.
    pub dir: PathBuf,
}

/// The command line, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Args {
    /// Port of the plain HTTP door.
    pub port: u16,
    /// Port of the TLS door, if it is wanted.
    pub tls_port: Option<u16>,
    /// Port of the CONNECT proxy, if it is wanted.
    pub proxy_port: Option<u16>,
    /// Port of the static sites, if there are any.
    pub site_port: Option<u16>,
    /// The static sites.
    pub sites: Vec<Site>,
    /// How long the pauses in answers are.
    pub pace: Pace,
    /// Whether to leave when stdin ends, so that a killed parent takes us along.
    pub die_with_stdin: bool,
}

impl Args {
    /// Reads the words after the program's name. The error is a sentence for stderr.
    pub fn parse(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut args = Self {
            port: 8787,
            tls_port: None,
            proxy_port: None,
            site_port: None,
            sites: Vec::new(),
            pace: Pace::Normal,
            die_with_stdin: false,
        };
        let mut words = words;
        while let Some(word) = words.next() {
            // Both `--port 1` and `--port=1`; a site's own `=` stands after the first one.
            let (flag, inline) = match word.split_once('=') {
                Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
                None => (word, None),
            };
            if flag == "--die-with-stdin" {
                args.die_with_stdin = true;
                continue;
            }
            let mut value = || inline.clone().or_else(|| words.next()).ok_or(format!("{flag} needs a value."));
            match flag.as_str() {
                "--port" => args.port = port(&value()?)?,
                "--tls-port" => args.tls_port = Some(port(&value()?)?),
                "--proxy-port" => args.proxy_port = Some(port(&value()?)?),
                "--site-port" => args.site_port = Some(port(&value()?)?),
                "--site" => args.sites.push(site(&value()?)?),
                "--pace" => args.pace = pace(&value()?)?,
                other => return Err(format!("{other} is not a flag of the sandbox.")),
            }
        }
        if args.proxy_port.is_some() {
            args.tls_port.get_or_insert(0);
        }
        if !args.sites.is_empty() {
            args.site_port.get_or_insert(0);
        }
        Ok(args)
    }
}

fn port(word: &str) -> Result<u16, String> {
    word.parse().map_err(|_| format!("{word} is not a port."))
}

fn pace(word: &str) -> Result<Pace, String> {
    match word.to_ascii_lowercase().as_str() {
        "normal" => Ok(Pace::Normal),
        "fast" => Ok(Pace::Fast),
        _ => Err(format!("{word} is not a pace; say normal or fast.")),
    }
}

fn site(word: &str) -> Result<Site, String> {
    let (prefix, dir) = word.split_once('=').ok_or(format!("{word} is not PREFIX=DIR."))?;
    let inner = prefix.trim_matches('/');
    let prefix = if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") };
    Ok(Site { prefix, dir: PathBuf::from(dir) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Args, String> {
        Args::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn doors_stay_shut_unless_asked_for() {
        let args = read("").expect("an empty line is fine");
        assert_eq!((args.tls_port, args.proxy_port, args.site_port), (None, None, None));
    }

    #[test]
    fn a_proxy_brings_its_tls_door_along() {
        assert_eq!(read("--proxy-port 0").expect("valid").tls_port, Some(0));
    }

    #[test]
    fn site_prefixes_end_with_a_slash() {
        let args = read("--site /=dist --site /parlance=sub").expect("valid");
        let prefixes: Vec<_> = args.sites.iter().map(|site| site.prefix.as_str()).collect();
        assert_eq!(prefixes, ["/", "/parlance/"]);
    }

    #[test]
    fn nonsense_is_refused_with_a_sentence() {
        for line in ["--prot 1", "--port x", "--pace slow", "--site dist", "--port"] {
            assert!(read(line).is_err_and(|why| why.ends_with('.')), "{line}");
        }
    }
}
