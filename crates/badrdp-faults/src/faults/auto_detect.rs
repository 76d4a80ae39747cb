//! `auto_detect`: Auto-Detect Request of any type, as often as wanted (MS-RDPBCGR 2.2.14.3).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::Bytes;
use crate::dice::Dice;
use crate::ending::Then;
use crate::quantity::Period;
use crate::step::Op;
use crate::within::within;

/// The network is measured, sensibly or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AutoDetect {
    /// `requestType`, such as 0x0001 for a round trip.
    pub kind: u16,
    /// What follows the header; nothing if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Bytes>,
    /// How often, 10000 times at most; all together bring no more than 16 MiB.
    #[serde(default = "once", deserialize_with = "within::<_, _, 1, 10_000>")]
    #[schemars(range(min = 1, max = 10000))]
    pub times: std::num::NonZeroU16,
    /// The pause between two of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Period>,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl AutoDetect {
    /// All requests are made at once, so this is what a connection may have to keep.
    const MAX_BYTES: usize = 16 << 20;
}

impl Behaviour for AutoDetect {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn check(&self) -> Result<(), String> {
        let each = self.data.as_ref().map_or(0, Bytes::len);
        if each.saturating_mul(self.times.get().into()) > Self::MAX_BYTES {
            return Err(format!(
                "`auto_detect` brings {} times {each} bytes, and may bring {} in all",
                self.times,
                Self::MAX_BYTES
            ));
        }
        Ok(())
    }

    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        let mut ops = Vec::new();
        for nth in 0..self.times.get() {
            if let Some(every) = self.every.filter(|_| nth > 0) {
                ops.push(Op::Wait(every.duration()));
            }
            ops.push(Op::Say(Statement::AutoDetect {
                kind: self.kind,
                data: self
                    .data
                    .as_ref()
                    .map_or_else(Vec::new, |data| data.roll(dice)),
            }));
        }
        ops.extend(self.then.ops());
        ops
    }
}

const fn once() -> std::num::NonZeroU16 {
    std::num::NonZeroU16::MIN
}

#[cfg(test)]
mod tests {
    use crate::spec::FaultSpec;

    fn error(parameters: &str) -> String {
        let text =
            format!("when = {{ during = 'active' }}\nauto_detect = {{ kind = 1, {parameters} }}");
        let error = toml::from_str::<FaultSpec>(&text).unwrap_err();
        error.message().to_owned()
    }

    #[test]
    fn what_all_of_them_bring_is_bounded() {
        assert_eq!(
            error("times = 10001"),
            "`10001` is no number from 1 to 10000"
        );
        assert_eq!(
            error("times = 17, data = { random = 1048576 }"),
            "`auto_detect` brings 17 times 1048576 bytes, and may bring 16777216 in all"
        );
    }
}
