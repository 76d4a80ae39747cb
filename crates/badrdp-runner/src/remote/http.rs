//! What workers may ask and say.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use badrdp_scenario::Outcome;
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

pub(super) fn router(board: Arc<Board>, token: Arc<str>) -> Router {
    Router::new()
        .route("/next", get(next))
        .route("/state/{case}", get(state))
        .route("/result/{case}", post(result))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(board)
        .layer(middleware::from_fn_with_state(token, guard))
}

/// Nobody without the token gets further, and nobody takes for ever.
async fn guard(State(token): State<Arc<str>>, request: Request, next: Next) -> Response {
    let header = request.headers().get(header::AUTHORIZATION);
    let given = header.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    if !given.is_some_and(|given| is_same(given, token.as_bytes())) {
        let sentence = "the header `Authorization: Bearer TOKEN` is missing or has another token";
        return refusal(StatusCode::UNAUTHORIZED, sentence);
    }
    match timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => refusal(StatusCode::REQUEST_TIMEOUT, "the request took too long"),
    }
}

async fn next(State(board): State<Arc<Board>>) -> Response {
    match timeout(LONG_POLL, board.next()).await {
        Ok(Found::Case(case, task)) => Json(CaseBody::new(case, task)).into_response(),
        Ok(Found::NoMore) => StatusCode::NO_CONTENT.into_response(),
        Err(_) => {
            let again = [(header::RETRY_AFTER, "1")];
            let refusal = refusal(StatusCode::SERVICE_UNAVAILABLE, "no case yet, come again");
            (again, refusal).into_response()
        }
    }
}

async fn state(State(board): State<Arc<Board>>, Path(case): Path<u64>) -> Response {
    match board.has_enough(case) {
        Some(enough) => Json(serde_json::json!({ "enough": enough })).into_response(),
        None => refusal(StatusCode::NOT_FOUND, "no such case is open"),
    }
}

async fn result(
    State(board): State<Arc<Board>>,
    Path(case): Path<u64>,
    body: Result<Json<ResultBody>, JsonRejection>,
) -> Response {
    let answer = match body {
        Ok(Json(body)) => body.answer(),
        Err(rejection) => return refusal(rejection.status(), &rejection.body_text()),
    };
    match answer {
        Err(sentence) => refusal(StatusCode::UNPROCESSABLE_ENTITY, &sentence),
        Ok(answer) => {
            if board.answer(case, answer) {
                return StatusCode::NO_CONTENT.into_response();
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

fn refusal(status: StatusCode, sentence: &str) -> Response {
    (status, Json(serde_json::json!({ "error": sentence }))).into_response()
}

/// Compares in a time that does not tell how much is right.
fn is_same(given: &[u8], token: &[u8]) -> bool {
    let differences = given.iter().zip(token).map(|(a, b)| a ^ b);
    given.len() == token.len() && differences.fold(0, |all, one| all | one) == 0
}
