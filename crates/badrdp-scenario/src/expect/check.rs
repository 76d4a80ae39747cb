//! What an expectation must not say, beyond what its types rule out.

use super::Expect;
use crate::outcome::Outcome;

/// The longest `spec`, in characters.
const MAX_SPEC: usize = 100;

/// What is wrong, and where: the text to look for, how often it is passed over, the sentence.
pub(crate) type Mistake = (&'static str, usize, String);

/// Looks for outcomes that are listed twice or nowhere, and for rules that say nothing.
pub(crate) fn check(expect: &Expect) -> Result<(), Mistake> {
    const ACCEPT: &str = "[[expect.accept]]";
    if expect.right().next().is_none() {
        let sentence = "`client` lists no outcome, and there is no [[expect.accept]]";
        return Err(("[expect]", 0, sentence.to_owned()));
    }
    for (index, accept) in expect.accept.iter().enumerate() {
        let earlier = expect.accept.iter().take(index);
        let mut earlier = earlier.map(|accept| accept.outcome);
        if expect.client.contains(&accept.outcome) || earlier.any(|one| one == accept.outcome) {
            let sentence = format!("`{}` is accepted twice", accept.outcome);
            return Err((ACCEPT, index, sentence));
        }
        let length = accept.spec.chars().count();
        if accept.spec.trim().is_empty() || length > MAX_SPEC {
            let sentence = format!("`spec` takes the section of a standard, 1 to {MAX_SPEC} signs");
            return Err((ACCEPT, index, sentence));
        }
    }
    let is_tolerated = |outcome: &Outcome| expect.tolerate.contains(outcome);
    match expect.right().find(is_tolerated) {
        Some(outcome) => {
            let sentence = format!("`{outcome}` is both expected and tolerated");
            Err(("tolerate", 0, sentence))
        }
        None => Ok(()),
    }
}
