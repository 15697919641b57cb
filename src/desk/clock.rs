//! The time since something or other, for steps that follow each other closely and for how long a picture took. Where the
//! program has no clock, whoever asks says the time.

use std::time::Duration;

#[cfg(not(target_family = "wasm"))]
/// The time since the first call.
pub fn now() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

#[cfg(target_family = "wasm")]
static NOW: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// The time that was last told.
#[cfg(target_family = "wasm")]
pub fn now() -> Duration {
    Duration::from_millis(NOW.load(std::sync::atomic::Ordering::Relaxed))
}

/// Tells the time; where there is a clock it is known already.
pub fn tell(time: Duration) {
    #[cfg(target_family = "wasm")]
    NOW.store(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), std::sync::atomic::Ordering::Relaxed);
    #[cfg(not(target_family = "wasm"))]
    let _ = time;
}

/// Milliseconds since a time.
pub fn milliseconds(since: Duration) -> f64 {
    (now().saturating_sub(since).as_secs_f64() * 10_000.0).round() / 10.0
}
