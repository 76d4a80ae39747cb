//! Connection initiation: the answer to the Connection Request (MS-RDPBCGR 3.3.5.3.1, 3.3.5.3.2).

use crate::message::Message;
use crate::negotiation::{Negotiation, Protocols, response_flags};
use crate::x224::{ConnectionRequest, WINDOWS_SOURCE_REFERENCE, connection_confirm};

/// What an honest server of some kind does in this phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How the negotiation is answered.
    pub answer: Answer,
    /// TLS first, X.224 inside it or not at all (MS-RDPBCGR 5.4.2.2).
    pub direct_tls: bool,
    /// `flags` of RDP_NEG_RSP.
    pub flags: u8,
    /// Closes on a request with RDP_NEG_CORRELATION_INFO.
    pub refuses_correlation_info: bool,
    /// Closes on a request without `Cookie: mstshash=`.
    pub requires_cookie: bool,
    /// `srcRef` of the Connection Confirm.
    pub source_reference: u16,
    /// Whether Standard RDP Security is offered.
    pub standard_security: bool,
    /// The enhanced protocols that are offered.
    pub supported: Protocols,
}

/// How the negotiation is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// RDP_NEG_FAILURE with this code, whatever was requested.
    Fail(u32),
    /// The strongest protocol that both sides have, or the failure code that fits.
    Honest,
    /// A Connection Confirm of 11 bytes, as servers before RDP 5.2 send it.
    NoNegotiationData,
    /// RDP_NEG_RSP with this `selectedProtocol`, offered or not.
    Select(Protocols),
}

/// The answer and what it settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The Connection Confirm; `None` where the server closes without a word.
    pub message: Option<Message>,
    /// The security that follows; `None` where the connection ends.
    pub selected: Option<Protocols>,
}

impl Default for Settings {
    /// A server that has TLS and CredSSP, as Windows from 2016 on answers.
    fn default() -> Self {
        Self {
            answer: Answer::Honest,
            direct_tls: false,
            flags: response_flags::EXTENDED_CLIENT_DATA_SUPPORTED
                | response_flags::DYNVC_GFX_PROTOCOL_SUPPORTED
                | response_flags::RESERVED
                | response_flags::RESTRICTED_ADMIN_MODE_SUPPORTED
                | response_flags::REDIRECTED_AUTHENTICATION_MODE_SUPPORTED,
            refuses_correlation_info: false,
            requires_cookie: false,
            source_reference: WINDOWS_SOURCE_REFERENCE,
            standard_security: false,
            supported: Protocols::SSL | Protocols::HYBRID,
        }
    }
}

impl Settings {
    /// Answers one Connection Request.
    #[must_use]
    pub fn answer_to(&self, request: &ConnectionRequest) -> Reply {
        let unwelcome = (self.requires_cookie && request.cookie.is_none())
            || (self.refuses_correlation_info && request.correlation_id.is_some());
        if unwelcome {
            return Reply {
                message: None,
                selected: None,
            };
        }
        match self.answer {
            Answer::Fail(code) => self.refuse(code),
            Answer::Honest => self.honest(request.requested),
            Answer::NoNegotiationData => self.confirm(None, Protocols::RDP),
            Answer::Select(selected) => self.select(selected),
        }
    }

    /// The strongest of what both have. A request without RDP_NEG_REQ means Standard RDP
    /// Security and gets a Confirm without RDP_NEG_RSP (MS-RDPBCGR 3.3.5.3.2).
    fn honest(&self, requested: Option<Protocols>) -> Reply {
        let wanted = requested.unwrap_or(Protocols::RDP);
        let strongest = [
            Protocols::RDSAAD,
            Protocols::HYBRID_EX,
            Protocols::HYBRID,
            Protocols::RDSTLS,
            Protocols::SSL,
        ]
        .into_iter()
        .find(|protocol| wanted.contains(*protocol) && self.supported.contains(*protocol));
        match strongest {
            Some(selected) => self.select(selected),
            None if self.standard_security && wanted == Protocols::RDP => match requested {
                Some(_) => self.select(Protocols::RDP),
                None => self.confirm(None, Protocols::RDP),
            },
            // nmap asks for RDSTLS and HYBRID_EX alone; Windows 7 and xrdp take that for
            // Standard RDP Security, which every client has.
            None if self.standard_security
                && self.supported.contains(Protocols::SSL)
                && !wanted.contains(Protocols::SSL) =>
            {
                self.select(Protocols::RDP)
            }
            None => self.refuse(self.failure_code()),
        }
    }

