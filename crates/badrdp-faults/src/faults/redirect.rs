//! `redirect`: Server Redirection, to wherever (MS-RDPBCGR 2.2.13).

use badrdp_proto::acceptor::Statement;
use badrdp_proto::session::redirection::{Redirection, flags};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::Bytes;
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;

/// The client is sent to another server. Clients keep the port that they came by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// `TargetNetAddress`: an address as text, valid or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// `TargetCertificate`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Bytes>,
    /// `Domain`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// `TargetFQDN`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fqdn: Option<String>,
    /// `RedirectionGuid`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guid: Option<Bytes>,
    /// `TargetNetBiosName`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub netbios_name: Option<String>,
    /// LB_NOREDIRECT: the client is to take note, and to stay.
    #[serde(default)]
    pub no_redirect: bool,
    /// `Password`, as bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Bytes>,
    /// LB_PASSWORD_IS_PK_ENCRYPTED: the password is encrypted for the target.
    #[serde(default)]
    pub password_encrypted: bool,
    /// `LoadBalanceInfo`: the routing token of the next Connection Request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing_token: Option<String>,
    /// `UserName`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// What comes behind it; clients leave by themselves.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for Redirect {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        let mut bits = 0;
        if self.no_redirect {
            bits |= flags::NOREDIRECT;
        }
        if self.password_encrypted {
            bits |= flags::PASSWORD_IS_PK_ENCRYPTED;
        }
        let mut roll = |bytes: &Option<Bytes>| bytes.as_ref().map(|bytes| bytes.roll(dice));
        let redirection = Redirection {
            session_id: 0,
            other_flags: bits,
            target_net_address: self.address.clone(),
            load_balance_info: self.routing_token.clone().map(String::into_bytes),
            user_name: self.user.clone(),
            domain: self.domain.clone(),
            password: roll(&self.password),
            target_fqdn: self.fqdn.clone(),
            target_netbios_name: self.netbios_name.clone(),
            redirection_guid: roll(&self.guid),
            target_certificate: roll(&self.certificate),
            ..Redirection::default()
        };
        let statement = Statement::Redirection(Box::new(redirection));
        self.then.behind(statement)
    }
}
