//! What workers may ask and say.

use std::time::Duration;

use badrdp_scenario::Outcome;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Method, Request, Response, StatusCode};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::board::{Board, Found};
use crate::elsewhere::{Answer, Task, Told};
use crate::manual::number;

/// The most that a worker may post.
const MAX_BODY: usize = 64 << 10;

/// How long `GET /next` waits for a case before it says to come again.
const LONG_POLL: Duration = Duration::from_secs(20);

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A case, as workers get it.
#[derive(Serialize)]
struct CaseBody {
    case: u64,
    scenario: String,
    address: String,
    port: u16,
    user: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    password: String,
    deadline_s: u64,
}

/// What a worker says of a case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultBody {
    #[serde(default)]
    outcome: Option<Outcome>,
    #[serde(default)]
    code: Option<CodeBody>,
    #[serde(default)]
    extended: Option<CodeBody>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    exit: Option<i32>,
    /// Why nothing was run.
    #[serde(default)]
    skipped: Option<String>,
}

/// A number, or text such as `0x904`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a code is a number or text such as `0x904`")]
enum CodeBody {
    Number(u32),
    Text(String),
}

/// What a worker is answered.
pub(super) type Reply = Response<Full<Bytes>>;

/// Answers a request. Nobody without the token gets further, and nobody takes for ever.
pub(super) async fn answer(request: Request<Incoming>, board: &Board, token: &str) -> Reply {
    let header = request.headers().get(AUTHORIZATION);
    let given = header.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    if !given.is_some_and(|given| is_same(given, token.as_bytes())) {
        let sentence = "the header `Authorization: Bearer TOKEN` is missing or has another token";
        return refusal(StatusCode::UNAUTHORIZED, sentence);
    }
    match timeout(PATIENCE, routed(request, board)).await {
        Ok(reply) => reply,
        Err(_) => refusal(StatusCode::REQUEST_TIMEOUT, "the request took too long"),
    }
}

async fn routed(request: Request<Incoming>, board: &Board) -> Reply {
    let path = request.uri().path().to_owned();
    let mut parts = path.trim_start_matches('/').split('/');
    let (what, case, rest) = (parts.next(), parts.next(), parts.next());
    let case = case.map(str::parse);
    match (request.method(), what, case, rest) {
        (&Method::GET, Some("next"), None, None) => next(board).await,
        (&Method::GET, Some("state"), Some(Ok(case)), None) => state(board, case),
        (&Method::POST, Some("result"), Some(Ok(case)), None) => {
            result(board, case, request.into_body()).await
        }
        _ => {
            let sentence = "there are GET /next, GET /state/CASE and POST /result/CASE";
            refusal(StatusCode::NOT_FOUND, sentence)
        }
    }
}

async fn next(board: &Board) -> Reply {
    match timeout(LONG_POLL, board.next()).await {
        Ok(Found::Case(case, task)) => json(StatusCode::OK, &CaseBody::new(case, task)),
        Ok(Found::NoMore) => empty(),
        Err(_) => {
            let sentence = "no case yet, come again";
            let mut reply = refusal(StatusCode::SERVICE_UNAVAILABLE, sentence);
            let headers = reply.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
            reply
        }
    }
}

fn state(board: &Board, case: u64) -> Reply {
    match board.has_enough(case) {
        Some(enough) => json(StatusCode::OK, &serde_json::json!({ "enough": enough })),
        None => refusal(StatusCode::NOT_FOUND, "no such case is open"),
    }
}

async fn result(board: &Board, case: u64, body: Incoming) -> Reply {
    let body = match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            let sentence = format!("a result has at most {MAX_BODY} bytes");
            return refusal(StatusCode::PAYLOAD_TOO_LARGE, &sentence);
        }
        Err(_) => return refusal(StatusCode::BAD_REQUEST, "the body broke off"),
    };
    let read = serde_json::from_slice::<ResultBody>(&body).map_err(|error| error.to_string());
    match read.and_then(ResultBody::answer) {
        Err(sentence) => refusal(StatusCode::UNPROCESSABLE_ENTITY, &sentence),
        Ok(answer) => {
            if board.answer(case, answer) {
                return empty();
            }
            let sentence = "no such case is open: it is answered already, or its time is up";
            refusal(StatusCode::NOT_FOUND, sentence)
        }
    }
}

impl CaseBody {
    fn new(case: u64, task: Task) -> Self {
        Self {
            case,
            scenario: task.scenario.id.to_string(),
            address: task.address.ip().to_string(),
            port: task.address.port(),
            user: task.user,
            password: task.password,
            deadline_s: task.within.as_secs().max(1),
        }
    }
}

impl ResultBody {
    fn answer(self) -> Result<Answer, String> {
        if let Some(reason) = self.skipped {
            return Ok(Answer::Skipped(format!("the worker: {reason}")));
        }
        let told = Told {
            outcome: self.outcome,
            code: self.code.map(CodeBody::number).transpose()?,
            extended: self.extended.map(CodeBody::number).transpose()?,
            text: self.text,
            exit: self.exit,
        };
        if told == Told::default() {
            return Err("give at least one of outcome, code, text, exit and skipped".to_owned());
        }
        Ok(Answer::Told(told))
    }
}

impl CodeBody {
    fn number(self) -> Result<u32, String> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Text(text) => number(text.trim()).ok_or_else(|| format!("`{text}` is no code")),
        }
    }
}

fn refusal(status: StatusCode, sentence: &str) -> Reply {
    json(status, &serde_json::json!({ "error": sentence }))
}

fn json(status: StatusCode, value: &impl Serialize) -> Reply {
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut reply = Response::new(Full::from(body));
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    reply
}

fn empty() -> Reply {
    let mut reply = Response::default();
    *reply.status_mut() = StatusCode::NO_CONTENT;
    reply
}

/// Compares in a time that does not tell how much is right.
fn is_same(given: &[u8], token: &[u8]) -> bool {
    let differences = given.iter().zip(token).map(|(a, b)| a ^ b);
    given.len() == token.len() && differences.fold(0, |all, one| all | one) == 0
}
