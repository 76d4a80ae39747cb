//! Capabilities: Demand Active, Confirm Active and their sets (MS-RDPBCGR 2.2.1.13, 2.2.7).
//!
//! [`CapabilitySet`] is one set, as data: it can be left out, doubled or unknown.
//! [`DemandActive`] is what a server sends, [`ConfirmActive`] what a client answers;
//! [`windows::server_sets`] are those of a Windows server.

pub mod confirm_active;
pub mod demand_active;
mod field;
pub mod flags;
mod list;
pub mod set;
pub mod windows;

pub use self::confirm_active::ConfirmActive;
pub use self::demand_active::DemandActive;
pub use self::set::CapabilitySet;
