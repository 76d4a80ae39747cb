//! The words of `[expect]`: closed lists, each word with its meaning.

use crate::closed_list::closed_list;

closed_list! {
    /// Something that no client may do against this server.
    Never {
        AutoReconnectCookiePresented "auto-reconnect-cookie-presented" "The client presented its auto-reconnect cookie, which logs on without a password.";
        CredentialsInTheClear "credentials-in-the-clear" "The client sent credentials over a connection that nothing encrypts.";
        CredentialsSent "credentials-sent" "The client let go of credentials.";
        Downgraded "downgraded" "The client came back and asked for weaker security than before.";
        DowngradedToRdpSecurity "downgraded-to-rdp-security" "The client came back and asked for Standard RDP Security.";
        RetryStorm "retry-storm" "The client opened more than ten connections within five seconds.";
    }
}

closed_list! {
    /// Who ended a connection, and how.
    End {
        ClientClose "client-close" "The client closed in order.";
        ClientReset "client-reset" "The client sent RST.";
        Open "open" "Nobody: it was open when the time was up.";
        ServerClose "server-close" "The server closed in order.";
        ServerReset "server-reset" "The server sent RST.";
    }
}

closed_list! {
    /// Something that a client presents in its own favour.
    Presented {
        AutoReconnectCookie "auto-reconnect-cookie" "ARC_CS_PRIVATE_PACKET in the Client Info: the proof that the session was its own.";
        License "license" "A license that it holds, in a License Information message.";
    }
}

closed_list! {
    /// Whether a connection carries credentials, and what protects them there.
    ExpectedCredentials {
        Any "any" "It sends credentials, however they are protected.";
        InTheClear "in-the-clear" "It sends credentials that nothing encrypts.";
        None "none" "It sends no credentials.";
        OverStandardRdpSecurity "over-standard-rdp-security" "It sends credentials under Standard RDP Security.";
        OverTls "over-tls" "It sends credentials, all of them inside TLS.";
    }
}
