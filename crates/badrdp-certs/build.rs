//! Tells cargo to build again when a recipe is added: the embedding macro only
//! notices changes to recipes that it knows.

fn main() {
    println!("cargo::rerun-if-changed=../../certs");
}
