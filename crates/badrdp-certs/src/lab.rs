//! One machine's certificate authority.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use badrdp_tls::Identity;
use jiff::Timestamp;
use rcgen::PublicKeyData as _;

use crate::authority::{self, Authority, Validity, stranger_name};
use crate::keyring::{KeyName, KeyRing, unpoisoned};
use crate::seal::Seal;
use crate::store::Store;
use crate::{Error, IssuerName, Recipe, chain, folder, issue, root};

/// One machine's certificate authority.
///
/// Its root lives 30 days and vouches for `badrdp.test`, `localhost`, 127.0.0.0/8 and ::1
/// only. A lab that is open keeps the root that it was opened with.
#[derive(Debug)]
pub struct Lab {
    authorities: Mutex<Authorities>,
    ca_path: Option<PathBuf>,
    ca_pem: String,
    keys: KeyRing,
    root: Arc<Authority>,
    validity: Validity,
}

/// The authorities made so far, by kind and by the name that the recipe gives them.
type Authorities = HashMap<(IssuerName, Option<String>), Arc<Authority>>;

impl Lab {
    /// Opens the lab in a folder, and makes its root if there is none that lasts a week.
    ///
    /// Several processes may open the same folder at once: they get the same root.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Self::open_at(folder, Timestamp::now())
    }

    /// Opens the lab as [`Lab::open`] does, at a given moment.
    pub fn open_at(folder: &Path, now: Timestamp) -> Result<Self, Error> {
        let store = Store::open(folder)?;
        let root = root::load_or_make(&store, now)?;
        let ca_path = store.path(root::PUBLIC_FILE);
        Ok(Self::with_root(root, Some(store), Some(ca_path)))
    }

    /// A lab in memory, for tests. Its keys are gone when it is dropped.
    pub fn ephemeral() -> Result<Self, Error> {
        Ok(Self::with_root(root::make(Timestamp::now())?, None, None))
    }

    /// Where a user's lab is: `BADRDP_DATA`, or `badrdp` in the data folder of the desktop
    /// standard (`XDG_DATA_HOME`, by default `~/.local/share`).
    pub fn default_dir() -> Result<PathBuf, Error> {
        folder::default_dir(|name| env::var_os(name)).ok_or(Error::NoDataFolder)
    }

    /// Issues a certificate for a server whose address is of no importance.
    pub fn issue(&self, recipe: &Recipe, now: Timestamp) -> Result<Identity, Error> {
        self.issue_for(recipe, now, &[])
    }

    /// Issues a certificate; `{address}` in its names stands for each of `addresses`. Keys are
    /// made and read now; the signature comes when the chain is first looked at.
    ///
    /// The lab leaves out an address that it does not [vouch for](Self::vouches_for): one
    /// such name would have clients refuse the whole certificate.
    pub fn issue_for(
        &self,
        recipe: &Recipe,
        now: Timestamp,
        addresses: &[String],
    ) -> Result<Identity, Error> {
        let key = self.keys.key(KeyName::Leaf(recipe.key))?;
        let params = issue::params(recipe, now, addresses)?;
        let issuer = self.issuer(recipe)?;
        let leaf = match &issuer {
            None => Seal::of(recipe).apply(&params, &key, &params, &key),
            Some(issuer) => Seal::of(recipe).apply(&params, &key, &issuer.params, &issuer.key),
        };
        let leaf = leaf.map_err(|error| error.of(&recipe.name))?;
        let public_key = key.der_bytes().to_vec();
        let key = if recipe.key_mismatch {
            self.keys.key(KeyName::Wrong(recipe.key))?
        } else {
            key
        };
        let stranger = || self.authority(IssuerName::UnknownCa, None);
        let chain = chain::arrange(recipe.chain, leaf, issuer.as_deref(), stranger)?;
        Ok(Identity {
            chain,
            key: key.private(),
            public_key,
        })
    }

    /// The certificate of the root, in PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The file that clients can be pointed at, with the root's certificate and nothing
    /// else. A lab in memory has none.
    #[must_use]
    pub fn ca_path(&self) -> Option<&Path> {
        self.ca_path.as_deref()
    }

    /// Whether a client that trusts the lab accepts it for this host name or IP address.
    #[must_use]
    pub fn vouches_for(address: &str) -> bool {
        issue::address_name(address).is_ok_and(|name| authority::vouches_for(&name))
    }

    /// A few lines about the root, for people.
    #[must_use]
    pub fn show(&self) -> String {
        root::show(&self.root, self.validity, self.ca_path())
    }

    fn with_root(
        (root, validity): (Authority, Validity),
        store: Option<Store>,
        ca_path: Option<PathBuf>,
    ) -> Self {
        Self {
            authorities: Mutex::default(),
            ca_path,
            ca_pem: root::pem(&root),
            keys: KeyRing::new(store),
            root: Arc::new(root),
            validity,
        }
    }

    /// Who signs; nobody else if the certificate signs itself.
    fn issuer(&self, recipe: &Recipe) -> Result<Option<Arc<Authority>>, Error> {
        match recipe.issuer {
            IssuerName::SelfSigned => Ok(None),
            IssuerName::LabCa => Ok(Some(Arc::clone(&self.root))),
            IssuerName::AntivirusRoot | IssuerName::LabIntermediate | IssuerName::UnknownCa => self
                .authority(recipe.issuer, recipe.issuer_name.as_deref())
                .map(Some),
        }
    }

    /// An authority other than the root, made once per process.
    fn authority(&self, issuer: IssuerName, name: Option<&str>) -> Result<Arc<Authority>, Error> {
        let key = self.keys.key(KeyName::Authority(issuer))?;
        let place = (issuer, name.map(str::to_owned));
        let mut authorities = unpoisoned(&self.authorities);
        if let Some(authority) = authorities.get(&place) {
            return Ok(Arc::clone(authority));
        }
        let made = if issuer == IssuerName::LabIntermediate {
            let name = format!("badrdp lab intermediate {}", key.fingerprint());
            Authority::intermediate(&name, key, &self.root, self.validity)?
        } else {
            let name = name.unwrap_or_else(|| stranger_name(issuer));
            Authority::root(name, key, self.validity)?
        };
        let made = Arc::new(made);
        authorities.insert(place, Arc::clone(&made));
        Ok(made)
    }
}
