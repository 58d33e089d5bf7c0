//! Nothing is lost: saves cut short, damaged, foreign, newer, raced for, and replaced by another playthrough.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use krivitsky::playthrough::{Playthrough, Step};
use krivitsky::store::{BadName, Library, Name, Slot, Unreadable, Unwritten, Why, from_bytes, to_text};
use krivitsky::words::Words;
use proptest::prelude::*;

const STORY: &str = "small-story";

/// A playthrough of `steps` steps in one line.
fn played(steps: usize, seed: u64) -> Playthrough {
    let name = |n: usize| format!("passage-{n}");
    Playthrough {
        story: STORY.into(),
        edition: "0.1.0".into(),
        fingerprint: "00ff00ff00ff00ff".into(),
        seed,
        from: None,
        steps: (0..steps)
            .map(|n| Step { after: n, passage: name(n), choice: "go-on".into(), to: name(n + 1) })
            .collect(),
        current: steps,
    }
}

fn open(folder: &Path) -> Library {
    Library::open(Some(folder), None, STORY).unwrap()
}

/// The files of the library's folder whose names hold `part`.
fn files(library: &Library, part: &str) -> Vec<String> {
    let entries = fs::read_dir(library.folder()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.contains(part));
    names.sort();
    names
}

/// The sentence names the file and says that it is kept.
fn explained(unreadable: &Unreadable) -> String {
    let said = unreadable.sentence(&Words::english());
    assert!(said.contains(&unreadable.file) && said.contains("kept") && !said.contains('{'), "{said}");
    said
}

#[test]
fn a_write_cut_short_anywhere_leaves_the_old_save_or_the_new_one() {
    let (old, longer, other) = (played(1, 7), played(2, 7), played(1, 8));
    for new in [&longer, &other] {
        let bytes = to_text(new).unwrap().len();
        let (mut stop, mut halves, mut olds) = (0, 0, 0);
        loop {
            let folder = tempfile::tempdir().unwrap();
            let mut library = open(folder.path());
            let slot = library.autosave();
            fs::write(library.path(&slot), to_text(&old).unwrap()).unwrap();
            let done = library.write_until(&slot, new, Some(stop)).is_ok();
            let found = library.read(&slot).unwrap().unwrap();
            assert!(found == old || found == *new, "cut after {stop}");
            halves += files(&library, ".tmp").len();
            drop(library);
            // What is found afterwards, and nothing half-written with it.
            let library = open(folder.path());
            assert_eq!(library.read(&slot).unwrap().as_ref(), Some(&found), "cut after {stop}");
            assert_eq!(files(&library, ".tmp"), [""; 0], "cut after {stop}");
            olds += usize::from(found == old);
            // The other playthrough may stand in its place only when the old one is kept aside.
            if found == other {
                let kept = library.read(&Slot::Other("autosave.earlier-1.ron".into())).unwrap();
                assert_eq!(kept.as_ref(), Some(&old), "cut after {stop}");
            }
            if done {
                assert_eq!(found, *new);
                break;
            }
            stop += 1;
        }
        assert!(stop > bytes && halves >= bytes && olds >= bytes, "{stop} {halves} {olds} of {bytes}");
    }
}

/// The game that `a_killed_game_leaves_a_whole_save` kills: it saves until then, each time one step more.
#[test]
fn a_game_to_be_killed() {
    let Some(folder) = std::env::var_os("KRIVITSKY_TEST_FOLDER") else { return };
    let mut library = open(Path::new(&folder));
    let from = library.read(&library.autosave()).unwrap().map_or(0, |found| found.steps.len());
    for steps in from..from + 100_000 {
        library.write(&library.autosave(), &played(steps, 7)).unwrap();
        println!("saved {steps}");
    }
}

