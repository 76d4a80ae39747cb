//! What leaves the socket, seen by a client that is nothing but a socket.
//!
//! Each fault is met on a real connection, and its record must say the same as the client saw.

mod alerts;
mod edit;
mod ends;
mod exchanges;
mod listener;
mod messages;
mod moments;
mod stall;
mod timing;
mod unfinished;
