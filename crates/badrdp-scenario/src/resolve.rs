//! From a file to a scenario: names are looked up, choices are made, and what cannot be is
//! pointed at.

use std::sync::Arc;

use badrdp_faults::{FaultSpec, Moment};
use badrdp_proto::acceptor::{Answer, Settings};
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::{MessageName, Phase};
use badrdp_tls::choices::{self as tls, Version};

use crate::error::{FileError, nearest};
use crate::file::{Overrides, ProfileFile, ScenarioFile};
use crate::id::Id;
use crate::scenario::Scenario;
use crate::server::{Choices, Security, Server};

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
    for name in tables.filter_map(|table| table.certificate) {
        if let Some(known) = names.certificates.filter(|known| !known.contains(&name)) {
            return Err(at(&name, &unknown("certificate", &name, known)));
        }
    }
    let base = merge(&profile.overrides(), &file.server.overrides());
    let choices = choose(&base).map_err(|message| at("[server", &message))?;
    let mut connections = Vec::new();
    for table in &file.server.connections {
        let choices = choose(&merge(&base, &table.overrides()))
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
    if file.expect.client.is_empty() {
        return Err(at("[expect]", "`client` lists no outcome"));
    }
    if let Some(outcome) = file
        .expect
        .client
        .iter()
        .find(|word| file.expect.tolerate.contains(word))
    {
        return Err(at(
            "tolerate",
            &format!("`{outcome}` is both expected and tolerated"),
        ));
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

/// What `over` says, and `base` where it says nothing.
fn merge(base: &Overrides, over: &Overrides) -> Overrides {
    let tls = match (&base.tls, &over.tls) {
        (Some(base), Some(over)) => {
            let over = over.clone();
            Some(crate::server::TlsChoices {
                client_certificate: over.client_certificate.or(base.client_certificate),
                finished: over.finished.or(base.finished),
                renegotiation_info: over.renegotiation_info.or(base.renegotiation_info),
                server_name: over.server_name.or(base.server_name),
                signature: over.signature.or(base.signature),
                suites: over.suites.or_else(|| base.suites.clone()),
                unoffered_suite: over.unoffered_suite.or(base.unoffered_suite),
                versions: over.versions.or_else(|| base.versions.clone()),
            })
        }
        (base, over) => over.clone().or_else(|| base.clone()),
    };
    let over = over.clone();
    Overrides {
        certificate: over.certificate.or_else(|| base.certificate.clone()),
        direct_tls: over.direct_tls.or(base.direct_tls),
        failure: over.failure.or(base.failure),
        flags: over.flags.or(base.flags),
        gcc_version: over.gcc_version.or_else(|| base.gcc_version.clone()),
        negotiation: over.negotiation.or(base.negotiation),
        refuses_correlation_info: over
            .refuses_correlation_info
            .or(base.refuses_correlation_info),
        requires_cookie: over.requires_cookie.or(base.requires_cookie),
        security: over.security.or_else(|| base.security.clone()),
        select: over.select.or(base.select),
        source_reference: over.source_reference.or(base.source_reference),
        standard_security: over
            .standard_security
            .or_else(|| base.standard_security.clone()),
        tls,
    }
}

/// Makes every choice.
fn choose(table: &Overrides) -> Result<Choices, String> {
    let security = table.security.as_deref().unwrap_or_default();
    let default = Settings::default();
    let answer = match (table.failure, table.select, table.negotiation) {
        (Some(_), Some(_), _) => return Err("`failure` and `select` exclude each other".to_owned()),
        (Some(failure), None, _) => Answer::Fail(failure.0),
        (None, Some(select), _) => Answer::Select(select.protocols()),
        (None, None, Some(false)) => Answer::NoNegotiationData,
        (None, None, _) => Answer::Honest,
    };
    let negotiation = Settings {
        answer,
        direct_tls: table.direct_tls.unwrap_or_default(),
        flags: table.flags.unwrap_or(default.flags),
        refuses_correlation_info: table.refuses_correlation_info.unwrap_or_default(),
        requires_cookie: table.requires_cookie.unwrap_or_default(),
        source_reference: table.source_reference.unwrap_or(default.source_reference),
        standard_security: security.contains(&Security::Rdp),
        supported: security.iter().fold(Protocols::RDP, |protocols, security| {
            protocols | security.protocol()
        }),
    };
    let mut tls = tls::Choices::default();
    if let Some(table) = table.tls.clone() {
        tls.client_certificate = table.client_certificate.unwrap_or(tls.client_certificate);
        tls.finished = table.finished.unwrap_or(tls.finished);
        tls.renegotiation_info = table.renegotiation_info.unwrap_or(tls.renegotiation_info);
        tls.server_name = table.server_name.unwrap_or(tls.server_name);
        tls.signature = table.signature.unwrap_or(tls.signature);
        tls.suites = table.suites.or(tls.suites);
        tls.unoffered_suite = table.unoffered_suite.or(tls.unoffered_suite);
        tls.versions = table.versions.unwrap_or(tls.versions);
    }
    tls.validate().map_err(|error| error.to_string())?;
    let gcc_version = match &table.gcc_version {
        Some(text) => Some(
            text.strip_prefix("0x")
                .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .ok_or_else(|| format!("`{text}` is no GCC version such as \"0x00080004\""))?,
        ),
        None => None,
    };
    Ok(Choices {
        certificate: table
            .certificate
            .clone()
            .unwrap_or_else(|| "windows-default".to_owned()),
        negotiation,
        standard_security: table.standard_security.clone(),
        gcc_version,
        tls,
    })
}

/// A fault must be able to strike: TLS 1.3 hides what TLS 1.2 shows, and the honest
/// conversation ends at the client's first PDU after the security layer.
fn reachable(fault: &FaultSpec, server: &Server) -> Result<(), String> {
    let (Moment::After(name) | Moment::At(name) | Moment::Before(name)) = fault.when().moment
    else {
        if let Moment::During(phase) = fault.when().moment
            && phase > Phase::BasicSettingsExchange
        {
            return Err(format!("the server does not go as far as `{phase}`"));
        }
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
