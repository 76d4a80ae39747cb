//! Outcomes: neutral words for what a client did. A closed list.

use crate::closed_list::closed_list;

closed_list! {
    /// What a client did, in words that no client owns.
    Outcome {
        AuthenticationFailed "authentication-failed" "The server refused the credentials and the client says so.";
        CertificateRejected "certificate-rejected" "The client refused the server's certificate.";
        CertificateWarned "certificate-warned" "The client warned of the certificate and would have gone on.";
        Connected "connected" "The client got as far as the server lets anybody get.";
        ConnectionClosed "connection-closed" "The client saw the server close the connection.";
        ConnectionRefused "connection-refused" "The client found the port closed.";
        ConnectionReset "connection-reset" "The client saw a TCP reset.";
        Crashed "crashed" "The client died of a signal.";
        HandshakeFailed "handshake-failed" "The TLS handshake failed.";
        Hung "hung" "The client was still waiting when its time was up, and had to be killed.";
        LicensingFailed "licensing-failed" "Licensing failed.";
        ProtocolError "protocol-error" "The client found the server's bytes at fault.";
        Reconnected "reconnected" "The client lost the connection and came back by itself.";
        SecurityRefused "security-refused" "The two sides found no security layer in common.";
        ServerDenied "server-denied" "The server denied the connection and the client says so.";
        TimedOut "timed-out" "The client gave up waiting.";
    }
}