#[test]
fn a_killed_game_leaves_a_whole_save() {
    use std::io::{BufRead, BufReader};
    let folder = tempfile::tempdir().unwrap();
    let mut least = 0;
    for round in 0..12u64 {
        let mut game = Command::new(std::env::current_exe().unwrap())
            .args(["a_game_to_be_killed", "--exact", "--nocapture"])
            .env("KRIVITSKY_TEST_FOLDER", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(game.stdout.take().unwrap()).lines();
        let saved = |line: String| line.split("saved ").nth(1).and_then(|number| number.trim().parse::<usize>().ok());
        let first = lines.by_ref().map_while(Result::ok).find_map(saved).unwrap();
        std::thread::sleep(Duration::from_micros(700 * round));
        game.kill().unwrap();
        game.wait().unwrap();
        let last = lines.map_while(Result::ok).filter_map(saved).last().unwrap_or(first);
        // All that it said it had saved is there, and at most the one it was writing.
        let library = open(folder.path());
        let found = library.read(&Slot::Auto(1)).unwrap().unwrap();
        assert_eq!(found, played(found.steps.len(), 7));
        assert!((last..=last + 1).contains(&found.steps.len()), "said {last}, found {}", found.steps.len());
        assert!(found.steps.len() >= least && !library.is_second());
        assert_eq!(files(&library, ".tmp"), [""; 0]);
        least = found.steps.len();
    }
}

#[test]
fn a_save_cut_short_is_explained_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let slot = library.autosave();
    let whole = to_text(&played(3, 7)).unwrap();
    let mut kept = 0;
    for end in 0..whole.len() - 1 {
        fs::write(library.path(&slot), &whole[..end]).unwrap();
        let unreadable = library.read(&slot).unwrap_err();
        assert!(matches!(unreadable.why, Why::Corrupt { .. }), "cut at {end}: {unreadable:?}");
        assert!(explained(&unreadable).contains("line "));
        assert_eq!(library.newest_autosave().unwrap().found, Err(unreadable));
        assert_eq!(fs::read_to_string(library.path(&slot)).unwrap(), whole[..end]);
        // The next save does not write over it.
        if end % 40 == 0 {
            let aside = library.write(&slot, &played(1, 9)).unwrap().unwrap();
            kept += 1;
            assert!(aside.ends_with(format!("autosave.kept-{kept}.ron")), "{aside:?}");
            assert_eq!(fs::read_to_string(aside).unwrap(), whole[..end]);
            assert_eq!(library.read(&slot).unwrap(), Some(played(1, 9)));
        }
    }
}

#[test]
fn a_save_with_any_one_bit_wrong_is_never_read_as_another() {
    let save = played(3, 7);
    let whole = to_text(&save).unwrap().into_bytes();
    let mut whys = [0; 5];
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            let n = match from_bytes(&bytes, STORY) {
                Ok(read) => {
                    assert_eq!(read, save, "byte {at}, bit {bit}");
                    0
                }
                Err(why) => {
                    let n = match why {
                        Why::Corrupt { .. } => 1,
                        Why::NotText { .. } => 2,
                        Why::Altered => 3,
                        Why::Newer { .. } => 4,
                        other => panic!("byte {at}, bit {bit}: {other:?}"),
                    };
                    explained(&Unreadable { file: "autosave.ron".into(), why });
                    n
                }
            };
            whys[n] += 1;
        }
    }
    assert!(whys.iter().all(|n| *n > 0), "white space, damage, no text, altered, newer: {whys:?}");
}

#[test]
fn what_cannot_be_read_is_said_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let slot = library.autosave();
    let text = to_text(&played(2, 7)).unwrap();
    // A newer save, even with fields that we do not know and cut short.
    let newer = text.replace("format: 1", "format: 12").replace("seed: 7", "dice: [7]");
    // One written by a hand that left the number out, with steps in a ring.
    let ring = text.replace("after: 0", "after: 2");
    let ring = ring.lines().filter(|line| !line.contains("check")).collect::<Vec<_>>().join("\n");
    let escapes = ring.replace("after: 2", "after: 0").replace("go-on", "\\u{1b}[2J");
    let foreign = to_text(&Playthrough { story: "other\u{7f}".into(), ..played(2, 7) }).unwrap();
    let foreign = [foreign, to_text(&Playthrough { story: "other-story".into(), ..played(2, 7) }).unwrap()];
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (newer.clone().into_bytes(), "newer version of this game (format 12"),
        (newer.as_bytes()[..newer.len() / 2].to_vec(), "newer version of this game (format 12"),
        (text.replace("format: 1", "format: 0").into_bytes(), "no format 0"),
        (foreign[1].clone().into_bytes(), "`other-story`, and this is `small-story`"),
        (foreign[0].clone().into_bytes(), "do not hang together"),
        (text.replace("seed: 7", "seed: 8").into_bytes(), "not as this game wrote it"),
        (ring.into_bytes(), "do not hang together"),
        (escapes.into_bytes(), "do not hang together"),
        (b"(format: 1,\n\xff".to_vec(), "not text: see line 2"),
        (b"".to_vec(), "line 1, column 1"),
        (b"[".repeat(1_000_000), "line 1"),
        (vec![b' '; 16 * 1024 * 1024 + 1], "larger than 16 MiB"),
    ];
    for (n, (bytes, said)) in cases.iter().enumerate() {
        fs::write(library.path(&slot), bytes).unwrap();
        let sentence = explained(&library.read(&slot).unwrap_err());
        assert!(sentence.contains(said), "{sentence}");
        assert!(sentence.starts_with("autosave.ron ") && !sentence.contains('\u{1b}'), "{sentence}");
        let aside = library.write(&slot, &played(1, n as u64)).unwrap().unwrap();
        assert_eq!(fs::read(aside).unwrap(), *bytes);
    }
    assert_eq!(files(&library, ".kept-").len(), cases.len());
    // What is no file at all is moved aside too.
    fs::remove_file(library.path(&slot)).unwrap();
    fs::create_dir(library.path(&slot)).unwrap();
    assert!(matches!(library.read(&slot).unwrap_err().why, Why::Io(_)));
    let aside = library.write(&slot, &played(1, 1)).unwrap().unwrap();
    assert!(aside.is_dir());
    // A byte order mark and other white space are no damage.
    let reformatted = format!("\u{feff}{}", text.replace('\n', "\r\n  "));
    assert_eq!(from_bytes(reformatted.as_bytes(), STORY), Ok(played(2, 7)));
}

