//! Push decoder for event streams, after "9.2.6 Interpreting an event stream" of the HTML standard.
//!
//! Bytes go in as they arrive, events come out as they end. It does no I/O and knows no JSON.
//!
//! Invariant: the frames depend on the bytes alone, never on how they were cut. To that end a line
//! is put together first and read afterwards: a byte order mark, a multi-byte character and a field
//! name are whole by then, however they came. Only CR LF reaches over a line's end, and
//! `after_cr` remembers it.
//!
//! Each byte is looked at once for a line end and copied at most twice, so that one event of many
//! megabytes (a picture is a single line) costs what many small ones do.

/// One event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its type, where one was given.
    pub event: Option<String>,
    /// Its `data` lines, joined by LF.
    pub data: String,
}

/// Bytes in, [`Frame`]s out.
///
/// This never keeps `id` and `retry`: nobody reconnects to a `POST`.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The line that has not ended yet.
    line: Vec<u8>,
    /// The last byte was a CR: an LF that follows belongs to it.
    after_cr: bool,
    /// The first line has been read, so a byte order mark is none any more.
    begun: bool,
    event: String,
    /// The data lines of the event so far, each but the last followed by LF; `None` without any.
    data: Option<String>,
    comments: usize,
}

impl Decoder {
    /// Takes the next bytes; gives the events that ended in them.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<Frame> {
        let mut frames = Vec::new();
        if self.after_cr && !bytes.is_empty() {
            self.after_cr = false;
            bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        }
        while let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            if self.line.is_empty() {
                self.read_line(&bytes[..end], &mut frames);
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(&bytes[..end]);
                self.read_line(&line, &mut frames);
            }
            let is_cr = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            if is_cr {
                self.after_cr = bytes.is_empty();
                bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
            }
        }
        self.line.extend_from_slice(bytes);
        frames
    }

    /// Tells that no more bytes come; gives what can still be given, and is new again but for
    /// the count of comments.
    ///
    /// The standard drops an event without its blank line. Here it is given if each of its lines has
    /// ended: servers forget the last blank line, and what they said is whole. If the bytes stop
    /// within a line, the event is dropped as the standard says: half of it may be missing.
    pub fn finish(&mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        if self.line.is_empty() {
            self.dispatch(&mut frames);
        }
        *self = Self { comments: self.comments, ..Self::default() };
        frames
    }

    /// Comment lines so far. OpenRouter sends them as a sign of life while a model is silent.
    pub fn comments(&self) -> usize {
        self.comments
    }

    fn read_line(&mut self, line: &[u8], frames: &mut Vec<Frame>) {
        let line = if self.begun { line } else { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) };
        self.begun = true;
        if line.is_empty() {
            return self.dispatch(frames);
        }
        let (name, value) = match line.iter().position(|byte| *byte == b':') {
            Some(0) => {
                self.comments += 1;
                return;
            }
            Some(colon) => {
                let value = &line[colon + 1..];
                (&line[..colon], value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &b""[..]),
        };
        match name {
            b"data" => {
                let value = String::from_utf8_lossy(value);
                match &mut self.data {
                    Some(data) => {
                        data.push('\n');
                        data.push_str(&value);
                    }
                    None => self.data = Some(value.into_owned()),
                }
            }
            b"event" => self.event = String::from_utf8_lossy(value).into_owned(),
            _ => {}
        }
    }

    fn dispatch(&mut self, frames: &mut Vec<Frame>) {
        let event = std::mem::take(&mut self.event);
        if let Some(data) = self.data.take() {
            frames.push(Frame { event: (!event.is_empty()).then_some(event), data });
        }
    }
}
