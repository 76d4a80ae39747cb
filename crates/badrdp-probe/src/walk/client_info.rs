//! Secure settings exchange: Client Info, with the credentials (MS-RDPBCGR 2.2.1.11).

use badrdp_proto::Phase;
use badrdp_proto::session::client_info::{self, ClientInfo, ExtendedInfo, Logon, flags};
use badrdp_proto::standard_security::header::flags as security;

use super::{Stage, Walk};

/// Sends Client Info. A password goes out only where something protects it.
pub(super) fn send(walk: &mut Walk) {
    let protected = walk.setup.selected.is_enhanced() || walk.cipher.is_some();
    if !protected {
        walk.odd("nothing protects the session: no password was sent");
    }
    let client_random = match walk.cipher {
        Some(_) => walk.setup.random.client_random,
        None => [0; 32],
    };
    let cookie = walk.setup.cookie;
    let info = ClientInfo {
        code_page: 0x409,
        flags: flags::MOUSE
            | flags::DISABLECTRLALTDEL
            | flags::AUTOLOGON
            | flags::LOGONNOTIFY
            | flags::LOGONERRORS
            | flags::ENABLEWINDOWSKEY,
        user_name: walk.setup.user.name.clone(),
        domain: walk.setup.domain.clone(),
        extended: Some(ExtendedInfo {
            address_family: 2,
            performance_flags: flags::DISABLE_WALLPAPER
                | flags::DISABLE_FULLWINDOWDRAG
                | flags::DISABLE_MENUANIMATIONS
                | flags::DISABLE_THEMING,
            auto_reconnect: cookie.map(|cookie| cookie.answer(&client_random)),
            ..ExtendedInfo::default()
        }),
        ..ClientInfo::default()
    };
    let password = walk.setup.user.password.clone();
    let message = client_info::encode(&Logon {
        info: &info,
        password: if protected { &password } else { "" },
    });
    walk.send_on(walk.channels.io, security::INFO_PKT, message);
    walk.stage = Stage::BeforeSession;
    walk.enter(Phase::SecureSettingsExchange, "Client Info", "licensing");
}