#[test]
fn a_write_destroys_no_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let slot = library.autosave();
    assert_eq!(library.read(&slot), Ok(None));
    assert_eq!(library.write(&slot, &played(3, 7)).unwrap(), None);
    // Going on, going back and doing nothing lose nothing.
    assert_eq!(library.write(&slot, &played(5, 7)).unwrap(), None);
    assert_eq!(library.write(&slot, &Playthrough { current: 2, ..played(5, 7) }).unwrap(), None);
    // A new game, or fewer steps, or other steps would.
    let mut other = played(6, 9);
    other.steps[2].choice = "turn-back".into();
    for (n, new) in [played(0, 8), played(4, 7), played(3, 7), played(4, 9), other].into_iter().enumerate() {
        let old = library.read(&slot).unwrap().unwrap();
        let aside = library.write(&slot, &new).unwrap();
        assert_eq!(aside.is_some(), !old.steps.is_empty(), "{n}");
        if let Some(aside) = aside {
            let name = aside.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(name.starts_with("autosave.earlier-"), "{name}");
            assert_eq!(library.read(&Slot::Other(name)), Ok(Some(old)));
        }
    }
    // The same after the game was closed, and when another program changed the file meanwhile.
    drop(library);
    let mut library = open(folder.path());
    let before = files(&library, "earlier").len();
    library.write(&slot, &played(1, 20)).unwrap().unwrap();
    fs::write(library.path(&slot), to_text(&played(2, 21)).unwrap()).unwrap();
    library.write(&slot, &played(2, 20)).unwrap().unwrap();
    assert_eq!(files(&library, "earlier").len(), before + 2);
    // Kept once by request, it is not kept twice.
    let aside = library.set_aside(&slot).unwrap().unwrap();
    assert!(aside.ends_with("autosave.before-edit-1.ron"));
    assert_eq!(library.read(&slot), Ok(Some(played(2, 20))), "it also stays until it is replaced");
    assert_eq!(library.write(&slot, &played(1, 20)).unwrap(), None);
    assert_eq!(library.read(&Slot::Other("autosave.before-edit-1.ron".into())), Ok(Some(played(2, 20))));
    assert!(library.set_aside(&slot).unwrap().unwrap().ends_with("autosave.before-edit-2.ron"));
    assert_eq!(library.set_aside(&Slot::Named(Name::new("none").unwrap())), Ok(None));
    // All of it is in the list, and what was kept can be read from there.
    let listed = library.list();
    assert_eq!(listed.len(), before + 2 + 2 + 1);
    assert!(listed.iter().all(|row| row.found.is_ok()), "{listed:#?}");
    // A file kept aside is never written.
    let kept = listed.iter().find(|row| matches!(row.slot, Slot::Other(_))).unwrap();
    assert!(matches!(library.write(&kept.slot, &played(9, 9)), Err(Unwritten::Disk(..))));
}

