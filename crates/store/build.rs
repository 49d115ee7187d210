//! Makes a new migration file rebuild the crate, which embeds them. It does nothing else.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
