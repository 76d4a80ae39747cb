//! `deactivate`: Deactivate All, and a new Demand Active or none (MS-RDPBCGR 1.3.1.3).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;
use crate::within::within_if_said;

/// The session is taken down, to be negotiated anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deactivate {
    /// The new height of the desktop in pixels, 200 to 8192; with `width` only.
    #[serde(
        default,
        deserialize_with = "within_if_said::<_, _, 200, 8192>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 200, max = 8192))]
    pub height: Option<u16>,
    /// Whether a Demand Active PDU follows.
    #[serde(default = "yes")]
    pub reactivate: bool,
    /// The new width of the desktop in pixels, 200 to 8192; with `height` only.
    #[serde(
        default,
        deserialize_with = "within_if_said::<_, _, 200, 8192>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 200, max = 8192))]
    pub width: Option<u16>,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for Deactivate {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn check(&self) -> Result<(), String> {
        if self.width.is_some() == self.height.is_some() {
            Ok(())
        } else {
            Err("`deactivate` takes `width` and `height` together".to_owned())
        }
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::DeactivateAll {
            reactivate: self.reactivate,
            size: self.width.zip(self.height),
        })
    }
}

const fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use crate::spec::FaultSpec;

    fn error(parameters: &str) -> String {
        let text = format!("when = {{ during = 'active' }}\ndeactivate = {{ {parameters} }}");
        let error = toml::from_str::<FaultSpec>(&text).unwrap_err();
        error.message().to_owned()
    }

    #[test]
    fn a_desktop_has_two_sides_of_a_size_that_the_standard_knows() {
        assert_eq!(
            error("width = 800"),
            "`deactivate` takes `width` and `height` together"
        );
        assert_eq!(
            error("width = 800, height = 100"),
            "`100` is no number from 200 to 8192"
        );
    }
}
