//! What a client puts into a negoToken: bare NTLM, or SPNEGO around it.

use crate::asn1;
use crate::credssp::der::{self, Malformed, context};
use crate::credssp::ntlm;
use crate::reader::Reader;

use super::mech::{self, Mech};
use super::response::Response;

/// `[APPLICATION 0]`: InitialContextToken (RFC 2743 3.1).
const INITIAL_CONTEXT_TOKEN: u8 = 0x60;

/// A token of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientToken {
    /// NegTokenInit, which opens SPNEGO.
    Init(Init),
    /// NTLM without SPNEGO.
    Ntlm(Vec<u8>),
    /// NegTokenResp.
    Response(Response),
}

/// NegTokenInit (RFC 4178 4.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Init {
    /// `mechTypes`: the mechanisms, the preferred one first.
    pub mechs: Vec<Mech>,
    /// `mechTypes` as it was coded: what `mechListMIC` signs.
    pub mech_list: Vec<u8>,
    /// `mechToken`: the first token of the preferred mechanism.
    pub token: Option<Vec<u8>>,
}

/// The most mechanisms that are read. Windows offers four.
const MAX_MECHS: usize = 32;

impl ClientToken {
    /// Reads a token.
    ///
    /// # Errors
    /// [`Malformed`] when it is none of the three.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.starts_with(&ntlm::SIGNATURE) {
            return Ok(Self::Ntlm(bytes.to_vec()));
        }
        match der::next(&mut Reader::new(bytes))? {
            Some((INITIAL_CONTEXT_TOKEN, content)) => {
                let mut reader = Reader::new(content);
                let oid = der::expect(&mut reader, der::OBJECT_IDENTIFIER)?;
                if oid != mech::SPNEGO {
                    return Err(Malformed::Missing("SPNEGO in the initial context token"));
                }
                Init::decode(der::expect(&mut reader, context(0))?).map(Self::Init)
            }
            Some((0xA0, content)) => Init::decode(content).map(Self::Init),
            Some((0xA1, content)) => Response::decode(content).map(Self::Response),
            Some((found, _)) => Err(Malformed::Tag {
                expected: INITIAL_CONTEXT_TOKEN,
                found,
            }),
            None => Err(Malformed::Missing("token")),
        }
    }
}

impl Init {
    /// Reads the content of `[0]`, the choice NegTokenInit.
    fn decode(content: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(der::only(content, der::SEQUENCE)?);
        let mech_list = der::expect(&mut reader, context(0))?;
        let mut list = Reader::new(der::only(mech_list, der::SEQUENCE)?);
        let mut mechs = Vec::new();
        while !list.is_empty() && mechs.len() < MAX_MECHS {
            mechs.push(Mech::from_oid(der::expect(
                &mut list,
                der::OBJECT_IDENTIFIER,
            )?));
        }
        let mut token = None;
        while let Some((tag, value)) = der::next(&mut reader)? {
            if tag == context(2) {
                token = Some(der::only(value, der::OCTET_STRING)?.to_vec());
            }
        }
        Ok(Self {
            mechs,
            mech_list: mech_list.to_vec(),
            token,
        })
    }
}

/// The first token of a client that offers `mechs`, and its `mechTypes` as coded.
#[must_use]
pub fn init_token(mechs: &[Mech], token: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let oids: Vec<u8> = mechs
        .iter()
        .flat_map(|mech| asn1::element(der::OBJECT_IDENTIFIER, mech.oid()))
        .collect();
    let mech_list = asn1::element(der::SEQUENCE, &oids);
    let mut body = asn1::element(context(0), &mech_list);
    body.extend(asn1::element(
        context(2),
        &asn1::element(der::OCTET_STRING, token),
    ));
    let init = asn1::element(context(0), &asn1::element(der::SEQUENCE, &body));
    let mut content = asn1::element(der::OBJECT_IDENTIFIER, mech::SPNEGO);
    content.extend(init);
    (asn1::element(INITIAL_CONTEXT_TOKEN, &content), mech_list)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_token_reads_back() {
        let mechs = vec![Mech::MsKerberos, Mech::Kerberos, Mech::Ntlm];
        let (bytes, mech_list) = init_token(&mechs, b"NTLMSSP\0rest");
        let expected = Init {
            mechs,
            mech_list,
            token: Some(b"NTLMSSP\0rest".to_vec()),
        };
        assert_eq!(ClientToken::decode(&bytes), Ok(ClientToken::Init(expected)));
    }

    #[test]
    fn bare_ntlm_is_told_by_its_signature() {
        let token = ClientToken::decode(b"NTLMSSP\0\x01");
        assert_eq!(token, Ok(ClientToken::Ntlm(b"NTLMSSP\0\x01".to_vec())));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(choice in 0..4_usize, bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let first = [&[][..], &[0x60], &[0xA0], &[0xA1]];
            let bytes = [first.get(choice).copied().unwrap_or_default(), &bytes[..]].concat();
            let _ = ClientToken::decode(&bytes);
        }
    }
}
