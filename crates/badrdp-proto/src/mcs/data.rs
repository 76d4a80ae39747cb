//! X.224 Data, the envelope of every MCS PDU (X.224 13.7).

use crate::mcs::DecodeError;
use crate::reader::Reader;
use crate::tpkt;
use crate::writer::Writer;
use crate::x224;

/// X.224 Data header: length indicator 2, DT, end of TSDU.
pub const DATA_HEADER: [u8; 3] = [2, x224::DATA, 0x80];

/// Writes the TPKT and X.224 Data headers for an MCS PDU of `pdu_len` bytes.
pub fn write_data_header(writer: &mut Writer, pdu_len: usize) {
    let [indicator, code, end_of_tsdu] = DATA_HEADER;
    tpkt::write_header(writer, DATA_HEADER.len() + pdu_len);
    writer
        .u8("x224.length-indicator", indicator)
        .u8("x224.code", code)
        .u8("x224.end-of-tsdu", end_of_tsdu);
}

/// Reads the TPKT and X.224 Data headers of one whole frame: the MCS PDU is what is left.
///
/// # Errors
/// [`DecodeError::NotData`] for another TPDU, [`DecodeError::TooShort`] when the headers are cut.
pub fn read_data_header(frame: &[u8]) -> Result<Reader<'_>, DecodeError> {
    let mut reader = Reader::new(frame);
    reader.take(tpkt::HEADER_LEN)?;
    let indicator = reader.u8()?;
    let code = reader.u8()?;
    if code & 0xF0 != x224::DATA {
        return Err(DecodeError::NotData(code));
    }
    reader.take(usize::from(indicator).saturating_sub(1))?; // the indicator counts the code
    Ok(reader)
}
