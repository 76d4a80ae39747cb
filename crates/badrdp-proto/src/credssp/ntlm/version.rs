//! VERSION (MS-NLMP 2.2.2.10): the build of Windows, for display only.

use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// The version that an NTLM message carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// `ProductMajorVersion`, 10 of 10.0.20348.
    pub major: u8,
    /// `ProductMinorVersion`, 0 of 10.0.20348.
    pub minor: u8,
    /// `ProductBuild`, 20348 of 10.0.20348.
    pub build: u16,
}

/// NTLMSSP_REVISION_W2K3: the revision of every NTLM that is in use.
const REVISION: u8 = 15;

impl Version {
    /// How many bytes it has.
    pub const LEN: usize = 8;

    pub(super) fn write(self, writer: &mut Writer) {
        writer
            .u8("ntlm.version-major", self.major)
            .u8("ntlm.version-minor", self.minor)
            .u16_le("ntlm.version-build", self.build)
            .raw("ntlm.version-reserved", &[0; 3])
            .u8("ntlm.version-revision", REVISION);
    }

    /// The 8 bytes on the wire.
    pub(super) fn bytes(self) -> [u8; Self::LEN] {
        let [low, high] = self.build.to_le_bytes();
        [self.major, self.minor, low, high, 0, 0, 0, REVISION]
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        let [major, minor, low, high, ..] = reader.array::<{ Self::LEN }>()?;
        let build = u16::from_le_bytes([low, high]);
        Ok(Self {
            major,
            minor,
            build,
        })
    }
}
