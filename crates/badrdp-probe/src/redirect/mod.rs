//! Where a redirection leads, and whether the probe goes there (MS-RDPBCGR 2.2.13.1, 3.2.5.3.1).
//!
//! A routing token leads back to the same address, where a balancer reads it. Otherwise the
//! first of `TargetFQDN`, `TargetNetAddress`, `TargetNetBiosName` and `TargetNetAddresses`
//! counts that can be followed. The port stays.

mod pin;
mod target;

use std::net::{IpAddr, SocketAddr};

use badrdp_proto::session::redirection::{Redirection, flags};
use badrdp_proto::share::text::from_utf16;

use self::target::Target;
use crate::options::{Follow, Options};
use crate::seen::NotFollowed;

/// How many redirections are followed, one behind the other.
const MOST_HOPS: u32 = 3;

/// The longest routing token that fits into a Connection Request.
const LONGEST_TOKEN: usize = 200;

/// Where an attempt goes, and as whom.
#[derive(Clone)]
pub(crate) struct Destination {
    pub(crate) address: SocketAddr,
    /// The name that the certificate must be for; the address itself if not given.
    pub(crate) name: Option<String>,
    /// The only certificate that the target may show, in DER.
    pub(crate) pinned: Option<Vec<u8>>,
    pub(crate) user: String,
    pub(crate) domain: String,
    pub(crate) password: String,
    /// The routing token of the Connection Request, without its end of line.
    pub(crate) routing_token: Option<Vec<u8>>,
    /// The session to connect to.
    pub(crate) session_id: Option<u32>,
    /// How many redirections led here.
    hops: u32,
}

impl Destination {
    /// Where the probe was told to go.
    pub(crate) fn first(options: &Options) -> Self {
        Self {
            address: options.address,
            name: options.name.clone(),
            pinned: None,
            user: options.user.clone(),
            domain: String::new(),
            password: options.password.clone(),
            routing_token: None,
            session_id: None,
            hops: 0,
        }
    }

    /// Where `redirection` leads from here.
    ///
    /// # Errors
    /// [`NotFollowed`] where the probe does not go there.
    pub(crate) async fn redirected(
        &self,
        redirection: &Redirection,
        options: &Options,
    ) -> Result<Self, NotFollowed> {
        if self.hops >= MOST_HOPS {
            return Err(NotFollowed::Endless(self.hops));
        }
        let mut next = Self {
            hops: self.hops + 1,
            session_id: Some(redirection.session_id),
            pinned: None,
            routing_token: None,
            ..self.clone()
        };
        next.log_on_as(redirection)?;
        if let Some(certificate) = &redirection.target_certificate {
            let pinned = pin::certificate(certificate).ok_or_else(|| {
                NotFollowed::Broken("TargetCertificate holds no certificate".to_owned())
            })?;
            next.pinned = Some(pinned);
        }
        if let Some(token) = &redirection.load_balance_info {
            let token = token.strip_suffix(b"\r\n").unwrap_or(token);
            if token.len() > LONGEST_TOKEN {
                return Err(NotFollowed::Broken(format!(
                    "a routing token of {} bytes fits into no Connection Request",
                    token.len()
                )));
            }
            next.routing_token = Some(token.to_vec());
            return Ok(next);
        }
        let (address, name) = self.find(redirection, options).await?;
        next.address = SocketAddr::new(address, self.address.port());
        let fqdn = redirection.target_fqdn.clone();
        next.name = Some(fqdn.filter(|name| !name.is_empty()).unwrap_or(name));
        Ok(next)
    }

    /// Takes the account over that the redirection brings along.
    fn log_on_as(&mut self, redirection: &Redirection) -> Result<(), NotFollowed> {
        if let Some(user) = &redirection.user_name {
            self.user.clone_from(user);
            self.domain = redirection.domain.clone().unwrap_or_default();
        }
        let Some(password) = &redirection.password else {
            return Ok(());
        };
        if redirection.other_flags & flags::PASSWORD_IS_PK_ENCRYPTED != 0 {
            return Err(NotFollowed::Rdstls);
        }
        self.password = from_utf16(password);
        Ok(())
    }

    /// The first address that the probe may go to, and what it was called.
    async fn find(
        &self,
        redirection: &Redirection,
        options: &Options,
    ) -> Result<(IpAddr, String), NotFollowed> {
        let single = [
            &redirection.target_fqdn,
            &redirection.target_net_address,
            &redirection.target_netbios_name,
        ];
        let several = redirection.target_net_addresses.iter().flatten();
        let names = single.into_iter().flatten().chain(several);
        let mut refused = None;
        for name in names {
            match self.resolve(name, options).await {
                Ok(address) => return Ok((address, name.clone())),
                Err(why) => refused = refused.or(Some(why)),
            }
        }
        let nobody = || NotFollowed::Broken("it names no target".to_owned());
        Err(refused.unwrap_or_else(nobody))
    }

    async fn resolve(&self, name: &str, options: &Options) -> Result<IpAddr, NotFollowed> {
        let here = self.address.ip();
        let own = [self.name.as_deref(), options.name.as_deref()];
        let address = match Target::read(name) {
            Target::Broken(what) => return Err(NotFollowed::Broken(what)),
            Target::Nowhere => return Err(NotFollowed::Unreachable(name.to_owned())),
            Target::Localhost => target::loopback(here),
            Target::Address(address) => address,
            Target::Name
                if own
                    .iter()
                    .flatten()
                    .any(|own| own.eq_ignore_ascii_case(name)) =>
            {
                here
            }
            Target::Name if options.follow == Follow::Any => {
                target::look_up(name, options.patience)
                    .await
                    .ok_or_else(|| NotFollowed::Unreachable(name.to_owned()))?
            }
            Target::Name => return Err(NotFollowed::Elsewhere(name.to_owned())),
        };
        let is_near = address.is_loopback() || address == options.address.ip();
        if is_near || options.follow == Follow::Any {
            Ok(address)
        } else {
            Err(NotFollowed::Elsewhere(name.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests;
