//! The families of codes, and which of them a bare number most likely belongs to.

use serde::{Deserialize, Serialize};

/// A set of codes that share one meaning of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// The errorInfo of a Set Error Info PDU.
    Errinfo,
    /// The extended disconnect reason of mstsc.
    Extended,
    /// FreeRDP's last error in the connect phase.
    Freerdp,
    /// The dwErrorCode of a licence error alert.
    Licence,
    /// The result of an MCS response or confirm.
    Mcs,
    /// The reason of an MCS disconnect provider ultimatum.
    McsDisconnect,
    /// The disconnect reason of mstsc.
    Mstsc,
    /// The failureCode of an RDP_NEG_FAILURE.
    NegotiationFailure,
    /// The NTSTATUS of CredSSP, and codes of Windows security packages.
    Ntstatus,
    /// The exit code of rdesktop.
    RdesktopExit,
    /// The description of a TLS alert.
    TlsAlert,
    /// The exit code of xfreerdp.
    XfreerdpExit,
}

impl Family {
    /// Every family, the likeliest meaning of a bare number first.
    ///
    /// People come with what a window shows them, so mstsc leads. Then follows what servers say,
    /// then what shells print. TLS alerts precede exit codes: where the numbers meet (20, 40, 42),
    /// the exit codes are the rare ones of licensing and of the broker.
    pub const BY_LIKELIHOOD: [Self; 12] = [
        Self::Mstsc,
        Self::Extended,
        Self::Errinfo,
        Self::NegotiationFailure,
        Self::Freerdp,
        Self::Ntstatus,
        Self::TlsAlert,
        Self::XfreerdpExit,
        Self::RdesktopExit,
        Self::Licence,
        Self::Mcs,
        Self::McsDisconnect,
    ];

    /// The families that the second number of mstsc may come from.
    pub const OF_EXTENDED: [Self; 2] = [Self::Extended, Self::Errinfo];
}

/// How the numbers of a family are usually written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// As in `147`.
    Decimal,
    /// As in `0x904`.
    Hex,
}

impl Base {
    /// Writes `value` the usual way, with the other way in brackets where the two differ.
    pub fn show(self, value: u32) -> String {
        match self {
            Self::Decimal if value < 10 => value.to_string(),
            Self::Decimal => format!("{value} ({value:#X})").replace("0X", "0x"),
            Self::Hex if value < 10 => format!("0x{value}"),
            Self::Hex => format!("0x{value:X} ({value})"),
        }
    }
}
