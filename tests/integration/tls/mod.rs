//! A rustls client meets the server inside TLS.

mod faulty;
mod honest;
