//! Client Monitor Data, TS_UD_CS_MONITOR (MS-RDPBCGR 2.2.1.3.6).

use crate::length::{length32, size};
use crate::reader::{Reader, TooShort};

/// The most monitors that a client may have.
pub const MAX_MONITORS: usize = 16;

/// The monitors of a client, at most [`MAX_MONITORS`] when read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientMonitors {
    /// `monitorDefArray`
    pub monitors: Vec<Monitor>,
}

/// TS_MONITOR_DEF (MS-RDPBCGR 2.2.1.3.6.1): inclusive corners in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Monitor {
    /// `left`
    pub left: i32,
    /// `top`
    pub top: i32,
    /// `right`
    pub right: i32,
    /// `bottom`
    pub bottom: i32,
    /// `flags`, [`Self::PRIMARY`] or 0.
    pub flags: u32,
}

impl Monitor {
    /// TS_MONITOR_PRIMARY
    pub const PRIMARY: u32 = 1;

    fn encode(&self) -> Vec<u8> {
        let corners = [self.left, self.top, self.right, self.bottom];
        let mut out: Vec<u8> = corners.iter().flat_map(|it| it.to_le_bytes()).collect();
        out.extend(self.flags.to_le_bytes());
        out
    }

    fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        let corner = |body: &mut Reader<'_>| Ok(i32::from_le_bytes(body.array()?));
        Ok(Self {
            left: corner(body)?,
            top: corner(body)?,
            right: corner(body)?,
            bottom: corner(body)?,
            flags: body.u32_le()?,
        })
    }
}

impl ClientMonitors {
    pub(super) fn encode(&self) -> Vec<u8> {
        let count = length32(self.monitors.len());
        let mut out = vec![0; 4]; // flags: unused
        out.extend(count.to_le_bytes());
        out.extend(self.monitors.iter().flat_map(Monitor::encode));
        out
    }

    /// As many monitors as are there, however many are promised.
    pub(super) fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        body.u32_le()?; // flags
        let count = size(body.u32_le()?);
        let monitors = (0..count.min(MAX_MONITORS))
            .map_while(|_| Monitor::decode(body).ok())
            .collect();
        Ok(Self { monitors })
    }
}
