//! From a file to a scenario: names are looked up, choices are made, and what cannot be is
//! pointed at.

use std::sync::Arc;

use badrdp_faults::{FaultSpec, Moment};
use badrdp_proto::{MessageName, Phase};
use badrdp_tls::choices::Version;

use crate::choose::choose;
use crate::error::{FileError, nearest};
use crate::expect;
use crate::file::{ProfileFile, ScenarioFile};
use crate::id::Id;
use crate::layered::Layered as _;
use crate::scenario::Scenario;
use crate::server::Server;

/// What a file may refer to by name.
pub(crate) struct Names<'a> {
    /// Finds a profile.
    pub(crate) profile: &'a dyn Fn(&str) -> Result<ProfileFile, ProfileProblem>,
    /// The certificates that there are; `None` if nobody knows.
    pub(crate) certificates: Option<&'a [String]>,
}

/// Why a profile was not found.
pub(crate) enum ProfileProblem {
    /// The profile's own file is invalid.
    File(Box<FileError>),
    /// There is none of that name; these there are.
    Unknown(Vec<String>),
}

/// The longest alias: some clients cut the cookie behind the ninth character.
pub(crate) const MAX_ALIAS: usize = 9;

/// Reads a profile file.
pub(crate) fn profile(path: &str, text: &str) -> Result<ProfileFile, Box<FileError>> {
    let file: ProfileFile =
        toml::from_str(text).map_err(|error| Box::new(FileError::from_toml(path, text, &error)))?;
    if file.security.is_none() {
        return Err(Box::new(FileError::new(
            path,
            text,
            0..0,
            "a profile needs `security`",
        )));
    }
    Ok(file)
}

/// Reads a scenario file.
pub(crate) fn scenario(
    id: &Id,
    path: &str,
    text: &str,
    names: &Names<'_>,
) -> Result<Scenario, Box<FileError>> {
    let file: ScenarioFile =
        toml::from_str(text).map_err(|error| Box::new(FileError::from_toml(path, text, &error)))?;
    let at = |needle: &str, message: &str| {
        Box::new(FileError::new(path, text, locate(text, needle), message))
    };
    let profile = (names.profile)(&file.server.profile).map_err(|problem| match problem {
        ProfileProblem::File(error) => error,
        ProfileProblem::Unknown(known) => at(
            &file.server.profile,
            &unknown("profile", &file.server.profile, &known),
        ),
    })?;
    let tables = std::iter::once(file.server.overrides()).chain(
        file.server
            .connections
            .iter()
            .map(|table| table.overrides()),
    );
    let named = tables.flat_map(|table| {
        let key = table.standard_security.and_then(|table| table.key);
        table.certificate.into_iter().chain(key)
    });
    for name in named {
        if let Some(known) = names.certificates.filter(|known| !known.contains(&name)) {
            return Err(at(&name, &unknown("certificate", &name, known)));
        }
    }
    let base = file.server.overrides().over(&profile.overrides());
    let choices = choose(&base).map_err(|message| at("[server", &message))?;
    let mut connections = Vec::new();
    for table in &file.server.connections {
        let choices = choose(&table.overrides().over(&base))
            .map_err(|message| at("[[server.connection]]", &message))?;
        connections.push((table.number, choices));
    }
    let server = Server {
        profile: file.server.profile.clone(),
        choices,
        connections,
    };
    for (index, fault) in file.faults.iter().enumerate() {
        reachable(fault, &server).map_err(|message| {
            let span = locate_nth(text, "[[fault]]", index);
            Box::new(FileError::new(path, text, span, &message))
        })?;
    }
    check_prose(&file, &at)?;
    expect::check(&file.expect).map_err(|(needle, skip, message)| {
        let span = locate_nth(text, needle, skip);
        Box::new(FileError::new(path, text, span, &message))
    })?;
    Ok(Scenario {
        alias: file.alias.clone().unwrap_or_else(|| id.short_alias()),
        id: id.clone(),
        seed: file.seed.unwrap_or_default(),
        server,
        faults: file.faults.clone().into(),
        file: Arc::new(file),
    })
}

