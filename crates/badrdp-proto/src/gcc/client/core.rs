//! Client Core Data, TS_UD_CS_CORE (MS-RDPBCGR 2.2.1.3.2).

use super::client_name;
use super::color_depth::{COLOR_8BPP, SUPPORTS_15_TO_24BPP, SUPPORTS_32BPP};
use super::early_capability_flags::RNS_UD_CS_SUPPORT_ERRINFO_PDU;
use super::tail::{Tail, write_tail};
use crate::negotiation::Protocols;
use crate::reader::{Reader, TooShort};

/// The bytes of `imeFileName` and of `clientDigProductId`.
const TEXT_LEN: usize = 64;
/// What a client is and wants to see. Each optional field needs all those before it: old
/// clients end early.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientCore {
    /// `version`
    pub version: u32,
    /// `desktopWidth`, in pixels.
    pub desktop_width: u16,
    /// `desktopHeight`, in pixels.
    pub desktop_height: u16,
    /// `colorDepth`: 0xCA00 4 bits, 0xCA01 8 bits; see [`Self::bits_per_pixel`].
    pub color_depth: u16,
    /// `SASSequence`
    pub sas_sequence: u16,
    /// `keyboardLayout`, an input locale.
    pub keyboard_layout: u32,
    /// `clientBuild`
    pub client_build: u32,
    /// `clientName`, at most 15 characters of UTF-16.
    pub client_name: String,
    /// `keyboardType`
    pub keyboard_type: u32,
    /// `keyboardSubType`
    pub keyboard_sub_type: u32,
    /// `keyboardFunctionKey`
    pub keyboard_function_key: u32,
    /// `postBeta2ColorDepth`: 0xCA00 4, 0xCA01 8, 0xCA02 15, 0xCA03 16, 0xCA04 24 bits.
    pub post_beta2_color_depth: Option<u16>,
    /// `clientProductId`
    pub client_product_id: Option<u16>,
    /// `serialNumber`
    pub serial_number: Option<u32>,
    /// `highColorDepth`: 4, 8, 15, 16 or 24 bits.
    pub high_color_depth: Option<u16>,
    /// `supportedColorDepths`: 1 for 24, 2 for 16, 4 for 15, 8 for 32 bits.
    pub supported_color_depths: Option<u16>,
    /// `earlyCapabilityFlags`, see [`super::early_capability_flags`].
    pub early_capability_flags: Option<u16>,
    /// `connectionType`
    pub connection_type: Option<u8>,
    /// `serverSelectedProtocol`: what the client heard in the Connection Confirm.
    pub server_selected_protocol: Option<Protocols>,
    /// `desktopPhysicalWidth`, in millimetres.
    pub desktop_physical_width: Option<u32>,
    /// `desktopPhysicalHeight`, in millimetres.
    pub desktop_physical_height: Option<u32>,
    /// `desktopOrientation`, in degrees.
    pub desktop_orientation: Option<u16>,
    /// `desktopScaleFactor`, in percent.
    pub desktop_scale_factor: Option<u32>,
    /// `deviceScaleFactor`, in percent.
    pub device_scale_factor: Option<u32>,
}

