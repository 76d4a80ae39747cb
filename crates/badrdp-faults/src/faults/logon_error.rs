//! `logon_error`: Logon Errors Info: what keeps the user from the session (MS-RDPBCGR 2.2.10.1.1.4.1.1).

use badrdp_proto::acceptor::Statement;
use badrdp_proto::session::save_session_info::{NOTIFICATION_DATA, NOTIFICATION_TYPES};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::named::{Named, Names};
use crate::step::Op;

/// A Save Session Info PDU with Logon Errors Info.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogonError {
    /// `ErrorNotificationType`: by its name in the standard, or any number, such as an NTSTATUS.
    pub kind: LogonErrorKind,
    /// `ErrorNotificationData`: by its name in the standard, or any number.
    #[serde(default = "other")]
    pub data: LogonErrorData,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for LogonError {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::LogonError {
            kind: self.kind.number(),
            data: self.data.number(),
        })
    }
}

/// `LOGON_FAILED_OTHER`
const fn other() -> LogonErrorData {
    LogonErrorData::new(2)
}

/// `ErrorNotificationType` (MS-RDPBCGR 2.2.10.1.1.4.1.1).
#[derive(Clone, Copy, Debug)]
pub enum LogonErrorKinds {}

impl Names for LogonErrorKinds {
    const WHAT: &'static str = "logon error type";

    fn all() -> Vec<(u32, &'static str)> {
        NOTIFICATION_TYPES.to_vec()
    }
}

/// `ErrorNotificationType`, by its name or any number.
pub type LogonErrorKind = Named<LogonErrorKinds>;

/// `ErrorNotificationData` (MS-RDPBCGR 2.2.10.1.1.4.1.1).
#[derive(Clone, Copy, Debug)]
pub enum LogonErrorDatas {}

impl Names for LogonErrorDatas {
    const WHAT: &'static str = "logon error data";

    fn all() -> Vec<(u32, &'static str)> {
        NOTIFICATION_DATA.to_vec()
    }
}

/// `ErrorNotificationData`, by its name or any number.
pub type LogonErrorData = Named<LogonErrorDatas>;