#[test]
fn two_games_in_one_folder_do_not_touch_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = open(folder.path());
    let mut second = open(folder.path());
    let third = open(folder.path());
    assert_eq!([first.autosave(), second.autosave(), third.autosave()], [1, 2, 3].map(Slot::Auto));
    assert!(!first.is_second() && second.is_second());
    first.write(&Slot::Auto(1), &played(3, 1)).unwrap();
    second.write(&Slot::Auto(2), &played(5, 2)).unwrap();
    assert_eq!(files(&first, "autosave"), ["autosave-2.ron", "autosave.ron"]);
    // Each reads the other's and writes its own.
    assert_eq!(second.read(&Slot::Auto(1)), Ok(Some(played(3, 1))));
    let refused = second.write(&Slot::Auto(1), &played(4, 2)).unwrap_err();
    assert!(refused.sentence(&Words::english()).starts_with("autosave.ron could not be written"));
    assert_eq!(first.read(&Slot::Auto(1)), Ok(Some(played(3, 1))));
    // A game that begins sweeps away nothing that another is writing.
    first.write_until(&Slot::Auto(1), &played(6, 1), Some(50)).unwrap_err();
    let fourth = open(folder.path());
    assert_eq!((fourth.autosave(), files(&fourth, ".tmp").len()), (Slot::Auto(4), 1));
    // Continue takes the newest, whoever wrote it, even when it cannot be read.
    let age = |library: &Library, slot: &Slot, seconds: u64| {
        let file = fs::File::options().write(true).open(library.path(slot)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
    };
    age(&first, &Slot::Auto(1), 100);
    let newest = first.newest_autosave().unwrap();
    assert_eq!((newest.slot, newest.found.unwrap().passage), (Slot::Auto(2), Some("passage-5".into())));
    age(&first, &Slot::Auto(2), 200);
    assert_eq!(first.newest_autosave().unwrap().slot, Slot::Auto(1));
    fs::write(first.path(&Slot::Auto(2)), "(").unwrap();
    assert!(first.newest_autosave().unwrap().found.is_err());
    // Looking through the saves makes no game.
    let mut look = Library::look(Some(folder.path()), None, STORY).unwrap();
    assert_eq!(look.list(), first.list());
    assert!(look.write(&Slot::Auto(1), &played(1, 1)).is_err() && look.write(&look.autosave(), &played(1, 1)).is_err());
    assert!(Library::look(Some(folder.path()), None, "none").unwrap().list().is_empty());
    assert!(!folder.path().join("none").exists());
    // A game that ends leaves its number to the next, which does not lose what it finds there.
    drop(first);
    let mut next = open(folder.path());
    assert_eq!((next.autosave(), files(&next, ".tmp").len()), (Slot::Auto(1), 0));
    assert!(next.write(&Slot::Auto(1), &played(5, 2)).unwrap().is_some());
    // A half-written file of a game that is long gone is swept by any.
    let old = next.folder().join(".save-77-x.tmp");
    fs::write(&old, "").unwrap();
    fs::File::options()
        .write(true)
        .open(&old)
        .unwrap()
        .set_modified(SystemTime::now() - Duration::from_secs(7200))
        .unwrap();
    drop(open(folder.path()));
    assert!(!old.exists());
}

#[test]
fn a_save_has_the_name_the_player_gave_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let names = ["before the café", "Ночь", "夜", "ch. 3", "100%", "CON", "a.kept-1", "autosave", &"é".repeat(60)];
    for (n, name) in names.iter().enumerate() {
        let slot = Slot::Named(Name::new(name).unwrap());
        assert_eq!(library.write(&slot, &played(n, 7)).unwrap(), None);
        assert_eq!(library.read(&slot), Ok(Some(played(n, 7))));
    }
    let mut listed: Vec<String> = library
        .list()
        .into_iter()
        .map(|row| match row.slot {
            Slot::Named(name) => name.as_str().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    listed.sort();
    let mut wanted = names.map(str::to_owned);
    wanted.sort();
    assert_eq!(listed, wanted);
    // The name of another save but for capitals is refused, and nothing is written.
    let twin = Slot::Named(Name::new("BEFORE THE CAFÉ").unwrap());
    let refused = library.write(&twin, &played(9, 9)).unwrap_err();
    assert_eq!(refused, Unwritten::Name(BadName::Taken("before the café".into())));
    assert!(refused.sentence(&Words::english()).contains("“before the café”"));
    assert_eq!(library.list().len(), names.len());
    // A file that someone put there is listed and read under its own name.
    fs::copy(library.path(&Slot::Named(Name::new("夜").unwrap())), library.folder().join("saves/anna.v2.ron")).unwrap();
    let put = library.list().into_iter().find(|row| row.slot == Slot::Other("saves/anna.v2.ron".into())).unwrap();
    assert_eq!((put.found.unwrap().steps, library.read(&put.slot)), (2, Ok(Some(played(2, 7)))));
    // A slot leads nowhere else.
    fs::write(folder.path().join("secret.ron"), to_text(&played(1, 1)).unwrap()).unwrap();
    assert_eq!(library.read(&Slot::Other("../secret.ron".into())), Ok(None));
}

#[test]
fn folders_are_made_and_profiles_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("not/yet");
    let mut anna = Library::open(Some(&data), Some("Zoë-2"), STORY).unwrap();
    anna.write(&anna.autosave(), &played(1, 1)).unwrap();
    assert!(data.join("profiles/Zoë-2").join(STORY).join("autosave.ron").exists());
    assert_eq!(anna.profile_folder(), data.join("profiles/Zoë-2"));
    assert!(Library::open(Some(&data), None, STORY).unwrap().newest_autosave().is_none());
    assert!(Library::open(Some(&data), Some("Zoë-2"), "other").unwrap().newest_autosave().is_none());
    for bad in ["", "..", "a/b", "a\\b", "a b", "\u{1b}[2J", &"x".repeat(41)] {
        let error = Library::open(Some(&data), Some(bad), STORY).unwrap_err();
        assert!(error.to_string().contains("letters, digits, - and _") && !error.to_string().contains('\u{1b}'));
    }
    // A story's own name leads nowhere else either.
    let odd = Library::open(Some(&data), None, "../../x").unwrap();
    assert_eq!(odd.folder().parent(), Some(data.as_path()));
    // A file where a folder should be is said with its name.
    fs::write(folder.path().join("file"), "").unwrap();
    let error = Library::open(Some(&folder.path().join("file/data")), None, STORY).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
    // A folder taken away in the middle of a game costs no words but one sentence.
    fs::remove_dir_all(&data).unwrap();
    let sentence = anna.write(&anna.autosave(), &played(2, 1)).unwrap_err().sentence(&Words::english());
    assert!(sentence.starts_with("autosave.ron could not be written: "), "{sentence}");
}

