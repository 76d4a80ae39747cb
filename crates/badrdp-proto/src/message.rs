//! A message: its name, its bytes and where its fields lie.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::phase::Phase;

/// One PDU, TLS record or TLS handshake message, ready for the wire.
///
/// INVARIANT: every span in `fields` lies inside `bytes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it is, by its name in the standard.
    pub name: MessageName,
    /// What goes over the wire.
    pub bytes: Vec<u8>,
    /// Where each field lies in `bytes`, in wire order.
    pub fields: Vec<Field>,
}

impl Message {
    /// The phase of the connection sequence that this message belongs to.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.name.phase()
    }

    /// The span of the field called `name`, if this message has one.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// `structure.field`, by the names of the standard in kebab case.
    pub name: &'static str,
    /// The bytes it occupies.
    pub range: Range<usize>,
    /// How its bytes form a number.
    pub order: ByteOrder,
}

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// Most significant byte first: TPKT, X.224, TLS.
    Big,
    /// Least significant byte first: everything that Microsoft defined.
    Little,
}

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the client to the server.
    ClientToServer,
    /// From the server to the client.
    ServerToClient,
}

/// A word that is no message name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no message is called `{0}`")]
pub struct UnknownMessage(pub String);

macro_rules! messages {
    ($($variant:ident $name:literal $direction:ident $phase:ident $spec:literal $doc:literal;)*) => {
        /// The name of a message, by the standard that defines it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum MessageName {
            $(#[doc = $doc] #[serde(rename = $name)] $variant,)*
        }

        impl MessageName {
            /// Every message, in the order in which a connection meets them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word used in scenarios and transcripts.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Who sends it.
            #[must_use]
            pub const fn direction(self) -> Direction {
                match self { $(Self::$variant => Direction::$direction,)* }
            }

            /// The phase of the connection sequence that it belongs to.
            #[must_use]
            pub const fn phase(self) -> Phase {
                match self { $(Self::$variant => Phase::$phase,)* }
            }

            /// The section of the standard that defines it.
            #[must_use]
            pub const fn spec(self) -> &'static str {
                match self { $(Self::$variant => $spec,)* }
            }

            /// What it is, in one sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }
        }
    };
}

