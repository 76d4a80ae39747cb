//! The colour depth that a client asks for, which four fields of TS_UD_CS_CORE tell
//! (MS-RDPBCGR 2.2.1.3.2).

use super::ClientCore;
use super::early_capability_flags::RNS_UD_CS_WANT_32BPP_SESSION;

/// RNS_UD_32BPP_SUPPORT in `supportedColorDepths`.
pub(super) const SUPPORTS_32BPP: u16 = 8;
/// RNS_UD_24BPP_SUPPORT, RNS_UD_16BPP_SUPPORT and RNS_UD_15BPP_SUPPORT.
pub(super) const SUPPORTS_15_TO_24BPP: u16 = 7;
/// RNS_UD_COLOR_8BPP
pub(super) const COLOR_8BPP: u16 = 0xCA01;

impl ClientCore {
    /// Asks for 8, 15, 16, 24 or 32 bits per pixel.
    #[must_use]
    pub fn with_color_depth(mut self, bits: u16) -> Self {
        let flags = self.early_capability_flags.unwrap_or_default();
        let flags = flags & !RNS_UD_CS_WANT_32BPP_SESSION;
        self.high_color_depth = Some(bits.min(24));
        self.early_capability_flags = Some(if bits == 32 {
            flags | RNS_UD_CS_WANT_32BPP_SESSION
        } else {
            flags
        });
        self
    }

    /// The colour depth that the client asks for: the latest of the four fields that say it.
    #[must_use]
    pub fn bits_per_pixel(&self) -> u16 {
        let flags = self.early_capability_flags.unwrap_or_default();
        let supported = self.supported_color_depths.unwrap_or_default();
        if flags & RNS_UD_CS_WANT_32BPP_SESSION != 0 && supported & SUPPORTS_32BPP != 0 {
            return 32;
        }
        if let Some(bits) = self.high_color_depth {
            return bits;
        }
        match self.post_beta2_color_depth.unwrap_or(self.color_depth) {
            0xCA00 => 4,
            0xCA02 => 15,
            0xCA03 => 16,
            0xCA04 => 24,
            _ => 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_depth_of_the_latest_field_counts() {
        let core = ClientCore::new("LAB");
        assert_eq!(core.clone().with_color_depth(32).bits_per_pixel(), 32);
        assert_eq!(core.clone().with_color_depth(15).bits_per_pixel(), 15);
        let old = ClientCore {
            high_color_depth: None,
            supported_color_depths: None,
            early_capability_flags: None,
            post_beta2_color_depth: Some(0xCA03),
            ..core
        };
        assert_eq!(old.bits_per_pixel(), 16);
        let oldest = ClientCore {
            post_beta2_color_depth: None,
            ..old
        };
        assert_eq!(oldest.bits_per_pixel(), 8);
    }
}
