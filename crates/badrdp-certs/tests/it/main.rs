//! What is issued, judged by others: x509-parser, webpki and OpenSSL.

#[cfg(test)]
mod common;
#[cfg(test)]
mod expected;
#[cfg(test)]
mod lab;
#[cfg(test)]
mod names;
#[cfg(test)]
mod openssl;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod recipes;
#[cfg(test)]
mod verifier;
#[cfg(test)]
mod windows;
