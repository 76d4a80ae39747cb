//! Bytes of other protocols, named by how they start.

use std::fmt;

use serde::Serialize;

/// Another protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Foreign {
    /// A binary protocol that nothing here knows.
    Binary,
    /// What the probe said itself.
    Echo,
    /// HTTP with this status.
    Http(u16),
    /// SSL 2.0.
    Ssl2,
    /// A service that greets with this line.
    Text(String),
    /// TLS.
    Tls,
    /// X.224 or MCS in the clear, where that is foreign; the TPDU code.
    X224(u8),
}

impl Foreign {
    /// Names what starts with `bytes`, which are not empty.
    pub(crate) fn name(bytes: &[u8]) -> Self {
        if let Some(rest) = bytes.strip_prefix(b"HTTP/") {
            let text = String::from_utf8_lossy(rest);
            let status = text
                .split_whitespace()
                .nth(1)
                .and_then(|word| word.parse().ok());
            return Self::Http(status.unwrap_or(0));
        }
        match bytes {
            [3, 0, _, _, _, code, ..] => Self::X224(*code),
            [0x14..=0x17, 3, ..] => Self::Tls,
            // SERVER-HELLO: the length, the type, two flags, the version.
            [0x80..=0xFF, _, 4, _, _, 0, 2, ..] => Self::Ssl2,
            _ => {
                let line = bytes
                    .split(|byte| matches!(byte, b'\r' | b'\n'))
                    .next()
                    .unwrap_or(&[]);
                let printable = |byte: &u8| (0x20..0x7F).contains(byte);
                if line.len() >= 3 && line.iter().all(printable) {
                    let line = line.get(..line.len().min(60)).unwrap_or_default();
                    Self::Text(String::from_utf8_lossy(line).into_owned())
                } else {
                    Self::Binary
                }
            }
        }
    }

    /// Whether a portal or proxy on the path speaks rather than a server on the port: it sends
    /// the client elsewhere or forbids, where a web server would say that it understood nothing.
    pub(crate) const fn is_portal(&self) -> bool {
        matches!(
            self,
            Self::Http(300..=399 | 403 | 407 | 451 | 502..=504 | 511)
        )
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary => f.write_str("bytes of no protocol that is known here"),
            Self::Echo => f.write_str("a Connection Request, as if in a mirror"),
            Self::Ssl2 => f.write_str("SSL 2.0"),
            Self::Http(status) => write!(f, "HTTP with status {status}"),
            Self::Text(line) if line.starts_with("SSH-") => write!(f, "SSH ({line})"),
            Self::Text(line) if line.starts_with("RFB ") => write!(f, "VNC ({line})"),
            Self::Text(line) => write!(f, "text: {line}"),
            Self::Tls => f.write_str("TLS"),
            Self::X224(code) => write!(f, "an X.224 PDU in the clear, code {code:#04x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_named_by_how_they_start() {
        for (bytes, expected) in [
            (&b"HTTP/1.1 302 Found\r\n"[..], "HTTP with status 302"),
            (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH (SSH-2.0-OpenSSH_9.2)"),
            (b"RFB 003.008\n", "VNC (RFB 003.008)"),
            (b"\x80\x1E\x04\x00\x01\x00\x02", "SSL 2.0"),
            (b"\x15\x03\x01\x00\x02\x02\x28", "TLS"),
            (b"\xFF\xFD\x18", "bytes of no protocol that is known here"),
        ] {
            assert_eq!(Foreign::name(bytes).to_string(), expected);
        }
    }
}
