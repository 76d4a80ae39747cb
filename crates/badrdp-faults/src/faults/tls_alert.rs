//! `tls_alert`: a TLS alert of any level and description (RFC 8446 6).

use badrdp_tls::alert;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::step::{AlertLevel, Op};

/// The server refuses in the words of TLS. After a fatal alert it closes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TlsAlertToml", into = "TlsAlertToml")]
pub struct TlsAlert {
    level: AlertLevel,
    description: u8,
}

/// How it is written.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TlsAlertToml {
    /// `fatal` if not said.
    #[serde(default)]
    level: AlertLevel,
    /// The description by its name in RFC 8446, such as `handshake_failure`, or its number.
    description: Description,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "`description` takes the name of an alert or a number up to 255"
)]
enum Description {
    /// 0 to 255, also where no name exists.
    Number(u8),
    /// A name of RFC 8446 or of the versions before it.
    Name(String),
}

/// No alert is called so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown alert `{name}`, expected one of `{}`", known().join("`, `"))]
pub struct UnknownAlert {
    name: String,
}

impl Behaviour for TlsAlert {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        let mut ops = vec![Op::TlsAlert {
            level: self.level,
            description: self.description,
        }];
        if self.level == AlertLevel::Fatal {
            ops.push(Op::Close { notify: false });
        }
        ops
    }
}

fn known() -> Vec<&'static str> {
    alert::ALERTS.iter().map(|(_, name)| *name).collect()
}

impl TryFrom<TlsAlertToml> for TlsAlert {
    type Error = UnknownAlert;

    fn try_from(toml: TlsAlertToml) -> Result<Self, UnknownAlert> {
        let description = match toml.description {
            Description::Number(number) => number,
            Description::Name(name) => alert::by_name(&name).ok_or(UnknownAlert { name })?,
        };
        Ok(Self {
            level: toml.level,
            description,
        })
    }
}

impl From<TlsAlert> for TlsAlertToml {
    fn from(fault: TlsAlert) -> Self {
        let description = match alert::name(fault.description) {
            Some(name) => Description::Name(name.to_owned()),
            None => Description::Number(fault.description),
        };
        Self {
            level: fault.level,
            description,
        }
    }
}

impl JsonSchema for TlsAlert {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        TlsAlertToml::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        TlsAlertToml::json_schema(generator)
    }
}
