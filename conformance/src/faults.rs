//! Faults that are planted in right requests, each of which the judge must notice, and oddities that it must accept.

use serde_json::{Value, json};

use crate::document::{Kind, properties};
use crate::edits::{
    Planting, Site, edit_body, edit_parameter, edit_path, edit_query, edit_segment, insert, rename, set, with_header,
    without_header,
};
use crate::json;
use crate::request::escaped;
use crate::server::Recorded;

/// Changes a request, or returns `None` where it has no place for the change.
type Change = fn(&mut Recorded, &Planting<'_>) -> Option<()>;

/// The kinds of faults, by name.
pub(crate) const FAULTS: &[(&str, Change)] = &[
    ("wrong method", |request, _| {
        request.method = if request.method == "PUT" { "PATCH" } else { "PUT" }.to_owned();
        Some(())
    }),
    ("other server", |request, _| {
        request.root.push_str(".example.com");
        Some(())
    }),
    ("wrong path", |request, _| edit_path(request, |path| Some(format!("{path}x")))),
    ("segment too many", |request, _| edit_path(request, |path| Some(format!("{path}/more")))),
    ("wrong path parameter", |request, planting| edit_parameter(request, planting, |text| format!("{text}0"))),
    ("path parameter escaped twice", |request, planting| {
        edit_parameter(request, planting, |text| escaped(&format!("{text}/")))
    }),
    ("path parameter that is not escaped", |request, planting| {
        edit_segment(request, planting, |segment| format!("{segment}\""))
    }),
    ("path parameter that leaves its segment", |request, planting| {
        edit_segment(request, planting, |segment| format!("{segment}/x"))
    }),
    ("wrong query name", |request, _| edit_query(request, |query| Some(query.replacen('=', "x=", 1)))),
    ("query name in camel case", |request, _| {
        edit_query(request, |query| {
            let (name, rest) = query.split_once('=')?;
            let (first, second) = name.split_once('_')?;
            let second = second[..1].to_uppercase() + &second[1..];
            Some(format!("{first}{second}={rest}"))
        })
    }),
    ("wrong query value", |request, _| edit_query(request, |query| Some(format!("{query}0")))),
    ("missing query parameter", |request, _| {
        edit_query(request, |query| Some(query.split_once('&').map_or("", |(_, rest)| rest).to_owned()))
    }),
    ("repeated query parameter", |request, _| {
        edit_query(request, |query| Some(format!("{}&{query}", query.split('&').next()?)))
    }),
    ("unknown query parameter", |request, _| {
        let separator = if request.target.contains('?') { '&' } else { '?' };
        request.target = format!("{}{separator}debug=true", request.target);
        Some(())
    }),
    ("missing credential", |request, _| without_header(request, "authorization")),
    ("wrong credential", |request, _| with_header(request, "authorization", "Bearer another")),
    ("wrong scheme", |request, _| with_header(request, "authorization", "Basic YTpi")),
    ("missing Accept", |request, _| without_header(request, "accept")),
    ("wrong Content-Type", |request, _| with_header(request, "content-type", "application/x-www-form-urlencoded")),
    ("missing Content-Type", |request, _| without_header(request, "content-type")),
    ("missing body", |request, planting| {
        planting.operation.body.as_ref()?;
        request.body.clear();
        Some(())
    }),
    ("body of an operation without one", |request, planting| {
        let has_none = planting.operation.body.is_none();
        has_none.then(|| request.body = b"{}".to_vec())
    }),
    ("truncated body", |request, _| request.body.pop().map(drop)),
    ("duplicate key", |request, _| {
        let text = String::from_utf8(request.body.clone()).ok()?;
        let pair = text.strip_prefix('{')?;
        let key = &pair[..pair.find("\":")? + 1];
        request.body = format!("{{{key}:null,{pair}").into_bytes();
        Some(())
    }),
    ("unknown property", |request, planting| {
        edit_body(request, planting, |site| site.path.is_empty(), |value| insert(value, "aTypo", json!(1)))
    }),
    ("nested unknown property", |request, planting| {
        let nested = |site: &Site<'_>| matches!(site.kind, Kind::Message(_)) && !site.path.is_empty();
        edit_body(request, planting, nested, |value| insert(value, "aTypo", json!("x")))
    }),
    ("property in snake case", |request, planting| {
        let has_hump =
            |site: &Site<'_>| site.name().is_some_and(|name| name.bytes().any(|byte| byte.is_ascii_uppercase()));
        rename(request, planting, has_hump, |name| {
            name.chars().map(|c| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.into() }).collect()
        })
    }),
    ("dropped property", |request, planting| {
        rename(request, planting, |site| site.name().is_some() && !site.is_required, |_| String::new())
    }),
    ("dropped required property", |request, planting| {
        rename(request, planting, |site| site.name().is_some() && site.is_required, |_| String::new())
    }),
    ("other text", |request, planting| set(request, planting, |kind| matches!(kind, Kind::Text), json!("other"))),
    ("number for a text", |request, planting| set(request, planting, |kind| matches!(kind, Kind::Text), json!(5))),
    ("text for a boolean", |request, planting| {
        set(request, planting, |kind| matches!(kind, Kind::Bool), json!("true"))
    }),
    ("number for an enum", |request, planting| set(request, planting, |kind| matches!(kind, Kind::Enum(_)), json!(2))),
    ("letters in an int64", |request, planting| set(request, planting, is_int64, json!("12a"))),
    ("int64 as a number", |request, planting| {
        edit_body(
            request,
            planting,
            |site| is_int64(site.kind),
            |value| {
                *value = json!(value.as_str()?.parse::<i64>().ok()?);
                Some(())
            },
        )
    }),
    ("int64 with a fraction", |request, planting| set(request, planting, is_int64, json!("1.0"))),
    ("int64 out of range", |request, planting| set(request, planting, is_int64, json!("18446744073709551616"))),
    ("int32 out of range", |request, planting| {
        set(request, planting, |kind| matches!(kind, Kind::Int32 | Kind::UInt32), json!(4_294_967_296_i64))
    }),
    ("int32 with a fraction", |request, planting| {
        set(request, planting, |kind| matches!(kind, Kind::Int32 | Kind::UInt32), json!(1.5))
    }),
    ("damaged base64", |request, planting| set(request, planting, is_bytes, json!("AA%C"))),
    ("URL-safe base64", |request, planting| set(request, planting, is_bytes, json!("-_-_"))),
    ("unpadded base64", |request, planting| set(request, planting, is_bytes, json!("AAE"))),
    ("ISO duration", |request, planting| set(request, planting, is_duration, json!("PT1H"))),
    ("duration without a unit", |request, planting| set(request, planting, is_duration, json!("3600"))),
    ("duration in picoseconds", |request, planting| set(request, planting, is_duration, json!("1.000000000001s"))),
    ("date without a time", |request, planting| set(request, planting, is_timestamp, json!("2026-01-31"))),
    ("date with an offset", |request, planting| {
        set(request, planting, is_timestamp, json!("2026-01-31T09:30:00+05:30"))
    }),
    ("date as a number", |request, planting| set(request, planting, is_timestamp, json!(1_769_851_800))),
    ("rounded number", |request, planting| {
        edit_body(
            request,
            planting,
            |site| matches!(site.kind, Kind::Number),
            |value| {
                *value = json!(value.as_f64()? + 1e-9);
                Some(())
            },
        )
    }),
    ("one value for a list", |request, planting| {
        set(request, planting, |kind| matches!(kind, Kind::List(_)), json!("one"))
    }),
    ("null in a list", |request, planting| {
        edit_body(
            request,
            planting,
            |site| matches!(site.kind, Kind::List(_)),
            |value| {
                value.as_array_mut()?.push(Value::Null);
                Some(())
            },
        )
    }),
    ("list for a map", |request, planting| set(request, planting, |kind| matches!(kind, Kind::Map(_)), json!([]))),
    ("text for a message", |request, planting| {
        let nested = |site: &Site<'_>| matches!(site.kind, Kind::Message(_)) && !site.path.is_empty();
        edit_body(request, planting, nested, |value| {
            *value = json!("text");
            Some(())
        })
    }),
    ("any without a type", |request, planting| {
        edit_body(
            request,
            planting,
            |site| matches!(site.kind, Kind::Any),
            |value| value.as_object_mut()?.remove("@type").map(drop),
        )
    }),
];