fn check_prose(
    file: &ScenarioFile,
    at: &dyn Fn(&str, &str) -> Box<FileError>,
) -> Result<(), Box<FileError>> {
    if file.title.trim().is_empty() {
        return Err(at("title", "`title` is empty"));
    }
    if file.summary.trim().is_empty() {
        return Err(at("summary", "`summary` is empty"));
    }
    let bad_alias = |alias: &&String| {
        alias.is_empty()
            || alias.len() > MAX_ALIAS
            || !alias
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if let Some(alias) = file.alias.as_ref().filter(bad_alias) {
        let message =
            format!("`{alias}` is no alias: 1 to {MAX_ALIAS} letters, digits and hyphens");
        return Err(at(alias, &message));
    }
    Ok(())
}

/// A fault must be able to strike: TLS 1.3 hides what TLS 1.2 shows, and what is said in the
/// words of a session needs one.
fn reachable(fault: &FaultSpec, server: &Server) -> Result<(), String> {
    let phase = match &fault.when().moment {
        Moment::After(name) | Moment::At(name) | Moment::Before(name) => Some(name.phase()),
        Moment::During(phase) => Some(*phase),
        Moment::AtByte { .. } | Moment::OnPattern(_) => None,
    };
    if fault.speaks() && phase.is_some_and(|phase| phase < Phase::ChannelConnection) {
        return Err(format!(
            "`{}` is said in a session: its moment has to come after `attach-user-confirm`",
            fault.fault().name()
        ));
    }
    let (Moment::After(name) | Moment::At(name) | Moment::Before(name)) = fault.when().moment
    else {
        return Ok(());
    };
    let only_in_the_clear = matches!(
        name,
        MessageName::Certificate
            | MessageName::CertificateRequest
            | MessageName::ClientCertificate
            | MessageName::ClientCertificateVerify
            | MessageName::ClientKeyExchange
            | MessageName::NewSessionTicket
            | MessageName::ServerFinished
            | MessageName::ServerHelloDone
            | MessageName::ServerKeyExchange
    );
    let only_hidden = matches!(
        name,
        MessageName::ClientEncryptedHandshake
            | MessageName::EncryptedHandshake
            | MessageName::HelloRetryRequest
    );
    let met: Vec<_> = std::iter::once(&server.choices)
        .chain(server.connections.iter().map(|(_, choices)| choices))
        .flat_map(|choices| &choices.tls.versions)
        .collect();
    if only_in_the_clear && met.contains(&&Version::Tls13) {
        return Err(format!(
            "TLS 1.3 hides `{name}`: name `encrypted-handshake`, or write `tls = {{ versions = [\"1.2\"] }}` under [server]"
        ));
    }
    if only_hidden && met.iter().any(|version| **version != Version::Tls13) {
        return Err(format!(
            "`{name}` exists in TLS 1.3 only: write `tls = {{ versions = [\"1.3\"] }}` under [server]"
        ));
    }
    Ok(())
}

fn unknown(kind: &str, name: &str, known: &[String]) -> String {
    let mut sorted = known.to_vec();
    sorted.sort();
    if let Some(nearest) = nearest(name, &sorted) {
        // The nearest comes first, so that the list may be cut by whoever shows it.
        sorted.retain(|word| *word != nearest);
        sorted.insert(0, nearest);
    }
    format!(
        "unknown {kind} `{name}`, expected one of `{}`",
        sorted.join("`, `")
    )
}

/// Where `needle` first stands in `text`.
fn locate(text: &str, needle: &str) -> std::ops::Range<usize> {
    locate_nth(text, needle, 0)
}

/// Where `needle` stands in `text` after `skip` other times.
fn locate_nth(text: &str, needle: &str, skip: usize) -> std::ops::Range<usize> {
    let found = text.match_indices(needle).nth(skip);
    found.map_or(0..0, |(start, needle)| start..start + needle.len())
}
