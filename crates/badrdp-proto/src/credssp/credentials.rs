//! Users, and the credentials that a client delegates (MS-CSSP 2.2.1.2).
//!
//! A password leaves no trace here: nothing prints it, and of what a client delegates only
//! the names are kept.

use std::fmt;

use crate::asn1;
use crate::credssp::der::{self, Malformed, context};
use crate::credssp::ntlm::payload::{from_utf16, utf16};
use crate::reader::Reader;

/// Somebody who may log on, or the probe that does.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name, compared without regard to case.
    pub name: String,
    /// The password.
    pub password: String,
}

impl User {
    /// A user.
    #[must_use]
    pub fn new(name: &str, password: &str) -> Self {
        Self {
            name: name.to_owned(),
            password: password.to_owned(),
        }
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Who the client says it is, in its AUTHENTICATE_MESSAGE.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The domain; often empty.
    pub domain: String,
    /// The user name; empty when it is anonymous.
    pub user: String,
    /// The client's computer.
    pub workstation: String,
}

/// What a client delegated, without the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegated {
    /// `credType`: 1 password, 2 smart card, 6 remote guard.
    pub kind: u32,
    /// `domainName` of TSPasswordCreds.
    pub domain: String,
    /// `userName` of TSPasswordCreds.
    pub user: String,
    /// Whether there was a password that is not empty. In Restricted Admin mode there is none.
    pub has_password: bool,
}

/// `credType` of a password.
const PASSWORD: u32 = 1;

impl Delegated {
    /// Reads TSCredentials and drops the secret.
    ///
    /// # Errors
    /// [`Malformed`] when it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(der::only(bytes, der::SEQUENCE)?);
        let kind = der::only(der::expect(&mut reader, context(0))?, der::INTEGER)?;
        let mut delegated = Self {
            kind: der::unsigned(kind)?,
            domain: String::new(),
            user: String::new(),
            has_password: false,
        };
        let inner = der::only(der::expect(&mut reader, context(1))?, der::OCTET_STRING)?;
        if delegated.kind == PASSWORD {
            let mut reader = Reader::new(der::only(inner, der::SEQUENCE)?);
            while let Some((tag, value)) = der::next(&mut reader)? {
                let bytes = der::only(value, der::OCTET_STRING)?;
                match tag {
                    0xA0 => delegated.domain = from_utf16(bytes),
                    0xA1 => delegated.user = from_utf16(bytes),
                    0xA2 => delegated.has_password = !bytes.is_empty(),
                    _ => {}
                }
            }
        }
        Ok(delegated)
    }
}

/// TSCredentials with a password.
#[must_use]
pub fn password_credentials(domain: &str, user: &User) -> Vec<u8> {
    let parts = [(0, domain), (1, &user.name), (2, &user.password)];
    let strings: Vec<u8> = parts
        .into_iter()
        .flat_map(|(number, text)| octets(number, &utf16(text)))
        .collect();
    let mut body = asn1::element(context(0), &[der::INTEGER, 1, 1]);
    body.extend(octets(1, &asn1::element(der::SEQUENCE, &strings)));
    asn1::element(der::SEQUENCE, &body)
}

fn octets(number: u8, bytes: &[u8]) -> Vec<u8> {
    asn1::element(context(number), &asn1::element(der::OCTET_STRING, bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_password_is_not_printed() {
        let text = format!("{:?}", User::new("lab", "Badrdp!1"));
        assert_eq!(text, "User { name: \"lab\", .. }");
    }

    proptest! {
        #[test]
        fn names_read_back(domain in "\\PC{0,30}", name in "\\PC{0,30}", password in "\\PC{0,30}") {
            let user = User { name, password };
            let delegated = Delegated::decode(&password_credentials(&domain, &user)).unwrap();
            prop_assert_eq!(delegated.domain, domain);
            prop_assert_eq!(delegated.user, user.name);
            prop_assert_eq!(delegated.has_password, !user.password.is_empty());
        }

        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = Delegated::decode(&bytes);
        }
    }
}
