//! The plan of all calls and faults. Each decision is a function of the seed and of the number of a call, a request or a connection.

use std::time::Duration;

/// A run: its seed, and how frequent faults are.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    /// The protocol of all connections.
    pub(crate) protocol: Protocol,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http1,
    Http2,
}

/// The operation of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Get,
    Search,
    Update,
    Create,
    Delete,
    /// A list of this many items.
    List(u32),
}

/// What the proxy does to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TcpFault {
    Delay(Duration),
    Reset,
    /// Forwards a part of the bytes, then closes the connection.
    Truncate,
    /// Forwards nothing more, and keeps the connection open.
    HalfOpen,
}

/// What the gateway does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HttpFault {
    /// 429 with this `Retry-After` in seconds; the request is not performed.
    RateLimit(Option<u32>),
    /// This status; the request is not performed.
    Refuse(u16),
    /// The request is performed, and its response is replaced by this status.
    Lose(u16),
    /// 500 with a google.rpc code, as C1 answers to bad input.
    Internal,
    /// The response announces more than it has.
    Short,
    /// The response is the last one of its connection.
    Close,
    /// RST_STREAM with REFUSED_STREAM; the request is not performed.
    RefuseStream,
    /// The request is performed, and its stream is reset.
    ResetStream,
    /// GOAWAY that lets the streams in progress end.
    GoAway,
    /// GOAWAY that ends the connection at once, without an error.
    AbruptGoAway,
}

/// The topics of decisions, so that no two share their random numbers.
#[derive(Clone, Copy)]
enum Topic {
    Kind,
    Drop,
    Interrupt,
    Accept,
    Upstream,
    Downstream,
    Gateway,
    Revoke,
    Service,
}

/// The direction of a chunk through the proxy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Up,
    Down,
}

impl Plan {
    pub(crate) fn kind(&self, call: u32) -> Kind {
        let random = self.random(Topic::Kind, call.into(), 0);
        match random % 100 {
            0..35 => Kind::Get,
            35..50 => Kind::Search,
            50..60 => Kind::Update,
            60..80 => Kind::Create,
            80..92 => Kind::Delete,
            _ => Kind::List((random >> 32) as u32 % 60),
        }
    }

    /// When the caller drops the call: one in a hundred, within some milliseconds.
    pub(crate) fn drops_after(&self, call: u32) -> Option<Duration> {
        let random = self.random(Topic::Drop, call.into(), 0);
        random.is_multiple_of(100).then(|| Duration::from_millis(random / 100 % 12))
    }

    /// Whether the caller drops the future of an item, and asks again.
    pub(crate) fn interrupts(&self, call: u32, item: u32) -> bool {
        self.random(Topic::Interrupt, call.into(), item.into()).is_multiple_of(50)
    }

    pub(crate) fn prefetches(&self, call: u32) -> usize {
        (self.random(Topic::Interrupt, call.into(), u64::MAX) % 3) as usize
    }

    /// Whether a new connection is reset before its first byte.
    pub(crate) fn refuses(&self, connection: u64) -> bool {
        self.random(Topic::Accept, connection, 0).is_multiple_of(40)
    }

    /// The fault of a chunk of bytes.
    pub(crate) fn tcp(&self, connection: u64, chunk: u64, direction: Direction) -> Option<TcpFault> {
        let topic = if direction == Direction::Up { Topic::Upstream } else { Topic::Downstream };
        let random = self.random(topic, connection, chunk);
        match random % 10_000 {
            0..20 => Some(TcpFault::Reset),
            20..40 => Some(TcpFault::Truncate),
            40..45 => Some(TcpFault::HalfOpen),
            45..145 => Some(TcpFault::Delay(Duration::from_millis(1 + (random >> 32) % 20))),
            _ => None,
        }
    }

    /// The fault of a request. Few requests are for tokens, so these fail more often.
    pub(crate) fn http(&self, request: u64, is_for_token: bool) -> Option<HttpFault> {
        let random = self.random(Topic::Gateway, request, 0);
        let pick = (random >> 32) as usize;
        let is_http1 = self.protocol == Protocol::Http1;
        Some(match random % if is_for_token { 1000 } else { 10_000 } {
            0..60 => HttpFault::RateLimit([None, Some(0), Some(1)][pick % 3]),
            60..120 => HttpFault::Refuse([502, 503, 504][pick % 3]),
            120..160 => HttpFault::Lose([502, 503, 504][pick % 3]),
            160..165 => HttpFault::Internal,
            165..205 => HttpFault::Short,
            205..265 if is_http1 => HttpFault::Close,
            205..230 => HttpFault::RefuseStream,
            230..250 => HttpFault::ResetStream,
            250..260 => HttpFault::GoAway,
            260..265 => HttpFault::AbruptGoAway,
            _ => return None,
        })
    }

    /// Whether the access tokens of all clients are revoked before this request.
    pub(crate) fn revokes(&self, request: u64) -> bool {
        self.random(Topic::Revoke, request, 0).is_multiple_of(400)
    }

    /// How long the origin takes to perform a request.
    pub(crate) fn service_time(&self, request: u64) -> Option<Duration> {
        let random = self.random(Topic::Service, request, 0);
        random.is_multiple_of(10).then(|| Duration::from_millis(1 + (random >> 32) % 4))
    }

    fn random(&self, topic: Topic, first: u64, second: u64) -> u64 {
        let parts = [topic as u64, self.protocol as u64, first, second];
        parts.into_iter().fold(mix(self.seed), |hash, part| mix(hash ^ part))
    }
}

/// A permutation that looks random: the finalizer of SplitMix64.
pub(crate) fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
