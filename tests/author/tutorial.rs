//! `docs/tutorial.md`, followed to the letter in an empty folder. `UPDATE=1 cargo test --test author` prints anew what the
//! commands say.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tutorial.md")
}

/// The names in code marks in a stretch of prose.
fn marked(prose: &str) -> Vec<&str> {
    prose.split('`').skip(1).step_by(2).collect()
}

/// Somebody who does what the page says, and nothing else.
struct Reader {
    folder: tempfile::TempDir,
    /// The file that was last spoken of.
    file: PathBuf,
    /// What was to be found in it.
    found: String,
    /// What the last command said.
    said: String,
    /// A command that still waits for what is to be typed.
    waiting: Option<Vec<String>>,
    edits: usize,
    commands: usize,
}

impl Reader {
    fn run(&mut self, args: &[String], typed: &str) {
        let mut game = Command::new(env!("CARGO_BIN_EXE_krivitsky"))
            .args(args)
            .current_dir(self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path().join("data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        game.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let out = game.wait_with_output().unwrap();
        let told = String::from_utf8(out.stderr).unwrap();
        assert!(told.is_empty() && matches!(out.status.code(), Some(0 | 1)), "{args:?}: {told}");
        self.said = String::from_utf8(out.stdout).unwrap();
        self.commands += 1;
    }

    /// Reads prose: which file it speaks of, and what is to be typed.
    fn prose(&mut self, prose: &str) {
        if let Some(file) = marked(prose).into_iter().rfind(|name| name.starts_with("mine/") && name.ends_with(".ron"))
        {
            self.file = self.folder.path().join(file);
        }
        if let Some(args) = self.waiting.take() {
            let typed: Vec<&str> = marked(prose).into_iter().filter(|word| word.parse::<u8>().is_ok()).collect();
            self.run(&args, &format!("{}\n", typed.join("\n")));
        }
    }

    /// Does what the prose before a block of RON says.
    fn edit(&mut self, prose: &str, block: &str) {
        let says = |words: &str| prose.trim_end().ends_with(words);
        if says("find this:") {
            self.found = block.to_owned();
            return;
        }
        self.edits += 1;
        if says("with this in it:") {
            fs::write(&self.file, block).unwrap();
            return;
        }
        let text = fs::read_to_string(&self.file).unwrap();
        let found = std::mem::take(&mut self.found);
        let stands = text.matches(&found).count();
        // Where it stands more often, the one just written is meant; it comes first.
        assert!(stands > 0, "{} does not hold\n{found}", self.file.display());
        let new = match prose.trim_end() {
            _ if says("Write below it:") => format!("{found}{block}"),
            _ if says("Write above it:") => format!("{block}{found}"),
            _ if says("Write in its place:") => block.to_owned(),
            other => panic!("nobody can follow this: {other}"),
        };
        fs::write(&self.file, text.replacen(&found, &new, 1)).unwrap();
    }

    /// Whether a block shows what was said: all of it, or pieces with `...` between them.
    fn is_shown(&self, block: &str, whole: bool) -> bool {
        match whole {
            true => block == self.said,
            false => block.split("...\n").all(|piece| self.said.contains(piece.trim_end())),
        }
    }
}

#[test]
fn the_tutorial_followed_to_the_letter_ends_in_a_branch_that_plays() {
    let page_text = fs::read_to_string(page()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().to_owned();
    let mut reader =
        Reader { folder, file, found: String::new(), said: String::new(), waiting: None, edits: 0, commands: 0 };
    let parts: Vec<&str> = page_text.split("```").collect();
    let mut anew = String::new();
    let mut whole = true;
    for (n, part) in parts.iter().enumerate() {
        if n % 2 == 0 {
            reader.prose(part);
            anew.push_str(part);
            continue;
        }
        let (language, block) = part.split_once('\n').unwrap();
        let mut shown = block.to_owned();
        match language {
            "sh" => {
                let args: Vec<String> = block.trim().split(' ').skip(1).map(str::to_owned).collect();
                assert!(
                    block.starts_with("krivitsky ") && block.lines().count() == 1,
                    "one command at a time: {block}"
                );
                whole = !args.contains(&"--plain".to_owned());
                match whole {
                    true => reader.run(&args, ""),
                    false => reader.waiting = Some(args),
                }
            }
            "ron" => reader.edit(parts[n - 1], block),
            "text" if whole && !block.starts_with("...") => {
                if std::env::var_os("UPDATE").is_some() {
                    shown = reader.said.clone();
                }
                assert!(
                    reader.is_shown(&shown, true),
                    "docs/tutorial.md shows\n{block}\nand this is said:\n{}",
                    reader.said
                );
            }
            "text" => assert!(
                reader.is_shown(block, false),
                "docs/tutorial.md shows\n{block}\nand this is said:\n{}",
                reader.said
            ),
            other => panic!("what is `{other}`?"),
        }
        anew.push_str(&format!("```{language}\n{shown}```"));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(page(), anew).unwrap();
    }
    assert!(reader.edits >= 6 && reader.commands >= 7, "{} edits, {} commands", reader.edits, reader.commands);
}
