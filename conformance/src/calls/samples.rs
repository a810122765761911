//! Samples of calls: the parameters, the body and the answer, from the document alone.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::carried::{carried, carried_form};
use super::operation::{Answer, Kind, Media, Operation};
use super::table::Input;
use crate::sampler::Style;
use crate::scalar;
use crate::schema::{Sampler, Structure};
use crate::strict::violation;
use crate::values::AWKWARD;

/// The number of samples of a schema that are tried.
const MAX_TRIES: usize = 40;

/// What is not judged, and how often.
pub(crate) type Unjudged = BTreeMap<String, usize>;

/// Makes the samples of an operation.
pub(super) struct Samples<'a, 's> {
    pub(super) operation: &'s Operation<'a>,
    pub(super) sampler: Sampler<'a>,
    /// The validators of the parameters, in their order.
    parameters: Vec<Validator>,
    pub(super) body: Option<(Media<'a>, Validator)>,
    answers: Vec<(Validator, usize, Media<'a>)>,
}

impl<'a, 's> Samples<'a, 's> {
    /// The samples of an operation whose body is of the content `media`.
    pub(super) fn new(
        operation: &'s Operation<'a>,
        structure: &Structure<'a>,
        sampler: Sampler<'a>,
        media: Option<Media<'a>>,
    ) -> Result<Self, String> {
        let parameters = operation.parameters.iter().map(|parameter| structure.validator(parameter.schema));
        let body = media.map(|media| Ok::<_, String>((media, structure.validator(media.schema)?)));
        let answers = operation.answers.iter().enumerate();
        let contents = answers.flat_map(|(index, answer)| answer.contents.iter().map(move |media| (index, *media)));
        let answers = contents.map(|(index, media)| Ok((structure.validator(media.schema)?, index, media)));
        Ok(Self {
            operation,
            sampler,
            parameters: parameters.collect::<Result<_, _>>()?,
            body: body.transpose()?,
            answers: answers.collect::<Result<_, String>>()?,
        })
    }

    /// The values of a call; `None` if a required one cannot be sent. What is left out is counted.
    pub(super) fn input(&mut self, style: Style, unjudged: &mut Unjudged) -> Option<Input> {
        let mut input = Map::new();
        let mut has_keys: Vec<(String, String)> = Vec::new();
        for (index, parameter) in self.operation.parameters.iter().enumerate() {
            if style == Style::Smallest && !parameter.is_required {
                continue;
            }
            let validator = &self.parameters[index];
            let (operation, is_exploded) =
                (self.operation, parameter.style == super::operation::Style::Form { explode: true });
            let sample = try_samples(&mut self.sampler, parameter.schema, style, |sample| {
                let mut sample = carried(operation, parameter, sample)?;
                if let Some(entries) = sample.as_object_mut().filter(|_| is_exploded) {
                    entries.retain(|key, _| !has_keys.contains(&(parameter.place.to_owned(), key.clone())));
                }
                violation(validator, &sample).is_none().then_some(sample)
            });
            match sample {
                Some(sample) => {
                    let keys = sample.as_object().into_iter().flatten().filter(|_| is_exploded);
                    has_keys.extend(keys.map(|(key, _)| (parameter.place.to_owned(), key.clone())));
                    let place = input.entry(parameter.place).or_insert_with(|| json!({}));
                    place[parameter.name.as_str()] = sample;
                }
                None => {
                    let reason = format!("parameters without a sample that {:?} can carry", parameter.style);
                    *unjudged.entry(reason).or_default() += 1;
                    if parameter.is_required {
                        return None;
                    }
                }
            }
        }
        let is_sent = style != Style::Smallest || self.operation.is_body_required;
        if let Some((media, validator)) = self.body.as_ref().filter(|_| is_sent) {
            let sample = content(&mut self.sampler, self.operation, *media, validator, style);
            match sample.filter(|sample| !sample.is_null()) {
                Some(sample) => drop(input.insert("body".to_owned(), sample)),
                None => {
                    *unjudged.entry("calls without a valid sample of the body".to_owned()).or_default() += 1;
                    return None;
                }
            }
        }
        Some(Input(input.into()))
    }

    /// The validator of an answer of JSON.
    pub(super) fn answer_validator(&self, answer: &Value) -> Option<&Validator> {
        let is_own = |index: usize, media: &Media<'_>| {
            let status = self.operation.answers[index].status;
            media.kind() == Kind::Json && answer["media"] == media.name && answer["status"] == status
        };
        self.answers.iter().find(|(_, index, media)| is_own(*index, media)).map(|(validator, ..)| validator)
    }

    /// A body of an answer with a content type that is accepted, JSON before others: the content type and the sample.
    /// `Err` if none is accepted, or has a sample.
    pub(super) fn answer(
        &mut self,
        index: usize,
        accept: &str,
        style: Style,
    ) -> Result<Option<(Media<'a>, Value)>, &'static str> {
        let answer: &Answer<'_> = &self.operation.answers[index];
        if self.operation.method == "HEAD" || answer.status == 204 || answer.contents.is_empty() {
            return Ok(None);
        }
        let is_accepted =
            |media: &Media<'_>| accept.split(',').any(|name| media.name.trim() == name.trim() || media.includes(name));
        let contents = self.answers.iter().filter(|(_, answer, media)| *answer == index && is_accepted(media));
        let (validator, _, media) = contents
            .min_by_key(|(.., media)| media.kind() != Kind::Json)
            .ok_or("no content of the answer is accepted")?;
        let kind = if media.kind() == Kind::Json { Kind::Json } else { opaque(media) };
        let sample = sample(&mut self.sampler, *media, kind, validator, style);
        sample.map(|sample| Some((*media, sample))).ok_or("answers without a valid sample")
    }
}

/// The kind of a response that is not JSON: forms are bytes, too.
pub(super) fn opaque(media: &Media<'_>) -> Kind {
    if media.kind() == Kind::Text { Kind::Text } else { Kind::Bytes }
}

/// A sample of a request's body.
fn content<'a>(
    sampler: &mut Sampler<'a>,
    operation: &Operation<'a>,
    media: Media<'a>,
    validator: &Validator,
    style: Style,
) -> Option<Value> {
    match media.kind() {
        Kind::Form | Kind::Multipart => try_samples(sampler, media.schema, style, |sample| {
            let sample = carried_form(operation, &media, sample)?;
            violation(validator, &sample).is_none().then_some(sample)
        }),
        kind => sample(sampler, media, kind, validator, style),
    }
}

/// A sample of a content that is not a form.
fn sample<'a>(
    sampler: &mut Sampler<'a>,
    media: Media<'a>,
    kind: Kind,
    validator: &Validator,
    style: Style,
) -> Option<Value> {
    let index = match style {
        Style::Full(index) => index,
        _ => sampler.number(AWKWARD.len()),
    };
    match kind {
        Kind::Text => Some(AWKWARD[(index + 1) % AWKWARD.len()].into()),
        Kind::Json => try_samples(sampler, media.schema, style, |sample| {
            violation(validator, &sample).is_none().then_some(sample)
        }),
        Kind::Bytes | Kind::Form | Kind::Multipart => {
            Some(scalar::encoded(&[0, 1, 0xff, b'\r', b'\n', b'-'][..1 + index % 6]).into())
        }
    }
}

/// The first sample that a filter keeps: of the style, of other styles, and random ones.
fn try_samples<'a>(
    sampler: &mut Sampler<'a>,
    schema: &'a Value,
    style: Style,
    keep: impl Fn(Value) -> Option<Value>,
) -> Option<Value> {
    let others = [Style::Full(0), Style::Full(1), Style::Full(2), Style::Smallest];
    let styles = [style].into_iter().chain(others).chain(std::iter::repeat_n(Style::Random, MAX_TRIES));
    styles.into_iter().find_map(|style| sampler.sample("", schema, style).and_then(&keep))
}
