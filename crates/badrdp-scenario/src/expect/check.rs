//! What an expectation must not say, beyond what its types rule out.

use super::Expect;
use badrdp_toml::Step;

/// The longest `spec`, in characters.
const MAX_SPEC: usize = 100;

/// What is wrong, and where.
pub(crate) struct Mistake {
    /// The way to it from `[expect]`.
    pub(crate) steps: Vec<Step<'static>>,
    pub(crate) sentence: String,
}

impl Mistake {
    fn new(steps: impl Into<Vec<Step<'static>>>, sentence: String) -> Self {
        let steps = steps.into();
        Self { steps, sentence }
    }
}

/// Looks for outcomes that are listed twice or nowhere, and for rules that say nothing.
pub(crate) fn check(expect: &Expect) -> Result<(), Mistake> {
    if expect.right().next().is_none() {
        let sentence = "`client` lists no outcome, and there is no [[expect.accept]]";
        return Err(Mistake::new([], sentence.to_owned()));
    }
    for (index, accept) in expect.accept.iter().enumerate() {
        let steps = [Step::Key("accept"), Step::Nth(index)];
        let earlier = expect.accept.iter().take(index);
        let mut earlier = earlier.map(|accept| accept.outcome);
        if expect.client.contains(&accept.outcome) || earlier.any(|one| one == accept.outcome) {
            let sentence = format!("`{}` is accepted twice", accept.outcome);
            return Err(Mistake::new(steps, sentence));
        }
        let length = accept.spec.chars().count();
        if accept.spec.trim().is_empty() || length > MAX_SPEC {
            let sentence = format!("`spec` takes the section of a standard, 1 to {MAX_SPEC} signs");
            return Err(Mistake::new(steps, sentence));
        }
    }
    let mut tolerated = expect.tolerate.iter().enumerate();
    match tolerated.find(|(_, outcome)| expect.accepts(**outcome)) {
        Some((index, outcome)) => {
            let steps = [Step::Key("tolerate"), Step::Nth(index)];
            let sentence = format!("`{outcome}` is both expected and tolerated");
            Err(Mistake::new(steps, sentence))
        }
        None => Ok(()),
    }
}
