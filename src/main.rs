//! Boot.
fn main(){}
