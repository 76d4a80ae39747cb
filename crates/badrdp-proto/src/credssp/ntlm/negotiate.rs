//! NEGOTIATE_MESSAGE (MS-NLMP 2.2.1.1): what a client can do.

use crate::credssp::der::Malformed;

use super::{SIGNATURE, Version, payload};

/// The first NTLM message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Negotiate {
    /// `NegotiateFlags`; see [`super::flags`].
    pub flags: u32,
    /// The client's build, if the message has room for it.
    pub version: Option<Version>,
}

impl Negotiate {
    /// `MessageType`.
    const TYPE: u32 = 1;

    /// Reads it. Domain and workstation are not looked at: nobody uses them.
    ///
    /// # Errors
    /// [`Malformed`] when it is no NEGOTIATE_MESSAGE.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = payload::header(bytes, Self::TYPE)?;
        let flags = reader.u32_le()?;
        let pointers = reader.take(16);
        let version = pointers.and_then(|_| Version::read(&mut reader)).ok();
        Ok(Self { flags, version })
    }

    /// Writes it, without domain and workstation.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = SIGNATURE.to_vec();
        out.extend(Self::TYPE.to_le_bytes());
        out.extend(self.flags.to_le_bytes());
        out.extend([0; 16]);
        if let Some(version) = self.version {
            out.extend(version.bytes());
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let mut message = SIGNATURE.to_vec();
            message.extend([1, 0, 0, 0]);
            message.extend(&bytes);
            let _ = (Negotiate::decode(&bytes), Negotiate::decode(&message));
        }

        #[test]
        fn any_reads_back(flags in any::<u32>(), build in proptest::option::of(any::<u16>())) {
            let version = build.map(|build| Version { major: 10, minor: 0, build });
            let negotiate = Negotiate { flags, version };
            prop_assert_eq!(Negotiate::decode(&negotiate.encode()), Ok(negotiate));
        }
    }
}
