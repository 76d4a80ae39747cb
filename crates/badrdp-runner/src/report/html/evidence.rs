//! The evidence of each case, packed: JSON, gzip, base64.

use std::io::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::report::model::{Case, Report, Verdict};

/// A case with more evidence than this is not packed: a browser would stand still over it.
const CASE_MOST: usize = 32 << 20;

/// The packed evidence of one case.
pub(super) struct Block {
    /// The position of the case in the report.
    pub(super) case: usize,
    /// base64 of gzip of JSON.
    pub(super) packed: String,
}

/// Whose evidence is wanted most.
const ORDER: [Verdict; 8] = [
    Verdict::Fail,
    Verdict::HarnessError,
    Verdict::UnexpectedPass,
    Verdict::Flaky,
    Verdict::KnownFailure,
    Verdict::NonStrict,
    Verdict::Skipped,
    Verdict::Pass,
];

/// Packs the evidence of the cases, those that failed first, until `budget` bytes are used.
///
/// # Errors
/// Never in practice: everything in a case can be written.
pub(super) fn pack(report: &Report, budget: usize) -> io::Result<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut left = budget;
    'full: for verdict in ORDER {
        let cases = report.cases.iter().enumerate();
        for (case, of) in cases.filter(|(_, case)| case.verdict == verdict) {
            let Some(packed) = block(of)? else { continue };
            if packed.len() > left {
                break 'full;
            }
            left -= packed.len();
            blocks.push(Block { case, packed });
        }
    }
    blocks.sort_by_key(|block| block.case);
    Ok(blocks)
}

/// The evidence of one case; none if it is too much.
fn block(case: &Case) -> io::Result<Option<String>> {
    let json = serde_json::to_vec(case)?;
    if json.len() > CASE_MOST {
        return Ok(None);
    }
    let mut gzip = GzEncoder::new(Vec::with_capacity(json.len() / 4), Compression::default());
    gzip.write_all(&json)?;
    Ok(Some(STANDARD.encode(gzip.finish()?)))
}
