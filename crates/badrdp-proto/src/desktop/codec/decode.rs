//! Decoders for the tests, written from the standard and apart from the encoders. They take
//! every order, as clients do.

/// Undoes MS-RDPBCGR 2.2.9.1.1.3.1.2.4 as its section 3.1.9 describes: `None` if the data does
/// not give exactly `count` pixels.
pub(crate) fn interleaved(
    data: &[u8],
    width: usize,
    count: usize,
    size: usize,
) -> Option<Vec<u32>> {
    let mut data = data.iter().copied();
    let mut out: Vec<u32> = Vec::new();
    let mut foreground = match size {
        1 => 0xFF,
        2 => 0xFFFF,
        _ => 0xFF_FFFF,
    };
    let mut insert = false;
    while let Some(first) = data.next() {
        let start = out.len();
        let above = |out: &[u32]| {
            if start < width {
                0
            } else {
                out[out.len() - width]
            }
        };
        if start >= width && start - width < 1 {
            insert = false;
        }
        let mut word = || {
            Some(usize::from(u16::from_le_bytes([
                data.next()?,
                data.next()?,
            ])))
        };
        let (code, length) = match first {
            0xF0..=0xF8 => (first, word()?),
            0xC0..=0xEF => (first & 0xF0, usize::from(first & 0x0F)),
            _ => (first & 0xE0, usize::from(first & 0x1F)),
        };
        let mut more = |base: usize| Some(usize::from(data.next()?) + base);
        let length = match (code, length) {
            (0xF0..=0xF8, length) => length,
            (0x40 | 0xD0, 0) => more(1)?,
            (0x40 | 0xD0, units) => units * 8,
            (0xC0 | 0xE0, 0) => more(16)?,
            (_, 0) => more(32)?,
            (_, length) => length,
        };
        let mut pixel = || {
            let mut bytes = [0; 4];
            for byte in bytes.iter_mut().take(size) {
                *byte = data.next()?;
            }
            Some(u32::from_le_bytes(bytes))
        };
        // The whole order stands in the first row or behind it.
        let bounded = start >= width || start + length <= width;
        match code {
            0x00 | 0xF0 => {
                assert!(bounded, "a background run leaves the first row");
                for n in 0..length {
                    let mixed = if n == 0 && insert { foreground } else { 0 };
                    out.push(above(&out) ^ mixed);
                }
            }
            0x60 | 0xF3 => {
                let value = pixel()?;
                out.extend(std::iter::repeat_n(value, length));
            }
            0x80 | 0xF4 => {
                for _ in 0..length {
                    out.push(pixel()?);
                }
            }
            0x40 | 0xF2 | 0xD0 | 0xF7 => {
                assert!(bounded, "an image leaves the first row");
                if matches!(code, 0xD0 | 0xF7) {
                    foreground = pixel()?;
                }
                let mut mask = 0;
                for n in 0..length {
                    if n % 8 == 0 {
                        mask = data.next()?;
                    }
                    let mixed = if mask & 1 << (n % 8) == 0 {
                        0
                    } else {
                        foreground
                    };
                    out.push(above(&out) ^ mixed);
                }
            }
            _ => return None,
        }
        insert = matches!(code, 0x00 | 0xF0);
    }
    (out.len() == count).then_some(out)
}

/// Undoes MS-RDPEGDI 2.2.2.5.1 with compressed planes: values of blue, green, red and alpha.
pub(crate) fn planar(data: &[u8], width: usize, height: usize) -> Option<Vec<u32>> {
    let mut data = data.iter().copied();
    let header = data.next()?;
    if header & 0xDF != 0x10 {
        return None;
    }
    let mut out = vec![if header & 0x20 == 0 { 0 } else { 0xFF00_0000 }; width * height];
    let channels: &[u32] = if header & 0x20 == 0 {
        &[24, 16, 8, 0]
    } else {
        &[16, 8, 0]
    };
    for shift in channels {
        let mut before: Option<Vec<u8>> = None;
        for row in out.chunks_mut(width) {
            let mut bytes: Vec<u8> = Vec::new();
            let mut last = 0;
            while bytes.len() < width {
                let control = data.next()?;
                let (mut raw, mut run) = (control >> 4, control & 0x0F);
                if let 1 | 2 = run {
                    run = raw + 16 * run;
                    raw = 0;
                }
                for _ in 0..raw {
                    last = data.next()?;
                    bytes.push(last);
                }
                bytes.extend(std::iter::repeat_n(last, usize::from(run)));
            }
            if bytes.len() != width {
                return None;
            }
            if let Some(before) = &before {
                for (byte, above) in bytes.iter_mut().zip(before) {
                    let half = (*byte >> 1) + (*byte & 1);
                    let sign = *byte & 1 == 1;
                    *byte = if sign {
                        above.wrapping_sub(half)
                    } else {
                        above.wrapping_add(half)
                    };
                }
            }
            for (value, byte) in row.iter_mut().zip(&bytes) {
                *value |= u32::from(*byte) << shift;
            }
            before = Some(bytes);
        }
    }
    data.next().is_none().then_some(out)
}
