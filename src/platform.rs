//! Everything that differs between systems, in one file: waiting for a key without spinning on a dead terminal, the signals
//! that end a game, and making a rename last. Elsewhere than on Unix a portable fallback does without signals.
//!
//! It must not know what is waited for or what is stored.

use std::io;

/// What ended a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// There is something to read.
    Ready,
    /// The terminal has another size.
    Resized,
    /// The system asks the program to end: the code to end with.
    Terminated(u8),
    /// The terminal is gone.
    HungUp,
    /// Nothing; the time to wait has run out.
    Late,
}

/// The code a game ends with whose terminal is gone: that of SIGHUP.
pub const HUNG_UP: u8 = 129;

#[cfg(unix)]
pub use unix::{Waiter, sync_folder};

#[cfg(not(unix))]
pub use elsewhere::{Waiter, sync_folder};

#[cfg(unix)]
mod unix {
    use std::io::{self, Read};
    use std::os::unix::net::UnixStream;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};

    use super::Woken;

    /// Makes the names in a folder last: after a rename the folder itself has to reach the disk.
    ///
    /// # Errors
    /// The system would not do it.
    pub fn sync_folder(folder: &Path) -> io::Result<()> {
        match std::fs::File::open(folder)?.sync_all() {
            // Some file systems cannot do this for a folder; there the rename is as lasting as they make it.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            done => done,
        }
    }

    /// What a terminal says that has gone.
    const GONE: PollFlags = PollFlags::HUP.union(PollFlags::ERR).union(PollFlags::NVAL);

    /// How long the program has to end by itself once the terminal has gone.
    const GRACE: Duration = Duration::from_secs(2);

    /// Ends the program when the terminal has gone and the program has not seen it: between `is_gone` and crossterm's
    /// `poll` there is room for that, and then it would turn for ever. All that matters was saved at the last choice.
    /// The thread sleeps until then; nothing wakes it.
    fn watch() {
        let watcher = || {
            let stdin = io::stdin();
            let mut terminal = [PollFd::new(&stdin, PollFlags::empty())];
            loop {
                match poll(&mut terminal, None) {
                    Ok(_) if terminal[0].revents().intersects(GONE) => break,
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(_) => return,
                }
            }
            std::thread::sleep(GRACE);
            std::process::exit(i32::from(super::HUNG_UP));
        };
        // Without the thread only that narrow case is not covered.
        let _ = std::thread::Builder::new().name("hang-up".to_owned()).spawn(watcher);
    }

    /// Waits on the terminal and on signals at once, for as long as it takes, without waking in between.
    pub struct Waiter {
        wake: UnixStream,
        signals: [(Arc<AtomicBool>, Woken); 4],
    }

    impl Waiter {
        /// Begins to listen for signals.
        ///
        /// # Errors
        /// The system would not let us.
        pub fn new() -> io::Result<Self> {
            let (wake, send) = UnixStream::pair()?;
            wake.set_nonblocking(true)?;
            send.set_nonblocking(true)?;
            let mut signals = Vec::new();
            for (signal, woken) in [
                (SIGTERM, Woken::Terminated(143)),
                (SIGINT, Woken::Terminated(130)),
                (SIGHUP, Woken::HungUp),
                (SIGWINCH, Woken::Resized),
            ] {
                let flag = Arc::new(AtomicBool::new(false));
                // The flag is set before the byte is sent, so that whoever is woken by the byte finds the flag.
                signal_hook::flag::register(signal, Arc::clone(&flag))?;
                signal_hook::low_level::pipe::register(signal, send.try_clone()?)?;
                signals.push((flag, woken));
            }
            let signals = signals.try_into().map_err(|_| io::Error::other("four signals"))?;
            watch();
            Ok(Self { wake, signals })
        }

        /// Whether the terminal has gone. To be asked before crossterm is: its `poll` never returns once the terminal
        /// has (crossterm#793), not even when told not to wait.
        pub fn is_gone(&self) -> bool {
            let stdin = io::stdin();
            let mut terminal = [PollFd::new(&stdin, PollFlags::IN)];
            // Without time to wait this is only a question; an interrupted one is asked again with the next input.
            poll(&mut terminal, Some(&Timespec::default())).is_ok() && terminal[0].revents().intersects(GONE)
        }

        /// Waits until there is something to do, or until the time has run out, where one is given.
        ///
        /// # Errors
        /// The system would not let us wait.
        pub fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Woken> {
            // A time too long to be told to the system is as good as none.
            let at_most = at_most.and_then(|time| Timespec::try_from(time).ok());
            loop {
                if let Some((_, woken)) = self.signals.iter().find(|(flag, _)| flag.swap(false, Ordering::SeqCst)) {
                    return Ok(*woken);
                }
                let stdin = io::stdin();
                let mut fds = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.wake, PollFlags::IN)];
                match poll(&mut fds, at_most.as_ref()) {
                    Ok(0) => return Ok(Woken::Late),
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
                let (terminal, signal) = (fds[0].revents(), fds[1].revents());
                if terminal.intersects(GONE) {
                    return Ok(Woken::HungUp);
                }
                if signal.contains(PollFlags::IN) {
                    let mut bytes = [0; 64];
                    while matches!((&self.wake).read(&mut bytes), Ok(n) if n == bytes.len()) {}
                    continue;
                }
                if terminal.contains(PollFlags::IN) {
                    return Ok(Woken::Ready);
                }
            }
        }
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use std::io;
    use std::path::Path;
    use std::time::Duration;

    use super::Woken;

    /// Here a folder cannot be opened as a file, and the system writes renames out by itself.
    ///
    /// # Errors
    /// None here.
    pub fn sync_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Waits on the terminal alone.
    pub struct Waiter;

    impl Waiter {
        /// Nothing to prepare.
        ///
        /// # Errors
        /// None here.
        pub fn new() -> io::Result<Self> {
            Ok(Self)
        }

        /// Not known here.
        pub fn is_gone(&self) -> bool {
            false
        }

        /// Waits until there is something to do, or until the time has run out, where one is given.
        ///
        /// # Errors
        /// The system would not let us wait.
        pub fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Woken> {
            loop {
                match crossterm::event::poll(at_most.unwrap_or(Duration::from_secs(3600)))? {
                    true => return Ok(Woken::Ready),
                    false if at_most.is_some() => return Ok(Woken::Late),
                    false => {}
                }
            }
        }
    }
}

/// Whether writing failed because whoever was to read has gone.
pub fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::NotConnected) || error.raw_os_error() == Some(5)
}
