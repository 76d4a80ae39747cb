//! Faults in an active session, and what a real client makes of them.