/// Changes of a request after which it is still right.
pub(crate) const ODDITIES: &[(&str, Change)] = &[
    ("white space in the body", |request, planting| {
        planting.operation.body.as_ref()?;
        let value = json::parse(&request.body).ok()?;
        request.body = format!("\n{value:#}\r\n").into_bytes();
        Some(())
    }),
    ("escapes in the body", |request, planting| {
        planting.operation.body.as_ref()?;
        let text = String::from_utf8(request.body.clone()).ok()?;
        // The words of JSON have no escapes.
        request.body = text.replace('a', "\\u0061").replace("f\\u0061lse", "false").into_bytes();
        Some(())
    }),
    ("reversed keys", |request, planting| {
        planting.operation.body.as_ref()?;
        let value = json::parse(&request.body).ok()?;
        let fields = value.as_object()?.iter().rev();
        let fields: Vec<String> = fields.map(|(key, value)| format!("{}:{value}", json!(key))).collect();
        request.body = format!("{{{}}}", fields.join(",")).into_bytes();
        Some(())
    }),
    ("null for what may be null", |request, planting| {
        let mut value = json::parse(&request.body).ok()?;
        let schema = planting.operation.body.as_ref()?;
        let Kind::Message(schema) = planting.document.shape(schema).kind else { return None };
        let absent = properties(schema)
            .find(|(name, property)| planting.document.shape(property).nullable && value.get(name.as_str()).is_none());
        insert(&mut value, absent?.0, Value::Null)?;
        request.body = json::text(&value);
        Some(())
    }),
    ("escaped letters in the path", |request, planting| {
        edit_segment(request, planting, |segment| {
            let Some(first) = segment.bytes().next().filter(u8::is_ascii_alphanumeric) else {
                return segment.to_owned();
            };
            format!("%{first:02x}{}", &segment[1..])
        })
    }),
    ("escapes in lower case", |request, _| {
        edit_path(request, |path| {
            let mut parts = path.split('%');
            let first = parts.next()?.to_owned();
            Some(parts.fold(first, |path, part| format!("{path}%{}{}", part[..2].to_lowercase(), &part[2..])))
        })
    }),
    ("query in another order", |request, _| {
        edit_query(request, |query| Some(query.split('&').rev().collect::<Vec<_>>().join("&")))
    }),
    ("scheme in lower case", |request, _| {
        let value = request.header("authorization").first()?.replace("Bearer", "bearer");
        with_header(request, "authorization", &value)
    }),
    ("charset", |request, planting| {
        planting.operation.body.as_ref()?;
        with_header(request, "content-type", "application/json; charset=utf-8")
    }),
    ("header name in capitals", |request, _| {
        request.headers.iter_mut().for_each(|(name, _)| *name = name.to_uppercase());
        Some(())
    }),
    ("further header", |request, _| {
        request.headers.push(("user-agent".to_owned(), "c1-api".to_owned()));
        Some(())
    }),
];

fn is_int64(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Int64 | Kind::UInt64)
}

fn is_bytes(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Bytes)
}

fn is_duration(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Duration)
}

fn is_timestamp(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Timestamp)
}
