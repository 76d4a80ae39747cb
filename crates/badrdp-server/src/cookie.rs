//! Many scenarios on one port: the user name picks one, as badssl's host names do.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use badrdp_proto::frame;
use badrdp_proto::x224::ConnectionRequest;
use badrdp_scenario::Scenario;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::site::Site;

/// How long a client may take for its Connection Request.
const PATIENCE: Duration = Duration::from_secs(30);

/// The scenarios of a port by every name that a cookie may give.
pub(crate) struct ByCookie(HashMap<String, Arc<Site>>);

impl ByCookie {
    pub(crate) fn new(sites: &[Arc<Site>]) -> Self {
        let scenarios = sites.iter().map(|site| (&**site.armed.scenario(), site));
        let names = names(&scenarios.collect::<Vec<_>>());
        let names = names.into_iter();
        Self(names.map(|(name, site)| (name, Arc::clone(site))).collect())
    }

    /// Reads a Connection Request and picks the scenario that its cookie names; the bytes that
    /// were read come with it.
    pub(crate) async fn pick(
        &self,
        stream: &mut TcpStream,
    ) -> io::Result<Result<(Arc<Site>, Vec<u8>), String>> {
        let greeting = match timeout(PATIENCE, read_request(stream)).await {
            Ok(greeting) => greeting?,
            Err(_) => return Ok(Err("no Connection Request came".to_owned())),
        };
        let cookie = ConnectionRequest::decode(&greeting)
            .ok()
            .and_then(|request| request.cookie);
        let Some(cookie) = cookie else {
            return Ok(Err("the Connection Request has no cookie".to_owned()));
        };
        let site = self
            .0
            .get(&user_name(&cookie).to_ascii_lowercase())
            .cloned();
        Ok(site
            .map(|site| (site, greeting))
            .ok_or_else(|| format!("no scenario is called `{cookie}`")))
    }
}

/// What each name picks: the aliases, which are announced, before ids, and these before their last
/// parts, because the last part of one id may be the alias of another scenario.
fn names<T: Copy>(scenarios: &[(&Scenario, T)]) -> HashMap<String, T> {
    let kinds: [fn(&Scenario) -> String; 3] = [
        |scenario| scenario.alias.clone(),
        |scenario| scenario.id.to_string(),
        |scenario| scenario.id.name().to_owned(),
    ];
    let mut names = HashMap::new();
    for name_of in kinds {
        for (scenario, picked) in scenarios {
            let name = name_of(scenario).to_ascii_lowercase();
            names.entry(name).or_insert(*picked);
        }
    }
    names
}

/// The user in `DOMAIN\user` or `user@domain`.
fn user_name(cookie: &str) -> &str {
    let user = cookie.rsplit('\\').next().unwrap_or(cookie);
    user.split('@').next().unwrap_or(user)
}

async fn read_request(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut greeting = Vec::new();
    let mut chunk = [0; frame::MAX_CONNECTION_REQUEST];
    loop {
        match frame::length(&greeting, frame::MAX_CONNECTION_REQUEST) {
            Ok(Some(length)) if greeting.len() >= length => return Ok(greeting),
            Ok(_) => {}
            Err(_) => return Ok(greeting),
        }
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Ok(greeting);
        }
        greeting.extend_from_slice(chunk.get(..count).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use badrdp_scenario::Catalogue;

    use super::*;

    #[test]
    fn an_alias_goes_before_the_last_part_of_another_id() {
        let scenarios = Catalogue::built_in(None).scenarios().unwrap();
        let ids: Vec<_> = scenarios.iter().map(|s| (s, s.id.to_string())).collect();
        let picked: Vec<_> = ids.iter().map(|(s, id)| (*s, id.as_str())).collect();
        let names = names(&picked);
        for (scenario, id) in picked {
            assert_eq!(names.get(&scenario.alias.to_ascii_lowercase()), Some(&id));
            assert_eq!(names.get(id), Some(&id));
        }
        assert_eq!(names["expired"], "certificate/expired");
        assert_eq!(names["wrong-host"], "certificate/wrong-host");
    }

    #[test]
    fn domains_are_cut_off() {
        assert_eq!(user_name("LAB\\expired"), "expired");
        assert_eq!(user_name("expired@lab.test"), "expired");
        assert_eq!(user_name("expired"), "expired");
    }
}
