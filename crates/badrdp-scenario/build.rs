//! Embeds anew when a scenario or profile is added or removed.

fn main() {
    println!("cargo:rerun-if-changed=../../scenarios");
}
