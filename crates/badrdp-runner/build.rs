//! Embeds anew when a client adapter is added or removed.

fn main() {
    println!("cargo:rerun-if-changed=clients");
}