fn playthroughs() -> impl Strategy<Value = Playthrough> {
    let name = "[^\\p{C}\u{2028}\u{2029}]{0,12}";
    let step = (any::<prop::sample::Index>(), name, name, name);
    let steps = prop::collection::vec(step, 0..20);
    (name, name, any::<u64>(), steps, any::<prop::sample::Index>()).prop_map(
        |(edition, fingerprint, seed, steps, current)| {
            let current = current.index(steps.len() + 1);
            let steps = steps.into_iter().enumerate().map(|(n, (after, passage, choice, to))| Step {
                after: after.index(n + 1),
                passage,
                choice,
                to,
            });
            Playthrough { story: STORY.into(), edition, fingerprint, seed, from: None, steps: steps.collect(), current }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read(playthrough in playthroughs()) {
        let text = to_text(&playthrough).unwrap();
        prop_assert_eq!(from_bytes(text.as_bytes(), STORY), Ok(playthrough));
    }

    #[test]
    fn any_bytes_are_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(from_bytes(&bytes, STORY).is_err());
    }

    #[test]
    fn any_save_spoilt_anywhere_is_an_answer(
        playthrough in playthroughs(), at in any::<prop::sample::Index>(), other in prop::collection::vec(any::<u8>(), 0..8)
    ) {
        let mut bytes = to_text(&playthrough).unwrap().into_bytes();
        let at = at.index(bytes.len());
        let end = (at + other.len()).min(bytes.len());
        bytes.splice(at..end, other);
        if let Ok(read) = from_bytes(&bytes, STORY) {
            prop_assert_eq!(read, playthrough);
        }
    }
}

#[test]
fn of_games_that_gave_way_to_new_ones_the_last_nine_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let slot = library.autosave();
    let named = Slot::Named(Name::new("mine").unwrap());
    for seed in 0..30 {
        library.write(&slot, &played(3, seed)).unwrap();
        library.write(&named, &played(3, seed)).unwrap();
    }
    let names: Vec<String> = (21..=29).map(|n| format!("autosave.earlier-{n}.ron")).collect();
    assert_eq!(files(&library, "autosave.earlier"), names);
    for (seed, name) in (20..).zip(names) {
        assert_eq!(
            library.read(&Slot::Other(name)),
            Ok(Some(played(3, seed))),
            "the last nine before the one there is"
        );
    }
    let kept = library.list().iter().filter(|row| row.slot.file().starts_with("saves/mine.earlier-")).count();
    assert_eq!(kept, 29, "what a reader saved under a name is all kept");
    // What was kept because it could not be read is no game that gave way.
    fs::write(library.path(&slot), "nonsense").unwrap();
    library.write(&slot, &played(3, 77)).unwrap();
    assert_eq!(files(&library, "autosave.kept"), ["autosave.kept-1.ron"]);
    assert_eq!(files(&library, "autosave.earlier").len(), 9);
}
