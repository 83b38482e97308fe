//! Importer worker.
fn main() {}
