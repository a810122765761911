//! `cargo xtask support`: what a specification uses, and what of it the generator supports.

mod left_out;

use std::fmt::Write as _;

use ::codegen::diagnostics::Diagnostics;
use ::codegen::{Inputs, Usage, usage};
use serde_json::json;

use crate::args::{Format, Support};
use crate::documents;
use crate::terminal::{Outcome, counted};

pub(crate) use left_out::LeftOut;
use left_out::Reason;

/// Audits a specification without generating anything.
pub(crate) fn run(args: &Support) -> Result<Outcome, Diagnostics> {
    let overlay = args.overlay.as_deref().map(documents::text_file).transpose()?;
    let mut inputs = Inputs { documents: vec![documents::text_file(&args.spec)?], overlay, ..Inputs::default() };
    let usage = usage(&inputs)?;
    let (left_out, rest) = LeftOut::find(&mut inputs)?;
    let supported = rest.summary().operations;
    let report = match args.format {
        Format::Json => json(&usage, &left_out, supported),
        Format::Text => text(&usage, &left_out, supported),
    };
    Ok(Outcome { report, ..Outcome::default() })
}

fn text(usage: &[Usage], left_out: &LeftOut, supported: usize) -> String {
    let mut text = String::new();
    let blocked = left_out.operations().count();
    let of = |count| counted(count, "operation");
    let _ = writeln!(text, "{} of {} can be generated.", supported, of(supported + blocked));
    let reasons = left_out.reasons();
    if !reasons.is_empty() {
        text += "\n  places  operations  reason\n";
    }
    for Reason { code, first, places, operations } in reasons {
        let _ = writeln!(text, "{places:>8}{operations:>12}  {}: {}", code.id, first.message());
        let _ = writeln!(text, "{:22}first at {}", "", first.location());
    }
    let unsupported: Vec<&Usage> = usage.iter().filter(|usage| !usage.is_supported).collect();
    for (title, usage) in [("used and unsupported", unsupported), ("used", usage.iter().collect())] {
        if usage.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{:>8}  {title}", "count");
        for Usage { object, key, count, .. } in usage {
            let _ = writeln!(text, "{count:>8}  `{key}` in {object}");
        }
    }
    text
}

fn json(usage: &[Usage], left_out: &LeftOut, supported: usize) -> String {
    let reasons = left_out.reasons().into_iter().map(|Reason { code, first, places, operations }| {
        let first_at = first.location().to_string();
        json!({"code": code.id, "message": first.message(), "first_at": first_at, "places": places, "operations": operations})
    });
    let usage = usage.iter().map(|Usage { object, key, count, is_supported }| {
        json!({"object": object, "key": key, "count": count, "supported": is_supported})
    });
    let report = json!({
        "operations": supported + left_out.operations().count(),
        "supported": supported,
        "left_out": left_out.operations().collect::<Vec<_>>(),
        "reasons": reasons.collect::<Vec<_>>(),
        "usage": usage.collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}
