//! Network auto-detection (MS-RDPBCGR 2.2.14), behind a security header with
//! SEC_AUTODETECT_REQ or SEC_AUTODETECT_RSP.

mod request;
mod response;

pub use self::request::{Request, any_request};
pub use self::response::Response;

/// TYPE_ID_AUTODETECT_REQUEST in `headerTypeId`.
const TYPE_REQUEST: u8 = 0;
/// TYPE_ID_AUTODETECT_RESPONSE in `headerTypeId`.
const TYPE_RESPONSE: u8 = 1;
/// Bytes of a header without fields of its type: `headerLength` to `requestType`.
const HEADER_LEN: u8 = 6;
