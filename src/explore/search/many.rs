//! Many hands: the same work on many pieces, in threads, with the results in the order of the pieces. It must not know what
//! the work is.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

/// Does `work` on the pieces 0 to `pieces - 1`, in at most so many threads.
pub fn each<T: Send>(threads: usize, pieces: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = threads.min(pieces);
    if threads <= 1 {
        return (0..pieces).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let hand = || {
        let mut done = Vec::new();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return done;
            }
            done.push((piece, work(piece)));
        }
    };
    let mut all: Vec<(usize, T)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(hand)).collect();
        let mut all = hand();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(piece, _)| *piece);
    all.into_iter().map(|(_, result)| result).collect()
}

/// Does `work` on each of `things`, with its number, in at most so many threads.
pub fn each_of<T: Send>(threads: usize, things: &mut [T], work: impl Fn(usize, &mut T) + Sync) {
    let share = things.len().div_ceil(threads.max(1)).max(1);
    let part = |first: usize, things: &mut [T]| {
        things.iter_mut().enumerate().for_each(|(n, thing)| work(first + n, thing));
    };
    if share >= things.len() {
        return part(0, things);
    }
    let part = &part;
    thread::scope(|scope| {
        for (n, things) in things.chunks_mut(share).enumerate() {
            scope.spawn(move || part(n * share, things));
        }
    });
}