impl ClientCore {
    /// A client of 1024 by 768 pixels and 24 bits called `name`, which ends behind
    /// `earlyCapabilityFlags` and takes Set Error Info.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            version: 0x0008_0004, // RDP 5.0 and later
            desktop_width: 1024,
            desktop_height: 768,
            color_depth: COLOR_8BPP, // superseded below
            sas_sequence: 0xAA03,    // RNS_UD_SAS_DEL
            keyboard_layout: 0x409,  // US
            client_build: 2600,
            client_name: client_name::decode(&client_name::encode(name)),
            keyboard_type: 4,
            keyboard_function_key: 12,
            post_beta2_color_depth: Some(COLOR_8BPP),
            client_product_id: Some(1),
            serial_number: Some(0),
            high_color_depth: Some(24),
            supported_color_depths: Some(SUPPORTS_15_TO_24BPP | SUPPORTS_32BPP),
            early_capability_flags: Some(RNS_UD_CS_SUPPORT_ERRINFO_PDU),
            ..Self::default()
        }
    }

    /// Repeats what the Connection Confirm selected, as a client of TLS must.
    #[must_use]
    pub const fn with_selected_protocol(mut self, selected: Protocols) -> Self {
        if self.connection_type.is_none() {
            self.connection_type = Some(0);
        }
        self.server_selected_protocol = Some(selected);
        self
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = self.version.to_le_bytes().to_vec();
        for word in [
            self.desktop_width,
            self.desktop_height,
            self.color_depth,
            self.sas_sequence,
        ] {
            out.extend(word.to_le_bytes());
        }
        out.extend(self.keyboard_layout.to_le_bytes());
        out.extend(self.client_build.to_le_bytes());
        out.extend(client_name::encode(&self.client_name));
        for word in [
            self.keyboard_type,
            self.keyboard_sub_type,
            self.keyboard_function_key,
        ] {
            out.extend(word.to_le_bytes());
        }
        out.extend([0; TEXT_LEN]);
        out.extend(self.encode_tail());
        out
    }

    fn encode_tail(&self) -> Vec<u8> {
        let word = |value: Option<u16>| (value.map(|it| it.to_le_bytes().to_vec()), 2);
        let double = |value: Option<u32>| (value.map(|it| it.to_le_bytes().to_vec()), 4);
        write_tail([
            word(self.post_beta2_color_depth),
            word(self.client_product_id),
            double(self.serial_number),
            word(self.high_color_depth),
            word(self.supported_color_depths),
            word(self.early_capability_flags),
            (None, TEXT_LEN), // clientDigProductId
            (self.connection_type.map(|it| vec![it]), 1),
            (None, 1), // pad1octet
            double(self.server_selected_protocol.map(|it| it.0)),
            double(self.desktop_physical_width),
            double(self.desktop_physical_height),
            word(self.desktop_orientation),
            double(self.desktop_scale_factor),
            double(self.device_scale_factor),
        ])
    }

    pub(super) fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        let mut core = Self {
            version: body.u32_le()?,
            desktop_width: body.u16_le()?,
            desktop_height: body.u16_le()?,
            color_depth: body.u16_le()?,
            sas_sequence: body.u16_le()?,
            keyboard_layout: body.u32_le()?,
            client_build: body.u32_le()?,
            client_name: client_name::decode(body.take(client_name::LEN)?),
            keyboard_type: body.u32_le()?,
            keyboard_sub_type: body.u32_le()?,
            keyboard_function_key: body.u32_le()?,
            ..Self::default()
        };
        let mut tail = Tail::new(body);
        tail.skip(TEXT_LEN); // imeFileName
        core.post_beta2_color_depth = tail.u16();
        core.client_product_id = tail.u16();
        core.serial_number = tail.u32();
        core.high_color_depth = tail.u16();
        core.supported_color_depths = tail.u16();
        core.early_capability_flags = tail.u16();
        tail.skip(TEXT_LEN); // clientDigProductId
        core.connection_type = tail.u8();
        tail.skip(1); // pad1octet
        core.server_selected_protocol = tail.u32().map(Protocols);
        core.desktop_physical_width = tail.u32();
        core.desktop_physical_height = tail.u32();
        core.desktop_orientation = tail.u16();
        core.desktop_scale_factor = tail.u32();
        core.device_scale_factor = tail.u32();
        Ok(core)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_may_end_behind_any_optional_field() {
        let bytes = ClientCore::new("LAB").encode();
        for end in 64..bytes.len() {
            let cut = bytes.get(..end).unwrap();
            let core = ClientCore::decode(&mut Reader::new(cut)).unwrap();
            assert_eq!(core.client_name, "LAB", "{end}");
            assert_eq!(core.post_beta2_color_depth.is_some(), end >= 130, "{end}");
            assert_eq!(core.early_capability_flags, None, "{end}");
        }
    }

    #[test]
    fn a_long_name_is_cut_to_15_characters() {
        let core = ClientCore::new("A-NAME-THAT-IS-TOO-LONG");
        assert_eq!(core.client_name, "A-NAME-THAT-IS-");
        let decoded = ClientCore::decode(&mut Reader::new(&core.encode()));
        assert_eq!(decoded, Ok(core));
    }
}