    /// Which failure tells the client what it would have to offer.
    const fn failure_code(&self) -> u32 {
        const SSL_REQUIRED: u32 = 1;
        const SSL_NOT_ALLOWED: u32 = 2;
        const HYBRID_REQUIRED: u32 = 5;
        if self.supported.contains(Protocols::SSL) {
            SSL_REQUIRED
        } else if self.supported.is_hybrid() {
            HYBRID_REQUIRED
        } else {
            SSL_NOT_ALLOWED
        }
    }

    fn select(&self, selected: Protocols) -> Reply {
        self.confirm(
            Some(Negotiation::Response {
                flags: self.flags,
                selected,
            }),
            selected,
        )
    }

    fn confirm(&self, negotiation: Option<Negotiation>, selected: Protocols) -> Reply {
        Reply {
            message: Some(connection_confirm(self.source_reference, negotiation)),
            selected: Some(selected),
        }
    }

    fn refuse(&self, code: u32) -> Reply {
        let failure = Some(Negotiation::Failure(code));
        Reply {
            message: Some(connection_confirm(self.source_reference, failure)),
            selected: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(settings: &Settings, requested: Option<u32>) -> (Vec<u8>, Option<Protocols>) {
        let request = ConnectionRequest {
            requested: requested.map(Protocols),
            ..ConnectionRequest::default()
        };
        let reply = settings.answer_to(&request);
        let tail = reply
            .message
            .map_or_else(Vec::new, |message| message.bytes[11..].to_vec());
        (tail, reply.selected)
    }

    #[test]
    fn the_strongest_common_protocol_wins() {
        let settings = Settings::default();
        let (tail, protocol) = selected(&settings, Some(0x0B));
        assert_eq!(tail, [2, 0x1F, 8, 0, 2, 0, 0, 0]);
        assert_eq!(protocol, Some(Protocols::HYBRID));
        assert_eq!(selected(&settings, Some(1)).1, Some(Protocols::SSL));
    }

    #[test]
    fn a_server_that_enforces_nla_says_so() {
        let settings = Settings {
            supported: Protocols::HYBRID,
            ..Settings::default()
        };
        assert_eq!(
            selected(&settings, Some(1)),
            (vec![3, 0, 8, 0, 5, 0, 0, 0], None)
        );
    }

    #[test]
    fn server_2003_without_certificate_does_not_allow_tls() {
        let settings = Settings {
            supported: Protocols::RDP,
            standard_security: true,
            ..Settings::default()
        };
        assert_eq!(
            selected(&settings, Some(3)),
            (vec![3, 0, 8, 0, 2, 0, 0, 0], None)
        );
        assert_eq!(selected(&settings, None), (vec![], Some(Protocols::RDP)));
        assert_eq!(selected(&settings, Some(0)).0, [2, 0x1F, 8, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn a_server_that_negotiates_falls_back_to_standard_rdp_security() {
        let settings = Settings {
            supported: Protocols::SSL | Protocols::HYBRID,
            standard_security: true,
            ..Settings::default()
        };
        for alone in [Protocols::RDSTLS, Protocols::HYBRID_EX] {
            let chosen = selected(&settings, Some(alone.0)).1;
            assert_eq!(chosen, Some(Protocols::RDP));
        }
        assert_eq!(selected(&settings, Some(1)).1, Some(Protocols::SSL));
    }

    #[test]
    fn a_balancer_that_wants_a_cookie_says_nothing_without_one() {
        let settings = Settings {
            requires_cookie: true,
            ..Settings::default()
        };
        assert_eq!(selected(&settings, Some(1)), (vec![], None));
    }
}