messages! {
    ConnectionRequest "connection-request" ClientToServer ConnectionInitiation "MS-RDPBCGR 2.2.1.1" "X.224 Connection Request with cookie and requested protocols.";
    ConnectionConfirm "connection-confirm" ServerToClient ConnectionInitiation "MS-RDPBCGR 2.2.1.2" "X.224 Connection Confirm with the negotiation's answer.";
    DisconnectRequest "disconnect-request" ServerToClient ConnectionInitiation "X.224 13.5" "X.224 Disconnect Request.";
    ErrorTpdu "error" ServerToClient ConnectionInitiation "X.224 13.12" "X.224 Error TPDU.";
    ClientHello "client-hello" ClientToServer TlsHandshake "RFC 8446 4.1.2" "The client's TLS offer.";
    ServerHello "server-hello" ServerToClient TlsHandshake "RFC 8446 4.1.3" "The server's choice of version and cipher suite.";
    HelloRetryRequest "hello-retry-request" ServerToClient TlsHandshake "RFC 8446 4.1.4" "TLS 1.3: asks for another key share.";
    Certificate "certificate" ServerToClient TlsHandshake "RFC 5246 7.4.2" "The server's certificate chain, in the clear up to TLS 1.2.";
    ServerKeyExchange "server-key-exchange" ServerToClient TlsHandshake "RFC 5246 7.4.3" "The server's signed key share, up to TLS 1.2.";
    CertificateRequest "certificate-request" ServerToClient TlsHandshake "RFC 5246 7.4.4" "Asks the client for a certificate, up to TLS 1.2.";
    ServerHelloDone "server-hello-done" ServerToClient TlsHandshake "RFC 5246 7.4.5" "Ends the server's first flight, up to TLS 1.2.";
    EncryptedHandshake "encrypted-handshake" ServerToClient TlsHandshake "RFC 8446 2" "TLS 1.3: a record of the server's flight whose content is hidden; counted by `nth`.";
    ClientCertificate "client-certificate" ClientToServer TlsHandshake "RFC 5246 7.4.6" "The client's certificate chain, up to TLS 1.2.";
    ClientKeyExchange "client-key-exchange" ClientToServer TlsHandshake "RFC 5246 7.4.7" "The client's key share, up to TLS 1.2.";
    ClientCertificateVerify "client-certificate-verify" ClientToServer TlsHandshake "RFC 5246 7.4.8" "Proves the client's key, up to TLS 1.2.";
    ClientChangeCipherSpec "client-change-cipher-spec" ClientToServer TlsHandshake "RFC 5246 7.1" "The client encrypts from here on.";
    ClientEncryptedHandshake "client-encrypted-handshake" ClientToServer TlsHandshake "RFC 8446 2" "TLS 1.3: a record of the client's flight whose content is hidden.";
    ClientFinished "client-finished" ClientToServer TlsHandshake "RFC 8446 4.4.4" "The client's Finished: the handshake is verified from both sides.";
    NewSessionTicket "new-session-ticket" ServerToClient TlsHandshake "RFC 5077 3.3" "A ticket for resumption, up to TLS 1.2.";
    ServerChangeCipherSpec "server-change-cipher-spec" ServerToClient TlsHandshake "RFC 5246 7.1" "The server encrypts from here on.";
    ServerFinished "server-finished" ServerToClient TlsHandshake "RFC 5246 7.4.9" "The server's Finished, up to TLS 1.2.";
    Alert "alert" ServerToClient TlsHandshake "RFC 8446 6" "A TLS alert of the server.";
    ClientAlert "client-alert" ClientToServer TlsHandshake "RFC 8446 6" "A TLS alert of the client.";
    ApplicationData "application-data" ServerToClient BasicSettingsExchange "RFC 8446 5.1" "A TLS record that carries what the server says inside TLS.";
    ClientApplicationData "client-application-data" ClientToServer BasicSettingsExchange "RFC 8446 5.1" "A TLS record that carries what the client says inside TLS.";
    TsRequest "ts-request" ClientToServer Credssp "MS-CSSP 2.2.1" "The client's CredSSP message; counted by `nth`.";
    TsRequestReply "ts-request-reply" ServerToClient Credssp "MS-CSSP 2.2.1" "The server's CredSSP message: the challenge, then the public key, or an error; counted by `nth`.";
    EarlyUserAuthorizationResult "early-user-authorization-result" ServerToClient Credssp "MS-RDPBCGR 2.2.10.2" "Whether the user may log on, where HYBRID_EX was selected.";
    ConnectInitial "connect-initial" ClientToServer BasicSettingsExchange "MS-RDPBCGR 2.2.1.3" "MCS Connect Initial with the client's GCC blocks.";
    ConnectResponse "connect-response" ServerToClient BasicSettingsExchange "MS-RDPBCGR 2.2.1.4" "MCS Connect Response with the server's GCC blocks.";
    ErectDomainRequest "erect-domain-request" ClientToServer ChannelConnection "MS-RDPBCGR 2.2.1.5" "MCS Erect Domain Request.";
    AttachUserRequest "attach-user-request" ClientToServer ChannelConnection "MS-RDPBCGR 2.2.1.6" "MCS Attach User Request.";
    AttachUserConfirm "attach-user-confirm" ServerToClient ChannelConnection "MS-RDPBCGR 2.2.1.7" "MCS Attach User Confirm with the id of the user channel.";
    ChannelJoinRequest "channel-join-request" ClientToServer ChannelConnection "MS-RDPBCGR 2.2.1.8" "MCS Channel Join Request; counted by `nth`.";
    ChannelJoinConfirm "channel-join-confirm" ServerToClient ChannelConnection "MS-RDPBCGR 2.2.1.9" "MCS Channel Join Confirm; counted by `nth`.";
    SecurityExchange "security-exchange" ClientToServer SecurityCommencement "MS-RDPBCGR 2.2.1.10" "The client's random, encrypted with the server's key: Standard RDP Security begins.";
    ClientInfo "client-info" ClientToServer SecureSettingsExchange "MS-RDPBCGR 2.2.1.11" "User name, password and settings of the client.";
    AutoDetectRequest "auto-detect-request" ServerToClient ConnectTimeAutoDetection "MS-RDPBCGR 2.2.14.3" "Measures the network.";
    AutoDetectResponse "auto-detect-response" ClientToServer ConnectTimeAutoDetection "MS-RDPBCGR 2.2.14.4" "What the client measured.";
    LicenseRequest "license-request" ServerToClient Licensing "MS-RDPELE 2.2.2.1" "Opens the full licensing exchange.";
    NewLicenseRequest "new-license-request" ClientToServer Licensing "MS-RDPELE 2.2.2.2" "The client has no license and asks for one.";
    LicenseInformation "license-information" ClientToServer Licensing "MS-RDPELE 2.2.2.3" "The client presents a license.";
    PlatformChallenge "platform-challenge" ServerToClient Licensing "MS-RDPELE 2.2.2.4" "Asks the client to prove that it holds the keys.";
    PlatformChallengeResponse "platform-challenge-response" ClientToServer Licensing "MS-RDPELE 2.2.2.5" "The client's proof.";
    NewLicense "new-license" ServerToClient Licensing "MS-RDPELE 2.2.2.7" "The license.";
    LicenseError "license-error" ServerToClient Licensing "MS-RDPBCGR 2.2.1.12.1.3" "The end of licensing: STATUS_VALID_CLIENT, or what went wrong.";
    ClientLicenseError "client-license-error" ClientToServer Licensing "MS-RDPBCGR 2.2.1.12.1.3" "What the client found wrong in licensing.";
    InitiateMultitransportRequest "initiate-multitransport-request" ServerToClient Multitransport "MS-RDPBCGR 2.2.15.1" "Offers a side channel over UDP.";
    InitiateMultitransportResponse "initiate-multitransport-response" ClientToServer Multitransport "MS-RDPBCGR 2.2.15.2" "Whether the client has the side channel.";
    DemandActive "demand-active" ServerToClient CapabilitiesExchange "MS-RDPBCGR 2.2.1.13.1" "The server's capabilities; again after each deactivation.";
    ConfirmActive "confirm-active" ClientToServer CapabilitiesExchange "MS-RDPBCGR 2.2.1.13.2" "The client's capabilities.";
    ClientSynchronize "client-synchronize" ClientToServer ConnectionFinalization "MS-RDPBCGR 2.2.1.14" "The client's Synchronize.";
    ClientControlCooperate "client-control-cooperate" ClientToServer ConnectionFinalization "MS-RDPBCGR 2.2.1.15" "The client's Control (Cooperate).";
    ClientControlRequest "client-control-request" ClientToServer ConnectionFinalization "MS-RDPBCGR 2.2.1.16" "The client's Control (Request Control).";
    PersistentKeyList "persistent-key-list" ClientToServer ConnectionFinalization "MS-RDPBCGR 2.2.1.17" "The bitmaps that the client has on disk.";
    FontList "font-list" ClientToServer ConnectionFinalization "MS-RDPBCGR 2.2.1.18" "The client's last word of the connection sequence.";
    ServerSynchronize "server-synchronize" ServerToClient ConnectionFinalization "MS-RDPBCGR 2.2.1.19" "The server's Synchronize.";
    ServerControlCooperate "server-control-cooperate" ServerToClient ConnectionFinalization "MS-RDPBCGR 2.2.1.20" "The server's Control (Cooperate).";
    ServerControlGranted "server-control-granted" ServerToClient ConnectionFinalization "MS-RDPBCGR 2.2.1.21" "The server's Control (Granted Control).";
    FontMap "font-map" ServerToClient ConnectionFinalization "MS-RDPBCGR 2.2.1.22" "The server's last word of the connection sequence: the session is active.";
    BitmapUpdate "bitmap-update" ServerToClient Active "MS-RDPBCGR 2.2.9.1.1.3.1.2" "A part of the picture, slow-path.";
    FastPathBitmapUpdate "fast-path-bitmap-update" ServerToClient Active "MS-RDPBCGR 2.2.9.1.2.1.2" "A part of the picture, fast-path.";
    PaletteUpdate "palette-update" ServerToClient Active "MS-RDPBCGR 2.2.9.1.1.3.1.1" "The 256 colors of an 8-bit picture, slow-path.";
    FastPathPaletteUpdate "fast-path-palette-update" ServerToClient Active "MS-RDPBCGR 2.2.9.1.2.1.1" "The 256 colors of an 8-bit picture, fast-path.";
    PointerUpdate "pointer-update" ServerToClient Active "MS-RDPBCGR 2.2.9.1.1.4" "The shape or the place of the pointer, slow-path.";
    FastPathPointerUpdate "fast-path-pointer-update" ServerToClient Active "MS-RDPBCGR 2.2.9.1.2.1" "The shape or the place of the pointer, fast-path.";
    SaveSessionInfo "save-session-info" ServerToClient Active "MS-RDPBCGR 2.2.10.1" "Logon notifications, and the auto-reconnect cookie.";
    SetErrorInfo "set-error-info" ServerToClient Active "MS-RDPBCGR 2.2.5.1" "Why the server is about to disconnect.";
    StatusInfo "status-info" ServerToClient Active "MS-RDPBCGR 2.2.5.2" "What the server is busy with while it connects the user.";
    AutoReconnectStatus "auto-reconnect-status" ServerToClient Active "MS-RDPBCGR 2.2.4.1" "The auto-reconnect cookie was refused.";
    Heartbeat "heartbeat" ServerToClient Active "MS-RDPBCGR 2.2.16.1" "A sign of life of the server.";
    MonitorLayout "monitor-layout" ServerToClient Active "MS-RDPBCGR 2.2.12.1" "The monitors of the session.";
    PlaySound "play-sound" ServerToClient Active "MS-RDPBCGR 2.2.9.1.1.5" "A beep.";
    SetKeyboardIndicators "set-keyboard-indicators" ServerToClient Active "MS-RDPBCGR 2.2.8.2.1.1" "The lights of the keyboard.";
    ServerRedirection "server-redirection" ServerToClient Active "MS-RDPBCGR 2.2.13" "Sends the client to another server.";
    ServerVirtualChannel "server-virtual-channel" ServerToClient Active "MS-RDPBCGR 2.2.6.1" "Data of a static virtual channel.";
    DeactivateAll "deactivate-all" ServerToClient Active "MS-RDPBCGR 2.2.3.1" "The session is taken down, to be negotiated anew.";
    SlowPathInput "slow-path-input" ClientToServer Active "MS-RDPBCGR 2.2.8.1.1.3" "Keys and mouse of the client, slow-path.";
    FastPathInput "fast-path-input" ClientToServer Active "MS-RDPBCGR 2.2.8.1.2" "Keys and mouse of the client, fast-path.";
    RefreshRect "refresh-rect" ClientToServer Active "MS-RDPBCGR 2.2.11.2" "The client wants a part of the picture again.";
    SuppressOutput "suppress-output" ClientToServer Active "MS-RDPBCGR 2.2.11.3" "The client's window is hidden, or visible again.";
    FrameAcknowledge "frame-acknowledge" ClientToServer Active "MS-RDPRFX 2.2.3.1" "The client has drawn a frame.";
    ClientVirtualChannel "client-virtual-channel" ClientToServer Active "MS-RDPBCGR 2.2.6.1" "Data of a static virtual channel.";
    ShutdownRequest "shutdown-request" ClientToServer Disconnection "MS-RDPBCGR 2.2.2.1" "The client's window was closed.";
    ShutdownDenied "shutdown-denied" ServerToClient Disconnection "MS-RDPBCGR 2.2.2.2" "The user is still logged on; the client may ask.";
    DisconnectProviderUltimatum "disconnect-provider-ultimatum" ServerToClient Disconnection "T.125 11.15" "MCS Disconnect Provider Ultimatum: the orderly end.";
    ClientDisconnectProviderUltimatum "client-disconnect-provider-ultimatum" ClientToServer Disconnection "T.125 11.15" "The client ends the session in order.";
    ClientDisconnectRequest "client-disconnect-request" ClientToServer Disconnection "X.224 13.5" "The client ends the connection in the words of X.224.";
    Foreign "foreign" ServerToClient Tcp "none" "Server bytes that no message of RDP has: a banner, a page, noise.";
    Unrecognized "unrecognized" ClientToServer Tcp "none" "Client bytes that are no message of the phase.";
}

impl fmt::Display for MessageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for MessageName {
    type Err = UnknownMessage;

    fn from_str(word: &str) -> Result<Self, UnknownMessage> {
        Self::ALL
            .iter()
            .copied()
            .find(|message| message.name() == word)
            .ok_or_else(|| UnknownMessage(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for message in MessageName::ALL {
            assert_eq!(message.name().parse(), Ok(*message));
        }
    }

    #[test]
    fn an_unknown_name_says_which() {
        let error = "server-helo".parse::<MessageName>().unwrap_err();
        assert_eq!(error.to_string(), "no message is called `server-helo`");
    }
}
