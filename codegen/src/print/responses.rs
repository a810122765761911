//! How operations decode their responses, and the items of those that are streams.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::{ident, name};
use crate::ir::{Codec, StreamFormat};
use crate::rust::{Decode, ItemPath, Operation, Signature, Stream, Type};

/// The function that decodes a response that is not an object in JSON.
pub(super) fn decode(decode: &Decode, optional: bool, imports: &mut Imports) -> TokenStream {
    imports.add("crate::operation", "ResponseBody");
    let body = match decode {
        Decode::Nothing => quote!(body.nothing()),
        Decode::As(codec) => read(*codec, optional),
        Decode::ByStatus(union, statuses) => by_status(union, statuses, optional, imports),
    };
    quote! {
        #[inline]
        fn decode(body: ResponseBody<'_>) -> Result<Self::Response, serde_json::Error> {
            #body
        }
    }
}

/// The expression that reads the body by a codec.
fn read(codec: Codec, optional: bool) -> TokenStream {
    let method = match codec {
        Codec::Json | Codec::Form | Codec::Multipart => ident(if optional { "optional_json" } else { "json" }),
        Codec::Text => ident("plain_text"),
        Codec::Bytes => ident("bytes"),
    };
    let is_wrapped = optional && matches!(codec, Codec::Text | Codec::Bytes);
    if is_wrapped { quote!(body.optional(ResponseBody::#method)) } else { quote!(body.#method()) }
}

/// The expression that reads the body as the variant of its status. Specific statuses come before ranges.
fn by_status(
    union: &Type,
    statuses: &[(String, ItemPath, Codec)],
    optional: bool,
    imports: &mut Imports,
) -> TokenStream {
    let union = imports.ty(union);
    let variant = |name: &str, codec: Codec| {
        let (name, read) = (ident(name), read(codec, optional));
        let variant = quote!(#union::#name);
        if optional { quote!(#read.map(|body| body.map(#variant))) } else { quote!(#read.map(#variant)) }
    };
    let arms = statuses.iter().map(|(status, path, codec)| {
        let bound = |digit: &str| status.replace('X', digit).parse().map(Literal::u16_unsuffixed).ok();
        let (first, last) = (bound("0"), bound("9"));
        let value = variant(path.name(), *codec);
        match status.as_str() {
            // Only successes are decoded.
            "2XX" => quote!(_ => #value),
            range if range.contains('X') => quote!(status if (#first..=#last).contains(&status) => #value),
            _ => quote!(#first => #value),
        }
    });
    let arms: Vec<TokenStream> = arms.collect();
    let is_any = statuses.iter().any(|(status, ..)| status == "2XX");
    let other = (!is_any).then(|| variant("Unlisted", Codec::Json)).map(|other| quote!(_ => #other,));
    quote!(match body.status().as_u16() { #(#arms,)* #other })
}

/// The implementation of `Streamed`.
pub(super) fn streamed(operation: &Operation, stream: &Stream, imports: &mut Imports) -> TokenStream {
    for name in ["ResponseBody", "StreamFormat", "StreamItem", "Streamed"] {
        imports.add("crate::operation", name);
    }
    let (operation_name, media_type) = (name(&operation.item), &stream.media_type);
    let item = associated(&stream.item.signature, imports);
    let format = ident(&format!("{:?}", stream.format));
    let method = ident(if stream.format == StreamFormat::Events { "event" } else { "value" });
    let decode = ident(if stream.codec == Codec::Text { "plain_text" } else { "json" });
    quote! {
        impl Streamed for #operation_name {
            type Item = #item;

            const FORMAT: StreamFormat = StreamFormat::#format;

            const ACCEPT: &'static str = #media_type;

            #[inline]
            fn decode_item(item: StreamItem<'_>) -> Result<Self::Item, serde_json::Error> {
                item.#method(ResponseBody::#decode)
            }
        }
    }
}

/// The type of an associated type.
pub(super) fn associated(signature: &Signature, imports: &mut Imports) -> TokenStream {
    match signature {
        Signature::AssociatedType(ty) => imports.ty(ty),
        _ => TokenStream::new(),
    }
}
