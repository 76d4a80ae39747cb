//! From a file to a scenario: names are looked up, choices are made, and what cannot be is
//! pointed at.

use std::sync::Arc;

use badrdp_faults::{FaultSpec, Moment};
use badrdp_proto::{MessageName, Phase};
use badrdp_tls::choices::Version;

use crate::choose::choose;
use crate::error::{FileError, nearest};
use crate::expect;
use crate::file::{Overrides, ProfileFile, ScenarioFile};
use crate::id::Id;
use crate::layered::Layered as _;
use crate::scenario::Scenario;
use crate::server::Server;
use badrdp_toml::{Step, locate};

/// What a file may refer to by name.
pub(crate) struct Names<'a> {
    /// Finds a profile.
    pub(crate) profile: &'a dyn Fn(&str) -> Result<&'a ProfileChoices, ProfileProblem>,
    /// The certificates that there are; `None` if nobody knows.
    pub(crate) certificates: Option<&'a [String]>,
}

/// A profile that was read, and its choices alone.
#[derive(Clone, Debug)]
pub(crate) struct ProfileChoices {
    pub(crate) file: ProfileFile,
    choices: Overrides,
}

impl From<ProfileFile> for ProfileChoices {
    fn from(file: ProfileFile) -> Self {
        let choices = file.overrides();
        Self { file, choices }
    }
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

/// The longest title, in characters: lists have one line for it.
const MAX_TITLE: usize = 100;

/// Reads a profile file.
pub(crate) fn profile(path: &str, text: &str) -> Result<ProfileFile, Box<FileError>> {
    let file: ProfileFile = badrdp_toml::from_str(text)
        .map_err(|error| Box::new(FileError::from_toml(path, text, &error)))?;
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

/// Reads a profile file as [`profile`] does, and makes its choices, which otherwise wait for the
/// first scenario that starts from it. `certificates` are the names that it may use.
///
/// # Errors
/// When it is invalid, names a certificate that there is not, or chooses what cannot be played.
pub fn check_profile(
    path: &str,
    text: &str,
    certificates: &[String],
) -> Result<(), Box<FileError>> {
    let overrides = profile(path, text)?.overrides();
    let at = |steps: &[Step<'_>], message: &str| {
        Box::new(FileError::new(path, text, locate(text, steps), message))
    };
    check_certificates(&overrides, Some(certificates), &[], &at)?;
    choose(&overrides).map_err(|message| at(&[], &message))?;
    Ok(())
}

/// Reads a scenario file.
pub(crate) fn scenario(
    id: &Id,
    path: &str,
    text: &str,
    names: &Names<'_>,
) -> Result<Scenario, Box<FileError>> {
    let file: ScenarioFile = badrdp_toml::from_str(text)
        .map_err(|error| Box::new(FileError::from_toml(path, text, &error)))?;
    let at = |steps: &[Step<'_>], message: &str| {
        Box::new(FileError::new(path, text, locate(text, steps), message))
    };
    let profile = (names.profile)(&file.server.profile).map_err(|problem| match problem {
        ProfileProblem::File(error) => error,
        ProfileProblem::Unknown(known) => at(
            &[SERVER, Step::Key("profile")],
            &unknown("profile", &file.server.profile, &known),
        ),
    })?;
    let overrides = file.server.overrides();
    check_certificates(&overrides, names.certificates, &[SERVER], &at)?;
    let base = overrides.over(&profile.choices);
    let choices = choose(&base).map_err(|message| at(&[SERVER], &message))?;
    let mut connections = Vec::new();
    for (index, table) in file.server.connections.iter().enumerate() {
        let steps = [SERVER, Step::Key("connection"), Step::Nth(index)];
        let overrides = table.overrides();
        check_certificates(&overrides, names.certificates, &steps, &at)?;
        let choices = choose(&overrides.over(&base)).map_err(|message| at(&steps, &message))?;
        connections.push((table.number, choices));
    }
    let server = Server {
        profile: file.server.profile.clone(),
        choices,
        connections,
    };
    for (index, fault) in file.faults.iter().enumerate() {
        reachable(fault, &server)
            .map_err(|message| at(&[Step::Key("fault"), Step::Nth(index)], &message))?;
    }
    check_prose(&file, &at)?;
    expect::check(&file.expect).map_err(|mistake| {
        let steps: Vec<_> = std::iter::once(Step::Key("expect"))
            .chain(mistake.steps)
            .collect();
        at(&steps, &mistake.sentence)
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

const SERVER: Step<'static> = Step::Key("server");

/// Makes an error that points at the end of a path.
type At<'a> = dyn Fn(&[Step<'_>], &str) -> Box<FileError> + 'a;

/// The certificates that the table at the end of `steps` names have to be `known`.
fn check_certificates(
    table: &Overrides,
    known: Option<&[String]>,
    steps: &[Step<'_>],
    at: &At<'_>,
) -> Result<(), Box<FileError>> {
    const KEY: [Step<'static>; 2] = [Step::Key("standard_security"), Step::Key("key")];
    let Some(known) = known else {
        return Ok(());
    };
    let key = table.standard_security.as_ref();
    let key = key.and_then(|table| table.key.as_ref());
    let certificate = table.certificate.as_ref();
    for (name, rest) in [(certificate, &[Step::Key("certificate")][..]), (key, &KEY)] {
        if let Some(name) = name.filter(|name| !known.contains(name)) {
            let message = unknown("certificate", name, known);
            return Err(at(&[steps, rest].concat(), &message));
        }
    }
    Ok(())
}

fn check_prose(file: &ScenarioFile, at: &At<'_>) -> Result<(), Box<FileError>> {
    for (key, value) in [("title", &file.title), ("summary", &file.summary)] {
        if value.trim().is_empty() {
            return Err(at(&[Step::Key(key)], &format!("`{key}` is empty")));
        }
    }
    if file.title.contains(char::is_control) || file.title.chars().count() > MAX_TITLE {
        let message = format!("`title` takes one line of at most {MAX_TITLE} signs");
        return Err(at(&[Step::Key("title")], &message));
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
        return Err(at(&[Step::Key("alias")], &message));
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
    if phase.is_some_and(|phase| phase < Phase::ChannelConnection) && fault.speaks() {
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
